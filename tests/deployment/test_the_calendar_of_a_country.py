"""Working days are those of the country; a country or a year that nobody knows is said, never passed over."""

import csv
from datetime import date
from pathlib import Path

import pytest

from orchestration.deployment.calendars import calendar_trouble, known_until, official_days

DECREED = Path(__file__).parent / "official_days_of_russia.csv"


def test_the_days_of_russia_are_those_the_government_decreed():
    with DECREED.open(encoding="utf-8", newline="") as text:
        decreed = [
            (row["date_day"], row["day_name"], row["is_working_day"] == "true", row["is_moved"] == "true")
            for row in csv.DictReader(text)
        ]
    found = [
        (day["date_day"], day["day_name"], day["is_working_day"], day["is_moved"])
        for day in official_days("RU", 2027, "ru")
    ]
    assert found == decreed


def test_kazakhstan_has_its_own_days():
    days = {day["date_day"]: day for day in official_days("KZ", 2025, "ru")}
    assert not days["2025-03-21"]["is_working_day"] and days["2025-01-05"]["is_working_day"]
    assert "2025-06-12" not in days


def test_a_country_that_nobody_knows_is_said():
    assert official_days("QQ", 2026, "ru") == []
    what, fix = calendar_trouble("QQ", date(2026, 6, 1)) or ("", "")
    assert "QQ" in what and "country" in fix


@pytest.mark.parametrize(("today", "is_known"), [(date(2026, 6, 1), True), (date(2030, 1, 1), False)])
def test_a_year_whose_moved_days_are_not_decreed_is_said(today, is_known):
    assert (calendar_trouble("RU", today) is None) == is_known
    assert {
        day["is_official"] for day in official_days("RU", today.year, "ru") if day["date_day"][:4] == "2030"
    } == (set() if is_known else {False})


def test_a_country_that_moves_no_days_is_known_for_good():
    assert known_until("DE", 2050) == 2050 and calendar_trouble("DE", date(2050, 1, 1)) is None
