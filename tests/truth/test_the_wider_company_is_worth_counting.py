"""Calls, advertising, costs and currencies: everything that may go wrong does, also between the nights."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from sandbox.company.charter import MOSCOW, NIGHTS
from sandbox.company.charter_ads import GARLANDS
from sandbox.company.snapshot import state_at
from sandbox.truth.rules import (
    CHANNEL_OF_ADS,
    CHANNEL_OF_LINE,
    CHANNEL_OF_UTM,
    EMAIL_OF_EXTENSION,
    EMAIL_OF_PBX_USER,
    OPENING_TAX_IDS,
    SOURCE_OF_ADS,
    SOURCE_OF_CRM,
    SOURCE_OF_TELEPHONY,
)
from sandbox.truth.truth import compute_truth
from sandbox.world.world import generate

SCALE = 0.2
MAPPINGS = Path(__file__).parents[2] / "deployments/demo/mappings"
OUTAGE = date(2026, 6, 1)


@pytest.fixture(scope="module")
def company():
    return generate(7, SCALE)


@pytest.fixture(scope="module")
def states(company):
    return [state_at(company, night) for night in NIGHTS]


@pytest.fixture(scope="module")
def truths(company):
    return [compute_truth(company, NIGHTS[:count]).kpis for count in (1, 2, 3)]


def mapping(name):
    with (MAPPINGS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def local_day(call):
    return call.started_at.astimezone(MOSCOW).date()


def test_calls_ring_groups_are_passed_on_missed_made_and_made_inside(company):
    kinds = Counter((call.direction, bool(call.talk_seconds)) for call in company.calls)
    assert set(kinds) == {("in", True), ("in", False), ("out", True), ("out", False), ("internal", True)}
    assert any(not call.legs for call in company.calls)
    assert any(len([leg for leg in call.legs if leg.group_id]) > 2 for call in company.calls)
    assert any(leg.is_transfer for call in company.calls for leg in call.legs)
    assert {len(call.client_number) for call in company.calls if call.direction == "in"} >= {0, 10, 11}
    assert len({call.entry_id for call in company.calls}) == len(company.calls)


def test_notes_repeat_calls_stand_for_calls_of_their_own_and_sit_on_every_card(company):
    entries = {call.entry_id for call in company.calls}
    notes = [note for note in company.notes if note.kind in ("call_in", "call_out")]
    explained = Counter(note.uniq for note in notes if note.uniq in entries)
    assert max(explained.values()) == 2
    assert any(not note.uniq for note in notes)
    assert any(note.uniq.startswith("mob-") for note in notes)
    assert {note.entity for note in notes if note.uniq in entries} == {"lead", "contact", "company"}
    assert {note.kind for note in company.notes} == {"common", "call_in", "call_out", "sms_in", "sms_out"}
    assert len({note.id for note in company.notes}) == len(company.notes)


def test_a_whole_day_of_calls_arrives_late_and_stragglers_later_still(states):
    shown = [sum(local_day(call) == OUTAGE for call in state.calls) for state in states]
    assert shown[0] == 0 < shown[1] < shown[2]


def test_nothing_of_the_day_is_published_before_the_night_reads_it(states):
    for state in states:
        today = state.at.astimezone(MOSCOW).date()
        assert all(local_day(call) < today for call in state.calls)
        assert all(row.day < today for row in state.ad_days)


def test_nothing_happens_at_night_in_the_other_systems_either(company):
    moments = [moment for call in company.calls for moment in (call.started_at, call.published_at)]
    moments += [change.at for day in company.ad_days for change in day.versions]
    moments += [change.at for entry in company.cost_entries for change in entry.versions]
    moments += [change.at for rate in company.rates for change in rate.versions]
    moments += [note.created_at for note in company.notes]
    assert not [moment for moment in moments if 1 <= moment.astimezone(MOSCOW).hour < 4]
    assert not [moment for moment in moments if moment.microsecond or moment.tzinfo is None]


def test_calls_are_published_within_the_two_days_that_every_night_reads_again(company):
    for call in company.calls:
        late = call.published_at.astimezone(MOSCOW).date() - local_day(call)
        assert timedelta(0) <= late <= timedelta(days=2)


def test_an_account_leaves_the_exchange_between_the_nights_and_its_extension_is_given_again(states):
    listed = [{user.id: user.extension for user in state.pbx_users} for state in states]
    gone, come = set(listed[0]) - set(listed[1]), set(listed[1]) - set(listed[0])
    assert [listed[0][id_] for id_ in gone] == [listed[1][id_] for id_ in come] != []


def test_advertising_days_appear_late_shrink_and_vanish_and_a_campaign_is_renamed(states):
    facts = [{(row.campaign_id, row.day): row.facts for row in state.ad_days} for state in states]
    for before, after in ((facts[0], facts[1]), (facts[1], facts[2])):
        changed = {key for key in before if after[key] != before[key]}
        shrunk = [key for key in changed if after[key] and after[key].cost_net < before[key].cost_net]
        assert shrunk
    assert [key for key in facts[1] if key not in facts[0] and key[1] == OUTAGE]
    assert None in facts[2].values() and None not in facts[0].values()
    deep = [key for key in facts[0] if facts[2][key] != facts[0][key] and key[1] < date(2026, 5, 28)]
    assert deep
    names = [{row.id: row.name for row in state.campaigns} for state in states]
    assert names[0] != names[1] == names[2]


def test_one_campaign_costs_and_brings_nobody(truths):
    campaign = f"{SOURCE_OF_ADS['direct']}:{GARLANDS}"
    assert any(cell[2] == campaign for cell in truths[-1]["channel_spend"])
    assert not any(campaign in cell for cell in truths[-1]["lead_campaign"])
    assert len({cell[1] for cell in truths[-1]["lead_campaign"]}) > 4


def test_cost_is_unknown_then_preliminary_then_final_when_may_is_closed(company, truths):
    def of_may(kpi, kpis):
        sold = {cell[0] for cell in kpis["cost_final"] if cell[0].split(":")[1] in may}
        return {cell[0]: cell[1] for cell in kpis[kpi] if cell[0] in sold}

    may = {
        sale.key
        for sale in company.sales
        if sale.versions[-1].value.date.astimezone(MOSCOW).date().month == 5
    }
    before, after = truths[1], truths[2]
    assert set(of_may("cost_final", before).values()) == {"0"}
    assert set(of_may("cost_final", after).values()) == {"1"}
    known, final = of_may("sales_line_cost", before), of_may("sales_line_cost", after)
    assert [key for key in known if key in final and final[key] != known[key]]
    assert set(final) - set(known)
    assert len(after["sales_line_cost"]) < len(after["sales_line_net"])
    assert any(line.is_cancelled for sale in company.sales for line in sale.versions[-1].value.lines)
    assert any(line.vat_percent == 0 for sale in company.sales for line in sale.versions[-1].value.lines)


def test_money_comes_in_three_currencies_also_on_a_weekend_and_one_rate_is_corrected(company, truths):
    foreign = [
        document.versions[-1].value
        for document in company.money
        if document.versions[-1].value.currency != "RUB"
    ]
    assert {facts.currency for facts in foreign} == {"USD", "KZT"}
    assert any(facts.date.astimezone(MOSCOW).weekday() == 6 for facts in foreign)
    rates = [{tuple(cell[:-1]): cell[-1] for cell in kpis["exchange_rate"]} for kpis in truths]
    assert [key for key in rates[1] if rates[2][key] != rates[1][key]]


def test_some_leads_are_answered_and_some_wait(truths):
    assert len(truths[-1]["response_minutes"]) > 300
    assert len(truths[-1]["waiting_leads"]) > 50
    assert len(truths[-1]["calls_missed_not_recalled_count"]) > 20


def test_every_past_number_of_the_wider_company_moves_between_the_nights(truths):
    for kpi in (
        "conversations", "calls_in_count", "response_minutes", "ad_spend", "sales_line_net",
        "sales_line_cost", "lead_channel", "last_touch", "channel_spend", "channel_other_costs",
    ):  # fmt: skip
        old, new = truths[0], truths[2]
        known = {tuple(cell[:-1]): cell[-1] for cell in new[kpi]}
        assert [cell for cell in old[kpi] if known.get(tuple(cell[:-1])) != cell[-1]], kpi


def test_channels_add_up_to_the_company(truths):
    kpis = truths[-1]

    def total(kpi, scale=1):
        return sum(round(float(cell[-1]) * 100) for cell in kpis[kpi]) * scale

    assert total("channel_spend") == total("ad_spend")
    assert total("channel_paid") == total("activity_revenue_paid_amount")
    assert total("channel_leads") == total("activity_leads_count")
    assert total("channel_new_customers") == total("new_customers")
    assert total("channel_margin") == total("gross_margin_by_month")


def test_the_demo_maps_lines_visits_people_and_opening_customers_as_truth_does():
    assert {row["line_number"]: row["channel_key"] for row in mapping("lines.csv")} == CHANNEL_OF_LINE
    visits = {
        (row["utm_source"], row["utm_medium"]): row["channel_key"] for row in mapping("utm_channels.csv")
    }
    assert visits == CHANNEL_OF_UTM
    assert {row["tax_id"] for row in mapping("opening_customers.csv")} == OPENING_TAX_IDS
    people = {
        row["source_user_id"]: row["email"]
        for row in mapping("employees.csv")
        if row["source"] == SOURCE_OF_TELEPHONY["mango"]
    }
    assert people == {**{str(id_): mail for id_, mail in EMAIL_OF_PBX_USER.items()}, **EMAIL_OF_EXTENSION}
    spend = [row for row in mapping("channels.csv") if row["source"] == SOURCE_OF_ADS["direct"]]
    assert [(row["value"], row["channel_key"]) for row in spend] == [("*", CHANNEL_OF_ADS["direct"])]
    meanings = {row["meaning"] for row in mapping("fields.csv") if row["source"] == SOURCE_OF_CRM["amocrm"]}
    assert meanings >= {"utm_source", "utm_medium", "utm_campaign"}
