"""Settings of the Superset of `make bi`, read by Superset itself: its way is the environment."""

import os
from typing import Any

VAR = os.environ["VORONKA_BI_VAR"]
LANGUAGE = os.environ.get("VORONKA_BI_LANGUAGE", "ru")

SECRET_KEY = os.environ["VORONKA_BI_SECRET"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{VAR}/superset.db?timeout=60"
DATA_DIR = VAR
# A file of DuckDB is a database like any other here.
PREVENT_UNSAFE_DB_CONNECTIONS = False
# Pages are asked over plain HTTP on this machine alone.
TALISMAN_ENABLED = False
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGES = {"ru": {"flag": "ru", "name": "Русский"}, "en": {"flag": "us", "name": "English"}}
BABEL_DEFAULT_LOCALE = LANGUAGE
# Rules of who sees which rows name the reader: docs/bi/superset.md.
FEATURE_FLAGS = {"DASHBOARD_NATIVE_FILTERS": True, "ENABLE_TEMPLATE_PROCESSING": True}
ROW_LIMIT = 10000
# Nothing is kept between questions: a replaced file shows its numbers at the next look.
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

_RUSSIAN = {
    "d3_format": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0₽"]},
    "d3_time_format": {
        "dateTime": "%A, %e %B %Y г. %X",
        "date": "%d.%m.%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": ["воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"],
        "shortDays": ["вс", "пн", "вт", "ср", "чт", "пт", "сб"],
        "months": [
            *("январь", "февраль", "март", "апрель", "май", "июнь"),
            *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
        ],
        "shortMonths": ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    },
}


def COMMON_BOOTSTRAP_OVERRIDES_FUNC(data: dict[str, Any]) -> dict[str, Any]:
    """Numbers and months as the language writes them that the reader has chosen at the top right."""
    return _RUSSIAN if data["locale"] == "ru" else {}
