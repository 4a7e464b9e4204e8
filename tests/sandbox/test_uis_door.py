"""Who may ask the pretend Data API of UIS: calls, tokens, points, and what was not bought."""

import pytest

from sandbox.vendors.uis.errors import Refused
from sandbox.vendors.uis.points import Purse
from sandbox.vendors.uis.vendor import AccountTerms
from tests.sandbox.pretend_company import FIRST_NIGHT

MAY = {"date_from": "2026-05-01 00:00:00", "date_till": "2026-05-31 23:59:59"}


def error(answer):
    """Code and mnemonic of an answer that is an error, under HTTP 200."""
    return answer["error"]["code"], answer["error"]["data"]["mnemonic"]


def post(sandbox, **how):
    answer = sandbox.session.post(sandbox.ready["uis"], timeout=10, **how)
    assert answer.status_code == 200
    return answer.json()


def call(sandbox, **changes):
    usual = {"jsonrpc": "2.0", "id": "a-1", "method": "get.account"}
    return usual | {"params": {"access_token": sandbox.ready["uis_token"]}} | changes


def log_in(sandbox, **changes):
    known = {"login": sandbox.ready["uis_login"], "password": sandbox.ready["uis_password"]}
    return post(sandbox, json=call(sandbox, method="login.user", params=known | changes))


def test_an_answer_has_the_id_of_its_call_its_rows_and_six_numbers(sandbox):
    answer = post(sandbox, json=call(sandbox, id=17))
    assert (answer["jsonrpc"], answer["id"]) == ("2.0", 17)
    assert answer["result"]["data"] == [
        {"app_id": 314159, "name": "Северный свет", "timezone": "Europe/Moscow"}
    ]
    metadata = answer["result"]["metadata"]
    assert metadata["total_items"] == 1 and metadata["version"]["current_version_deprecated"] is False
    windows = ("day_limit", "day_remaining", "day_reset", "minute_limit", "minute_remaining", "minute_reset")
    assert tuple(metadata["limits"]) == windows and all(
        isinstance(n, int) for n in metadata["limits"].values()
    )


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"data": b"{"}, (-32700, "parse_error")),
        ({"json": [{"jsonrpc": "2.0"}]}, (-32099, "batch_opreations_not_supported")),
        ({"json": {"id": None}}, (-32099, "notifications_not_supported")),
        ({"json": {"jsonrpc": "1.0"}}, (-32600, "invalid_request")),
        ({"json": {"method": 5}}, (-32600, "invalid_request")),
        ({"json": {"method": "get.weather"}}, (-32601, "method_not_found")),
        ({"json": {"params": []}}, (-32602, "data_type_error")),
        ({"json": {"params": {}}}, (-32602, "required_parameter_missed")),
        ({"json": {"params": {"access_token": 5}}}, (-32602, "data_type_error")),
        ({"json": {"params": {"access_token": "somebody's"}}}, (-32001, "access_token_invalid")),
    ],
)
def test_a_bad_call_is_told_by_code_and_mnemonic(sandbox, how, told):
    if isinstance(how.get("json"), dict):
        how = {"json": call(sandbox, **how["json"])}
    assert error(post(sandbox, **how)) == told


def test_a_call_without_an_id_is_no_notification(sandbox):
    nameless = {name: value for name, value in call(sandbox).items() if name != "id"}
    answer = post(sandbox, json=nameless)
    assert error(answer) == (-32099, "notifications_not_supported") and answer["id"] is None


@pytest.mark.parametrize(
    ("changes", "mnemonic", "field"),
    [
        ({"fields": ["id", "colour"]}, "unexpected_parameters", "colour"),
        ({"user_id": 5}, "unexpected_parameters", "user_id"),
        ({"limit": 10_001}, "invalid_parameter_value", "limit"),
        ({"limit": "10"}, "data_type_error", "limit"),
        ({"offset": -1}, "invalid_parameter_value", "offset"),
        ({"date_from": "01.05.2026"}, "invalid_parameter_value", "date_from"),
        ({"date_from": None}, "data_type_error", "date_from"),
        ({"date_till": "2026-08-01 00:00:01"}, "date_interval_limit_reached", "date_till"),
        ({"date_till": "2026-04-30 23:59:59"}, "invalid_parameter_value", "date_till"),
        ({"sort": [{"field": "tags", "order": "asc"}]}, "sort_prohibited", "tags"),
        (
            {"filter": {"field": "employees", "operator": "=", "value": 1}},
            "filter_prohibited",
            "employees",
        ),
        (
            {"filter": {"field": "id", "operator": "~", "value": 1}},
            "invalid_parameter_value",
            "operator",
        ),
        ({"filter": {"field": "id", "value": 1}}, "required_parameter_missed", "operator"),
        ({"include_ongoing_calls": 1}, "data_type_error", "include_ongoing_calls"),
    ],
)
def test_a_wrong_parameter_is_named(sandbox, changes, mnemonic, field):
    answer = sandbox.uis_call("get.calls_report", **{**MAY, **changes})
    assert error(answer) == (-32602, mnemonic) and answer["error"]["data"]["field"] == field


def test_a_report_needs_its_period_and_three_months_are_allowed(sandbox):
    answer = sandbox.uis_call("get.calls_report", date_from=MAY["date_from"])
    assert error(answer) == (-32602, "required_parameter_missed")
    assert sandbox.uis("get.calls_report", **{**MAY, "date_till": "2026-08-01 00:00:00"}, limit=1)


