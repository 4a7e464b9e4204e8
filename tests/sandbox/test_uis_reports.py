"""What the pretend Data API of UIS tells of calls, legs, people and visitors: it is the same company."""

import os
from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from sandbox.company.call_numbers import names_in_notes
from sandbox.company.charter import MOSCOW, NIGHTS
from sandbox.company.layout import Layout
from sandbox.company.snapshot import state_at
from sandbox.vendors.bitrix24.activities import activities
from sandbox.world.exchange import entry_id
from sandbox.world.world import generate
from tests.sandbox.pretend_company import FIRST_NIGHT, Sandbox, start_server

MAY = {"date_from": "2026-05-01 00:00:00", "date_till": "2026-05-31 23:59:59", "limit": 10_000}
DAY = {"date_from": "2026-05-28 00:00:00", "date_till": "2026-05-28 23:59:59", "limit": 10_000}
CALLS, LEGS = "get.calls_report", "get.call_legs_report"
FIELDS = [
    *("id", "start_time", "finish_time", "direction", "is_lost", "contact_phone_number", "employees", "tags"),
    *("wait_duration", "total_wait_duration", "talk_duration", "clean_talk_duration", "total_duration"),
    *("virtual_phone_number", "source", "utm_source", "campaign_id", "communication_id", "sale_cost"),
    *("first_answered_employee_id", "last_answered_employee_id", "last_talked_employee_id"),
]
CLOCK = "%Y-%m-%d %H:%M:%S"


def seconds(text):
    return int(datetime.strptime(text, CLOCK).replace(tzinfo=MOSCOW).timestamp())


def calls(sandbox, **asked):
    return sandbox.uis(CALLS, **{**MAY, "fields": FIELDS, **asked})


def test_the_usual_fields_come_unasked_and_asked_ones_replace_them(sandbox):
    (row,) = sandbox.uis(CALLS, **{**MAY, "limit": 1})
    assert {"id", "finish_reason", "call_records"} <= set(row) and "contact_phone_number" not in row
    (row,) = sandbox.uis(CALLS, **{**MAY, "limit": 1}, fields=["tags", "id", "scenario_name"])
    assert list(row) == ["tags", "id", "scenario_name"] and row["scenario_name"] is None


def test_fields_that_nothing_of_the_company_fills_may_be_asked_for_and_do_not_come_unasked(sandbox):
    for method, field in (("get.sites", "site_key"), ("get.tags", "is_system"), ("get.campaigns", "engine")):
        assert {row[field] for row in sandbox.uis(method, fields=["id", field])} == {None}
        assert all(field not in row for row in sandbox.uis(method))
    for method in (CALLS, "get.communications_report", "get.offline_messages_report", "get.chats_report"):
        assert {row["segments"] for row in sandbox.uis(method, **{**MAY, "fields": ["segments"]})} == {None}


def test_absent_values_and_empty_lists_are_null(sandbox):
    lost = [row for row in calls(sandbox) if row["is_lost"] and row["employees"] is None]
    assert lost and all(row["first_answered_employee_id"] is None for row in lost)
    assert not [row for row in calls(sandbox) if row["employees"] == [] or row["tags"] == []]


def test_both_ends_of_a_period_belong_to_it(sandbox):
    times = sorted(row["start_time"] for row in calls(sandbox))
    first, last = times[3], times[9]
    between = {row["start_time"] for row in calls(sandbox, date_from=first, date_till=last)}
    assert between == set(times[3:10])
    sandbox.control("POST", "limits", {"uis": {"till_included": False}})
    assert {row["start_time"] for row in calls(sandbox, date_from=first, date_till=last)} == between - {last}


def test_times_are_those_of_the_accounts_zone(sandbox):
    (moscow, *_) = calls(sandbox)
    sandbox.control("POST", "limits", {"uis": {"timezone": "Asia/Yekaterinburg"}})
    assert sandbox.uis("get.account")[0]["timezone"] == "Asia/Yekaterinburg"
    (ural,) = calls(sandbox, filter={"field": "id", "operator": "=", "value": moscow["id"]})
    later = datetime.strptime(moscow["start_time"], CLOCK) + timedelta(hours=2)
    assert ural["start_time"] == later.strftime(CLOCK)


def test_pages_make_the_whole(sandbox):
    whole, paged, offset = calls(sandbox), [], 0
    while True:
        answer = sandbox.uis_call(CALLS, **{**MAY, "fields": FIELDS, "limit": 17, "offset": offset})
        assert answer["result"]["metadata"]["total_items"] == len(whole)
        if not (page := answer["result"]["data"]):
            break
        paged, offset = paged + page, offset + 17
    assert paged == whole and whole == sorted(whole, key=lambda row: (row["start_time"], row["id"]))


