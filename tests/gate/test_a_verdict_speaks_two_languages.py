"""A verdict names mart, rule, what, fix and records, in Russian and in English."""

from __future__ import annotations

import pytest

from expectations.errors import GateError
from expectations.gate_rules import RULES
from expectations.report import describe
from expectations.verdict import Finding, Verdict
from tests.gate.house import House


def test_every_rule_has_its_sentences_in_both_languages() -> None:
    filled = {"mart": "m", "subject": "s", "observed": "1", "expected": "2", "error": "e"}
    for sentences in RULES.values():
        assert set(sentences) == {"ru", "en"}
        for language in sentences.values():
            assert all(one.format(**filled).strip() for one in language)


def test_the_same_finding_is_told_in_the_other_language_too(house: House) -> None:
    house.plant("update marts.fct_lead set employee_key = 'e9' where lead_key < 'amocrm_main:2'")
    house.plant("insert into marts.mart_funnel values (date '2026-05-01', 'unmapped', 0, 0, 0, true)")
    verdicts = {one.mart: one for one in house.night().verdicts}
    russian = describe(verdicts["fct_lead"], "ru")
    assert not russian.passed
    assert russian.headline == "fct_lead: задержана (нарушений: 1)"
    line = russian.lines[0]
    assert (line.rule, line.severity) == ("reference", "стоп")
    assert "нет" not in line.title
    assert "dim_employee" in line.what
    assert line.fix
    assert line.sample.startswith("amocrm_main:0: e9")
    assert line.sample.endswith("и ещё 7")
    assert describe(verdicts["mart_funnel"], "ru").lines[0].what == "Есть стадии без шага воронки."
    assert describe(verdicts["mart_funnel"], "en").lines[0].what == "Some stages have no funnel step."


def test_a_verdict_in_order_says_so_and_can_list_what_was_checked() -> None:
    verdict = Verdict(mart="fct_lead", findings=(Finding(rule="rows", severity="stop", passed=True),))
    assert describe(verdict, "en").headline == "fct_lead: may go out (in order)"
    assert describe(verdict, "en").lines == ()
    assert [one.title for one in describe(verdict, "en", everything=True).lines] == ["The mart has rows"]


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
