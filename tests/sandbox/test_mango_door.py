"""Who may ask the pretend exchange: signatures, bad requests that shut the door, and how fast one may be."""

import pytest

from sandbox.vendors.mango_office.vendor import sign
from sandbox.wire.limits import Pace, Patience

KEY, SALT = "k7demo0vpbx0key0000000000000001", "s4demo0salt000000000000000000002"
MAY = {"start_date": "01.05.2026 00:00:00", "end_date": "31.05.2026 23:59:59", "limit": 1, "offset": 0}


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("{}", "7a04f821e5bcf266795dcf566b3656b4464cdfa73345e8c11ef480d942276fc7"),
        ('{"key":"Zk9XQ0tFWS0wMDE="}', "db00ee91e4347aed377d37cb08bc93a3bf7ccc41a6bf17b08269ee396bfa3fff"),
        ('{"key": "Zk9XQ0tFWS0wMDE="}', "41fc092c0c88186aa1e23b98cac33bb8e7a64f5450985dc940d2125082a6a6d4"),
        ('{"command_id":"тест"}', "aedb1cc5fd7f36f50a1e2f39870bc9975358d3116bcbcd9720f74bef90334b8f"),
        (
            '{"command_id":"\\u0442\\u0435\\u0441\\u0442"}',
            "dff2cbc151ba8ebbd8f02c888366c481dd7389d92e4b38af441dd75304339bb3",
        ),
    ],
)
def test_the_signature_is_the_vendors(text, signature):
    assert sign(KEY, text, SALT) == signature


def test_the_text_is_signed_as_it_was_sent(sandbox):
    assert sandbox.mango("account/balance", text='{ "a" : "тест" }').json()["result"] == 1000
    assert sandbox.mango("account/balance", text='{"a":"\\u0442"}').json()["currency"] == "rub"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"sign": "0" * 64}, 3102),
        ({"key": "somebody-else"}, 3105),
        ({"text": "[]"}, 3104),
        ({"text": "{"}, 3104),
    ],
)
def test_a_bad_request_is_told_by_its_code_under_http_200(sandbox, how, code):
    answer = sandbox.mango("account/balance", **how)
    assert (answer.status_code, answer.json()["result"]) == (200, code) and answer.json()["message"]


def test_only_post_is_answered(sandbox):
    answer = sandbox.session.get(f"{sandbox.ready['mango']}/account/balance", timeout=10)
    assert answer.json()["result"] == 3101


def test_a_missing_field_is_a_bad_request(sandbox):
    form = {"vpbx_api_key": sandbox.ready["mango_key"], "json": "{}"}
    answer = sandbox.session.post(f"{sandbox.ready['mango']}/account/balance", data=form, timeout=10)
    assert answer.json()["result"] == 3103 and "sign" in answer.json()["message"]


def test_the_second_bad_request_shuts_the_door_also_to_good_ones(sandbox):
    assert sandbox.mango("account/balance", sign="0" * 64).json()["result"] == 3102
    assert sandbox.mango("account/balance").status_code == 200
    assert sandbox.mango("stats/calls/request", {**MAY, "limit": 7}).status_code == 401
    assert sandbox.mango("account/balance").status_code == 401
    sandbox.control("DELETE", "faults")
    assert sandbox.mango("account/balance").status_code == 200


def test_two_minutes_later_the_door_is_open_and_one_mistake_is_pardoned_again():
    now = [0.0]
    patience = Patience(seconds=120, clock=lambda: now[0])
    patience.strain()
    now[0] = 119.0
    patience.strain()
    assert patience.is_lost()
    now[0] = 239.0
    assert not patience.is_lost()
    patience.strain()
    assert not patience.is_lost()


def test_statistics_may_be_ordered_every_two_seconds(sandbox):
    sandbox.control("POST", "limits", {"mango_office": {"stats_interval": 30}})
    first, second = (sandbox.mango("stats/calls/request", MAY) for _ in range(2))
    assert first.json()["result"] == 1000
    assert (second.status_code, second.text) == (429, "Rate limit exceeded")
    assert "Retry-After" not in second.headers
    basic = {"date_from": 1777582800, "date_to": 1777669199}
    assert sandbox.mango("stats/request", basic).status_code == 429
    assert sandbox.mango("stats/calls/result", {"key": first.json()["key"]}).status_code == 200


def test_the_true_pace_is_the_usual_one():
    now = [0.0]
    pace = Pace(2.0, clock=lambda: now[0])
    welcome = []
    for now[0] in (0.0, 1.9, 2.0, 3.9, 4.0):
        welcome.append(pace.knock())
    assert welcome == [True, False, True, False, True]


def test_employees_are_not_to_be_asked_for_twice_in_a_row(sandbox):
    sandbox.control("POST", "limits", {"mango_office": {"users_interval": 30}})
    assert [sandbox.mango("config/users/request").status_code for _ in range(2)] == [200, 429]


def test_the_whole_exchange_answers_so_many_a_second(sandbox):
    sandbox.control("POST", "limits", {"mango_office": {"per_second": 3}})
    codes = [sandbox.mango("account/balance").status_code for _ in range(8)]
    assert codes[:3] == [200] * 3 and 429 in codes


def test_an_unknown_method_is_not_found(sandbox):
    assert sandbox.mango("commands/callback").status_code == 404


def test_groups_are_chosen_by_their_id(sandbox):
    groups = sandbox.mango("groups").json()["groups"]
    for asked in (groups[0]["group_id"], str(groups[0]["group_id"])):
        assert sandbox.mango("groups", {"group_id": asked}).json()["groups"] == groups[:1]
    assert sandbox.mango("groups", {"group_id": 1}).json()["groups"] == []
    assert sandbox.mango("groups", {"group_id": "sales"}).json()["result"] == 3104


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("stats/calls/request", {**MAY, "ext_fields": 5}),
        ("stats/calls/request", {**MAY, "ext_fields": [[]]}),
        ("stats/calls/request", {**MAY, "group_ids": {"0": 5}}),
        ("stats/calls/request", {**MAY, "context_type": "incoming"}),
        ("stats/request", {"date_from": 10**20, "date_to": 10**20}),
        ("stats/request", {"date_from": -(10**20), "date_to": 0}),
        ("stats/request", {"date_from": 1777582800, "date_to": 1777669199, "from": "105"}),
        ("config/users/request", {"ext_fields": "groups"}),
    ],
)
def test_odd_values_are_bad_requests_and_no_fault_of_the_exchange(sandbox, path, asked):
    answer = sandbox.mango(path, asked)
    assert (answer.status_code, answer.json()["result"]) == (200, 3104)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": "\\ud800"}'])
def test_a_text_that_cannot_be_read_is_a_bad_request(sandbox, text):
    assert sandbox.mango("account/balance", text=text).json()["result"] == 3104