def test_the_total_may_grow_between_pages(sandbox):
    whole = [row["id"] for row in calls(sandbox)]
    sandbox.fault("uis", "growing_total", rows=3, times=1)
    totals, ids = [], []
    for offset in (0, len(whole) - 3):
        result = sandbox.uis_call(CALLS, **{**MAY, "fields": ["id"], "offset": offset})["result"]
        totals.append(result["metadata"]["total_items"])
        ids += [row["id"] for row in result["data"]]
    assert totals == [len(whole) - 3, len(whole)] and ids == whole


@pytest.mark.parametrize(
    ("wish", "holds"),
    [
        ({"field": "direction", "operator": "=", "value": "in"}, lambda row: row["direction"] == "in"),
        ({"field": "is_lost", "operator": "!=", "value": True}, lambda row: not row["is_lost"]),
        (
            {"field": "total_duration", "operator": ">=", "value": 100},
            lambda row: row["total_duration"] >= 100,
        ),
        (
            {"field": "source", "operator": "in", "value": ["va", "sip"]},
            lambda row: row["source"] in ("va", "sip"),
        ),
        (
            {"field": "contact_phone_number", "operator": "like", "value": "79%"},
            lambda row: (row["contact_phone_number"] or "").startswith("79"),
        ),
        ({"field": "utm_source", "operator": "=", "value": None}, lambda row: row["utm_source"] is None),
        (
            {"field": "start_time", "operator": "<", "value": "2026-05-10 00:00:00"},
            lambda row: row["start_time"] < "2026-05-10",
        ),
        (
            {
                "condition": "or",
                "filters": [
                    {"field": "is_lost", "operator": "=", "value": True},
                    {
                        "condition": "and",
                        "filters": [
                            {"field": "direction", "operator": "=", "value": "out"},
                            {"field": "clean_talk_duration", "operator": "<", "value": 60},
                        ],
                    },
                ],
            },
            lambda row: row["is_lost"] or (row["direction"] == "out" and row["clean_talk_duration"] < 60),
        ),
    ],
)
def test_a_filter_lets_through_what_it_says(sandbox, wish, holds):
    every = calls(sandbox)
    kept = [row for row in every if holds(row)]
    assert calls(sandbox, filter=wish) == kept and 0 < len(kept) < len(every)


def test_rows_come_in_the_order_asked_for(sandbox):
    found = calls(
        sandbox, sort=[{"field": "direction", "order": "desc"}, {"field": "total_duration", "order": "asc"}]
    )
    outgoing = sum(row["direction"] == "out" for row in found)
    assert {row["direction"] for row in found[:outgoing]} == {"out"}
    lengths = [row["total_duration"] for row in found]
    assert lengths == sorted(lengths[:outgoing]) + sorted(lengths[outgoing:])


def test_sessions_are_the_conversations_that_the_other_exchange_tells(sandbox):
    told = sorted(
        (
            *("in" if context["context_type"] == 1 else "out", context["context_start_time"]),
            *(context["duration"], context["talk_duration"], context["context_status"] == 0),
            context["caller_number" if context["context_type"] == 1 else "called_number"],
        )
        for context in sandbox.contexts("01.05.2026", "31.05.2026")
        if context["context_type"] != 3
    )
    own = sorted(
        (
            *(row["direction"], seconds(row["start_time"]), row["total_duration"]),
            *(row["clean_talk_duration"], row["is_lost"], row["contact_phone_number"] or ""),
        )
        for row in calls(sandbox)
    )
    assert own == told and len(own) > 20


