"""Each quirk on the page of UniSender (connectors/vendors/unisender), against its pretend account."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.kit.errors import AccessDenied, SourceError
from tests.pretend_nights import Nights

VENDOR, STREAM = "unisender", "campaigns"


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def landed(nights: Nights) -> dict[str, dict[str, Any]]:
    return nights.alive(VENDOR, STREAM)


def begun(nights: Nights) -> dict[str, dict[str, Any]]:
    return {key: row for key, row in landed(nights).items() if row["counters"]}


def test_counters_of_begun_campaigns_come_with_them_and_grow_from_night_to_night(nights: Nights):
    nights.load(VENDOR, STREAM)
    before = begun(nights)
    nights.night(1)
    nights.load(VENDOR, STREAM)
    after = begun(nights)

    assert before and len(before) < len(landed(nights))
    grown = [
        key for key in before if after[key]["counters"]["read_all"] > before[key]["counters"]["read_all"]
    ]
    assert grown and set(before) <= set(after)
    statuses = {row["status"] for row in landed(nights).values() if not row["counters"]}
    assert statuses and not statuses & {"in_progress", "analysed", "completed", "stopped"}
    assert len({row["_batch_id"] for row in nights.rows(VENDOR, STREAM)}) == 2


def test_the_key_stands_in_no_address(nights: Nights):
    nights.load(VENDOR, STREAM)

    key = nights.ready["accounts"][VENDOR]["api_key"]
    assert nights.asked(VENDOR)
    assert all(key not in str(request["path"]) for request in nights.asked(VENDOR))


def test_only_campaigns_of_the_last_days_are_read(nights: Nights):
    nights.load(VENDOR, STREAM)
    whole = landed(nights)
    nights.load(VENDOR, STREAM, trailing_days=30)

    assert set(landed(nights)) == {key for key, row in whole.items() if row["start_time"] >= "2026-05-03"}


def test_numbers_may_be_texts_and_telephones_have_no_subject(nights: Nights):
    nights.load(VENDOR, STREAM)
    usual = landed(nights)
    nights.control("POST", "limits", {VENDOR: {"numbers_are_text": True}})
    nights.load(VENDOR, STREAM)

    for key, row in landed(nights).items():
        told = row["counters"] and {name: int(value) for name, value in row["counters"].items()}
        assert told == usual[key]["counters"]
    assert any("subject" not in row for row in usual.values())


def test_a_campaign_without_its_counters_is_named_and_stops_nobody(nights: Nights):
    nights.load(VENDOR, STREAM)
    silent = next(iter(begun(nights)))
    nights.fault(VENDOR, "broken_campaign", entity=silent)
    receipt = nights.load(VENDOR, STREAM)

    assert receipt.complete and landed(nights)[silent]["counters"] is None
    assert [warning for warning in receipt.warnings if silent in warning]


def test_an_account_without_the_api_is_told_where_it_is_switched_on(nights: Nights):
    nights.control("POST", "limits", {VENDOR: {"is_allowed": False}})

    with pytest.raises(AccessDenied) as told:
        nights.load(VENDOR, STREAM)
    nights.control("POST", "limits", {VENDOR: {"is_allowed": True}})
    assert "access_denied" in told.value.what and "API" in told.value.fix


def test_a_minute_is_waited_for_and_an_overload_is_asked_again(nights: Nights):
    nights.fault(VENDOR, "retry_later", times=1)
    assert nights.load(VENDOR, STREAM).complete

    nights.slept.clear()
    nights.control("POST", "limits", {VENDOR: {"calls_per_minute": 1}})
    with pytest.raises(SourceError):
        nights.load(VENDOR, STREAM)
    assert set(nights.slept) == {60.0}
