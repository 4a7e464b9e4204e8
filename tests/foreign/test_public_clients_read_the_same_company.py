"""Clients of the vendors' APIs that nobody here wrote read the pretend company whole, as it truly is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.company.charter import MOSCOW
from sandbox.company.layout import USUAL, Layout
from sandbox.vendors.bitrix24.portal import stage_id
from tests.foreign.conftest import Visited

PORTAL = Layout(crm="bitrix24", telephony="bitrix24")
UIS = Layout(telephony="uis")
Visit = Callable[[Layout], Visited]


def ids(rows: list[dict[str, object]], name: str = "id") -> list[int]:
    """The ids in their order; a record that came twice is twice in it."""
    return sorted(int(str(row[name])) for row in rows)


def test_aioamocrm_reads_every_card_of_the_account(visit: Visit):
    company = visit(USUAL)
    for fault in ("http_500", "rate_limited"):
        company.nights.fault("amocrm", fault, path="/api/v4/leads", from_request=3, times=1)

    read = company.read("amocrm", "amocrm")

    assert all(fault["spent"] == 1 for fault in company.nights.control("GET", "faults")["faults"])
    state = company.state
    assert len(read["leads"]) > 500
    for name in ("leads", "contacts", "companies", "users"):
        assert ids(read[name]) == sorted(row.id for row in getattr(state, name)), name
    assert ids(read["tasks"]) == sorted(row.task.id for row in state.tasks)
    assert ids(read["notes"]) == sorted(note.id for note in state.notes if note.entity == "lead")
    leads = {lead["id"]: lead for lead in read["leads"]}
    assert sum(Decimal(str(lead["price_with_minor_units"])) for lead in leads.values()) == sum(
        lead.price for lead in state.leads
    )
    people = {row.id for row in state.contacts}
    for row in state.leads:
        lead = leads[row.id]
        assert (lead["pipeline_id"], lead["status_id"]) == (row.stage.pipeline_id, row.stage.stage_id)
        assert (lead["responsible_user_id"], lead["loss_reason_id"]) == (row.responsible, row.loss_reason)
        linked = {contact["id"] for contact in lead["_embedded"]["contacts"] or ()}
        assert linked == set(row.links.contacts) & people
    pipelines = {one["id"]: ids(one["_embedded"]["statuses"]) for one in read["pipelines"]}
    assert {row.stage.pipeline_id for row in state.leads} <= set(pipelines)
    assert all(row.stage.stage_id in pipelines[row.stage.pipeline_id] for row in state.leads)


def test_aioamocrm_and_our_connector_read_the_same_leads(visit: Visit):
    company = visit(USUAL)
    theirs = {str(lead["id"]): lead for lead in company.read("amocrm", "amocrm")["leads"]}

    ours = company.landed("amocrm", "leads")

    assert set(ours) == set(theirs)
    told = ("name", "price", "status_id", "pipeline_id", "responsible_user_id", "updated_at", "closed_at")
    for key, lead in ours.items():
        assert {name: lead[name] for name in told} == {name: theirs[key][name] for name in told}


def test_aioamocrm_enters_by_oauth_and_renews_its_token(visit: Visit):
    company = visit(USUAL)
    granted = company.nights.control("POST", "authorisation/amocrm")

    read = company.read("amocrm", "amocrm", **granted)

    assert ids(read["users"]) == ids(read["again"]) == sorted(user.id for user in company.state.users)
    assert len(set(read["tokens"])) == 2


def test_fast_bitrix24_reads_every_card_of_the_portal_by_batches(visit: Visit):
    company = visit(PORTAL)
    company.nights.fault("bitrix24", "overload", from_request=4, times=2)

    read = company.read("bitrix24_fast", "bitrix24")

    assert company.nights.control("GET", "faults")["faults"][0]["spent"] == 2
    state = company.state
    assert len(read["deals"]) > 500
    assert ids(read["deals"], "ID") == sorted(row.id for row in state.leads)
    for name in ("contacts", "companies", "users"):
        assert ids(read[name], "ID") == sorted(row.id for row in getattr(state, name)), name
    deals = {int(deal["ID"]): deal for deal in read["deals"]}
    assert sum(Decimal(deal["OPPORTUNITY"]) for deal in deals.values()) == sum(
        row.price for row in state.leads
    )
    for row in state.leads:
        deal = deals[row.id]
        assert (deal["STAGE_ID"], deal["ASSIGNED_BY_ID"]) == (stage_id(row.stage), str(row.responsible))
        linked = {int(link["CONTACT_ID"]) for link in read["links"][str(row.id)]}
        assert linked <= set(row.links.contacts)
    heard = [call for call in state.calls if call.direction != "internal"]
    assert len(read["calls"]) == len(heard)
    assert sum(int(call["CALL_DURATION"]) for call in read["calls"]) == sum(
        call.talk_seconds for call in heard
    )
    moves = {
        (row.id, change.at) for row in state.company.leads for change in row.stage if change.at <= state.at
    }
    told = {(move["OWNER_ID"], datetime.fromisoformat(move["CREATED_TIME"])) for move in read["moves"]}
    assert told == {(id_, at) for id_, at in moves if id_ in deals}


def test_the_official_sdk_reads_the_same_deals_by_pages_and_by_ids(visit: Visit):
    company = visit(PORTAL)

    read = company.read("bitrix24_official", "bitrix24")

    assert read["profile"]["ADMIN"] is True
    assert ids(read["deals"], "ID") == ids(read["deals_fast"], "ID")
    assert ids(read["deals"], "ID") == sorted(row.id for row in company.state.leads)
    assert ids(read["contacts"], "ID") == sorted(row.id for row in company.state.contacts)
    assert ids(read["users"], "ID") == sorted(row.id for row in company.state.users)


def test_fast_bitrix24_and_our_connector_read_the_same_deals(visit: Visit):
    company = visit(PORTAL)
    theirs = {deal["ID"]: deal for deal in company.read("bitrix24_fast", "bitrix24")["deals"]}

    ours = company.landed("bitrix24", "deals")

    assert set(ours) == set(theirs)
    amounts = [sum(Decimal(str(_amount(deal))) for deal in one.values()) for one in (ours, theirs)]
    assert amounts[0] == amounts[1] > 0


def _amount(deal: dict[str, object]) -> object:
    """The amount of a deal as the old list or the new one calls it."""
    return deal["OPPORTUNITY"] if "OPPORTUNITY" in deal else deal["opportunity"]


def test_tapi_yandex_direct_reads_campaigns_and_every_rouble_of_every_day(visit: Visit):
    company = visit(USUAL)
    yesterday = company.state.at.astimezone(MOSCOW).date() - timedelta(days=1)
    since = yesterday - timedelta(days=59)

    read = company.read("direct", "yandex_direct", since=since.isoformat(), until=yesterday.isoformat())

    # the client speaks v5 alone, which lists no unified campaigns; reports know them all
    listed = [row.id for row in company.state.campaigns if row.kind != "UNIFIED_CAMPAIGN"]
    assert ids(read["campaigns"], "Id") == sorted(listed) and len(listed) > 2
    truth = [
        (
            row.day.isoformat(),
            str(row.campaign_id),
            row.facts.impressions,
            row.facts.clicks,
            row.facts.cost_gross,
        )
        for row in company.state.ad_days
        if row.facts is not None and since <= row.day <= yesterday
    ]
    told = [
        (row["Date"], row["CampaignId"], int(row["Impressions"]), int(row["Clicks"]), _roubles(row["Cost"]))
        for row in read["days"]
    ]
    assert sorted(told) == sorted(truth) and len(told) > 100
    ours = company.landed("yandex_direct", "campaigns")
    assert {str(campaign["Id"]) for campaign in read["campaigns"]} < set(ours)


def _roubles(cell: str) -> Decimal:
    """What a cell of a report says; two dashes are no value."""
    return Decimal(0) if cell == "--" else Decimal(cell)


def test_python_mango_office_api_hears_every_call_by_both_statistics(visit: Visit):
    company = visit(USUAL)
    until = company.state.at.astimezone(MOSCOW).replace(hour=0, minute=0, second=0) - timedelta(seconds=1)
    since = until - timedelta(days=31) + timedelta(seconds=1)
    seconds = [int(end.timestamp()) for end in (since, until)]
    clocks = [end.strftime("%d.%m.%Y %H:%M:%S") for end in (since, until)]

    read = company.read("mango", "mango_office", seconds=seconds, days=clocks)

    state = company.state
    people = {user["general"]["user_id"]: user["telephony"]["extension"] for user in read["users"]}
    assert people == {user.id: user.extension for user in state.pbx_users}
    assert ids(read["groups"], "group_id") == sorted(group.id for group in state.company.pbx_groups)
    assert {line["number"] for line in read["lines"]} == {line.number for line in state.company.pbx_lines}
    heard = {call.entry_id: call for call in state.calls if since <= call.started_at <= until}
    assert sorted(call["entry_id"] for call in read["calls"]) == sorted(heard) and len(heard) > 200
    assert sum(call["talk_duration"] for call in read["calls"]) == sum(
        call.talk_seconds for call in heard.values()
    )
    assert {leg["entry_id"] for leg in read["legs"]} == set(heard)
    ours = company.landed("mango_office", "users").values()
    assert people == {user["general"]["user_id"]: user["telephony"]["extension"] for user in ours}
    answered = sum(int(leg["finish"]) - int(leg["answer"]) for leg in read["legs"] if leg["answer"] != "0")
    assert answered == sum(
        int((leg.ended_at - leg.answered_at).total_seconds())
        for call in heard.values()
        for leg in (call.legs[1:] if call.direction == "internal" else call.legs)
        if leg.user_id is not None and leg.answered_at is not None
    )


def test_comagic_data_api_sdk_hears_every_session_and_leg(visit: Visit):
    company = visit(UIS)
    until = company.state.at.astimezone(MOSCOW).replace(tzinfo=None, microsecond=0)
    since = until - timedelta(days=31)
    login = {name: company.nights.ready[f"uis_{name}"] for name in ("login", "password")}

    read = company.read("uis", "uis", since=since.isoformat(), until=until.isoformat(), **login)

    state = company.state
    assert read["account"]["timezone"] == "Europe/Moscow"
    assert ids(read["employees"]) == sorted(user.id for user in state.pbx_users)
    assert {line["virtual_phone_number"] for line in read["lines"]} >= {
        line.number for line in state.company.pbx_lines
    }
    heard = [
        call
        for call in state.calls
        if call.direction != "internal" and since <= call.started_at.astimezone(MOSCOW).replace(tzinfo=None)
    ]
    told = {call["id"]: call for call in read["calls"]}
    assert len(told) == len(read["calls"]) == len(heard) > 200
    assert sum(call["clean_talk_duration"] for call in told.values()) == sum(
        call.talk_seconds for call in heard
    )
    assert sum(call["is_lost"] for call in told.values()) == sum(call.talk_seconds == 0 for call in heard)
    assert {leg["call_session_id"] for leg in read["legs"]} == set(told)
    tracked = {one["id"] for one in read["communications"] if one["communication_type"] == "call"}
    assert set(company.landed("uis", "employees")) == {str(one["id"]) for one in read["employees"]}
    assert tracked and tracked <= {call["communication_id"] for call in told.values()}
