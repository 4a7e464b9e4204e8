"""Each built-in rule is shown a planted fault and must name it; a house in order breaks none."""

from __future__ import annotations

from datetime import date, timedelta

from expectations.verdict import Said
from tests.gate.house import House, broken_rules, failed


def test_a_house_in_order_breaks_no_rule(new_house: House) -> None:
    report = new_house.night()
    assert broken_rules(report) == []
    judged = {finding.rule for verdict in report.verdicts for finding in verdict.findings}
    assert judged >= {
        "schema",
        "unique",
        "not_null",
        "rows",
        "personal_data",
        "fresh",
        "total",
        "conservation",
    }


def test_a_mart_that_dbt_did_not_build_is_held(house: House) -> None:
    report = house.night(unbuilt=frozenset({"fct_lead"}))
    assert "fct_lead" in failed(report, "fct_lead", "built").said["en"].message
    assert not report.domains["sales"].published
    assert report.domains["money"].published


def test_a_mart_that_is_not_in_the_warehouse_is_held_and_says_why(house: House) -> None:
    house.plant("drop table marts.fct_lead")
    report = house.night()
    assert "fct_lead" in failed(report, "fct_lead", "built").sample[0]


def test_a_column_of_another_type_is_a_stop(house: House) -> None:
    house.plant("alter table marts.fct_payment alter amount type double")
    found = failed(house.night(), "fct_payment", "schema")
    assert found.severity == "stop"
    assert found.sample == ("amount: DOUBLE ≠ DECIMAL(18,2)",)


def test_a_missing_and_an_unpromised_column_are_named_and_other_rules_stay_silent(house: House) -> None:
    house.plant("alter table marts.fct_lead rename column created_date to created_on")
    report = house.night()
    assert set(failed(report, "fct_lead", "schema").sample) == {
        "created_date: — ≠ DATE",
        "created_on: DATE ≠ —",
    }
    assert [rule for mart, rule in broken_rules(report) if mart == "fct_lead"] == ["schema"]


def test_more_rows_than_are_ever_fetched_are_all_counted(house: House) -> None:
    house.plant("""
        insert into marts.fct_lead
        select lead.* replace ('doubled:' || one.number as lead_key)
        from
            (select * from marts.fct_lead limit 1) as lead,
            range(300) as one (number),
            range(2) as two (number)
    """)
    found = failed(house.night(), "fct_lead", "unique")
    assert (found.observed, len(found.sample), found.error) == ("300", 20, "")


def test_a_doubled_key_is_named(house: House) -> None:
    house.plant("insert into marts.fct_lead select * from marts.fct_lead where lead_key = 'amocrm_main:7'")
    found = failed(house.night(), "fct_lead", "unique")
    assert found.observed == "1"
    assert found.sample == ("amocrm_main:7: 2 ≠ 1",)


def test_a_compound_key_may_repeat_in_its_parts_only(house: House) -> None:
    house.plant(
        "insert into marts.mart_funnel from marts.mart_funnel where standing = 4 and stage_key = 's2'"
    )
    assert failed(house.night(), "mart_funnel", "unique").sample == ("2026-05-04 | s2: 2 ≠ 1",)


def test_an_empty_required_column_names_record_and_column(house: House) -> None:
    house.plant("update marts.fct_lead set created_date = null where lead_key = 'amocrm_main:3'")
    assert failed(house.night(), "fct_lead", "not_null").sample == ("amocrm_main:3: created_date",)


def test_an_empty_mart_is_a_stop_unless_it_may_be_empty(new_house: House) -> None:
    new_house.plant("delete from marts.mart_funnel")
    assert failed(new_house.night(), "mart_funnel", "rows").severity == "stop"
    new_house.marts["mart_funnel"]["publish"]["allow_empty"] = True
    assert new_house.night().domains["sales"].published


def test_an_empty_mart_of_which_no_source_is_deployed_is_right(new_house: House) -> None:
    new_house.plant("delete from marts.mart_funnel")
    new_house.marts["mart_funnel"]["publish"]["fresh_entities"] = ["leads"]
    failed(new_house.night(), "mart_funnel", "rows")
    rest = {stream: end for stream, end in new_house.facts.coverage.items() if stream != "amocrm.leads"}
    assert new_house.night(coverage=rest).domains["sales"].published


