"""A vendor may say how long to wait, and where it lives now, in its own way."""

from __future__ import annotations

import logging

import pytest
import requests

from connectors.kit.call import Call, Reply
from connectors.kit.errors import BudgetSpent, UnexpectedReply
from connectors.kit.http import Transport
from connectors.kit.redact import hide_in_logs
from tests.kit.stub_vendor import Shop, StubVendor, Told

OK = Told(body={"value": []})


class Moving(Shop):
    """Says in the body how long to wait, and in Location where it lives."""

    def wait_asked(self, reply: Reply) -> float | None:
        return 33.0 if b"busy" in reply.body else super().wait_asked(reply)

    def moved_to(self, reply: Reply, base_url: str) -> str | None:
        return reply.headers.get("location")


def read(shop: Shop, transport: Transport) -> bytes | None:
    return shop.fetch(Call("/goods"), transport, lambda reply: reply.body)


def test_a_wait_that_is_told_in_the_body_is_kept(vendor, transport, shop, waits):
    vendor.script(Told(status=503, body={"error": "busy"}), OK)
    assert read(Moving(shop.settings), transport)
    assert waits.slept == [33.0]


def test_without_a_word_of_its_own_a_vendor_is_heard_by_its_header(vendor, transport, shop, waits):
    vendor.script(Told(status=503, headers={"Retry-After": "7"}), OK)
    assert read(Moving(shop.settings), transport)
    assert waits.slept == [7.0]


class Spent(Shop):
    """Says in a header how long it wants to be left alone."""

    def rest_after(self, reply: Reply) -> float:
        return float(reply.headers.get("x-rest", "0"))


def test_a_vendor_is_left_alone_as_long_as_it_says_before_the_next_call_and_not_after_the_last(
    vendor, transport, shop, waits
):
    tired = Told(body={"value": []}, headers={"X-Rest": "3"})
    vendor.script(tired, OK, OK, tired)
    for _ in range(4):
        assert read(Spent(shop.settings), transport)
    assert waits.slept == [3.0]


def test_a_call_that_is_made_again_waits_what_the_vendor_asks_and_no_rest_beside_it(
    vendor, transport, shop, waits
):
    vendor.script(Told(status=503, headers={"Retry-After": "7", "X-Rest": "3"}), OK)
    assert read(Spent(shop.settings), transport)
    assert waits.slept == [7.0]


def test_a_rest_that_goes_past_the_time_of_the_source_ends_the_reading(vendor, transport, shop, waits):
    vendor.script(Told(body={"value": []}, headers={"X-Rest": "9000"}), OK)
    assert read(Spent(shop.settings), transport)
    with pytest.raises(BudgetSpent):
        read(Spent(shop.settings), transport)
    assert (len(vendor.asked), waits.slept) == (1, [])


def test_a_vendor_that_moved_is_asked_at_its_new_address_from_then_on_and_that_is_remarked(
    vendor, transport, shop
):
    other = StubVendor()
    other.script(OK)
    vendor.script(Told(status=302, headers={"Location": other.url}))
    try:
        assert read(Moving(shop.settings), transport)
        assert read(Moving(shop.settings), transport)
        assert (len(vendor.asked), len(other.asked)) == (1, 2)
        (remark,) = transport.remarks
        assert other.url.removeprefix("http://") in remark
    finally:
        other.close()


def test_a_redirect_of_a_vendor_that_does_not_move_is_not_followed(vendor, transport, shop):
    other = StubVendor()
    vendor.script(Told(status=302, headers={"Location": other.url}))
    try:
        with pytest.raises(UnexpectedReply, match="302"):
            read(shop, transport)
        assert other.asked == []
    finally:
        other.close()


def test_a_secret_in_path_or_query_is_not_in_the_log_of_the_http_library(vendor, caplog):
    vendor.script(OK)
    hide_in_logs("t0p/secret")
    with caplog.at_level(logging.DEBUG):
        requests.get(f"{vendor.url}/rest/a", params={"key": "t0p/secret"}, timeout=5)
    assert "?key=***" in caplog.text  # other tests of this process have secrets too
    assert "secret" not in caplog.text
