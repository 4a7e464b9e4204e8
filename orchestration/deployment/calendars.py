"""The official calendar of a deployment's country, by the library `holidays`, as a run file for dbt."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import holidays

from texts import Language, say

_FIRST_YEAR = 2018
_NO_MARK = "\0"
_AHEAD = 5  # governments move days a year or two ahead
_MOVED: dict[Language, str] = {"ru": "Рабочий день (перенос)", "en": "Working day (moved)"}


def official_days(country: str, last_year: int, language: Language) -> list[dict[str, Any]]:
    """Days off and working weekend days from 2018 to the end of `last_year`; none of a country nobody knows.

    `is_official`: false in years whose moved days are not decreed yet, or not known to the library.
    """
    if not _is_known(country):
        return []
    years = range(_FIRST_YEAR, last_year + 1)
    calendar = _calendar(country, years, language)
    known = known_until(country, last_year)
    moved_here, instead = _marks(calendar)
    named = {day: (name, False) for day, name in calendar.items() if day.year in years}
    worked = {day: (_MOVED[language], True) for day in calendar.weekend_workdays if day.year in years}
    return [
        {
            "date_day": day.isoformat(),
            "day_name": name,
            "is_working_day": is_worked,
            "is_moved": is_worked or name.startswith(moved_here) or name.endswith(instead),
            "is_official": day.year <= known,
        }
        for day, (name, is_worked) in sorted((named | worked).items())
    ]


def write_calendar(folder: Path, country: str, as_of: date, language: Language) -> None:
    """Write `calendar.json` for dbt: to the end of the year after `as_of`, as far as int_date reaches."""
    days = official_days(country, max(2027, as_of.year + 1), language)
    (folder / "calendar.json").write_text(json.dumps(days, ensure_ascii=False), encoding="utf-8")


def known_until(country: str, last_year: int) -> int:
    """The last year, up to `last_year` and beyond, whose calendar is known; 0 for a country nobody knows.

    Where a government moves days, that is the last year with a moved working day.
    """
    if not _is_known(country):
        return 0
    years = range(_FIRST_YEAR, last_year + _AHEAD + 1)
    worked = {day.year for day in _calendar(country, years, "en").weekend_workdays if day.year in years}
    return max(worked, default=last_year)


def calendar_trouble(country: str, today: date) -> tuple[str, str] | None:
    """What is wrong with the calendar of this year, and what to do; None if it is known."""
    known = known_until(country, today.year)
    if known >= today.year:
        return None
    if not known:
        return (
            say(
                "no official calendar of the country {country} is known: Monday to Friday count",
                country=country,
            ),
            say("Correct `country` in the deployment file: two letters, such as RU or KZ"),
        )
    return (
        say(
            "of the country {country} moved working days are known until {year} only",
            country=country,
            year=known,
        ),
        say("Update the package holidays (pip install -U holidays) when the days are published"),
    )


def _is_known(country: str) -> bool:
    return country in holidays.list_supported_countries(include_aliases=False)


def _marks(calendar: holidays.HolidayBase) -> tuple[str, str]:
    """How names begin of days off moved here, and end of days off that stand in for a weekend day."""
    moved = str(getattr(calendar, "substituted_label", None) or _NO_MARK)
    instead = str(getattr(calendar, "observed_label", None) or _NO_MARK)
    return moved.split("%s")[0] or _NO_MARK, instead.split("%s")[-1] or _NO_MARK


def _calendar(country: str, years: range, language: Language) -> holidays.HolidayBase:
    """With names in the language of the deployment, else in the country's own."""
    plain = holidays.country_holidays(country)
    wanted = {"ru": "ru", "en": "en_US"}[language]
    spoken = wanted if wanted in plain.supported_languages else plain.default_language
    return holidays.country_holidays(country, years=years, language=spoken)