def test_a_collapse_against_the_published_version_is_a_stop(house: House) -> None:
    house.plant("delete from marts.fct_lead where lead_key > 'amocrm_main:6'")
    found = failed(house.night(), "fct_lead", "no_collapse")
    assert (found.observed, found.expected) == ("57", ">= 70")


def test_a_collapse_that_a_person_accepted_is_a_warning(house: House) -> None:
    house.plant("delete from marts.fct_lead where lead_key > 'amocrm_main:6'")
    report = house.night(accepted=frozenset({"fct_lead"}))
    assert failed(report, "fct_lead", "no_collapse").severity == "warn"
    assert report.domains["sales"].published


def test_a_dimension_that_loses_a_key_holds_everything(house: House) -> None:
    house.plant("delete from marts.dim_employee where employee_key = 'e5'")
    house.plant("update marts.fct_lead set employee_key = 'e1'")
    house.plant("update marts.fct_payment set employee_key = 'e1'")
    report = house.night()
    assert failed(report, "dim_employee", "keeps_keys").sample == ("e5",)
    assert not any(domain.published for domain in report.domains.values())


def test_a_stale_stream_holds_its_marts_and_nobody_else(house: House) -> None:
    stale = house.facts.now - timedelta(days=3)
    report = house.night(coverage=house.facts.coverage | {"onec.payments_bank": stale})
    assert failed(report, "fct_payment", "fresh").sample[0].startswith("onec.payments_bank: 2026-05-31T")
    assert report.domains["sales"].published
    assert not report.domains["money"].published


def test_a_stream_that_never_loaded_is_stale_and_one_that_is_not_deployed_is_not(house: House) -> None:
    report = house.night(coverage={"amocrm.leads": None})
    assert failed(report, "fct_lead", "fresh").sample[0].startswith("amocrm.leads: — ≠")
    assert report.domains["money"].version is not None
    assert ("fct_payment", "fresh") not in broken_rules(report)


def test_sums_that_differ_from_the_canonical_entity_name_the_day(house: House) -> None:
    house.plant("update marts.fct_payment set amount = amount + 0.01 where payment_key = 'onec_main:4'")
    found = failed(house.night(), "fct_payment", "total")
    assert found.subject == "payments by day"
    assert found.sample == ("2026-05-02: 1145.01 ≠ 1145.00",)


def test_a_day_that_one_side_lacks_counts_as_zero(house: House) -> None:
    house.plant("delete from marts.fct_payment where paid_date = date '2026-05-03'")
    house.marts["fct_payment"]["publish"]["max_drop"] = 1
    assert failed(house.night(), "fct_payment", "total").sample == ("2026-05-03: 0 ≠ 1155.00",)


def test_sums_that_differ_from_another_published_mart_are_a_stop(house: House) -> None:
    house.plant("update marts.mart_calendar set expected = expected - 5 where due_date = date '2026-05-01'")
    assert failed(house.night(), "mart_calendar", "total").sample == (
        "calendar of payments: 3430.00 ≠ 3435.00",
    )


def test_the_vendors_own_total_is_compared(house: House) -> None:
    found = failed(house.night(control={"onec.payments_bank": 3440}), "fct_payment", "total")
    assert (found.subject, found.severity) == ("bank control", "stop")


def test_a_control_total_that_did_not_come_is_a_warning(house: House) -> None:
    report = house.night(control={})
    assert failed(report, "fct_payment", "total").severity == "warn"
    assert report.domains["money"].published


def test_a_reference_to_nobody_names_the_row_and_the_missing_key(house: House) -> None:
    house.plant("update marts.fct_lead set employee_key = 'e9' where lead_key = 'amocrm_main:3'")
    found = failed(house.night(), "fct_lead", "reference")
    assert found.subject == "dim_employee"
    assert found.sample == ("amocrm_main:3: e9",)


def test_no_reference_at_all_is_fine(house: House) -> None:
    house.plant("update marts.fct_lead set employee_key = null where lead_key = 'amocrm_main:3'")
    assert broken_rules(house.night()) == []


def test_a_deal_that_vanished_from_the_funnel_breaks_the_law_of_conservation(house: House) -> None:
    house.plant(
        "update marts.mart_funnel set standing = 99 where date_day = date '2026-05-10' and stage_key = 's1'"
    )
    assert failed(house.night(), "mart_funnel", "conservation").sample == ("2026-05-10 | s1: 99 ≠ 10",)


