"""Each quirk on the page of МойСклад (connectors/vendors/moysklad/connector.py), against the pretend one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import requests

from connectors.kit.errors import AccessDenied, SettingsError, UnexpectedReply
from connectors.kit.http import Call, Reply
from connectors.kit.records import Answer
from connectors.kit.settings import settings_of
from connectors.kit.stream import Kind, Page
from connectors.loading.load import Receipt, load_stream
from connectors.vendors.moysklad.connector import MoySklad
from connectors.vendors.moysklad.deletions import alive
from connectors.vendors.moysklad.lines import with_lines
from connectors.vendors.moysklad.paging import Offsets
from connectors.vendors.moysklad.streams import RESOURCES, STREAMS, MoscowCursor
from tests.pretend_nights import BEGINNING, Nights

DOCUMENTS = [stream.name for stream in STREAMS if stream.kind is Kind.CHANGED_SINCE]


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def terms(nights: Nights, **moysklad: object) -> None:
    nights.control("POST", "limits", {"moysklad": moysklad})


def landed(nights: Nights, stream: str) -> dict[str, Any]:
    return nights.alive("moysklad", stream)


def load_really(
    nights: Nights, stream: str, sleep: Callable[[float], None], days: tuple[date, date] | None = None
) -> Receipt:
    connector = nights.connector("moysklad")
    transport = nights.transport(connector)
    transport.sleep = sleep
    return load_stream(
        connector,
        connector.stream(stream),
        source="moysklad_main",
        landing=nights.landing,
        transport=transport,
        beginning=BEGINNING,
        now=datetime.fromisoformat(nights.now),
        days=days,
    )


def test_every_call_asks_for_gzip_whatever_the_library_would(nights: Nights):
    nights.session.headers.pop("Accept-Encoding")
    nights.session.headers["Accept"] = "text/html"

    assert nights.load("moysklad", "employees").rows > 0


def test_pages_of_any_size_bring_the_same_orders(nights: Nights):
    nights.load("moysklad", "orders")
    whole = landed(nights, "orders")
    nights.load("moysklad", "orders", reset=True, page_size=10)

    assert len(whole) > 20
    assert landed(nights, "orders") == whole


def test_a_document_comes_with_all_its_lines_though_a_list_brings_a_hundred(nights: Nights):
    nights.load("moysklad", "demands")
    sizes = {
        key: (document["positions"]["meta"]["size"], len(document["positions"]["rows"]))
        for key, document in landed(nights, "demands").items()
    }

    assert max(size for size, _ in sizes.values()) > 100
    assert all(size == rows for size, rows in sizes.values())


def test_lines_that_did_not_come_are_an_error_and_not_an_empty_shipment():
    stream = STREAMS[[one.name for one in STREAMS].index("demands")]
    payload = b'{"id":"d","positions":{"meta":{"size":3}}}'
    with pytest.raises(UnexpectedReply, match="3 lines"):
        with_lines(Page(["d"], [payload]), lambda document, known: [])
    assert stream.call().param("limit") == "100"


def test_archived_goods_customers_and_people_are_read(nights: Nights):
    nights.night(2)
    for stream in ("employees", "counterparties"):
        nights.load("moysklad", stream)
        assert any(one["archived"] for one in landed(nights, stream).values())


def test_goods_come_with_their_folders_services_and_variants(nights: Nights):
    nights.load("moysklad", "products")

    kinds = {one["meta"]["type"] for one in landed(nights, "products").values()}
    assert {"product", "productfolder", "service", "variant"} <= kinds


def test_what_was_thrown_away_says_so_and_what_was_deleted_for_good_is_gone(nights: Nights):
    ever: dict[str, set[str]] = {stream: set() for stream in DOCUMENTS}
    for number in range(3):
        nights.night(number)
        for stream in DOCUMENTS:
            nights.load("moysklad", stream)
            ever[stream] |= set(landed(nights, stream))
    known = {stream: landed(nights, stream) for stream in DOCUMENTS}
    afresh = replace(nights, folder=nights.folder / "afresh")
    for stream in DOCUMENTS:
        afresh.load("moysklad", stream)
        assert known[stream].keys() == landed(afresh, stream).keys()
    assert any("deleted" in document for stream in DOCUMENTS for document in known[stream].values())
    assert any(ever[stream] - known[stream].keys() for stream in DOCUMENTS)


def test_a_document_out_of_the_bin_again_is_alive_whatever_moment_it_remembers():
    page = Page(["a", "b"], [b'{"id":"a","deleted":"2026-05-01 10:00:00.000","sum":1.50}', b'{"id":"b"}'])

    assert alive(page).payloads == [b'{"id":"a","sum":1.50}', b'{"id":"b"}']


def test_the_window_is_of_moscow_whatever_the_zone_of_the_deployment():
    cursor = next(stream.cursor for stream in STREAMS if stream.name == "orders")
    assert isinstance(cursor, MoscowCursor)
    noon = datetime.fromisoformat("2026-05-01T12:00:00+05:00")

    assert cursor.spell(noon) == "2026-05-01 10:00:00"
    assert cursor.instant("2026-05-01 10:00:00.417") == noon + timedelta(milliseconds=417)


def test_cost_is_told_by_line_and_day(nights: Nights):
    nights.load("moysklad", "demands")
    days = sorted({document["moment"][:10] for document in landed(nights, "demands").values()})
    day = date.fromisoformat(days[len(days) // 2])
    load_really(nights, "costs", time.sleep, (day, day))

    told = landed(nights, "costs")
    assert told
    assert all(key.startswith(day.isoformat()) for key in told)
    assert any("stock" in line for one in told.values() for line in one["positions"]["rows"])


def test_the_limit_is_waited_for_before_it_is_spent(nights: Nights):
    waits: list[float] = []
    terms(nights, units=4, weight=4, window_seconds=0.2)

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        time.sleep(seconds)

    nights.forget()
    try:
        load_really(nights, "products", sleep)
    finally:
        terms(nights, units=1_000_000, weight=1, window_seconds=3.0)

    assert len(nights.asked("moysklad")) == len(RESOURCES["products"].types)  # none of them was refused
    assert waits
    assert all(0 < seconds <= 0.2 for seconds in waits)


def test_a_refused_call_waits_the_milliseconds_of_the_vendors_own_header(nights: Nights):
    connector = nights.connector("moysklad")
    body = json.dumps({"errors": [{"error": "Превышено ограничение", "code": 1049}]}).encode()
    reply = Reply(429, {"x-lognex-retry-after": "1500", "x-ratelimit-remaining": "0"}, body)
    connector.judge(reply)
    assert connector.wait_asked(reply) == 1.5
    together = Reply(429, {}, body.replace(b"1049", b"1073"))
    connector.judge(together)
    assert connector.wait_asked(together) == 3.0


def test_a_refusal_too_deep_to_be_read_is_explained_by_its_status(nights: Nights):
    connector = nights.connector("moysklad")
    deep = Reply(429, {"retry-after": "7"}, b'{"trace": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    connector.judge(deep)
    said, fix = connector.explain(deep)
    assert said == "" and "limit" in fix
    assert connector.wait_asked(deep) == 7.0


def test_a_user_whose_access_is_switched_off_is_told_and_not_asked_again(nights: Nights):
    terms(nights, is_allowed=False)
    try:
        with pytest.raises(AccessDenied) as told:
            nights.load("moysklad", "employees")
    finally:
        terms(nights, is_allowed=True)

    assert "1061" in told.value.what
    assert len(nights.asked("moysklad")) == 1


def test_a_revoked_token_says_what_revoked_it(nights: Nights):
    with pytest.raises(AccessDenied) as told:
        nights.load("moysklad", "employees", token="f" * 40)

    assert "1056" in told.value.what
    assert "revokes" in told.value.fix


@pytest.mark.parametrize("given", [{}, {"token": "a", "login": "b", "password": "c"}, {"login": "b"}])
def test_one_credential_is_needed(given: dict[str, str]):
    with pytest.raises(SettingsError, match="token"):
        settings_of(MoySklad.settings_type, "stock", given)


def test_pages_overlap_and_step_back_where_the_list_has_moved():
    pages = Offsets((10,))
    first = pages.first(Call("/entity/demand"))
    keys = [f"k{number}" for number in range(10)]
    second = pages.next(first, Answer([b"{}"] * 10, keys, {"meta.size": 25}))  # type: ignore[list-item]
    assert second is not None
    assert second.param("offset") == "8"

    moved = pages.next(second, Answer([b"{}"] * 10, ["k13"], {"meta.size": 25}))  # type: ignore[list-item]
    assert moved is not None
    assert moved.param("offset") == "0"


def test_without_gzip_the_vendor_answers_nothing_at_all(nights: Nights):
    account = nights.ready["accounts"]["moysklad"]
    answer = requests.get(
        f"{account['base_url']}/entity/employee",
        headers={"Authorization": f"Bearer {account['token']}", "Accept-Encoding": "identity"},
        timeout=30,
    )

    assert (answer.status_code, answer.content) == (415, b"")
