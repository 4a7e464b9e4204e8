"""Cutting answers into records: payloads stay the vendor's bytes, odd shapes are met, bad keys set aside."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.kit.connector import key_text, page_of
from connectors.kit.cursor import Cursor
from connectors.kit.paging import PageNumber
from connectors.kit.records import Shape, cut
from connectors.kit.stream import Page, Stream, deletes

LEADS = Stream(
    "leads",
    "/leads",
    "_embedded.leads",
    cursor=Cursor("updated_at"),
    version_field="etag",
    paging=PageNumber(),
)


def page(*records: object, stream: Stream = LEADS) -> Page:
    return page_of(stream, [msgspec.Raw(msgspec.json.encode(record)) for record in records])


def test_a_payload_is_what_the_vendor_sent_to_the_last_space():
    body = '{"_embedded":{"leads":[{"id": 1,  "имя":"Ю\\u0301", "price": 1.50, "price2": 1e2}]}}'.encode()
    (payload,), _ = cut(body, Shape("_embedded.leads", ("id",)))
    assert bytes(payload).decode() == '{"id": 1,  "имя":"Ю\\u0301", "price": 1.50, "price2": 1e2}'


def test_money_keeps_digits_that_a_float_would_lose():
    body = b'{"value":[{"id":1,"sum":90071992547409.93}]}'
    (payload,), _ = cut(body, Shape("value", ("id",)))
    assert b"90071992547409.93" in bytes(payload)


def test_an_empty_php_object_holds_no_records():
    assert cut(b'{"_embedded":[]}', Shape("_embedded.leads", ()))[0] == []


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"_embedded":null}',
        b'{"_embedded":{}}',
        b'{"_embedded":[1]}',
        b'{"_embedded":{"leads":null}}',
    ],
)
def test_a_missing_list_of_records_is_not_an_empty_one(body):
    with pytest.raises(msgspec.ValidationError):
        cut(body, Shape("_embedded.leads", ()))


def test_bytes_that_are_not_utf8_are_not_landed():
    with pytest.raises(UnicodeDecodeError):
        cut(b'{"value":[{"id":1,"x":"\xff"}]}', Shape("value", ()))


@pytest.mark.parametrize(
    "record", [{}, {"id": None}, {"id": ""}, {"id": {"a": 1}}, {"id": True}, {"id": 1.5}, 7, None, []]
)
def test_a_record_that_cannot_be_keyed_is_set_aside_with_its_reason(record):
    got = page({"id": 1}, record, {"id": 2})
    assert got.keys == ["1", "2"]
    assert [reject.reason for reject in got.rejected] == ["no usable id"]
    assert msgspec.json.decode(got.rejected[0].payload) == record
    assert got.received == 3


def test_what_is_set_aside_does_not_show_in_logs():
    assert "Иван" not in repr(page({"name": "Иван"}))


def test_keys_of_several_fields_are_joined():
    assert key_text((5, "a")) == "5|a"
    assert key_text((5, None)) is None


@pytest.mark.parametrize(("value", "text"), [(7, "7"), ("AAAB", "AAAB"), (None, None)])
def test_the_version_is_the_vendors_own(value, text):
    assert page({"id": 1, "etag": value}).versions == [text]


def test_hostile_field_names_are_no_obstacle():
    names = ["odata.metadata", "имя поля", "1st", "a-b", "😀", "f0", "__class__"]
    body = msgspec.json.encode({"rows": [{name: n for n, name in enumerate(names)}]})
    for name in names:
        stream = Stream("x", "/x", "rows", key=(name,))
        payloads, _ = cut(body, Shape("rows", (name,)))
        assert page_of(stream, payloads).keys == [str(names.index(name))]


def test_one_object_is_one_record():
    assert page_of(Stream("account", "/account"), [msgspec.Raw(b'{"id":7}')]).keys == ["7"]
    assert len(cut(b'{"id":7}', Shape("", ("id",)))[0]) == 1


def test_a_page_can_be_narrowed_with_all_its_columns():
    got = page({"id": 1, "etag": "a", "updated_at": 10}, {"id": 2, "etag": "b", "updated_at": 20}).take([1])
    assert (got.keys, got.versions, got.cursors) == (["2"], ["b"], [20])
    assert deletes(["1", "2"]).take([0]).keys == ["1"]


@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5)), max_size=20
    )
)
def test_no_record_is_lost_or_invented_whatever_it_holds(records):
    got = page(*records)
    assert len(got.keys) + len(got.rejected) == len(records)


def test_a_changed_definition_is_another_version_of_the_stream_and_paging_is_not_part_of_it():
    same = Stream("leads", "/leads", "_embedded.leads", cursor=Cursor("updated_at"), version_field="etag")
    other = Stream("leads", "/leads", "_embedded.leads", cursor=Cursor("updated_at"), params=(("with", "x"),))
    assert same.stream_version == LEADS.stream_version
    assert len({LEADS.stream_version, other.stream_version}) == 2
