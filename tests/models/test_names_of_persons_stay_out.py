"""A name is published where it is a company's beyond doubt; names of persons stay out, however spelled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest

MACROS = sorted((Path(__file__).parents[2] / "dbt_project" / "macros").glob("names*.sql"))

# Published whatever else is known of the card.
COMPANIES = (
    "ООО Ромашка",
    "ооо «ромашка»",
    'ООО "Рога & Копыта"',
    "ООО\u00a0«Ромашка»",
    "О.О.О. Ромашка",
    "OOO Romashka",
    "Ромашка ООО",
    "Ромашка, ООО",
    "Иванов и партнёры, ООО",
    "ООО Иванов",
    "ООО «Анна»",
    "ООО «Петрович»",
    "Надежда ООО",
    "АО «Северсталь»",
    "ПАО Сбербанк",
    "ЗАО «Новый Дом»",
    "ОАО РЖД",
    "НАО Красная Поляна",
    "НКО Благо",
    "АНО ДПО Горизонт",
    "ФГУП Почта",
    "МУП Водоканал",
    "ТОО Алматы Строй",
    "УП Минсктранс",
    "ГБУЗ Городская больница № 4",
    "ТСЖ Уют",
    "СНТ Берёзка",
    "Общество с ограниченной ответственностью «Ромашка»",
    "Публичное акционерное общество «Газ»",
    "Муниципальное бюджетное учреждение Школа № 3",
    "Администрация города",
    "Acme LLC",
    "Acme L.L.C.",
    "Philips BV",
    "Siemens GmbH",
    "Horns & Hooves Ltd",
    "Contoso Inc.",
    "Завод Электрощит",
    "Стройка 24",
    "Торговый дом Восход",
    "Группа компаний Лидер",
    "Магазин у дома",
    "Склад инструментов",
    "Салон красоты Лотос",
    "Acme Group",
)
# Published only where a tax id of ten digits or the ERP's mark says that it is a company.
UNDECIDED = (
    "Ромашка",
    "Электрощит",
    "Пятёрочка",
    "Новый Дом",
    "Contoso",
    "КФХ Рассвет",
    "ИЧП Ромашка",
    "Мельник",
)
# Never published, though a CRM keeps them among companies or a default marks them as legal entities.
PERSONS = (
    "ИП Иванов",
    "ип иванов иван иванович",
    "ИП\u00a0Иванов И.И.",
    "ИП. Иванов",
    "И.П. Иванов",
    "И. П. Иванов",
    "(ИП) Иванов",
    "Иванов (ИП)",
    "Иванов Иван, ИП",
    "«ИП Петрова»",
    "ИП-Иванов",
    "IP Ivanov",
    "Индивидуальный предприниматель Иванов Иван Иванович",
    "ИНДИВИДУАЛЬНЫЙ ПРЕДПРИНИМАТЕЛЬ ИВАНОВ",
    "индивидуальный\u00a0предприниматель Мельник",
    "Инд. предприниматель Мельник",
    "Предприниматель Мельник",
    "ЧП Мельник",
    "ПБОЮЛ Мельник",
    "Самозанятый Мельник",
    "самозанятая Анна",
    "ФЛ Мельник Иван",
    "Физ. лицо Мельник",
    "Физлицо Мельник",
    "Физическое лицо",
    "Частное лицо",
    "Частное лицо Мельник",
    "КФХ Глава Иванов",
    "Глава КФХ Мельник",
    "ИЧП Иванов",
    "Иванов",
    "ИВАНОВА",
    "Шевченко",
    "Ковальчук",
    "Достоевский",
    "Анна",
    "Иван Мельник",
    "Мельник Иван",
    "Иванов Иван",
    "Иванов Иван Иванович",
    "иванов иван иванович",
    "Мельник Анна Петровна",
    "Анна Петровна",
    "Пётр Ильич",
    "Иван  Иванович\u00a0",
    "Алиев Рашад Вагиф оглы",
    "Алиева Лейла Вагиф кызы",
    "Иванов И.И.",
    "Мельник И. И.",
    "И.И. Мельник",
    "Иванов И",
    "Мельник И И",
    "Ivanov Ivan",
    "Ivan Ivanov",
    "Ivanov I.I.",
    "Ivanov B.V.",
    "John Smith",
    "Mr Smith",
    "Sole trader Smith",
    "ООО Ромашка, Иванов Иван Иванович",
    "ООО Ромашка (Иванов И.И.)",
    "Анна Иванова, ООО Ромашка",
    "Иванов 2",
    "",
    "???",
)


@pytest.fixture(scope="module")
def rule() -> str:
    """The rendered condition over the columns `name` and `is_known`."""

    class Adapter:
        """Hands out DuckDB's variant of a macro, as dbt does."""

        def dispatch(self, name: str, _: str) -> Any:
            return getattr(macros, f"duckdb__{name}")

    environment = jinja2.Environment(autoescape=False)
    environment.globals |= {"adapter": Adapter(), "return": lambda value: value}
    macros = environment.from_string("\n".join(one.read_text(encoding="utf-8") for one in MACROS)).module
    return str(macros.is_company_name("name", "is_known"))  # type: ignore[attr-defined]


def _published(rule: str, names: tuple[str | None, ...], *, is_known: bool) -> set[str | None]:
    with duckdb.connect() as connection:
        connection.execute("create table card as select unnest(?) as name, ? as is_known", [names, is_known])
        return {name for (name,) in connection.execute(f"select name from card where {rule}").fetchall()}


@pytest.mark.parametrize("is_known", [True, False])
def test_companies_are_named(rule: str, is_known: bool) -> None:
    assert set(COMPANIES) - _published(rule, COMPANIES, is_known=is_known) == set()


@pytest.mark.parametrize("is_known", [True, False])
def test_persons_are_never_named(rule: str, is_known: bool) -> None:
    assert _published(rule, (*PERSONS, None), is_known=is_known) == set()


def test_a_name_that_tells_nothing_is_published_only_where_something_else_says_company(rule: str) -> None:
    assert _published(rule, UNDECIDED, is_known=True) == set(UNDECIDED)
    assert _published(rule, UNDECIDED, is_known=False) == set()
