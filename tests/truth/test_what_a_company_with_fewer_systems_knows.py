"""A company that lacks a system knows nothing of that side of its life, and of all others what it knew."""

import pytest

from orchestration.demo.proof import read_kpis
from orchestration.deployment.layout import REPOSITORY
from sandbox.company.charter import NIGHTS, WITHOUT_ERP_EMAIL, erp_key
from sandbox.company.layout import Layout
from sandbox.truth.books import open_books
from sandbox.truth.goods import goods_cells
from sandbox.truth.people import People
from sandbox.truth.receipts import money_cells
from sandbox.truth.sales import sales_cells
from sandbox.truth.truth import compute_truth
from sandbox.world.world import generate

SCALE = 0.02
LAYOUTS = {
    "one crm": Layout(telephony="none", ads="none", erp="none"),
    "one erp": Layout(crm="none", telephony="none", ads="none"),
}


@pytest.fixture(scope="module")
def truths():
    return {name: compute_truth(generate(7, SCALE, one), NIGHTS[:1]).kpis for name, one in LAYOUTS.items()}


def _known(cells):
    return [cell for cell in cells if cell[-1] is not None]


def _of(cells, *metrics):
    return [cell for cell in _known(cells) if cell[0] in metrics]


@pytest.fixture(scope="module")
def usual():
    return open_books(generate(7, SCALE), NIGHTS[:1])


@pytest.mark.parametrize("layout", ["one crm", "one erp"])
def test_it_is_asked_for_the_same_kpis(truths, layout):
    assert set(read_kpis(REPOSITORY / "deployments" / "demo" / "proof.yml")) == set(truths[layout])


def test_deals_are_what_they_were_without_an_erp(truths, usual):
    for kpi, cells in sales_cells(usual).items():
        assert truths["one crm"][kpi] == cells != [], kpi


def test_shipments_and_payment_lines_are_what_they_were_without_a_crm(truths, usual):
    cells = money_cells(usual) | goods_cells(usual.sold_lines)
    for kpi in ("payment_lines", "revenue_paid_by_form", "sales_line_net", "sales_line_cost", "cost_final"):
        assert truths["one erp"][kpi] == cells[kpi] != [], kpi


def test_a_fact_that_nobody_tells_is_not_0(truths):
    crm, erp = truths["one crm"], truths["one erp"]
    for kpi in ("fact_day", "fact_to_date", "fulfilment_pct", "run_rate_forecast"):
        assert _of(crm[kpi], "leads_count") and not _of(crm[kpi], "revenue_paid_amount")
        assert _of(erp[kpi], "revenue_paid_amount") and not _of(erp[kpi], "leads_count", "deals_won_count")
    for kpi in ("plan_day", "plan_to_date"):
        assert _of(crm[kpi], "revenue_paid_amount") and _of(erp[kpi], "leads_count")
    assert not _of(crm["panel_company_day"], "spend_amount", "new_customers_count", "romi")
    assert not _of(crm["kpi_alerts"], "revenue_paid_amount")
    assert not _known(crm["audience_paid"]) and not _known(erp["buyer_open_deals"])


def test_without_payments_nobody_is_new_or_current(truths):
    assert {cell[1] for cell in truths["one crm"]["lead_client_status"]} == {"unknown"}
    assert {cell[1] for cell in truths["one erp"]["payment_client_status"]} >= {"new"}


@pytest.mark.parametrize("layout", ["one crm", "one erp"])
def test_one_side_of_the_revenue_alone_has_no_reason_and_no_difference(truths, layout):
    sides = [truths[layout][f"reconciled_{side}"] for side in ("booked", "paid", "shipped")]

    assert {cell[2] for cells in sides for cell in cells} == {"unknown"}
    assert truths[layout]["reconciled_difference"] == []


def test_calls_are_those_of_the_crms_notes_alone(truths):
    keys = [cell[0] for cell in truths["one crm"]["conversations"]]

    assert keys and all(key.startswith("amocrm_main:note:") for key in keys)
    assert truths["one erp"]["conversations"] == []


def test_people_of_the_erp_are_those_whose_sales_are_counted(truths):
    people = {cell[1] for cell in _known(truths["one erp"]["revenue_paid_amount"])}

    assert len(people) > 3 and all(key.startswith("onec_main:") for key in people - {"unassigned"})
    assert {cell[2] for cell in truths["one erp"]["employee_unit"]} == {"unassigned"}


def test_an_erp_user_without_an_email_is_known_by_what_a_person_wrote():
    people = People(generate(7, SCALE, LAYOUTS["one erp"]), NIGHTS[:1])

    assert people.by_email["t.azimov@sevsvet.example"] == people.of_erp(erp_key(WITHOUT_ERP_EMAIL))
