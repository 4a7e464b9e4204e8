"""Codes that hide, turn or forge letters leave the published cell, are counted, and hold nobody's numbers."""

from __future__ import annotations

import random

import duckdb
import pytest

from expectations.codes import cleaned_sql, coded_sql
from tests.gate.house import House, broken_rules, failed
from texts import harmless

FORGED = {
    "ООО \u202eакшамоР\u202c": "ООО акшамоР",
    "Ро\u200bмаш\u2060ка\ufeff": "Ромашка",
    "Рома\u200dшка": "Ромашка",
    "Ро\u00adмашка": "Ромашка",
    "ООО\x00 \x07Ромашка\x7f\x9b": "ООО Ромашка",
    "red \x1b[31malarm\x1b[0m": "red alarm",
    "title \x1b]0;owned\x07now": "title now",
    "is\u2066ol\u2069ated": "isolated",
    "tag\U000e0041ged": "tagged",
}
BROKEN = {"two\nlines\r\nthree\tfour": "two lines three four", "a\u2028b\x85": "a b "}
PLAIN = ("ООО «Ромашка» №1", "👩\u200d💻 агентство", "Ёлка – 5 °C", "1\u00a0250\u202f000 ₽", "naïve", "Й", "")


def _sql_says(expression: str, texts: list[str]) -> list[object]:
    with duckdb.connect() as connection:
        connection.execute("create table cell as select unnest(?) as typed", [texts])
        return [row[0] for row in connection.execute(f"select {expression} from cell").fetchall()]


def test_what_is_cleaned_is_a_hidden_code_and_nothing_else() -> None:
    texts = [*FORGED, *BROKEN, *PLAIN]
    expected = [*FORGED.values(), *BROKEN.values(), *PLAIN]
    assert [harmless(one) for one in texts] == expected
    assert _sql_says(cleaned_sql("typed"), texts) == expected
    assert _sql_says(coded_sql("typed"), texts) == [True] * len(FORGED) + [False] * len([*BROKEN, *PLAIN])


def test_sql_and_python_agree_however_the_pieces_stand() -> None:
    dice = random.Random(20260601)
    pieces = [*FORGED, *BROKEN, *PLAIN, "\x1b", "[", "]", "\u200d", "\u200c", "\n", "a", "1", " "]
    texts = ["".join(dice.choices(pieces, k=dice.randint(1, 6))) for _ in range(3000)]
    once = _sql_says(cleaned_sql("typed"), texts)
    assert once == [harmless(one) for one in texts]
    assert not any(_sql_says(coded_sql("typed"), [str(one) for one in once]))


def test_line_ends_and_tabs_become_spaces_and_nobody_is_told(house: House) -> None:
    house.plant("update marts.fct_lead set comment = 'a\r\nb\tc' where lead_key = 'amocrm_main:3'")
    assert broken_rules(house.night()) == []
    assert house.shelf_query("select comment from fct_lead where comment <> 'called back'") == [("a b c",)]


@pytest.mark.parametrize(("typed", "shown"), FORGED.items())
def test_a_code_in_a_name_is_cleaned_counted_and_holds_nothing(house: House, typed: str, shown: str) -> None:
    house.plant(f"update marts.fct_lead set comment = '{typed}' where lead_key = 'amocrm_main:3'")
    report = house.night()
    assert all(domain.published for domain in report.domains.values())
    found = failed(report, "fct_lead", "cleaned")
    assert (found.severity, found.subject, found.observed) == ("warn", "comment", "1")
    assert found.sample == ("amocrm_main:3",)
    cells = house.shelf_query("select comment from fct_lead where comment <> 'called back'")
    assert cells == [(shown,)]


def test_a_phone_that_hides_behind_codes_is_masked(house: House) -> None:
    house.plant(
        "update marts.fct_lead set comment = 'ООО +7 9\u200b21 555\u2060-01-02' "
        "where lead_key = 'amocrm_main:3'"
    )
    report = house.night()
    assert house.shelf_query("select comment from fct_lead where comment <> 'called back'") == [("ООО ***",)]
    assert sorted(broken_rules(report)) == [("fct_lead", "cleaned"), ("fct_lead", "masked")]


def test_a_column_of_business_mail_is_cleaned_too(house: House) -> None:
    house.plant("update marts.dim_employee set email = '\u202ee1@northlight.ru' where employee_key = 'e1'")
    report = house.night()
    assert house.shelf_query("select email from dim_employee where employee_key = 'e1'") == [
        ("e1@northlight.ru",)
    ]
    assert failed(report, "dim_employee", "cleaned").subject == "email"


def test_the_same_cells_give_the_same_bytes_every_night(house: House) -> None:
    house.plant("update marts.fct_lead set comment = 'a\u202eb' where lead_key = 'amocrm_main:3'")
    assert not house.night().unchanged
    assert house.night().unchanged
