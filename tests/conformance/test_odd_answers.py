"""Answers that a vendor may give and its pretend account does not: none becomes a wrong number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests

from connectors.kit.cursor import Window
from connectors.kit.days import Days
from connectors.kit.errors import AccessDenied, UnexpectedReply, VendorUnavailable
from connectors.kit.http import Call, Reply
from connectors.kit.stream import Kind, Page, Stream
from connectors.loading.load import Receipt, load_stream
from connectors.vendors.moysklad.connector import MoySklad
from connectors.vendors.moysklad.deletions import Deletions
from connectors.vendors.yandex_metrica.table import Table
from tests.conformance.test_answers_are_held_against_the_question import DAY, Disobedient
from tests.pretend_nights import Nights, source_of


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def load(nights: Nights, vendor: str, stream: str, first: date = DAY, **settings: object) -> Receipt:
    """Read one day, or from the first one on."""
    connector = nights.connector(vendor, **settings)
    return load_stream(
        connector,
        connector.stream(stream),
        source=source_of(vendor),
        landing=nights.landing,
        transport=nights.transport(connector),
        beginning=datetime.fromisoformat(f"{DAY}T00:00:00+03:00"),
        now=datetime.fromisoformat(nights.now),
        days=(first, DAY),
    )


class Refusing(requests.Session):
    """A way to a vendor that refuses one path."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def send(self, request, **more):
        answer = super().send(request, **more)
        if self.path in request.url:
            answer.status_code = 403
        return answer


def becomes(**told: object):
    """Whatever the answer was, it is this."""

    def change(answer: Any) -> None:
        answer.clear()
        answer.update(told)

    return change


# ---- VK Ads


@pytest.mark.parametrize(
    "told",
    [
        {"error": {"code": "ERR_INTERNAL", "message": "Try later"}},
        {"code": "ERR_INTERNAL", "message": "Try later"},
        {"error": "temporarily_unavailable", "items": []},
        {},
    ],
    ids=["nested error", "flat error", "error beside a list", "nothing"],
)
def test_an_error_of_vk_under_status_200_is_not_a_day_that_cost_nothing(nights: Nights, told: dict[str, Any]):
    nights.session = Disobedient("/statistics/", becomes(**told))

    with pytest.raises((UnexpectedReply, VendorUnavailable)):
        load(nights, "vk_ads", "ad_plan_days")
    assert nights.landing.batches(source_of("vk_ads"), "ad_plan_days") == []


def test_a_plan_of_vk_without_rows_is_one_that_nothing_happened_to(nights: Nights):
    def idle(told: Any) -> None:
        told["items"] = [{**item, "rows": None, "total": None} for item in told["items"]]
        told["total"] = None

    nights.session = Disobedient("/statistics/", idle)
    receipt = load(nights, "vk_ads", "ad_plan_days")
    assert receipt.complete and receipt.rows == 0


# ---- UIS


@pytest.mark.parametrize("stream", ["calls", "call_legs"])
def test_a_day_of_uis_without_calls_may_come_as_null(nights: Nights, stream: str):
    def none(told: Any) -> None:
        told["result"]["data"] = None
        told["result"]["metadata"]["total_items"] = 0

    nights.session = Disobedient("/v2.0", none)
    # the account is asked for its zone by the same address
    assert load(nights, "uis", stream).complete
    (batch,) = nights.landing.batches(source_of("uis"), stream)
    assert batch.rows == 0
    assert batch.control_totals == ({DAY.isoformat(): {"calls": 0}} if stream == "calls" else {})


def test_calls_of_uis_that_are_counted_and_do_not_come_are_an_error(nights: Nights):
    def lost(told: Any) -> None:
        told["result"]["data"] = None
        told["result"]["metadata"]["total_items"] = 3

    nights.session = Disobedient("/v2.0", lost)
    with pytest.raises(UnexpectedReply):
        load(nights, "uis", "calls")


@pytest.mark.parametrize(
    "error",
    [
        {"code": -32001, "message": "Access token is invalid", "data": "access_token_invalid"},
        {"code": -32001, "message": "Access token is invalid", "data": []},
        {"code": "-32001", "message": "Access token is invalid", "data": {"mnemonic": None}},
        {"code": -32001, "message": "Access token is invalid", "data": {"mnemonic": 5, "field": ["a"]}},
    ],
    ids=["text", "list", "nulls", "other kinds"],
)
def test_a_refusal_of_uis_is_understood_whatever_it_tells_beside_its_code(
    nights: Nights, error: dict[str, Any]
):
    nights.session = Disobedient("/v2.0", becomes(jsonrpc="2.0", id="0", error=error))

    with pytest.raises(AccessDenied) as told:
        load(nights, "uis", "calls")
    assert "-32001" in told.value.what and "Access token is invalid" in told.value.what
    assert "access_token" in told.value.fix


# ---- Metrica


def test_a_rate_of_nothing_is_null_in_metrica_and_costs_no_visit(nights: Nights):
    load(nights, "yandex_metrica", "visits_by_utm")
    usual = {key: row["ym:s:visits"] for key, row in nights.alive("yandex_metrica", "visits_by_utm").items()}

    def without_rates(told: Any) -> None:
        for figures in (*(row["metrics"] for row in told["data"]), told["totals"]):
            figures[3:] = [None] * len(figures[3:])

    nights.session = Disobedient("/stat/v1/data", without_rates)
    load(nights, "yandex_metrica", "visits_by_utm")
    rows = nights.alive("yandex_metrica", "visits_by_utm")
    assert {key: row["ym:s:visits"] for key, row in rows.items()} == usual
    assert all(row["ym:s:bounceRate"] is None for row in rows.values())


