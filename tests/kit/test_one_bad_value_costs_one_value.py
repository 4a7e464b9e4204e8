"""One bad value in an answer takes neither its page nor its stream; a cut answer is still asked for again."""

from __future__ import annotations

import json

import duckdb
import pytest

from connectors.kit.errors import UnexpectedReply
from connectors.kit.http import Transport
from connectors.kit.stream import Page
from tests.kit.stub_vendor import Shop, StubVendor, Told

DEEP = b"[" * 5_000 + b"]" * 5_000
VALUES = {
    "half an emoji": rb'"\ud83d"',
    "the other half": rb'"a \udc00 b"',
    "a raw control code": b'"a\x0bb"',
    "a raw nul": b'"a\x00b"',
    "an escape that is none": rb'"C:\x"',
    "a byte that is no text": b'"\xd0\xbf\xff"',
    "not a number": b"NaN",
    "without end": b"-Infinity",
}


def body(value: bytes) -> bytes:
    return b'{"data":{"orders":[{"id":1,"name":"a"},{"id":2,"name":%b},{"id":3,"name":"c"}]}}' % value


def read(transport: Transport, shop: Shop) -> Page:
    stream = shop.stream("orders")
    (page,) = shop.pages(stream, stream.call(), transport)
    return page


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_a_record_with_a_value_that_is_no_json_lands_mended_and_is_told(
    vendor: StubVendor, transport: Transport, shop: Shop, value: bytes
):
    vendor.script(Told(body=body(value)))
    page = read(transport, shop)
    assert page.keys == ["1", "2", "3"]
    assert len(vendor.asked) == 1
    assert page.payloads is not None
    for payload in page.payloads:
        json.loads(bytes(payload).decode())
        with duckdb.connect() as connection:
            connection.execute(
                'select from_json(?, \'{"name":"VARCHAR"}\')', [bytes(payload).decode()]
            ).fetchall()
    (remark,) = transport.remarks
    assert "/orders" in remark
    assert "1 value" in remark


@pytest.mark.parametrize("value", [DEEP, b'{"a":' * 5_000 + b"1" + b"}" * 5_000])
def test_a_record_nested_too_deep_is_set_aside_with_its_key(vendor, transport, shop, value: bytes):
    vendor.script(Told(body=body(value)))
    page = read(transport, shop)
    assert page.keys == ["1", "3"]
    (reject,) = page.rejected
    assert "deep" in reject.reason
    assert "2" in reject.reason
    assert json.loads(reject.payload)["id"] == 2
    assert page.received == 3


@pytest.mark.parametrize("value", [b"1e999", b"9" * 5_000, rb'"a\u0000b"', b'"x","id":2'])
def test_odd_values_that_are_json_land_as_they_are(vendor, transport, shop, value: bytes):
    vendor.script(Told(body=body(value)))
    page = read(transport, shop)
    assert page.keys == ["1", "2", "3"]
    assert transport.remarks == []
    assert page.payloads is not None
    assert value in bytes(page.payloads[1])


def test_a_character_of_two_halves_is_left_alone_beside_one_that_is_mended(vendor, transport, shop):
    vendor.script(Told(body=body(rb'"\ud83d\ude00 \ud83d \\ud83d \u0041"')))
    page = read(transport, shop)
    assert page.payloads is not None
    assert json.loads(bytes(page.payloads[1]))["name"] == "😀 \ufffd \\ud83d A"


@pytest.mark.parametrize("kept", [30, 60, -2])
def test_an_answer_that_was_cut_is_asked_for_again_also_with_a_bad_value_in_it(
    vendor, transport, shop, kept: int
):
    vendor.script(Told(body=body(rb'"\ud83d"')[:kept]), Told(body=body(b'"b"')))
    assert read(transport, shop).keys == ["1", "2", "3"]
    assert len(vendor.asked) == 2


def test_an_answer_in_another_encoding_is_not_landed_as_question_marks(vendor, transport, shop):
    vendor.script(Told(body=body('"Новая заявка"'.encode("cp1251"))))
    with pytest.raises(UnexpectedReply):
        read(transport, shop)
