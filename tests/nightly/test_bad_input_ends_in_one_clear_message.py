"""Nights on which something is wrong: each is named with its remedy, nothing is lost, the rest goes out."""

import csv
from pathlib import Path

import pytest

from tests.nightly.simulated import ThreeNights, Trouble, steps

NOBODY_MAPPED, ITS_NAME = "68120044", "Основная / Квалификация (amocrm_main): "


def test_an_expired_token_is_named_with_what_to_do(refused: Trouble):
    said = refused.problem("amocrm_main.leads")

    assert "401" in said
    assert "token" in said
    assert refused.house.company.environment["SANDBOX_AMOCRM_TOKEN"] not in said


def test_a_web_page_in_place_of_data_is_named_as_such(refused: Trouble):
    said = refused.problem("onec_main.orders")

    assert "Fix:" in said
    assert "page" in said.lower()


def test_one_cause_is_told_once(refused: Trouble):
    assert sum("401" in line for line in refused.night.problems) == 1


@pytest.fixture(scope="module")
def odd(three_nights: ThreeNights) -> Trouble:
    """A plan has words for a number, nobody mapped a stage, a vendor cuts its answers and changes a type."""
    house = three_nights.house
    house.restore("night 1")
    _forget_stage(house.folder / "mappings" / "stages.csv")
    house.company.break_vendor("files", "text_in_number", row=1)
    house.company.break_vendor("onec", "truncated_body", path="/Catalog_", times=1)
    house.company.break_vendor(
        "amocrm", "changed_type", path="/api/v4/tasks", field="updated_at", value="soon"
    )
    night = house.night(2)
    trouble = Trouble(house, night, steps(house))
    house.restore("night 1")
    return trouble


def _forget_stage(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows(row for row in rows if NOBODY_MAPPED not in row)


def test_words_in_a_plan_are_told_by_file_sheet_row_and_column(odd: Trouble):
    assert odd.night.land is not None
    plan = next(one for one in odd.night.land.streams if one.name == "plans.sales_plan")

    assert plan.quarantined == 1
    assert plan.rows > 100
    (reason,) = plan.reasons
    assert "План продаж.xlsx" in reason
    assert "План" in reason
    assert "row 3" in reason


def test_a_stage_nobody_mapped_is_named_by_the_gate_and_stays_visible(odd: Trouble):
    assert odd.night.build is not None
    warnings = [str(said) for mart in odd.night.build.marts for said in mart.warnings]

    (unmapped,) = [said for said in warnings if ITS_NAME in said]
    assert "Fix:" in unmapped
    assert "mappings/stages.csv" in unmapped
    assert odd.steps[f"amocrm_main:8123001:{NOBODY_MAPPED}"] == "unmapped"


def test_a_body_that_was_cut_is_asked_for_again(odd: Trouble):
    assert odd.night.land is not None
    assert all(one.complete for one in odd.night.land.streams if one.source == "onec_main")
