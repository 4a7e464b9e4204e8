"""What is asked of the pretend UIS is served or refused: never a wrong set of rows, never a fall."""

from datetime import datetime
from decimal import Decimal

import pytest

from sandbox.company.charter import NIGHTS
from sandbox.company.layout import Layout
from sandbox.company.snapshot import state_at
from sandbox.vendors.uis.listings import LISTINGS, type_of
from sandbox.vendors.uis.tables import render
from sandbox.world.world import generate

CALLS = "get.calls_report"
MAY = {"date_from": "2026-05-01 00:00:00", "date_till": "2026-05-31 23:59:59", "limit": 10_000}
FIELDS = ["id", "direction", "start_time", "is_lost", "total_duration", "contact_phone_number", "utm_source"]


def calls(sandbox, **asked):
    return sandbox.uis(CALLS, **{**MAY, "fields": FIELDS, **asked})


def wish(field, operator, value):
    return {"field": field, "operator": operator, "value": value}


def told(answer):
    return answer["error"]["data"]["mnemonic"], answer["error"]["data"]["field"]


@pytest.mark.parametrize(
    "condition",
    [
        wish("id", "=", "910000101"),
        wish("id", "=", True),
        wish("id", "in", ["1"]),
        wish("id", "in", 1),
        wish("id", "=", [1]),
        wish("id", "like", "9%"),
        wish("is_lost", "=", "true"),
        wish("is_lost", "=", 1),
        wish("is_lost", "in", [0, 1]),
        wish("is_lost", ">", False),
        wish("total_duration", ">", "5"),
        wish("total_duration", "<", None),
        wish("sale_cost", "=", "abc"),
        wish("direction", "like", 5),
        wish("direction", "=", 5),
        wish("scenario_name", ">", 5),
        wish("start_time", "=", 1),
        wish("start_time", "like", "2026-05-1%"),
    ],
)
def test_a_value_of_another_type_is_refused_whatever_rows_there_are(sandbox, condition):
    for period in (MAY, {**MAY, "date_from": "2020-05-01 00:00:00", "date_till": "2020-05-02 00:00:00"}):
        answer = sandbox.uis_call(CALLS, **period, filter=condition)
        assert told(answer) == ("data_type_error", "value")


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ({"filter": wish("start_time", "<", "yesterday")}, ("invalid_parameter_value", "value")),
        ({"filter": wish("start_time", "<", "2026-05-10")}, ("invalid_parameter_value", "value")),
        ({"filter": wish("id", "in", [])}, ("invalid_parameter_value", "value")),
        ({"filter": {"filters": [], "condition": "or"}}, ("invalid_parameter_value", "filters")),
        ({"filter": {"filters": [], "condition": "and"}}, ("invalid_parameter_value", "filters")),
        (
            {"filter": {"filters": [wish("is_lost", "=", True)], **wish("direction", "=", "in")}},
            ("unexpected_parameters", "field"),
        ),
        ({"filter": wish("is_lost", "=", True) | {"not": True}}, ("unexpected_parameters", "not")),
        (
            {"filter": wish("is_lost", "=", True) | {"condition": "or"}},
            ("unexpected_parameters", "condition"),
        ),
        ({"fields": []}, ("invalid_parameter_value", "fields")),
    ],
)
def test_what_would_be_left_out_in_silence_is_refused(sandbox, asked, refused):
    assert told(sandbox.uis_call(CALLS, **{**MAY, **asked})) == refused


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_nobody_calls_at_the_ends_of_time(sandbox, day):
    assert calls(sandbox, date_from=f"{day} 00:00:00", date_till=f"{day} 23:59:59") == []


def test_values_are_of_the_types_that_filters_take():
    state = state_at(generate(7, 0.05, Layout(telephony="uis")), NIGHTS[-1])
    tables = render(state)
    own = {"number": (int, float, Decimal), "flag": (bool,), "moment": (datetime,), "text": (str,)}
    for listing in LISTINGS.values():
        for name in set(listing.fields) - listing.nested:
            held = {type(row[name]) for row in tables[listing.table] if row.get(name) is not None}
            assert held <= set(own[type_of(name)]), (listing.table, name)


