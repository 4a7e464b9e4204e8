"""Each quirk on Mango's page (connectors/vendors/mango_office/connector.py), against its pretend exchange."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime

import pytest

from connectors.kit.errors import (
    AccessDenied,
    AskedTooMuch,
    BudgetSpent,
    PagingLoop,
    SettingsError,
    UnexpectedReply,
    VendorUnavailable,
)
from connectors.kit.settings import settings_of
from connectors.loading.load import load_stream
from connectors.vendors.mango_office.connector import MangoSettings, sign
from tests.pretend_nights import Nights

DAY = date(2026, 5, 28)
MAY = (date(2026, 5, 1), date(2026, 5, 31))
KEY, SALT = "k7demo0vpbx0key0000000000000001", "s4demo0salt000000000000000000002"


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def load_day(nights: Nights, day: date = DAY, *, until: date | None = None, **settings: object):
    """Read one day again (or the days to `until`), which is little to wait for."""
    connector = nights.connector("mango_office", **settings)
    return load_stream(
        connector,
        connector.stream("calls"),
        source="mango_office_main",
        landing=nights.landing,
        transport=nights.transport(connector),
        beginning=datetime.fromisoformat(f"{day}T00:00:00+03:00"),
        now=datetime.fromisoformat(nights.now),
        days=(day, until or day),
    )


def limits(nights: Nights, **mango: object) -> None:
    nights.control("POST", "limits", {"mango_office": mango})


def paths(nights: Nights) -> Counter[str]:
    return Counter(request["path"].strip("/").rpartition("/")[2] for request in nights.asked("mango_office"))


def newest(nights: Nights):
    return nights.landing.batches("mango_office_main", "calls")[-1]


def calls(nights: Nights) -> list[dict[str, object]]:
    return [json.loads(row["_payload"]) for row in nights.rows("mango_office", "calls")]


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("{}", "7a04f821e5bcf266795dcf566b3656b4464cdfa73345e8c11ef480d942276fc7"),
        (
            '{"key":"Zk9XQ0tFWS0wMDE="}',
            "db00ee91e4347aed377d37cb08bc93a3bf7ccc41a6bf17b08269ee396bfa3fff",
        ),
        (
            '{"key": "Zk9XQ0tFWS0wMDE="}',
            "41fc092c0c88186aa1e23b98cac33bb8e7a64f5450985dc940d2125082a6a6d4",
        ),
        (
            '{"start_date":"01.09.2026 00:00:00","end_date":"01.09.2026 23:59:59",'
            '"limit":"1000","offset":"0"}',
            "ec87961fa30df7ce071f98f05714d21dafab5f6c44a7efbc1ef3dfed6aca6c0c",
        ),
        ('{"command_id":"тест"}', "aedb1cc5fd7f36f50a1e2f39870bc9975358d3116bcbcd9720f74bef90334b8f"),
    ],
)
def test_the_signature_is_that_of_the_very_bytes_that_are_sent(text, signature):
    assert sign(KEY, text.encode(), SALT) == signature


def test_a_wrong_salt_is_refused_at_once_and_by_name(nights: Nights):
    with pytest.raises(AccessDenied, match=r"result 3102, Signature mismatch.*compare `api_key`") as caught:
        nights.load("mango_office", "users", api_salt="another-salt")
    assert "another-salt" not in str(caught.value)
    assert len(nights.asked("mango_office")) == 1


def test_a_wrong_key_is_refused_at_once(nights: Nights):
    with pytest.raises(AccessDenied, match="result 3105"):
        nights.load("mango_office", "users", api_key="another-key")


@pytest.mark.parametrize("waiting", ["status", "empty"])
def test_a_result_is_polled_in_both_of_its_ways_to_say_not_yet(nights: Nights, waiting):
    limits(nights, waiting=waiting, polls=3)
    receipt = load_day(nights)
    assert receipt.rows > 0
    assert nights.slept == [5.0, 5.0, 5.0]
    assert paths(nights) == {"request": 1, "result": 4}


def test_a_result_that_never_comes_is_ordered_twice_and_then_left_for_the_next_run(nights: Nights):
    nights.fault("mango_office", "never_ready")
    with pytest.raises(VendorUnavailable, match="ordered twice and ended as work"):
        load_day(nights, poll_seconds=5, patience_seconds=20)
    assert paths(nights) == {"request": 2, "result": 8}
    assert nights.landing.batches("mango_office_main", "calls") == []


def test_waiting_for_a_result_ends_with_the_time_of_the_source(nights: Nights):
    nights.fault("mango_office", "never_ready")
    connector = nights.connector("mango_office", patience_seconds=1e6)
    transport = nights.transport(connector)
    moment = [0.0]
    transport.clock, transport.budget_seconds = lambda: moment[0], 60
    transport.sleep = lambda seconds: moment.__setitem__(0, moment[0] + seconds)
    with pytest.raises(BudgetSpent):
        load_stream(
            connector,
            connector.stream("calls"),
            source="mango_office_main",
            landing=nights.landing,
            transport=transport,
            beginning=datetime.fromisoformat("2026-05-01T00:00:00+03:00"),
            now=datetime.fromisoformat(nights.now),
        )
    assert moment[0] <= 60


@pytest.mark.parametrize("fault", ["lost_key", "bad_status"])
def test_an_order_that_is_lost_or_fails_is_placed_once_more(nights: Nights, fault):
    nights.fault("mango_office", fault, times=1)
    assert load_day(nights).complete
    assert paths(nights)["request"] == 2


@pytest.mark.parametrize(("fault", "ended"), [("lost_key", "not-found"), ("bad_status", "error")])
def test_orders_that_keep_failing_are_left_for_the_next_run(nights: Nights, fault, ended):
    nights.fault("mango_office", fault)
    with pytest.raises(VendorUnavailable, match=f"ended as {ended}"):
        load_day(nights)
    assert paths(nights)["request"] == 2


def orders(nights: Nights) -> int:
    """How many orders were placed since this was asked last."""
    placed = paths(nights)["request"]
    nights.forget()
    return placed


def by_days(nights: Nights) -> tuple[dict[str, object], dict[str, object]]:
    """What is known of the calls, and the vendor's own figures of their days."""
    batches = nights.landing.batches("mango_office_main", "calls")
    totals = {day: figures for batch in batches for day, figures in batch.control_totals.items()}
    return nights.alive("mango_office", "calls"), totals