def test_legs_are_those_of_the_other_exchange_and_agree_with_their_session(sandbox):
    theirs = sorted(
        (leg["call_start_time"], leg["call_abonent_id"], leg["talk_duration"], leg["call_answer_time"] or 0)
        for context in sandbox.contexts("01.05.2026", "31.05.2026")
        if context["context_type"] != 3
        for call in context["context_calls"]
        for leg in call.get("members", [call])
        if leg["call_type"] == "user"
    )
    legs = sandbox.uis(LEGS, **MAY)
    operators = [leg for leg in legs if leg["is_operator"]]
    own = sorted(
        (
            *(seconds(leg["start_time"]), leg["employee_id"], leg["duration"]),
            seconds(leg["connect_time"]) if leg["connect_time"] else 0,
        )
        for leg in operators
    )
    assert own == theirs and len({leg["id"] for leg in legs}) == len(legs)
    by_session = defaultdict(list)
    for leg in sorted(operators, key=lambda leg: leg["id"]):
        by_session[leg["call_session_id"]].append(leg)
    for row in calls(sandbox):
        rung = by_session.pop(row["id"], [])
        people = {leg["employee_id"] for leg in rung}
        assert {one["employee_id"] for one in row["employees"] or ()} == people
        assert sum(leg["duration"] for leg in rung) == row["clean_talk_duration"]
        assert {one["employee_id"] for one in row["employees"] or () if one["is_talked"]} == {
            leg["employee_id"] for leg in rung if leg["is_talked"]
        }
        answered = [leg["employee_id"] for leg in rung if leg["connect_time"]]
        ends = (row["first_answered_employee_id"], row["last_answered_employee_id"])
        assert ends == ((answered[0], answered[-1]) if answered else (None, None))
        assert row["wait_duration"] + row["talk_duration"] == row["total_duration"]
        assert row["total_wait_duration"] + row["clean_talk_duration"] == row["total_duration"]
    assert not by_session


def test_groups_ring_and_calls_are_passed_on(sandbox):
    legs = sandbox.uis(LEGS, **MAY)
    assert {leg["group_name"] for leg in legs} >= {"Отдел продаж", None}
    assert [leg for leg in legs if leg["is_transfered"] and leg["is_talked"]]
    # the caller's own leg is nobody's
    outer = [leg for leg in legs if not leg["is_operator"]]
    assert outer and {leg["employee_id"] for leg in outer} == {None}


def test_employees_are_the_accounts_of_the_other_exchange(sandbox):
    wanted = {"ext_fields": ["general.user_id", "groups"]}
    theirs = {
        user["general"]["user_id"]: (user["telephony"]["extension"], user["general"]["email"], user["groups"])
        for user in sandbox.mango("config/users/request", wanted).json()["users"]
    }
    own = {
        row["id"]: (
            row["extension"]["extension_phone_number"],
            row["email"] or "",
            [group["group_id"] for group in row["groups"] or ()],
        )
        for row in sandbox.uis("get.employees")
    }
    assert own == theirs
    members = {one["employee_id"] for group in sandbox.uis("get.group_employees") for one in group["members"]}
    assert members == {id_ for id_, (_, _, groups) in own.items() if groups}


def test_a_tracking_number_tells_its_campaign_and_others_nothing(sandbox):
    campaigns = {row["id"]: row["name"] for row in sandbox.uis("get.campaigns")}
    lines = {
        row["virtual_phone_number"]: (row["campaigns"] or [{}])[0].get("campaign_id")
        for row in sandbox.uis("get.virtual_numbers")
    }
    assert set(lines.values()) == {*campaigns, None}
    for row in calls(sandbox):
        if row["direction"] == "in":
            assert row["campaign_id"] == lines[row["virtual_phone_number"]]
        assert (row["communication_id"] is None) == (row["source"] in ("va", "sip"))
        assert row["utm_source"] is None or row["source"] == "dynamic_call_tracking"


def test_communications_are_tracked_calls_chats_and_forms(sandbox):
    found = defaultdict(set)
    for row in sandbox.uis("get.communications_report", **MAY):
        found[row["communication_type"]].add(row["id"])
    reports = {
        "call": calls(sandbox),
        "chat": sandbox.uis("get.chats_report", **MAY),
        "offline_message": sandbox.uis("get.offline_messages_report", **MAY),
    }
    own = {
        kind: {row["communication_id"] for row in rows if row["communication_id"]}
        for kind, rows in reports.items()
    }
    assert found == own and all(own.values())
    assert {row["utm_source"] for row in reports["offline_message"]} >= {"yandex", "google"}


def test_a_call_is_edited_long_after_it(sandbox):
    before = {row["id"]: row for row in calls(sandbox)}
    sandbox.control("POST", "clock", {"now": "2026-06-09T03:00:00+03:00"})
    after = {row["id"]: row for row in calls(sandbox)}
    for field in ("tags", "sale_cost"):
        changed = [id_ for id_, row in before.items() if row[field] is None and after[id_][field]]
        assert changed, field
    (tag, *_) = next(row["tags"] for row in after.values() if row["tags"] and row["direction"] == "out")
    assert tag["tag_type"] == "manual" and tag["tag_change_time"] < "2026-06-09"