def test_a_filter_nested_too_deep_is_refused(sandbox):
    deep = wish("is_lost", "=", True)
    for _ in range(300):
        deep = {"filters": [deep], "condition": "and"}
    assert told(sandbox.uis_call(CALLS, **MAY, filter=deep)) == ("invalid_parameter_value", "filter")


def test_phones_may_be_asked_for_as_numbers_or_as_digits(sandbox):
    phone = next(row["contact_phone_number"] for row in calls(sandbox) if row["contact_phone_number"])
    as_digits = calls(sandbox, filter=wish("contact_phone_number", "=", phone))
    assert as_digits and calls(sandbox, filter=wish("contact_phone_number", "=", int(phone))) == as_digits
    assert calls(sandbox, filter=wish("contact_phone_number", "in", [int(phone), "1"])) == as_digits


def test_what_is_not_there_is_neither_more_nor_less_and_is_found_by_null(sandbox):
    every = calls(sandbox)
    without = calls(sandbox, filter=wish("utm_source", "=", None))
    marked = calls(sandbox, filter=wish("utm_source", "!=", None))
    assert without and marked and len(without) + len(marked) == len(every)
    above = calls(sandbox, filter=wish("utm_source", ">", ""))
    assert above == marked


def test_the_zone_of_the_account_is_found_as_it_is_shown(sandbox):
    assert sandbox.uis("get.account", filter=wish("timezone", "=", "Europe/Moscow"))
    assert sandbox.uis("get.account", filter=wish("timezone", "=", "Asia/Omsk")) == []


@pytest.mark.parametrize("field", ["campaign_conditions", "site_blocks", "dynamic_call_tracking"])
def test_lists_of_campaigns_are_neither_filtered_nor_sorted_by(sandbox, field):
    assert told(sandbox.uis_call("get.campaigns", sort=[{"field": field}])) == ("sort_prohibited", field)
    refused = sandbox.uis_call("get.campaigns", filter=wish(field, "=", None))
    assert told(refused) == ("filter_prohibited", field)


def test_scenarios_of_the_numbers_have_a_list(sandbox):
    named = {
        (one["scenario_id"], one["scenario_name"])
        for line in sandbox.uis("get.virtual_numbers")
        for one in line["scenarios"]
    }
    assert {(row["id"], row["name"]) for row in sandbox.uis("get.scenarios")} == named


@pytest.mark.parametrize(
    ("body", "code", "id_"),
    [
        (b"[" * 100_000, -32700, None),
        (b"\xff\xfe", -32700, None),
        (b'{"jsonrpc":"2.0","id":7,"method":"\\ud800"}', -32700, None),
        (b'{"jsonrpc":"2.0","id":true,"method":"get.tags"}', -32600, None),
        (b'{"jsonrpc":"2.0","id":1.5,"method":"get.tags"}', -32600, None),
        (b'{"jsonrpc":"2.0","id":7,"method":"get.tags","params":[]}', -32602, 7),
        (b'{"jsonrpc":"2.0","id":7,"method":"get.tags","params":null}', -32602, 7),
        (b'{"jsonrpc":"2.0","id":7,"method":5}', -32600, 7),
        (b'{"jsonrpc":"1.0","id":7,"method":"get.tags"}', -32600, 7),
        (b"[]", -32099, None),
        (b"5", -32600, None),
    ],
)
def test_whatever_is_sent_has_an_answer_with_the_id_of_its_call(sandbox, body, code, id_):
    answer = sandbox.session.post(sandbox.ready["uis"], data=body, timeout=10)
    assert answer.status_code == 200
    assert (answer.json()["error"]["code"], answer.json()["id"]) == (code, id_)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT"])
def test_only_post_is_a_call(sandbox, method):
    call = {"jsonrpc": "2.0", "id": 1, "method": "get.tags", "params": {"access_token": "x"}}
    answer = sandbox.session.request(method, sandbox.ready["uis"], json=call, timeout=10)
    assert answer.status_code == 200
    if method != "HEAD":
        assert answer.json()["error"]["data"]["mnemonic"] == "invalid_request"
