"""A verdict names mart, rule, what, fix and records, in Russian and in English."""

from __future__ import annotations

import pytest

from expectations.errors import GateError
from expectations.gate_rules import RULES
from expectations.report import sample_of
from expectations.versions import Versions
from tests.gate.house import House, failed


def test_every_rule_has_its_sentences_in_both_languages() -> None:
    filled = {"mart": "m", "subject": "s", "observed": "1", "expected": "2", "error": "e"}
    for sentences in RULES.values():
        assert set(sentences) == {"ru", "en"}
        for language in sentences.values():
            assert all(one.format(**filled).strip() for one in language)


def test_a_finding_is_told_in_both_languages_from_the_gate_to_the_shelf(house: House) -> None:
    house.plant("update marts.fct_lead set employee_key = 'e9' where lead_key < 'amocrm_main:2'")
    house.plant("insert into marts.mart_funnel values (date '2026-05-01', 'unmapped', 0, 0, 0, true)")
    report = house.night()
    lost = failed(report, "fct_lead", "reference")
    assert (lost.mart, lost.severity, lost.domain) == ("fct_lead", "stop", "")
    assert set(lost.said) == {"ru", "en"}
    assert all("dim_employee" in one.message and one.fix for one in lost.said.values())
    assert lost.said["ru"] != lost.said["en"]
    assert sample_of(lost, "ru").startswith("amocrm_main:0: e9")
    assert sample_of(lost, "ru").endswith("и ещё 7") and sample_of(lost, "en").endswith("and 7 more")
    said = failed(report, "mart_funnel", "check").said
    assert {language: one.message for language, one in said.items()} == {
        "ru": "Есть стадии без шага воронки.",
        "en": "Some stages have no funnel step.",
    }

    current = Versions(house.var / "releases").current()
    assert current is not None
    assert lost.model_copy(update={"domain": "sales"}) in current.findings
    told = house.shelf_query(
        "select message_ru, fix_en, sample from publication_finding where rule = 'reference'"
    )
    assert told == [(lost.said["ru"].message, lost.said["en"].fix, sample_of(lost, "en"))]


def test_a_fulfilled_rule_has_no_words(house: House) -> None:
    passed = [one for verdict in house.night().verdicts for one in verdict.findings if one.passed]
    assert len(passed) > 20
    assert all(one.said == {} for one in passed)


def test_a_suite_with_an_unknown_expectation_is_named_by_its_file(house: House) -> None:
    (house.suites / "fct_lead.yml").write_text("[{type: expect_miracles, kwargs: {}}]", encoding="utf-8")
    with pytest.raises(GateError, match="fct_lead") as refused:
        house.night()
    assert "expectations/suites/fct_lead.yml" in refused.value.fix


def test_data_docs_show_the_rules_in_words_and_old_ones_are_pruned(new_house: House) -> None:
    new_house.facts = new_house.facts.__class__(**{**vars(new_house.facts), "language": "ru"})
    for night in range(4):
        new_house.plant(f"update marts.fct_lead set comment = 'night {night}'")
        report = new_house.night(with_docs=True)
    assert report.data_docs is not None
    page = next(report.data_docs.parent.glob("validations/fct_lead/**/*.html")).read_text(encoding="utf-8")
    assert "Ключ lead_key не повторяется" in page
    assert len(list((new_house.var / "data_docs").iterdir())) == 3
