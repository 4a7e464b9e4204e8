"""An answer has a bound of bytes and of time: no vendor can fill the memory or hold a night for ever."""

from __future__ import annotations

import gzip
import itertools
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from connectors.kit.body import Bounds
from connectors.kit.errors import AskedTooMuch, SettingsError, VendorUnavailable
from connectors.kit.http import Transport
from tests.kit.stub_vendor import Shop, StubVendor, Told, Waits
from tests.kit.test_when_the_vendor_is_in_trouble import GOOD, ask, failure

MEGABYTE = 1 << 20


def without_end() -> Iterator[bytes]:
    return itertools.chain([b'{"a":"'], itertools.repeat(b"x" * 10_000))


@pytest.fixture
def bounded(transport: Transport) -> Transport:
    transport.bounds = Bounds(bytes=4 * MEGABYTE, seconds=300)
    return transport


def bomb(megabytes: int) -> bytes:
    """A gzip stream of one long string."""
    return gzip.compress(b'{"a":"' + b"x" * (megabytes * MEGABYTE) + b'"}')


def test_an_answer_without_end_is_left_at_the_bound_and_names_host_and_path(vendor, bounded, shop):
    vendor.script(Told(pieces=without_end()))
    error = failure(bounded, shop)
    assert isinstance(error, AskedTooMuch)
    assert "127.0.0.1" in error.what
    assert "/thing" in error.what
    assert "4 MB" in error.what
    assert len(vendor.asked) == 1


def test_a_promise_of_a_gigabyte_is_not_read_at_all(vendor, bounded, shop):
    vendor.script(Told(body=b"{", promised=1 << 30))
    assert isinstance(failure(bounded, shop), AskedTooMuch)


def test_a_small_answer_that_unfolds_to_much_is_left_before_it_is_in_memory(vendor, bounded, shop):
    vendor.script(Told(body=bomb(100), headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    error = failure(bounded, shop)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(error, AskedTooMuch)
    assert peak < 30 * MEGABYTE


def test_folded_twice_is_bounded_as_well(vendor, bounded, shop):
    vendor.script(Told(body=gzip.compress(bomb(100)), headers={"Content-Encoding": "gzip, gzip"}))
    assert isinstance(failure(bounded, shop), AskedTooMuch)


def test_a_folded_answer_within_the_bound_is_read(vendor, bounded, shop):
    vendor.script(Told(body=gzip.compress(b'{"fine": true}'), headers={"Content-Encoding": "gzip"}))
    assert ask(bounded, shop) == {"fine": True}


def test_an_answer_that_is_not_what_its_encoding_says_is_asked_for_again(vendor, bounded, shop):
    vendor.script(Told(body=b'{"fine": 1}', headers={"Content-Encoding": "gzip"}), GOOD)
    assert ask(bounded, shop) == {"fine": True}


def test_a_byte_now_and_then_does_not_hold_the_night(vendor, bounded, shop):
    def drip() -> Iterator[bytes]:
        yield b"{"
        for _ in range(2_000):
            time.sleep(0.02)
            yield b" "

    bounded.clock, bounded.attempts, bounded.bounds = time.monotonic, 1, Bounds(seconds=0.2)
    vendor.script(Told(pieces=drip()))
    error = failure(bounded, shop)
    assert isinstance(error, VendorUnavailable)
    assert error.overloaded
    assert "/thing" in error.what


def test_large_pages_are_asked_for_again_in_smaller_ones(vendor: StubVendor, bounded, shop: Shop):
    def answer(asked) -> Told:
        if asked.params["limit"] == "250":
            return Told(pieces=without_end())
        return Told(body={"data": {"orders": [{"id": 1}]}})

    vendor.answer = answer
    stream = shop.stream("orders")
    (page,) = shop.pages(stream, stream.call(), bounded)
    assert page.keys == ["1"]
    assert [asked.params["limit"] for asked in vendor.asked] == ["250", "100"]


@pytest.mark.parametrize("asked", ["-5", "nan", "inf", "-inf", "1e300"])
def test_a_wait_that_makes_no_sense_is_as_if_not_asked_for(vendor, bounded, shop, waits: Waits, asked: str):
    vendor.script(Told(429, headers={"Retry-After": asked}), GOOD)
    assert ask(bounded, shop) == {"fine": True}
    assert 0 < waits.slept[0] <= 2


def test_a_vendor_that_is_not_there_is_named_with_its_host(bounded, shop):
    bounded.base_url = "http://127.0.0.1:1"
    assert "127.0.0.1:1/thing" in failure(bounded, shop).what


def test_a_certificate_that_nobody_vouches_for_is_not_tried_twice(bounded, shop, waits: Waits):
    class Silent(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            return

    class Untrusted(HTTPServer):
        def handle_error(self, *args: object) -> None:
            return

    server = Untrusted(("127.0.0.1", 0), Silent)
    door = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    door.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    server.socket = door.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    bounded.base_url = f"https://localhost:{server.server_port}"
    error = failure(bounded, shop)
    server.shutdown()
    server.server_close()
    assert isinstance(error, SettingsError)
    assert "localhost" in error.what
    assert "REQUESTS_CA_BUNDLE" in error.fix
    assert waits.slept == []