@pytest.mark.parametrize(
    "told", [{"sampled": False, "sample_share": 0.5}, {"sampled": True, "totals": [None] * 4}], ids=str
)
def test_a_part_of_the_visits_is_never_taken_for_all_of_them(nights: Nights, told: dict[str, Any]):
    nights.session = Disobedient("/stat/v1/data", lambda answer: answer.update(told))
    receipt = load(nights, "yandex_metrica", "visits_by_utm")

    assert any("of the visits" in warning for warning in receipt.warnings)


@pytest.mark.parametrize(
    ("kind", "waits"), [("quota_requests_by_counter_id", 300), ("quota_parallel_requests", 0)]
)
def test_a_quota_of_five_minutes_is_outlasted(nights: Nights, kind: str, waits: int):
    connector = nights.connector("yandex_metrica")
    transport = nights.transport(connector)
    body = json.dumps({"errors": [{"error_type": kind, "message": "Quota exceeded"}], "code": 429})
    reply = Reply(429, {}, body.encode())
    connector.judge(reply)

    assert (transport.attempts - 1) * (connector.wait_asked(reply) or 0) >= waits
    assert (connector.wait_asked(reply) is None) is (waits == 0)


def test_a_log_of_metrica_may_have_its_columns_in_another_order():
    days = Days(DAY, DAY, ZoneInfo("Europe/Moscow"))
    text = f"ym:s:date\tym:s:visitID\n{DAY}\t5100000000000000001\n"
    (page,) = Table(BytesIO(text.encode()), ("ym:s:visitID", "ym:s:date"), days).pages()

    assert page.keys == ["5100000000000000001"] and page.days == [DAY.isoformat()]


# ---- МойСклад


def test_what_many_documents_had_done_to_them_at_once_says_which_are_gone():
    asked: list[str] = []
    events = [
        {"eventType": "update", "moment": "2026-05-28 10:00:00", "entity": entity("changed")},
        {"eventType": "delete", "moment": "2026-05-28 10:00:01", "entity": entity("gone")},
        {"eventType": "restorefromrecyclebin", "moment": "2026-05-28 10:00:02", "entity": entity("back")},
        {"eventType": "delete", "moment": "2026-05-28 10:00:03", "entity": entity("other", "customerorder")},
    ]

    def pages(stream: Stream, call: Call) -> Iterator[Page]:
        asked.append(f"{call.path} {call.param('filter') or ''}")
        answers = {
            "/audit": [{"id": "many"}],
            "/audit/many/events": events,
            "/entity/demand": [{"id": "back"}],
        }
        records = [json.dumps(one).encode() for one in answers.get(call.path, events)]
        yield Page([str(place) for place in range(len(records))], records)

    stream = MoySklad.streams[[one.name for one in MoySklad.streams].index("demands")]
    window = Window(datetime(2026, 5, 28, tzinfo=UTC), datetime(2026, 5, 29, tzinfo=UTC))
    gone, back = Deletions(stream, "demand", window, pages, lambda instant: "now").by_audit()

    assert (gone.keys, gone.payloads) == (["gone"], None)
    assert [bytes(payload) for payload in back.payloads or ()] == [b'{"id": "back"}']
    assert "eventType=bulkoperation" in asked[0]
    assert asked[-1] == "/entity/demand id=back"


def entity(key: str, kind: str = "demand") -> dict[str, dict[str, str]]:
    return {"meta": {"href": f"https://api.example/entity/{kind}/{key}", "type": kind}}


@pytest.mark.parametrize("per_unit", [False, True])
def test_a_document_says_what_its_cost_is_of_only_where_the_settings_do(nights: Nights, per_unit: bool):
    load(nights, "moysklad", "costs", date(2026, 5, 4), cost_is_per_unit=per_unit)

    documents = nights.alive("moysklad", "costs").values()
    assert documents
    assert all(document.get("cost_is_per_unit", False) is per_unit for document in documents)


def test_series_of_goods_are_read_with_the_goods_and_missed_aloud(nights: Nights):
    nights.load("moysklad", "products")
    assert any(one["path"].endswith("/entity/consignment") for one in nights.asked("moysklad"))

    nights.session = Refusing("/entity/consignment")
    receipt = nights.load("moysklad", "products")
    assert receipt.complete and receipt.rows > 0
    assert any("series of goods cannot be read" in warning for warning in receipt.warnings)


def test_what_was_deleted_past_the_bin_is_gone_though_all_is_read_from_the_beginning_again(nights: Nights):
    streams = [stream.name for stream in MoySklad.streams if stream.kind is Kind.CHANGED_SINCE]
    for stream in streams:
        nights.load("moysklad", stream)
    assert not any("/audit" in one["path"] for one in nights.asked("moysklad"))
    before = {stream: nights.alive("moysklad", stream).keys() for stream in streams}
    nights.night(2)
    for stream in streams:
        nights.load("moysklad", stream, reset=True)

    afresh = replace(nights, folder=nights.folder / "afresh")
    for stream in streams:
        afresh.load("moysklad", stream)
        assert nights.alive("moysklad", stream).keys() == afresh.alive("moysklad", stream).keys()
    assert any(before[stream] - nights.alive("moysklad", stream).keys() for stream in streams)