def read_by_single_days(nights: Nights, first: date, last: date):
    load_day(nights, first, until=last, order_days=1)
    assert orders(nights) == (last - first).days + 1
    return by_days(nights)


def test_a_month_of_days_is_one_order_and_says_the_same_as_days(nights: Nights):
    alone = read_by_single_days(nights, *MAY)
    load_day(nights, MAY[0], until=MAY[1])
    assert orders(nights) == 1
    assert by_days(nights) == alone
    load_day(nights, MAY[0], until=MAY[1], order_days=10, page_size=50)
    assert by_days(nights) == alone


def test_the_first_night_is_an_order_a_month_and_the_next_one_a_single_order(nights: Nights):
    receipt = nights.load("mango_office", "calls")
    assert (len(receipt.days), orders(nights)) == (152, 5)
    nights.night(1)
    assert (len(nights.load("mango_office", "calls").days), orders(nights)) == (3, 1)


def test_days_that_are_refused_as_too_many_are_ordered_in_halves_after_the_block(nights: Nights):
    alone = read_by_single_days(nights, date(2026, 4, 1), MAY[1])
    limits(nights, longest_days=7, block_seconds=0)
    receipt = load_day(nights, date(2026, 4, 1), until=MAY[1])
    assert (receipt.complete, by_days(nights)) == (True, alone)
    assert nights.slept.count(120) == 2
    # 31 and 15 refused; then 7, 7, 7, 7, 3 and, without trying more again, as many in April
    assert paths(nights)["request"] == 2 + 5 + 5


def test_days_that_are_never_ready_are_ordered_in_halves(nights: Nights):
    limits(nights, bearable_days=15)
    receipt = load_day(nights, MAY[0], until=MAY[1], patience_seconds=10)
    assert receipt.days == tuple(f"2026-05-{day:02}" for day in range(1, 32))
    assert orders(nights) == 1 + 3


def test_a_month_that_would_fill_the_memory_is_ordered_in_parts(nights: Nights):
    alone = read_by_single_days(nights, *MAY)
    connector = nights.connector("mango_office", page_size=5)
    connector.memory = 60_000
    receipt = load_stream(
        connector,
        connector.stream("calls"),
        source="mango_main",
        landing=nights.landing,
        transport=nights.transport(connector),
        beginning=datetime.fromisoformat(f"{MAY[0]}T00:00:00+03:00"),
        now=datetime.fromisoformat(nights.now),
        days=MAY,
    )
    assert len(receipt.days) == 31
    assert by_days(nights) == alone
    assert connector._longest < 31


def test_a_result_that_breaks_off_is_ordered_in_halves(nights: Nights):
    nights.fault("mango_office", "http_500", path="/vpbx/stats/calls/result", times=2)
    assert len(load_day(nights, MAY[0], until=MAY[1]).days) == 31
    assert orders(nights) == 1 + 3


