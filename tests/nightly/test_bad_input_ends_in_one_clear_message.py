"""Nights on which something is wrong: each is named with its remedy, nothing is lost, the rest goes out."""

from tests.nightly.simulated import NOBODY_MAPPED, Renewed, Trouble, steps

ITS_NAME = "Основная / Квалификация (amocrm_main): "


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


def test_words_in_a_plan_are_told_by_file_sheet_row_and_column(renewed: Renewed):
    assert renewed.night.land is not None
    plan = next(one for one in renewed.night.land.streams if one.name == "plans.sales_plan")

    assert plan.quarantined == 1
    assert plan.rows > 90
    (reason,) = plan.reasons
    assert "План продаж.xlsx" in reason
    assert "План" in reason
    assert "row 3" in reason


def test_a_stage_nobody_mapped_is_named_by_the_gate_and_stays_visible(renewed: Renewed):
    assert renewed.night.build is not None
    warnings = [str(said) for mart in renewed.night.build.marts for said in mart.warnings]

    (unmapped,) = [said for said in warnings if ITS_NAME in said]
    assert "Fix:" in unmapped
    assert "mappings/stages.csv" in unmapped
    renewed.house.restore("renewed")
    assert steps(renewed.house)[f"amocrm_main:8123001:{NOBODY_MAPPED}"] == "unmapped"


def test_a_body_that_was_cut_is_asked_for_again(renewed: Renewed):
    assert renewed.night.land is not None
    assert all(one.complete for one in renewed.night.land.streams if one.source == "onec_main")