def test_a_cell_that_disappears_without_an_exit_breaks_the_law_too(house: House) -> None:
    house.plant("delete from marts.mart_funnel where date_day = date '2026-05-10' and stage_key = 's1'")
    assert failed(house.night(), "mart_funnel", "conservation").sample == ("2026-05-10 | s1: 0 ≠ 9",)


def test_nothing_is_known_of_a_day_that_was_not_loaded(house: House) -> None:
    house.plant(
        "update marts.mart_funnel set standing = null, entered = null, lost = null, is_complete = false "
        "where date_day = date '2026-05-05'"
    )
    assert broken_rules(house.night()) == []


def test_a_check_over_the_mart_speaks_the_authors_words(house: House) -> None:
    house.plant("insert into marts.mart_funnel values (date '2026-05-01', 'unmapped', 0, 0, 0, true)")
    report = house.night()
    found = failed(report, "mart_funnel", "check")
    assert found.said["en"] == Said(message="Some stages have no funnel step.", fix="complete stages.csv.")
    assert report.domains["sales"].published
    assert house.shelf_query("select warnings_count from publication where domain = 'sales'") == [(1,)]
    assert house.shelf_query("select mart, subject, sample from publication_finding") == [
        ("mart_funnel", "unmapped stages", "2026-05-01 | unmapped")
    ]
    both = house.shelf_query("select message, message_en, message_ru from publication_finding")[0]
    assert both[0] == both[1] != both[2]


def test_values_in_quarantine_are_counted_though_they_are_not_published(house: House) -> None:
    house.plant("insert into intermediate.int_quarantined_values values ('onec', 'onec_main:1', 'amount')")
    found = failed(house.night(), "fct_payment", "check")
    assert (found.severity, found.sample) == ("warn", ("onec_main:1 | amount",))


def test_a_column_without_a_description_is_a_warning(house: House) -> None:
    contracts = [
        one.model_copy(
            update={"columns": tuple(c.model_copy(update={"description": ""}) for c in one.columns)}
        )
        if one.mart == "mart_calendar"
        else one
        for one in house.contracts
    ]
    from expectations.release import release

    report = release(contracts, warehouse=house.warehouse, var=house.var, shelf=[], facts=house.facts, keep=3)
    found = failed(report, "mart_calendar", "described")
    assert (found.severity, set(found.sample)) == ("warn", {"due_date", "expected"})


def test_an_extra_suite_is_judged_with_its_own_severity(house: House) -> None:
    (house.suites / "fct_payment.yml").write_text(
        """
expectations:
  - type: expect_column_values_to_be_between
    kwargs: {column: amount, min_value: 0, max_value: 125}
    severity: warning
    meta: {name: usual payment, message: {en: "Some payments are unusually large.", ru: "Есть крупные."}}
  - type: unexpected_rows_expectation
    kwargs: {unexpected_rows_query: "select payment_key from {batch} where amount = 100"}
    severity: critical
""",
        encoding="utf-8",
    )
    report = house.night()
    found = [f for v in report.verdicts if v.mart == "fct_payment" for f in v.findings if f.rule == "suite"]
    assert [(one.severity, one.passed) for one in found] == [("warn", False), ("stop", False)]
    assert found[0].said["en"].message == "Some payments are unusually large."
    assert found[1].sample == ("onec_main:0",)
    assert not report.domains["money"].published


def test_a_rule_that_cannot_be_evaluated_holds_its_mart_and_shows_the_error(house: House) -> None:
    house.marts["mart_funnel"]["publish"]["checks"][0] |= {"where": "stage_kee = 'x'", "severity": "stop"}
    house.marts["fct_payment"]["publish"]["checks"][0] |= {"where": "no_such_column", "severity": "warn"}
    report = house.night()
    found = failed(report, "mart_funnel", "check")
    assert "stage_kee" in found.error
    assert "stage_kee" in found.said["en"].message
    assert "no_such_column" in failed(report, "fct_payment", "check").error
    assert not report.domains["sales"].published
    assert report.domains["money"].published


def test_colons_and_braces_in_an_authors_sql_mean_what_they_say(house: House) -> None:
    where = "stage_key = '{x}' or regexp_matches(stage_key, '^s{2}$') or standing::text in (':1', 'a :b')"
    house.marts["mart_funnel"]["publish"]["checks"][0] |= {"where": where}
    house.plant(f"insert into marts.mart_funnel values (date '{date(2026, 5, 1)}', '{{x}}', 0, 0, 0, true)")
    assert failed(house.night(), "mart_funnel", "check").sample == ("2026-05-01 | {x}",)
