"""What a server of SALES DOCTOR may answer and the pretend one does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.kit.errors import SourceError
from tests.conformance.answering import Answering, answering
from tests.kit.stub_vendor import Asked, Told

WHO = {"login": "somebody", "password": "a-password"}
Tell = Any


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Answering]:
    with answering(tmp_path) as server:
        yield server


def tells(server: Answering, **methods: Tell) -> None:
    """Method → its answer, or what makes one of `params`."""

    def answer(asked: Asked) -> Told:
        question = msgspec.json.decode(asked.body)
        if question["method"] == "login":
            return Told(body={"status": True, "result": {"userId": "d0_1", "token": "token-of-a-session"}})
        told = methods.get(question["method"], {"status": False, "error": {"code": 403, "message": "off"}})
        return Told(body=told(question.get("params", {})) if callable(told) else told)

    server.answer(answer)


def pages_of(place: str, rows: int, *, total: object, cap: int) -> Tell:
    def answer(params: dict[str, Any]) -> dict[str, Any]:
        size = min(params["limit"], cap)
        first = (params["page"] - 1) * size
        told = [{"CS_id": f"d0_{number}", "name": "A"} for number in range(first, min(first + size, rows))]
        return {"status": True, "result": {place: told}, "pagination": {"total": total}}

    return answer


def test_a_count_that_is_a_text_is_a_count(server: Answering):
    tells(server, getOrder=pages_of("order", 3, total="3", cap=2), getFilials={"status": True, "result": []})
    assert server.load("sales_doctor", "orders", **WHO).rows == 3


def test_fewer_records_than_the_server_counts_are_said(server: Answering):
    tells(server, getAgent=pages_of("agent", 3, total=5, cap=2))
    receipt = server.load("sales_doctor", "agents", **WHO)
    assert receipt.rows == 3
    assert [said for said in receipt.warnings if "3 records came of 5" in said]


@pytest.mark.parametrize("rows", [20, 25])
def test_a_server_that_does_not_count_is_read_until_a_page_is_not_full(server: Answering, rows: int):
    tells(server, getAgent=pages_of("agent", rows, total=None, cap=1000))
    assert server.load("sales_doctor", "agents", page_size=10, **WHO).rows == rows


def test_what_is_no_record_is_set_aside(server: Answering):
    def listed(place: str) -> dict[str, Any]:
        told = [None, 5, [], {}, {"CS_id": "d0_1", "name": "Cash"}]
        return {"status": True, "result": {place: told}, "pagination": {"total": 5}}

    tells(
        server,
        getAgent=listed("agent"),
        getPaymentType=listed("currency"),
        getPriceType=listed("priceType"),
        getValyutaType=listed("valyutaType"),
        getOrder=listed("order"),
    )
    told = [server.load("sales_doctor", stream, **WHO) for stream in ("agents", "currencies", "orders")]
    assert [receipt.rows for receipt in told] == [1, 3, 1]
    assert [receipt.quarantined for receipt in told[:2]] == [4, 8]


def test_a_server_that_gives_page_one_for_ever_is_refused(server: Answering):
    """As many rows would come as it counts, and all but the first page's would be the same ones."""
    tells(server, getAgent=lambda params: pages_of("agent", 9, total=9, cap=3)({"limit": 3, "page": 1}))
    with pytest.raises(SourceError, match="twice"):
        server.load("sales_doctor", "agents", **WHO)


@pytest.mark.parametrize(
    "name", [rb'"Half of \ud83d"', rb'"\x00"', b'"a\x01b"', b'"\xff"', rb'"C:\new\q"', b"NaN"]
)
def test_a_name_that_is_no_text_costs_no_list(server: Answering, name: bytes):
    told = (
        b'{"status": true, "result": {"%b": [{"CS_id": "d0_1", "name": %b}, {"CS_id": "d0_2", "name": "B"}]}}'
    )
    places = {
        b"getAgent": b"agent",
        b"getVisit": b"visit",
        b"getPaymentType": b"currency",
        b"getOrder": b"order",
    }

    def answer(asked: Asked) -> Told:
        place = next((place for method, place in places.items() if method in asked.body), None)
        if place:
            return Told(body=told % (place, name))
        if b"login" in asked.body:
            return Told(body={"status": True, "result": {"token": "token-of-a-session"}})
        return Told(body={"status": False, "error": {"code": 403}})

    server.answer(answer)
    for stream, rows in (("agents", 2), ("currencies", 3), ("orders", 2)):
        assert server.load("sales_doctor", stream, **WHO).rows == rows