def test_a_day_that_is_refused_as_too_much_is_an_error(nights: Nights):
    limits(nights, longest_days=0, block_seconds=0)
    with pytest.raises(AskedTooMuch, match="result 3104"):
        load_day(nights, MAY[0], until=MAY[1])
    assert paths(nights) == {"request": 5}


def test_the_whole_period_in_one_block_is_parted_by_the_days_of_its_conversations(nights: Nights):
    alone = read_by_single_days(nights, *MAY)
    nights.fault("mango_office", "data_object")
    receipt = load_day(nights, MAY[0], until=MAY[1])
    assert (orders(nights), receipt.warnings) == (1, ())
    assert by_days(nights) == alone
    assert newest(nights).mode == "figures of a day counted in the list of a period"


def test_a_period_at_odds_with_its_header_is_narrowed_down_to_the_day(nights: Nights):
    nights.fault("mango_office", "data_object")
    nights.fault("mango_office", "wrong_totals")
    receipt = load_day(nights, DAY, until=DAY.replace(day=30))
    counted = [figures["calls"] for figures in newest(nights).control_totals.values()]
    assert len(receipt.warnings) == 3
    assert sum(counted) == receipt.rows + 3
    assert newest(nights).mode == ""


def test_only_the_day_at_odds_with_its_header_is_told(nights: Nights):
    nights.fault("mango_office", "wrong_totals")
    receipt = load_day(nights, DAY, until=DAY.replace(day=30))
    assert [warning.partition(":")[0] for warning in receipt.warnings] == [str(DAY)]
    assert orders(nights) == 2


def test_a_page_further_is_another_order(nights: Nights):
    whole = load_day(nights).rows
    nights.forget()
    assert load_day(nights, page_size=1).rows == whole > 2
    assert paths(nights)["request"] == whole + 1


def test_a_page_that_comes_again_is_an_error_and_not_a_spin(nights: Nights):
    nights.fault("mango_office", "repeat_page")
    with pytest.raises(PagingLoop):
        load_day(nights, page_size=1)


def test_orders_keep_their_distance_and_results_do_not_wait_for_it(nights: Nights):
    limits(nights, stats_interval=0.1)
    nights.in_no_hurry = False
    load_day(nights, page_size=1, order_seconds=0.4)  # room for a busy machine
    assert {request["outcome"] for request in nights.asked("mango_office")} == {"200"}


def test_asking_too_often_is_waited_out(nights: Nights):
    nights.fault("mango_office", "rate_limited", path="/vpbx/stats/calls/request", times=2, body="text")
    assert load_day(nights).complete
    assert len(nights.slept) == 3


def test_the_header_of_a_day_is_kept_as_its_control_totals(nights: Nights):
    load_day(nights)
    told = calls(nights)
    assert newest(nights).control_totals == {
        str(DAY): {"calls": len(told), "talk_seconds": sum(int(call["talk_duration"]) for call in told)}
    }


def test_a_list_at_odds_with_its_header_is_ordered_again(nights: Nights):
    nights.fault("mango_office", "wrong_totals", times=1)
    receipt = load_day(nights)
    assert receipt.warnings == ()
    assert newest(nights).control_totals[str(DAY)]["calls"] == receipt.rows


def test_a_list_that_stays_at_odds_with_its_header_is_told(nights: Nights):
    nights.fault("mango_office", "wrong_totals", rows=2)
    receipt = load_day(nights)
    counted = receipt.rows + 2
    assert receipt.warnings == (f"{DAY}: {counted} conversations counted, {receipt.rows} listed",)
    assert newest(nights).control_totals[str(DAY)]["calls"] == counted


def test_a_single_block_in_place_of_a_list_is_read(nights: Nights):
    usual = load_day(nights).rows
    nights.fault("mango_office", "data_object")
    assert load_day(nights).rows == usual


def test_a_single_leg_in_place_of_a_list_lands_as_it_was_sent(nights: Nights):
    nights.fault("mango_office", "leg_object")
    assert nights.load("mango_office", "calls").quarantined == 0
    assert {type(call["context_calls"]) for call in calls(nights)} == {list, dict}


def test_a_day_without_calls_is_read_all_the_same(nights: Nights):
    receipt = load_day(nights, date(2026, 1, 3))
    assert (receipt.rows, receipt.days) == (0, ("2026-01-03",))


def test_conversations_are_of_the_day_they_began_on_in_the_accounts_zone(nights: Nights):
    receipt = nights.load("mango_office", "calls")
    assert receipt.rows > 100
    for row in nights.rows("mango_office", "calls"):
        began = datetime.fromtimestamp(json.loads(row["_payload"])["context_start_time"])
        assert row["_day"] == str(began.astimezone(datetime.fromisoformat(nights.now).tzinfo).date())


