"""What the truth makes of visits: how long they took, what is no visit, and the days to come."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from sandbox.company.charter import MOSCOW, NIGHTS
from sandbox.company.field_records import FieldVisit, VisitFacts
from sandbox.company.history import Change
from sandbox.company.layout import Layout
from sandbox.truth.activity import activity_cells
from sandbox.truth.books import open_books
from sandbox.truth.plans import plan_cells
from sandbox.truth.visits import Visit, field_cells
from sandbox.world.world import generate

DAY = date(2026, 6, 1)
UNIT = ("company", "company")
NINE = datetime(2026, 6, 1, 9, tzinfo=MOSCOW)


@pytest.fixture(scope="module")
def company():
    return generate(7, 0.02, Layout(erp="sales_doctor"))


@pytest.mark.parametrize(("minutes", "known"), [(0, 0), (12, 12), (90, 90), (91, None), (-1, None)])
def test_a_visit_closed_hours_later_tells_no_minutes(minutes, known):
    facts = VisitFacts(True, True, NINE, NINE + timedelta(minutes=minutes))
    assert Visit(DAY, "a", "c", "c", facts).minutes == known
    assert Visit(DAY, "a", "c", "c", replace(facts, ended_at=None)).minutes is None


def test_a_day_of_an_agent_is_counted_by_hand(company):
    agent, clients = "f1-d0_8", [one.key for one in company.counterparties[:4]]
    told = datetime(2026, 6, 1, 18, tzinfo=MOSCOW)
    planned, made = VisitFacts(is_planned=True), VisitFacts(True, True, NINE, NINE + timedelta(minutes=10))
    written = (
        (clients[0], (Change(NINE, planned), Change(told, replace(made, order_sum=500)))),
        (clients[1], (Change(NINE, planned), Change(told, replace(made, reject="Нет денег")))),
        (clients[2], (Change(NINE, planned),)),
        (clients[3], (Change(told, replace(made, is_planned=False)),)),
        # the telephone tells of it only after the last load
        (clients[0], (Change(NIGHTS[0] + timedelta(hours=1), made),)),
    )
    visits = [FieldVisit(agent, client, DAY, versions) for client, versions in written]
    visits.append(FieldVisit(agent, clients[0], DAY, (Change(NINE, planned),), removed_at=told))
    visits.append(FieldVisit(agent, clients[0], date(2026, 6, 2), (Change(NINE, planned),)))
    books = open_books(replace(company, visits=tuple(visits)), NIGHTS[:1])

    cells = {name: found for name, found in activity_cells(books).items() if "visit" in name}
    employee = "sales_doctor_main:f1-d0_8"
    assert cells == {
        "activity_visits_planned_count": [["2026-06-01", employee, "3"]],
        "activity_visits_made_count": [["2026-06-01", employee, "3"]],
        "activity_visits_planned_made_count": [["2026-06-01", employee, "2"]],
        "activity_visits_with_order_count": [["2026-06-01", employee, "1"]],
        "activity_visit_order_amount": [["2026-06-01", employee, "500.00"]],
    }
    found = field_cells(books)
    assert {cell[0] for cell in found["visits"]} == {"2026-06-01", "2026-06-02"}
    assert found["visit_rejected"] == [["2026-06-01", "Нет денег", "1"]]


def test_other_companies_write_no_visits_down():
    usual = generate(7, 0.02)
    assert not any(field_cells(open_books(usual, NIGHTS[:1])).values())


def test_what_happened_is_the_same_whoever_keeps_the_books(company):
    usual = generate(7, 0.02)
    for part in ("leads", "contacts", "calls", "tasks", "notes", "costs", "ad_days", "answers"):
        assert getattr(company, part) == getattr(usual, part)
    others = tuple(row for row in company.plans if row.metric != "visits_made_count")
    assert others == usual.plans and len(others) < len(company.plans)


def test_made_visits_are_held_against_their_plan(company):
    """June 2026 has 21 working days, of which June 1 is the first: two of 42 visits are due by then."""
    agent, client = "f1-d0_8", company.counterparties[0].key
    made = VisitFacts(False, True, NINE, NINE + timedelta(minutes=10))
    visits = tuple(FieldVisit(agent, client, DAY, (Change(NINE, one),)) for one in (made, made, made))
    visits += (FieldVisit(agent, client, DAY, (Change(NINE, VisitFacts(is_planned=True)),)),)
    plan = next(row for row in company.plans if row.metric == "visits_made_count" and row.month.month == 6)
    books = open_books(replace(company, visits=visits, plans=(replace(plan, plan=Decimal(42)),)), NIGHTS[:1])

    cells = plan_cells(books)
    found = {
        kpi: [cell[-1] for cell in cells[kpi] if cell[:4] == ["visits_made_count", *UNIT, "2026-06-01"]]
        for kpi in ("plan_to_date", "fact_to_date", "fulfilment_pct")
    }
    assert found == {"plan_to_date": ["2.00"], "fact_to_date": ["3.00"], "fulfilment_pct": ["7.14"]}
