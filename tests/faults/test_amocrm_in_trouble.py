"""amoCRM goes wrong in the middle of a reading: nothing is lost or invented; the error says what to do."""

from __future__ import annotations

from datetime import datetime

import pytest

from connectors.kit.body import Bounds
from connectors.kit.errors import (
    AccessDenied,
    BudgetSpent,
    PagingLoop,
    SourceError,
    UnexpectedReply,
    VendorUnavailable,
)
from connectors.landing.landing import Landing
from connectors.loading.load import load_stream
from tests.pretend_nights import Nights


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def batches(nights: Nights, stream: str):
    return nights.landing.batches("amocrm_main", stream)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("token_expired", AccessDenied),
        ("payment_required", AccessDenied),
        ("forbidden", AccessDenied),
        ("dead", VendorUnavailable),
        ("http_500", VendorUnavailable),
        ("rate_limited", VendorUnavailable),
        ("html_page", UnexpectedReply),
        ("truncated_body", VendorUnavailable),
        ("repeat_page", PagingLoop),
    ],
)
def test_what_was_read_before_the_trouble_stays_and_the_next_night_reads_the_whole_window(
    nights: Nights, fault: str, error: type[SourceError]
):
    nights.fault("amocrm", fault, path="/api/v4/events", from_request=9)
    with pytest.raises(error) as caught:
        nights.load("amocrm", "events")
    assert str(caught.value).startswith("amocrm_main.events: ")
    (half,) = batches(nights, "events")
    assert half.rows > 0
    assert not half.complete
    nights.control("DELETE", "faults")
    nights.night(1)
    receipt = nights.load("amocrm", "events")
    assert receipt.window_from == half.window_from
    told = {row["_key"] for row in nights.rows("amocrm", "events") if row["_batch_id"] == receipt.batch_id}
    assert {row["_key"] for row in nights.rows("amocrm", "events")} == told


@pytest.mark.parametrize("fault", ["http_500", "truncated_body", "dead", "html_page", "rate_limited"])
def test_trouble_on_every_third_request_costs_time_and_no_record(nights: Nights, fault: str):
    nights.load("amocrm", "events")
    healthy = nights.alive("amocrm", "events")
    for request in range(2, 20, 3):
        nights.fault("amocrm", fault, path="/api/v4/events", from_request=request, times=1)
    receipt = nights.load("amocrm", "events", reset=True)
    assert nights.slept
    assert receipt.rows == len(healthy)


def test_an_account_that_blocks_us_in_the_middle_is_left_alone(nights: Nights):
    nights.control("POST", "limits", {"amocrm": {"per_second": 1, "patience": 2, "block_seconds": 600}})
    with pytest.raises(SourceError) as caught:
        nights.load("amocrm", "events")
    assert isinstance(caught.value, (AccessDenied, VendorUnavailable))
    outcomes = [request["outcome"] for request in nights.asked("amocrm")]
    assert outcomes.count("403") == 1
    assert outcomes[-1] == "403"


def test_a_slow_account_is_given_up_after_the_time_it_was_given(nights: Nights):
    connector = nights.connector("amocrm")
    transport = nights.transport(connector)
    transport.bounds = Bounds(seconds=float("inf"))
    passing = iter(range(0, 10_000_000, 120))
    transport.clock = lambda: float(next(passing))
    with pytest.raises(BudgetSpent, match="give the source more time"):
        load_stream(
            connector,
            connector.stream("events"),
            source="amocrm_main",
            landing=Landing(str(nights.folder / "landing")),
            transport=transport,
            beginning=_moment("2026-01-01T00:00:00+03:00"),
            now=_moment(nights.now),
        )
    assert not batches(nights, "events")[0].complete


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_several_records_without_a_key_do_not_stop_the_others(nights: Nights):
    for row in range(5):
        nights.fault("amocrm", "drop_key", path="/api/v4/leads", row=row)
    receipt = nights.load("amocrm", "leads")
    assert receipt.complete
    assert receipt.quarantined >= 5
    assert len(nights.rows("amocrm", "leads", room="quarantine")) == receipt.quarantined
    assert receipt.rows > 100


def test_a_change_time_that_is_no_number_is_not_taken_for_an_ignored_filter(nights: Nights):
    nights.fault("amocrm", "changed_type", path="/api/v4/leads", field="updated_at", value="вчера")
    receipt = nights.load("amocrm", "leads")
    assert receipt.complete
    assert receipt.warnings == ()


def test_the_question_whether_filtering_is_paid_for_is_repeated_like_any_other(nights: Nights):
    nights.fault("amocrm", "http_500", path="/api/v4/account", times=2)
    assert nights.load("amocrm", "leads").complete