def test_a_session_is_opened_by_login_and_password_alone(sandbox):
    assert error(log_in(sandbox, password="1234")) == (-32001, "auth_error")
    assert error(log_in(sandbox, code=1)) == (-32602, "unexpected_parameters")
    opened = log_in(sandbox)["result"]["data"]
    assert opened["app_id"] == 314159
    assert sandbox.uis("get.tags", access_token=opened["access_token"])


def test_a_session_dies_of_an_hour_of_silence_and_the_permanent_token_does_not(sandbox):
    token = log_in(sandbox)["result"]["data"]["access_token"]
    for now in ("03:50", "04:40"):
        sandbox.control("POST", "clock", {"now": FIRST_NIGHT.replace("03:00", now, 1)})
        assert sandbox.uis("get.tags", access_token=token)
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT.replace("03:00", "05:41", 1)})
    assert error(sandbox.uis_call("get.tags", access_token=token)) == (-32001, "access_token_expired")
    assert sandbox.uis("get.tags")


def test_a_session_can_be_lost_and_opened_anew(sandbox):
    token = log_in(sandbox)["result"]["data"]["access_token"]
    sandbox.fault("uis", "session_lost", times=1)
    assert sandbox.uis("get.tags")
    assert error(sandbox.uis_call("get.tags", access_token=token)) == (-32001, "access_token_expired")
    assert sandbox.uis("get.tags", access_token=log_in(sandbox)["result"]["data"]["access_token"])


def test_every_call_costs_points_until_there_are_none_left(sandbox):
    sandbox.control("POST", "limits", {"uis": {"minute_points": 5, "points_per_call": 2}})
    left = [
        sandbox.uis_call("get.tags")["result"]["metadata"]["limits"]["minute_remaining"] for _ in range(2)
    ]
    answer = sandbox.uis_call("get.tags")
    assert left == [3, 1] and error(answer) == (-32029, "limit_exceeded")
    assert answer["error"]["data"]["metadata"] == {}
    sandbox.control("POST", "limits", {"uis": {"errors_tell_limits": True, "minute_points": 1}})
    told = sandbox.uis_call("get.tags")["error"]["data"]["metadata"]["limits"]
    assert told["minute_remaining"] == 1 and 0 < told["minute_reset"] <= 60


def test_points_come_back_when_the_window_ends_and_the_day_has_its_own():
    now = [100.0]
    purse = Purse(AccountTerms(day_points=3, minute_points=2), clock=lambda: now[0])
    purse.spend()
    purse.spend()
    with pytest.raises(Refused):
        purse.spend()
    now[0] = 139.5
    assert purse.limits()["minute_reset"] == 21
    now[0] = 160.0
    purse.spend()
    now[0] = 220.0
    with pytest.raises(Refused):
        purse.spend()
    limits = purse.limits()
    assert (limits["minute_remaining"], limits["day_remaining"], limits["day_reset"]) == (2, 0, 86_280)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"ip_is_listed": False}, (-32003, "ip_not_whitelisted")),
        ({"is_active": False}, (-32009, "account_inactive")),
        ({"disabled": "get.chats_report, get.tags"}, (-32008, "method_component_disabled")),
    ],
)
def test_an_account_has_its_terms(sandbox, terms, told):
    sandbox.control("POST", "limits", {"uis": terms})
    assert error(sandbox.uis_call("get.tags")) == told


def test_a_field_that_was_not_bought_fails_the_whole_call_and_is_not_among_the_usual(sandbox):
    sandbox.control("POST", "limits", {"uis": {"disabled": "get.calls_report:call_records"}})
    refused = sandbox.uis_call("get.calls_report", **MAY, fields=["id", "call_records"])
    assert error(refused) == (-32008, "parameter_component_disabled")
    assert refused["error"]["data"]["field"] == "call_records"
    (row,) = sandbox.uis("get.calls_report", **MAY, limit=1)
    assert "call_records" not in row and "finish_time" in row


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("http_500", (-32603, "internal_error")),
        ("rate_limited", (-32029, "limit_exceeded")),
        ("token_expired", (-32001, "access_token_expired")),
        ("token_blocked", (-32001, "access_token_blocked")),
        ("payment_required", (-32009, "account_inactive")),
        ("forbidden", (-32003, "forbidden")),
    ],
)
def test_a_refusal_is_in_its_own_words_under_http_200(sandbox, fault, told):
    sandbox.fault("uis", fault, times=1)
    refused = sandbox.uis_call("get.tags")
    assert error(refused) == told and refused["id"] in ("get.tags-0", None)
    assert sandbox.uis("get.tags")


def test_a_fault_can_strike_one_method_alone(sandbox):
    sandbox.fault("uis", "token_blocked", entity="get.sites")
    assert sandbox.uis("get.tags")
    assert error(sandbox.uis_call("get.sites")) == (-32001, "access_token_blocked")


def test_only_its_one_address_answers(sandbox):
    answer = sandbox.session.post(
        sandbox.ready["uis"].replace("v2.0", "v1.0"), json=call(sandbox), timeout=10
    )
    assert answer.status_code == 404
    got = sandbox.session.get(sandbox.ready["uis"], timeout=10)
    assert error(got.json()) == (-32700, "parse_error")