def test_a_wrong_time_zone_is_noticed_and_named(nights: Nights):
    with pytest.raises(UnexpectedReply, match=r"set `timezone`.*now it is Asia/Vladivostok"):
        nights.load("mango_office", "calls", timezone="Asia/Vladivostok")


def test_a_zone_that_does_not_exist_is_a_wrong_setting():
    with pytest.raises(SettingsError, match=r"mango_office_main\.timezone"):
        settings_of(
            MangoSettings, "mango_office_main", {"api_key": "k", "api_salt": "s", "timezone": "Moscow"}
        )


def test_a_page_size_that_mango_refuses_is_a_wrong_setting():
    with pytest.raises(SettingsError, match=r"mango_office_main\.page_size"):
        settings_of(MangoSettings, "mango_office_main", {"api_key": "k", "api_salt": "s", "page_size": 300})


def test_the_first_401_is_a_block_that_passes(nights: Nights):
    nights.fault("mango_office", "token_expired", times=1)
    assert nights.load("mango_office", "users").rows > 0
    assert nights.slept == [120]


def test_a_401_that_stays_is_told_after_one_wait(nights: Nights):
    nights.fault("mango_office", "token_expired")
    with pytest.raises(AccessDenied, match="Do not run again at once"):
        load_day(nights)
    assert nights.slept == [120]


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("payment_required", AccessDenied, "result 2240.*top up"),
        ("forbidden", AccessDenied, "result 4001.*API connector"),
        ("http_500", VendorUnavailable, "result 5001"),
    ],
)
def test_codes_are_sorted_by_who_has_to_act(nights: Nights, fault, kind, words):
    nights.fault("mango_office", fault)
    with pytest.raises(kind, match=words):
        load_day(nights)


def test_calls_that_appear_later_are_read_with_the_trailing_days(nights: Nights):
    nights.fault("mango_office", "late_day", day="2026-05-31", until=nights.ready["nights"][1])
    nights.load("mango_office", "calls")
    assert newest(nights).control_totals
    before = {key for key in nights.alive("mango_office", "calls") if key.startswith("2026-05-3")}
    nights.night(1)
    nights.load("mango_office", "calls")
    after = {key for key in nights.alive("mango_office", "calls") if key.startswith("2026-05-31")}
    assert after >= {key for key in before if key.startswith("2026-05-31")}


def test_a_call_that_mango_takes_back_is_gone_after_the_next_night(nights: Nights):
    day = str(DAY)
    nights.clock(f"{DAY.replace(day=29)}T03:00:00+03:00")
    nights.load("mango_office", "calls")
    nights.fault("mango_office", "shrinking_day", day=day, rows=1)
    nights.clock(f"{DAY.replace(day=30)}T03:00:00+03:00")
    before = len([key for key in nights.alive("mango_office", "calls") if key.startswith(day)])
    nights.load("mango_office", "calls")
    assert len([key for key in nights.alive("mango_office", "calls") if key.startswith(day)]) == before - 1


def test_how_many_days_are_read_again_is_a_setting(nights: Nights):
    nights.load("mango_office", "calls")
    nights.night(1)
    assert len(nights.load("mango_office", "calls", trailing_days=7).days) == 7


def test_people_are_keyed_by_an_id_that_must_be_asked_for(nights: Nights):
    nights.load("mango_office", "users")
    people = nights.alive("mango_office", "users")
    assert people and all(str(person["general"]["user_id"]) == key for key, person in people.items())
    assert all("groups" in person for person in people.values())


def test_a_dismissed_employee_is_gone_from_the_list_and_stays_in_old_calls(nights: Nights):
    nights.load("mango_office", "users")
    nights.load("mango_office", "calls")
    people = set(nights.alive("mango_office", "users"))
    legs = [
        leg
        for call in calls(nights)
        for part in call["context_calls"]
        for leg in (part, *part.get("members", []))
        if leg["call_type"] == "user"
    ]
    assert {str(leg["call_abonent_id"]) for leg in legs} - people


def test_a_conversation_without_an_id_is_kept_aside(nights: Nights):
    usual = load_day(nights).rows
    nights.fault("mango_office", "drop_key", times=1)
    receipt = load_day(nights)
    assert (receipt.rows, receipt.quarantined, receipt.warnings) == (usual - 1, 1, ())


def test_a_field_of_another_type_is_the_business_of_staging(nights: Nights):
    nights.fault("mango_office", "changed_type", times=1)
    assert load_day(nights).quarantined == 0
