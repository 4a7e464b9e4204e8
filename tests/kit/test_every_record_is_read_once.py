"""Paging: nothing is skipped and nothing is read for ever, while lists move, shrink and repeat."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.errors import PagingLoop, UnexpectedReply, VendorUnavailable
from connectors.kit.http import Call
from connectors.kit.paging import OverlappingPages, PageNumber
from connectors.kit.records import Answer
from tests.kit.stub_vendor import Asked, Shop, Told


def orders(ids: list[int], asked: Asked, *, cap: int = 250) -> Told:
    """A page of a numbered list; `next` is there only when more follows."""
    page, limit = int(asked.params["page"]), min(int(asked.params["limit"]), cap)
    shown = ids[(page - 1) * limit : page * limit]
    if not shown:
        return Told(204)
    more = "http://elsewhere.example/next" if page * limit < len(ids) else None
    return Told(body={"next": more, "total": len(ids), "data": {"orders": [{"id": n} for n in shown]}})


def read(shop: Shop, transport, name: str) -> list[str]:
    stream = shop.stream(name)
    return [key for page in shop.pages(stream, stream.call(), transport) for key in page.keys]


@pytest.mark.parametrize("stream", ["orders", "moving"])
@pytest.mark.parametrize("count", [0, 1, 249, 250, 251, 500, 1234])
def test_every_record_is_read_once_across_pages(vendor, transport, shop, stream, count):
    ids = list(range(1, count + 1))
    vendor.answer = lambda asked: orders(ids, asked)
    assert read(shop, transport, stream) == [str(n) for n in ids]


@pytest.mark.parametrize("count", [0, 99, 100, 101, 200])
def test_a_list_without_links_ends_at_its_first_short_page(vendor, transport, shop, count):
    def goods(asked: Asked) -> Told:
        skip, top = int(asked.params["$skip"]), int(asked.params["$top"])
        return Told(body={"value": [{"id": n} for n in range(count)[skip : skip + top]]})

    vendor.answer = goods
    assert read(shop, transport, "goods") == [str(n) for n in range(count)]


def test_a_vendor_that_gives_fewer_records_than_asked_loses_none(vendor, transport, shop):
    ids = list(range(1, 301))
    vendor.answer = lambda asked: orders(ids, asked, cap=50)
    assert read(shop, transport, "moving") == [str(n) for n in ids]


def test_the_same_page_twice_in_a_row_is_an_error_and_not_a_spin(vendor, transport, shop):
    vendor.script(Told(body={"next": "more", "data": {"orders": [{"id": 1}]}}))
    with pytest.raises(PagingLoop, match="twice in a row"):
        read(shop, transport, "orders")
    assert len(vendor.asked) == 2


@pytest.mark.parametrize("stream", ["orders", "moving"])
@pytest.mark.parametrize("largest", [100, 50])
def test_a_vendor_that_cannot_bear_large_pages_is_asked_for_smaller_ones(
    vendor, transport, shop, stream, largest
):
    ids = list(range(1, 701))

    def weak(asked: Asked) -> Told:
        heavy = int(asked.params["limit"]) > largest and int(asked.params["page"]) > 1
        return Told(504) if heavy else orders(ids, asked)

    vendor.answer = weak
    assert set(read(shop, transport, stream)) == {str(n) for n in ids}


def test_a_vendor_that_cannot_bear_even_small_pages_is_unavailable(vendor, transport, shop):
    vendor.script(Told(504))
    with pytest.raises(VendorUnavailable):
        read(shop, transport, "orders")
    assert [asked.params["limit"] for asked in vendor.asked] == ["250"] * 2 + ["100"] * 2 + ["50"] * 6


def test_a_throttle_does_not_make_pages_smaller(vendor, transport, shop):
    vendor.answer = lambda asked: Told(429) if len(vendor.asked) < 4 else orders([1], asked)
    assert read(shop, transport, "orders") == ["1"]
    assert {asked.params["limit"] for asked in vendor.asked} == {"250"}


def test_records_in_another_place_than_declared_are_an_error(vendor, transport, shop):
    vendor.script(Told(body={"data": {"deals": [{"id": 1}]}}))
    with pytest.raises(UnexpectedReply, match=r"no list of records at data\.orders"):
        read(shop, transport, "orders")
    assert len(vendor.asked) == 1


def test_a_link_to_the_next_page_never_leads_our_credential_to_another_host():
    call = Call("/orders", (("a", "1"),)).following("https://evil.example/other?page=2&b=%D1%8F")
    assert call == Call("/orders", (("page", "2"), ("b", "я")))


def _read_while_moving(paging: OverlappingPages, rows: list[int], leaving: list[list[int]]) -> set[str]:
    """Read a list whose rows at the given places vanish before each request; the keys read."""
    call: Call | None = paging.first(Call("/x"))
    seen: set[str] = set()
    turn = 0
    while call is not None:
        if turn:
            for place in leaving[turn - 1] if turn <= len(leaving) else []:
                if rows:
                    rows.pop(place % len(rows))
        turn += 1
        page, limit = int(call.param("page") or 0), int(call.param("limit") or 0)
        shown = rows[(page - 1) * limit : page * limit]
        more = "next" if len(rows) > page * limit else None
        keys = [str(row) for row in shown]
        seen |= set(keys)
        call = paging.next(call, Answer([b""] * len(keys), keys, {paging.link: more}))
        assert turn < 400
    return seen


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 260),
    st.lists(st.lists(st.integers(0, 10_000), max_size=30), max_size=25),
    st.sampled_from([(40, 20), (25,), (12,)]),
)
def test_no_record_that_stays_is_skipped_while_others_leave_the_list(count, leaving, sizes):
    paging = OverlappingPages(sizes=sizes, overlap=3)
    rows = list(range(count))
    seen = _read_while_moving(paging, rows, leaving)
    assert {str(row) for row in rows} <= seen


def test_plain_page_numbers_do_skip_a_record_when_another_leaves():
    """The reason for overlapping pages: keep it in sight."""
    rows = list(range(20))
    paging = PageNumber(link="next", sizes=(10,))
    first = paging.first(Call("/x"))
    seen = set(rows[:10])
    rows.pop(0)
    second = paging.next(first, Answer((), (), {"next": "more"}))
    assert second is not None
    page = int(second.param("page") or 0)
    seen |= set(rows[(page - 1) * 10 : page * 10])
    assert 10 not in seen


def test_overlapping_costs_few_requests_more_than_plain_pages():
    paging = OverlappingPages()
    call: Call | None = paging.first(Call("/x"))
    requests = 0
    while call is not None:
        requests += 1
        page, limit = int(call.param("page") or 0), int(call.param("limit") or 0)
        keys = [str(n) for n in range((page - 1) * limit, min(page * limit, 50_000))]
        more = "next" if page * limit < 50_000 else None
        call = paging.next(call, Answer([b""] * len(keys), keys, {paging.link: more}))
    assert 200 <= requests <= 225
