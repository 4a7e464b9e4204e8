"""The SQL that reads phones, and the company's own reading, beside Google's library of phone numbers."""

from __future__ import annotations

import json

import phonenumbers
import pytest

from sandbox.truth.customers import normalise_phones
from tests.models.conftest import Warehouse

SPELLINGS = (
    "+7 (495) 123-00-77 доб. 101",
    "+7 (495) 123-00-77 доб 101",
    "8 (495) 123-00-77 (доб. 101)",
    "+7 495 123-00-77, доб. 101",
    "8(495)1230077 вн. 12",
    "+7 495 123-00-77 ext. 101",
    "+7 495 123-00-77 ext 5",
    "+7 495 123-00-77 x101",
    "+7 495 123-00-77 #101",
    "+7 495 123-00-77;ext=101",
    "+74951230077",
    "74951230077",
    "84951230077",
    "4951230077",
    "8-800-200-06-00",
    "8 (800) 200 06 00",
    "+7 701 123 45 67",
    "8 701 123 45 67",
    "+375 29 123-45-67",
    "375291234567",
    "00375291234567",
    "007 495 123 00 77",
    "810 375 29 123 45 67",
    "+49 30 901820",
    "+1 (650) 253-0000",
    "+86 10 6552 9988",
    "+7.495.123.00.77",
    "+7\u00a0495\u00a0123\u201300\u201377",
    "8 (495) 123-00-77, 8-916-123-45-67",
    "8 (495) 123-00-77; +7 916 123-45-67",
    "+7 495 123-00-77 +7 916 123-45-67",
    "8 495 123-00-77 / 8 916 123-45-67",
    "8 495 123-00-77 или 8 916 123-45-67",
    "тел. 8 495 123-00-77",
    "tel: +7 916 123-45-67 (Ivan)",
    "8 916 123-45-67 Мария, 8 916 765-43-21 Пётр",
    "8 495 123-00-77 доб. 101, 8 916 123-45-67",
    "112-33",
    "нет телефона",
    "",
)
# Written without a plus, these are for the library numbers of no country.
WITHOUT_PLUS = {"375291234567": "+375291234567", "00375291234567": "+375291234567"} | {
    "007 495 123 00 77": "+7 495 123 00 77",
    "8(495)1230077 вн. 12": "8(495)1230077",
    "8 (495) 123-00-77 (доб. 101)": "8 (495) 123-00-77",
    "+7.495.123.00.77": "+7 495 123 00 77",
}


def by_the_library(text: str) -> list[str]:
    """E.164 digits of every number that the library finds in the text of somebody in Russia."""
    found = phonenumbers.PhoneNumberMatcher(
        WITHOUT_PLUS.get(text, text), "RU", leniency=phonenumbers.Leniency.POSSIBLE
    )
    e164 = phonenumbers.PhoneNumberFormat.E164
    numbers = (phonenumbers.format_number(one.number, e164).lstrip("+") for one in found)
    return [number for number in numbers if len(number) > 9]


@pytest.mark.parametrize("text", SPELLINGS)
def test_the_companys_own_reading_is_the_librarys(text: str):
    assert normalise_phones(text) == by_the_library(text)


def test_the_sql_reads_every_spelling_as_the_library_does(untouched: Warehouse):
    rows = ", ".join(f"({place}, '{text}')" for place, text in enumerate(SPELLINGS))
    query = (
        "select place, to_json({{ normal_phones('typed') }}) as phones, {{ normal_phone('typed') }} as first "
        f"from (values {rows}) as spelling (place, typed) order by place"
    )
    told = untouched.dbt(
        "--quiet", "show", "--inline", query, "--output", "json", "--limit", str(len(SPELLINGS))
    )
    shown = json.loads(told[told.index("{") :])["show"]
    read = {SPELLINGS[row["place"]]: json.loads(row["phones"]) for row in shown}
    assert read == {text: by_the_library(text) for text in SPELLINGS}
    assert [row["first"] for row in shown] == [next(iter(read[text]), None) for text in SPELLINGS]
