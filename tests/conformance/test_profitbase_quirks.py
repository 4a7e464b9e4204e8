"""Each quirk on the page of Profitbase (connectors/vendors/profitbase), against its pretend account."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import msgspec
import pytest
import requests

from connectors.kit.call import Call, Reply
from connectors.kit.errors import AccessDenied, SourceError
from connectors.kit.judgement import Judgement
from connectors.kit.rate import NoLimit, Sleep
from connectors.kit.records import Answer
from connectors.vendors.profitbase.wire import RowsReceived, judge, words_of
from tests.pretend_nights import Nights

VENDOR = "profitbase"


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def paths(nights: Nights) -> list[str]:
    return [str(request["path"]).removeprefix("/api/v4/json") for request in nights.asked(VENDOR)]


def limits(nights: Nights, **terms: object) -> None:
    nights.control("POST", "limits", {VENDOR: terms})


def load(nights: Nights, stream: str = "properties", **settings: object) -> dict[str, Any]:
    nights.load(VENDOR, stream, **settings)
    return nights.alive(VENDOR, stream)


def test_a_token_is_asked_for_once_and_stands_in_no_log(nights: Nights, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("DEBUG"):
        load(nights)
        load(nights, "statuses")

    assert paths(nights).count("/authentication") == 1
    queries = [
        dict(pair.split("=") for pair in str(one["query"]).split("&")) for one in nights.asked(VENDOR)[1:]
    ]
    tokens = {query["access_token"] for query in queries}
    assert len(tokens) == 1
    assert not [line for line in caplog.messages if min(tokens) in line]


@pytest.mark.parametrize("status", [401, 403])
def test_a_dead_token_is_replaced_once_and_a_second_refusal_ends_it(nights: Nights, status: int):
    whole = load(nights)
    limits(nights, dead_status=status)
    nights.fault(VENDOR, "token_dies", times=1)
    nights.forget()

    assert load(nights) == whole
    assert paths(nights)[:3] == ["/property", "/authentication", "/property"]
    limits(nights, dead_status=403)


def test_an_address_that_is_not_listed_is_told_what_to_do(nights: Nights):
    limits(nights, ip_is_listed=False)
    with pytest.raises(AccessDenied) as refused:
        nights.load(VENDOR, "properties")
    limits(nights, ip_is_listed=True)

    assert "static" in refused.value.fix
    assert set(paths(nights)) == {"/authentication"}


def test_nothing_but_a_reading_is_ever_signed(nights: Nights):
    """Two calls of the API write by GET."""
    auth = nights.connector(VENDOR).auth()
    for path in (
        "/crm/syncPropertyStatus",
        "/crm/update/deal/1/property/2",
        "/crm/2/property",
        "/properties",
        "/orders",
    ):
        request = requests.Request("GET", f"{nights.ready['accounts'][VENDOR]['base_url']}{path}").prepare()
        with pytest.raises(ValueError, match="no reading"):
            auth(request)


def test_an_error_under_status_200_is_no_answer(nights: Nights):
    nights.fault(VENDOR, "error_under_200", times=1)
    with pytest.raises(SourceError):
        nights.load(VENDOR, "statuses")

    for body in (b'{"error":"x"}', b'{"status":"error","message":"x"}', b'{"success":false}'):
        assert judge(Reply(200, {}, body)) is Judgement.BROKEN
        assert words_of(Reply(200, {}, body))
    for body in (b"[]", b'{"status":"success","data":[]}', b'{"success":true,"data":{}}', b'{"error":null}'):
        assert judge(Reply(200, {}, body)) is Judgement.OK


def test_pages_of_a_hundred_that_overlap_bring_every_property_once(nights: Nights):
    whole = load(nights)

    assert len(whole) > 100
    receipt = nights.load(VENDOR, "properties")
    assert receipt.rows == len(whole)
    offsets = [
        str(request["query"]) for request in nights.asked(VENDOR) if request["path"].endswith("/property")
    ]
    assert any("offset=99" in query for query in offsets)
    assert all("attributes" in one for one in whole.values())


@pytest.mark.parametrize(("overlap", "hidden"), [(True, set()), (False, {"100"})])
def test_a_property_that_leaves_while_the_list_is_read_hides_no_other(overlap: bool, hidden: set[str]):
    listed = [str(number) for number in range(250)]
    paging = RowsReceived(overlap=overlap)
    call, seen = paging.first(Call("/property")), set[str]()
    while call is not None:
        offset = int(call.param("offset") or 0)
        page = listed[offset : offset + 100]
        seen.update(page)
        call = paging.next(call, Answer([msgspec.Raw(b"{}") for _ in page], page))
        listed = [number for number in listed if number != "7"]

    assert {str(number) for number in range(250)} - seen == hidden


def test_properties_of_archived_houses_are_read_whether_listed_apart_or_not(nights: Nights):
    apart = load(nights)
    limits(nights, archive_apart=False)
    nights.forget()
    together = load(nights)
    asked = [str(request["query"]) for request in nights.asked(VENDOR)]
    limits(nights, archive_apart=True)

    assert together.keys() == apart.keys()
    assert any(one["isHouseArchive"] for one in apart.values())
    assert not [query for query in asked if "isArchive=true" in query]
    assert load(nights, archived=False).keys() < apart.keys()


def test_a_property_that_vanished_is_missed_by_the_next_night(nights: Nights):
    before = load(nights)
    nights.night(2)

    assert before.keys() - load(nights).keys()


def test_events_are_known_by_what_they_say_and_read_a_day_wider(nights: Nights):
    known = load(nights, "history")
    nights.night(1)
    receipt = nights.load(VENDOR, "history")
    later = nights.alive(VENDOR, "history")

    assert len(known) > 100 and set(known) < set(later)
    assert 0 < receipt.rows < len(known) / 5
    assert all(key.startswith(f"{one['propertyId']}|{one['date']}|") for key, one in later.items())
    assert {one["dealId"] is None for one in later.values()} == {True, False}
    bodies = [request for request in nights.asked(VENDOR) if str(request["path"]).endswith("/history")]
    assert bodies


def test_an_account_elsewhere_asks_by_its_own_clock(nights: Nights):
    here = load(nights, "history")
    nights.folder = nights.folder / "elsewhere"

    assert load(nights, "history", timezone="Asia/Vladivostok") == here


def test_asking_for_a_token_is_a_call_and_the_one_that_waits_for_it_takes_another_turn(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
):
    turns: list[int] = []

    class Counted(NoLimit):
        def pass_through(self, sleep: Sleep, lane: str = "") -> AbstractContextManager[None]:
            turns.append(len(paths(nights)))
            return super().pass_through(sleep, lane)

    monkeypatch.setattr("tests.pretend_nights.NoLimit", Counted)
    nights.load(VENDOR, "statuses")

    assert paths(nights) == ["/authentication", "/custom-status/list"]
    assert turns == [0, 0, 1]  # the call's, that of the token, and the call's again after it
    assert 1 < nights.connector(VENDOR).budget.seconds_apart < 1.5
