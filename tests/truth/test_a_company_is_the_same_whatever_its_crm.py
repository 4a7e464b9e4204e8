"""The same company with amoCRM, with Bitrix24 or both, with 1C or МойСклад: other keys, the same numbers."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from sandbox.company.books_kept import as_kept
from sandbox.company.charter import MOSCOW, NIGHTS
from sandbox.company.layout import Layout
from sandbox.company.split import holdings
from sandbox.truth.truth import compute_truth
from sandbox.world.world import generate

LAYOUTS = {
    "amocrm": Layout(),
    "bitrix24": Layout("bitrix24"),
    "both": Layout("both"),
    "portal": Layout("bitrix24", telephony="bitrix24"),
    "leads": Layout("bitrix24", enquiries="leads"),
    "moysklad": Layout(erp="moysklad"),
}
TOTALS = (
    "leads_count", "clean_leads_count", "deals_won_count", "deals_lost_count", "contracts_count",
    "revenue_booked_amount", "revenue_paid_amount", "sales_cycle_days", "visit_minutes", "funnel_entered",
    "funnel_standing", "activity_messages", "activity_meetings_held", "response_minutes", "goods_margin",
)  # fmt: skip


@pytest.fixture(scope="module")
def company():
    return generate(7, 0.1)


@pytest.fixture(scope="module")
def truths(company):
    return {
        name: compute_truth(as_kept(replace(company, layout=layout)), NIGHTS).kpis
        for name, layout in LAYOUTS.items()
    }


def _total(cells):
    return sum((Decimal(cell[-1]) for cell in cells if cell[-1] is not None), Decimal(0))


@pytest.mark.parametrize("layout", ["bitrix24", "both", "portal", "leads", "moysklad"])
def test_totals_are_the_same(truths, layout):
    for kpi in TOTALS:
        if kpi in truths["amocrm"]:
            assert _total(truths[layout][kpi]) == _total(truths["amocrm"][kpi]), kpi


def test_with_two_crms_every_enquiry_is_in_one_of_them(company):
    held = holdings(replace(company, layout=LAYOUTS["both"]))
    everything = {lead.id for lead in company.leads}
    assert held.leads["amocrm"] | held.leads["bitrix24"] == everything
    assert not held.leads["amocrm"] & held.leads["bitrix24"]
    assert held.leads["amocrm"] and held.leads["bitrix24"]


def test_with_two_crms_some_customers_are_known_to_both(company, truths):
    held = holdings(replace(company, layout=LAYOUTS["both"]))
    assert held.contacts["amocrm"] & held.contacts["bitrix24"]
    groups = {}
    for record, customer, _ in truths["both"]["customer_of_record"]:
        groups.setdefault(customer, set()).add(record.split(":")[0])
    assert any({"amocrm_main", "bitrix24_main"} <= sources for sources in groups.values())


def test_people_of_two_crms_are_called_as_in_the_first(truths):
    employees = {cell[1] for cell in truths["both"]["leads_count"]}
    assert {employee.split(":")[0] for employee in employees} == {"amocrm_main"}


def test_a_portal_does_not_tell_who_was_responsible_before_the_first_load(truths):
    def first_contacts(layout):
        contacts = Counter()
        for day, person, *_, step, number in truths[layout]["conversion_period"]:
            if step == "lead":
                contacts[day, person.split(":")[1]] += int(number)
        return contacts

    told, known = first_contacts("bitrix24"), first_contacts("amocrm")
    assert told != known
    assert told.total() == known.total()


def test_a_portals_statistics_know_no_talks_between_colleagues(company, truths):
    internal = sum(call.direction == "internal" for call in company.calls if call.published_at <= NIGHTS[-1])
    assert internal
    assert len(truths["amocrm"]["conversations"]) - len(truths["portal"]["conversations"]) == internal


def test_moysklad_keeps_every_sum_and_loses_what_it_has_no_place_for(company):
    kept = as_kept(replace(company, layout=LAYOUTS["moysklad"]))
    for was, now in zip(company.money, kept.money, strict=True):
        for before, after in zip(was.versions, now.versions, strict=True):
            facts = after.value
            assert facts.amount == before.value.amount
            assert sum(line.amount for line in facts.lines) == (facts.amount if facts.lines else 0)
            assert facts.date.second == 0 and len([line for line in facts.lines if not line.order]) < 2
            assert facts.operation == "customer_payment" or not facts.lines
    assert not kept.closings and not [
        line
        for one in kept.sales
        for change in one.versions
        for line in change.value.lines
        if line.is_cancelled
    ]
    foreign = {
        (change.value.currency, change.value.date.astimezone(MOSCOW).date())
        for one in kept.money
        for change in one.versions
        if change.value.currency != "RUB"
    }
    assert {(rate.currency, rate.day) for rate in kept.rates} == foreign


def test_what_documents_say_of_a_currency_is_what_the_catalogue_said(company, truths):
    """A rate corrected on the second night is corrected in the documents too."""
    assert len(truths["moysklad"]["exchange_rate"]) < len(truths["amocrm"]["exchange_rate"])
    assert [cell[-1] for cell in truths["moysklad"]["payment_lines"]] and _total(
        truths["moysklad"]["payment_lines"]
    ) == _total(truths["amocrm"]["payment_lines"])
