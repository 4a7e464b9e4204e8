"""The made-up company: always the same, asleep at night, and full of what goes wrong in real ones."""

from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from sandbox.company.charter import END, NIGHTS
from sandbox.company.snapshot import state_at
from sandbox.truth.rules import ZONE
from sandbox.truth.truth import compute_truth
from sandbox.world.world import generate

SCALE = 0.2


@pytest.fixture(scope="module")
def company():
    return generate(7, SCALE)


@pytest.fixture(scope="module")
def truths(company):
    return [compute_truth(company, NIGHTS[:count]).kpis for count in (1, 2, 3)]


def instants(node):
    if is_dataclass(node):
        for part in fields(node):
            yield from instants(getattr(node, part.name))
    elif isinstance(node, tuple):
        for part in node:
            yield from instants(part)
    elif isinstance(node, datetime):
        yield node


def histories(node):
    for part in fields(node):
        value = getattr(node, part.name)
        if isinstance(value, tuple) and value and type(value[0]).__name__ == "Change":
            yield [change.at for change in value]


def total(cells):
    return sum(Decimal(cell[-1]) for cell in cells if cell[-1] is not None)


def test_one_seed_is_one_company_and_another_seed_another(company):
    assert generate(7, SCALE) == company
    assert generate(8, SCALE).leads != company.leads


def test_every_instant_is_a_whole_second_and_nothing_happens_at_night(company):
    found = [
        *instants(company.leads),
        *instants(company.contacts),
        *instants(company.money),
        *instants(company.orders),
    ]
    assert all(instant.tzinfo is not None and instant.microsecond == 0 for instant in found)
    assert not [instant for instant in found if 1 <= instant.astimezone(ZONE).hour < 4]
    assert max(found) < END + timedelta(hours=1)


def test_histories_run_forward_and_stage_and_owner_never_change_in_one_second(company):
    for record in (*company.leads, *company.contacts, *company.companies, *company.money, *company.orders):
        assert all(times == sorted(set(times)) for times in histories(record))
    for lead in company.leads:
        moves, owners = ({change.at for change in part[1:]} for part in (lead.stage, lead.responsible))
        assert not moves & owners


def test_the_systems_show_each_night_what_the_last_one_did_not(company):
    shown = [state_at(company, night) for night in NIGHTS]
    assert len({len(state.events) for state in shown}) == 3
    before, after = ({user.id: user.group_id for user in state.users} for state in shown[:2])
    assert [user for user in before if before[user] != after[user]] == [7001007]
    assert {event.kind for event in shown[-1].events} >= {
        "lead_status_changed", "entity_responsible_changed", "lead_linked", "lead_unlinked", "lead_deleted",
        "lead_restored", "contact_deleted", "contact_restored", "company_deleted", "entity_merged",
        "task_deleted",
    }  # fmt: skip
    ids = [event.id for event in shown[-1].events]
    assert len(set(ids)) == len(ids) and {len(id_) for id_ in ids} == {26}


def test_the_past_is_restated_between_the_nights(truths):
    for kpi in ("deals_won_count", "revenue_booked_amount", "revenue_paid_amount", "clean_leads_count"):
        for old, new in pairwise(truths):
            known = {tuple(cell[:-1]): cell[-1] for cell in new[kpi]}
            assert [cell for cell in old[kpi] if known.get(tuple(cell[:-1])) != cell[-1]], kpi


def test_money_takes_every_road_to_a_deal_and_some_takes_none(truths):
    assert {cell[0] for cell in truths[-1]["revenue_paid_by_link"]} == {
        "deal_id", "order_number", "inferred", "unlinked",
    }  # fmt: skip


def test_revenue_is_the_same_however_it_is_cut(truths):
    kpis = truths[-1]
    cuts = ("amount", "by_unit", "by_channel", "by_link", "by_form")
    assert len({total(kpis[f"revenue_paid_{cut}"]) for cut in cuts} | {total(kpis["payment_lines"])}) == 1
    assert total(kpis["leads_count"]) == total(kpis["leads_by_channel"])
    assert total(kpis["leads_count"]) - total(kpis["clean_leads_count"]) == total(kpis["junk_leads_count"])


def test_standing_yesterday_plus_entered_less_exited_stands_today(truths):
    kpis = truths[-1]
    standing = {tuple(cell[:-1]): int(cell[-1]) for cell in kpis["funnel_standing"]}
    change = Counter()
    for kpi, sign in {"entered": 1, "forward": -1, "back": -1, "same_step": -1, "lost": -1}.items():
        for cell in kpis[f"funnel_{kpi}"]:
            change[tuple(cell[:-1])] += sign * int(cell[-1])
    for day, *place in {*standing, *change}:
        yesterday = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        assert standing.get((yesterday, *place), 0) + change[day, *place] == standing.get((day, *place), 0)


def test_plan_days_add_up_to_the_newest_version_of_every_plan(company, truths):
    newest = {}
    for row in company.plans:
        if row.published_at <= NIGHTS[-1]:
            newest[row.metric, row.unit_type, row.unit, row.month] = row.plan
    assert total(truths[-1]["plan_day"]) == sum(newest.values())