def test_a_call_that_lasts_is_shown_to_who_asks_for_it_and_ends_later(sandbox):
    talk = max(calls(sandbox, **DAY), key=lambda row: row["clean_talk_duration"])
    middle = datetime.strptime(talk["start_time"], CLOCK) + timedelta(seconds=talk["total_duration"] // 2)
    sandbox.control("POST", "clock", {"now": middle.replace(tzinfo=MOSCOW).isoformat()})
    assert talk["id"] not in {row["id"] for row in calls(sandbox, **DAY)}
    (ongoing,) = [
        row for row in calls(sandbox, **DAY, include_ongoing_calls=True) if row["finish_time"] is None
    ]
    assert (ongoing["id"], ongoing["start_time"], ongoing["is_lost"]) == (
        talk["id"],
        talk["start_time"],
        None,
    )
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})
    assert talk["id"] in {row["id"] for row in calls(sandbox, **DAY, include_ongoing_calls=True)}


def test_rows_of_a_page_can_be_spoilt(sandbox):
    usual = sandbox.uis(LEGS, **DAY)
    sandbox.fault("uis", "changed_type", entity=LEGS, times=1)
    assert isinstance(sandbox.uis(LEGS, **DAY)[0]["duration"], str)
    sandbox.fault("uis", "drop_key", times=1, row=1)
    assert ["id" in row for row in sandbox.uis(LEGS, **DAY)][:3] == [True, False, True]
    sandbox.fault("uis", "repeat_page", times=1)
    assert sandbox.uis(LEGS, **{**DAY, "limit": 2}, offset=2) == usual[:2]
    sandbox.control("POST", "limits", {"uis": {"phones_are_numbers": True}})
    assert {type(row["contact_phone_number"]) for row in calls(sandbox)} - {type(None)} == {int}


def test_a_day_can_shrink_and_come_late(sandbox):
    usual = calls(sandbox, **DAY)
    sandbox.fault("uis", "shrinking_day", day="2026-05-28", rows=2)
    answer = sandbox.uis_call(CALLS, **{**DAY, "fields": FIELDS})["result"]
    assert answer["data"] == usual[:-2] and answer["metadata"]["total_items"] == len(usual) - 2
    sandbox.control("DELETE", "faults")
    sandbox.fault("uis", "late_day", day="2026-05-28", until="2026-06-03T00:00:00+03:00")
    assert calls(sandbox, **DAY) == [] and calls(sandbox)


def test_notes_of_the_crm_name_the_session_where_the_company_calls_by_uis(tmp_path):
    words = ["--telephony", "uis", "--parent-pid", str(os.getpid())]
    process, ready = start_server(tmp_path, *words)
    try:
        company = Sandbox(ready, process)
        spring = {"date_from": "2026-03-03 00:00:00", "date_till": "2026-06-02 23:59:59", "limit": 10_000}
        sessions = {str(row["id"]): row for row in calls(company, **spring)}
        asked = "filter[note_type][]=call_in&filter[note_type][]=call_out"
        notes = [
            note
            for entity in ("leads", "contacts", "companies")
            for note in company.records(f"{entity}/notes", "notes", asked)
        ]
    finally:
        process.terminate()
        process.wait(10)
    named = [note for note in notes if note["params"]["uniq"] in sessions]
    assert len(named) > 50 and {note["params"]["source"] for note in named} == {"uis"}
    for note in named:
        session = sessions[note["params"]["uniq"]]
        assert int(note["params"]["duration"]) == session["clean_talk_duration"]
        assert note["created_at"] == seconds(session["finish_time"]) + 5
        assert note["note_type"] == f"call_{session['direction']}"
    # the others name phones of their own, and nobody an id of an exchange that the company has not
    of_another = {entry_id(number) for number in range(1, 1000)}
    assert not of_another & {note["params"]["uniq"] for note in notes}


def test_activities_of_a_portal_name_the_session_too():
    company = generate(7, 0.02, Layout("bitrix24", telephony="uis"))
    numbers = names_in_notes(company)
    notes = {note.id: note.uniq for note in company.notes if note.uniq in numbers}
    shown = {row["ID"]: row for row in activities(state_at(company, NIGHTS[-1]))}
    named = {id_: shown[id_]["ORIGIN_ID"] for id_ in notes if id_ in shown}
    assert named and named == {id_: numbers[notes[id_]] for id_ in named}
    assert {shown[id_]["ORIGINATOR_ID"] for id_ in named} == {"uis"}
