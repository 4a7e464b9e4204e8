"""Each quirk on the page of UIS (connectors/vendors/uis/connector.py), against its pretend account."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from connectors.kit.errors import AccessDenied, SettingsError, UnexpectedReply, VendorUnavailable
from connectors.loading.load import Receipt, load_stream
from tests.pretend_nights import Nights

DAY = date(2026, 5, 28)


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def load_day(nights: Nights, stream: str = "calls", day: date = DAY, **settings: object) -> Receipt:
    """Read one day again, which is little to wait for."""
    connector = nights.connector("uis", **settings)
    return load_stream(
        connector,
        connector.stream(stream),
        source="uis_main",
        landing=nights.landing,
        transport=nights.transport(connector),
        beginning=datetime.fromisoformat(f"{day}T00:00:00+03:00"),
        now=datetime.fromisoformat(nights.now),
        days=(day, day),
    )


def terms(nights: Nights, **uis: object) -> None:
    nights.control("POST", "limits", {"uis": uis})


def landed(nights: Nights, stream: str = "calls") -> dict[str, dict[str, object]]:
    return nights.alive("uis", stream)


def newest(nights: Nights):
    return nights.landing.batches("uis_main", "calls")[-1]


def test_a_day_is_all_its_sessions_with_the_vendors_count(nights: Nights):
    load_day(nights, page_size=1)

    rows = landed(nights)
    assert len(rows) > 1
    assert {str(row["start_time"])[:10] for row in rows.values()} == {DAY.isoformat()}
    assert newest(nights).control_totals == {DAY.isoformat(): {"calls": len(rows)}}
    assert not newest(nights).warnings


def test_the_token_is_sent_in_the_body_and_is_in_no_record_of_a_request(nights: Nights):
    load_day(nights)

    token = nights.ready["accounts"]["uis"]["access_token"]
    assert nights.asked("uis")
    assert all(token not in request["path"] for request in nights.asked("uis"))


@pytest.mark.parametrize("included", [True, False])
def test_a_day_is_the_same_whether_the_end_of_a_period_belongs_to_it_or_not(nights: Nights, included: bool):
    terms(nights, till_included=included)
    load_day(nights)

    assert len(landed(nights)) == newest(nights).control_totals[DAY.isoformat()]["calls"]


def test_a_field_that_the_account_has_not_bought_is_left_out_and_said(nights: Nights):
    load_day(nights)
    whole = landed(nights)
    terms(nights, disabled="get.calls_report:tags,get.calls_report:utm_source")
    load_day(nights)

    assert landed(nights).keys() == whole.keys()
    assert all("tags" not in row and "utm_source" not in row for row in landed(nights).values())
    assert any("`tags`" in warning for warning in newest(nights).warnings)


def test_a_field_without_which_no_call_can_be_read_is_a_refusal(nights: Nights):
    terms(nights, disabled="get.calls_report:contact_phone_number")

    with pytest.raises(AccessDenied) as told:
        load_day(nights)
    assert "contact_phone_number" in str(told.value)


def test_a_part_that_was_not_bought_is_no_failure_where_the_night_can_do_without(nights: Nights):
    terms(nights, disabled="get.chats_report,get.calls_report")

    assert "get.chats_report" in load_day(nights, "chats").unavailable
    with pytest.raises(AccessDenied) as told:
        load_day(nights)
    assert "method_component_disabled" in str(told.value)


def test_another_zone_than_the_accounts_stops_the_reading_before_a_day_lands(nights: Nights):
    terms(nights, timezone="Asia/Yekaterinburg")

    with pytest.raises(SettingsError) as told:
        load_day(nights)
    assert "Asia/Yekaterinburg" in told.value.fix
    assert not nights.landing.batches("uis_main", "calls")


def test_the_next_minute_is_waited_for_before_its_points_are_spent(nights: Nights):
    terms(nights, minute_points=7, minute_seconds=30.0)
    load_day(nights, page_size=1)

    assert any(20 <= seconds <= 31 for seconds in nights.slept)


def test_points_of_a_day_that_are_spent_end_the_reading_with_the_hour_they_come_back(nights: Nights):
    terms(nights, day_points=1, errors_tell_limits=True)

    with pytest.raises((AccessDenied, UnexpectedReply, VendorUnavailable)) as told:
        load_day(nights)
    assert "limit_exceeded" in told.value.what
    assert "24.0" in told.value.fix


def test_a_list_that_grows_between_its_pages_loses_nothing(nights: Nights):
    nights.fault("uis", "growing_total", times=1, rows=1, entity="get.call_legs_report")
    load_day(nights, "call_legs", page_size=1)

    rows = landed(nights, "call_legs")
    nights.control("DELETE", "faults")
    load_day(nights, "call_legs")
    assert len(rows) > 2
    assert landed(nights, "call_legs").keys() == rows.keys()


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"is_active": False}, "account_inactive"), ({"ip_is_listed": False}, "ip_not_whitelisted")],
)
def test_a_refusal_of_the_account_says_its_word_and_what_to_do(
    nights: Nights, changed: dict[str, bool], said: str
):
    terms(nights, **changed)

    with pytest.raises(AccessDenied) as told:
        load_day(nights)
    assert said in told.value.what
    assert told.value.fix


def test_phones_are_the_same_as_numbers_or_as_text(nights: Nights):
    terms(nights, phones_are_numbers=True)
    load_day(nights)

    assert any(isinstance(row["virtual_phone_number"], int) for row in landed(nights).values())
    assert json.dumps(landed(nights))
