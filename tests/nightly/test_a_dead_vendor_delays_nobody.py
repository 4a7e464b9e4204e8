"""One vendor is dead for a night: the others' numbers go out, its day is unknown, the next night heals."""

from dataclasses import dataclass

import pytest

from orchestration.demo.proof import Line
from orchestration.nights.night import Night
from tests.nightly.simulated import House, ThreeNights

# What each morning had loaded decides these, and the dead night's morning never saw the ERP.
_OF_MORNINGS = {
    *("schedule_expected", "calendar_expected", "calendar_kept", "calendar_received"),
    *("debt_amount", "debt_instalments"),
    *("summary_expected_next_day_amount", "summary_expected_week_amount", "summary_overdue_amount"),
}


@dataclass
class Outage:
    """Night 2 without the ERP, night 3 with it again."""

    dead: Night
    facts: dict[tuple[str, str], object]
    coverage: dict[tuple[str, str], bool]
    healed: Night
    proof: list[Line]


@pytest.fixture(scope="module")
def outage(three_nights: ThreeNights) -> Outage:
    house, company = three_nights.house, three_nights.house.company
    house.restore("night 1")
    house.set_clock(company.nights[1])
    company.break_vendor("onec", "dead")
    dead = house.night(2)
    facts = _company_facts(house, "2026-06-02")
    coverage = _coverage(house, "2026-06-02")
    company.heal()
    healed = house.night(3)
    return Outage(dead, facts, coverage, healed, house.proof(company.nights))


def _company_facts(house: House, day: str) -> dict[tuple[str, str], object]:
    rows = house.published(
        f"select metric, unit_type, fact_day from mart_plan_fact_daily "
        f"where unit_type = 'company' and date_day = date '{day}'"
    )
    return {(metric, unit): fact for metric, unit, fact in rows}


def _coverage(house: House, day: str) -> dict[tuple[str, str], bool]:
    rows = house.published(
        f"select source, stream, is_complete from mart_data_coverage where date_day = date '{day}'"
    )
    return {(source, stream): complete for source, stream, complete in rows}


def test_the_night_is_reported_as_failed_by_name(outage: Outage):
    assert not outage.dead.ok
    (cause,) = outage.dead.problems
    assert "onec_main.orders" in cause
    assert "onec_main.payments_bank" in cause
    assert "amocrm" not in cause
    assert "Fix:" in cause


def test_what_the_others_sent_arrived(outage: Outage):
    assert outage.dead.land is not None
    arrived = {one.source for one in outage.dead.land.streams if one.complete}
    assert arrived == {"amocrm_main", "costs", "direct_main", "mango_main", "mappings", "plans"}


def test_the_other_domains_go_out_with_the_new_day(outage: Outage):
    assert outage.dead.build is not None
    published = {one.domain for one in outage.dead.build.domains if one.published}
    assert {"core", "sales"} <= published


def test_the_day_the_vendor_missed_is_unknown_and_not_zero(outage: Outage):
    assert outage.coverage["onec_main", "payments_bank"] is False
    assert outage.coverage["amocrm_main", "leads"] is True
    assert outage.facts["revenue_paid_amount", "company"] is None
    assert outage.facts["leads_count", "company"] is not None


def test_the_next_night_heals(outage: Outage):
    assert outage.healed.problems == ()
    wrong = [
        f"{line.kpi}: {line.examples}"
        for line in outage.proof
        if line.difference and line.kpi not in _OF_MORNINGS
    ]
    assert wrong == []
