"""A phone or an e-mail typed into any text is masked in what is published, and holds nobody's numbers."""

from __future__ import annotations

import random

import duckdb

from expectations.personal import found_sql, masked, masked_key, masked_sql
from tests.gate.house import House, broken_rules, failed

PERSONAL = {
    "call +7 (921) 555-01-02": "call ***",
    "89215550102": "***",
    "8 (812) 555-01-02": "***",
    "ivan@mail.ru": "***",
    "7 921 555 01 02": "***",
    "ООО Ромашка +7 921 555-01-02, звонить после 6": "ООО Ромашка ***, звонить после 6",
    "+7\u00a0921\u00a0555\u201101\u201102 Анна": "*** Анна",
    "8-921-555-01-02": "***",
    "8.921.555.01.02": "***",
    "8 812 555 01 02": "***",
    "тел 921 555-01-02": "тел ***",
    "+375 29 555-01-02": "***",
    "иван@почта.рф": "***",
    "89215550102 89215550103 89215550104": "*** *** ***",
    "Ivan.Petrov+sales@mail.example.ru;89215550102": "***;***",
}
HARMLESS = (
    "УТ-00012345678",
    "79161234567890",
    "2026-05-01 12:00",
    "7707083893",
    "0f2b6a10-8912-1234-79215550102a",
    "ООО Ромашка",
    "Стройка 24",
    "1 250 000.50",
    "№ 12-34-56",
    "@ромашка",
    "",
)


def _sql_says(expression: str, texts: list[str]) -> list[object]:
    with duckdb.connect() as connection:
        connection.execute("create table cell as select unnest(?) as typed", [texts])
        return [row[0] for row in connection.execute(f"select {expression} from cell").fetchall()]


def test_what_is_masked_is_a_phone_or_an_email_and_nothing_else() -> None:
    texts = [*PERSONAL, *HARMLESS]
    expected = [*PERSONAL.values(), *HARMLESS]
    assert [masked(one) for one in texts] == expected
    assert _sql_says(masked_sql("typed"), texts) == expected


def test_nothing_is_found_in_what_was_masked_however_the_pieces_stand() -> None:
    dice = random.Random(20260601)
    pieces = [
        *PERSONAL,
        *HARMLESS,
        "+7",
        "8",
        "9",
        "(",
        ")",
        "-",
        " ",
        ".",
        "@",
        "x",
        "@mail.ru",
        "921",
        "55",
    ]
    texts = ["".join(dice.choices(pieces, k=dice.randint(1, 6))) for _ in range(3000)]
    twice = f"({masked_sql('typed')})"
    assert not any(_sql_says(found_sql(twice, in_key=False), texts))
    assert _sql_says(masked_sql("typed"), texts) == [masked(one) for one in texts]


def test_a_text_as_long_as_a_book_is_masked_like_a_short_one() -> None:
    assert masked("a" * 1_000_000) == "a" * 1_000_000
    assert masked("1" * 1_000_000 + " 89215550102").endswith(" ***")


def test_a_phone_in_a_name_is_masked_counted_and_holds_nothing(house: House) -> None:
    house.plant("update marts.fct_lead set comment = 'ООО +7 921 555-01-02' where lead_key = 'amocrm_main:3'")
    house.plant("update marts.fct_lead set comment = 'anna@mail.ru' where lead_key = 'amocrm_main:4'")
    house.plant("update marts.dim_employee set employee_name = 'Анна 89215550102' where employee_key = 'e1'")
    report = house.night()
    assert all(domain.published for domain in report.domains.values())
    found = failed(report, "fct_lead", "masked")
    assert (found.severity, found.subject, found.observed) == ("warn", "comment", "2")
    assert found.sample == ("amocrm_main:3", "amocrm_main:4")
    assert "comment" in found.said["en"].message
    cells = house.shelf_query("select comment from fct_lead where comment <> 'called back' order by comment")
    assert cells == [("***",), ("ООО ***",)]
    assert house.shelf_query("select employee_name from dim_employee where employee_key = 'e1'") == [
        ("Анна ***",)
    ]
    told = house.shelf_query("select mart, rule, subject from publication_finding where rule = 'masked'")
    assert sorted(told) == [("dim_employee", "masked", "employee_name"), ("fct_lead", "masked", "comment")]


def test_the_same_cells_give_the_same_bytes_every_night(house: House) -> None:
    house.plant("update marts.fct_lead set comment = 'ООО +7 921 555-01-02' where lead_key = 'amocrm_main:3'")
    first = house.night()
    assert not first.unchanged
    assert house.night().unchanged
    assert failed(house.night(), "fct_lead", "masked").sample == ("amocrm_main:3",)


def test_columns_that_may_hold_business_mail_are_left_alone(house: House) -> None:
    house.night()
    assert house.shelf_query("select email from dim_employee where employee_key = 'e1'") == [
        ("e1@northlight.ru",)
    ]


def test_a_key_that_is_a_phone_is_a_stop_and_is_not_repeated_in_the_report(house: House) -> None:
    house.plant("insert into marts.fct_lead values ('+7 921 555-01-02', date '2026-05-01', 'e1', '')")
    report = house.night()
    found = failed(report, "fct_lead", "personal_data")
    assert (found.severity, found.sample) == ("stop", ("***: lead_key",))
    assert not report.domains["sales"].published
    assert report.domains["money"].published


def test_names_of_records_in_a_finding_are_masked_too(house: House) -> None:
    house.plant(
        "insert into intermediate.int_quarantined_values values ('onec', 'onec_main:1', '+7 921 555-01-02')"
    )
    report = house.night()
    assert failed(report, "fct_payment", "check").sample == ("onec_main:1 | ***",)
    assert masked_key("amocrm_main:89215550102") == "amocrm_main:89215550102"


def test_keys_numbers_and_dates_are_not_taken_for_phones(house: House) -> None:
    for number, words in enumerate(HARMLESS):
        house.plant(f"update marts.fct_lead set comment = '{words}' where lead_key = 'amocrm_main:{number}'")
    house.plant("insert into marts.fct_lead values ('amocrm_main:89215550102', date '2026-05-01', 'e1', '')")
    assert broken_rules(house.night()) == []
