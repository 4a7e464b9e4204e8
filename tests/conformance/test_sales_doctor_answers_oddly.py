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
            return Told(body={"status": True, "result": {"userId": "d0_1", "token": "t"}})
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


def test_a_server_that_gives_page_one_for_ever_is_refused(server: Answering):
    """As many rows would come as it counts, and all but the first page's would be the same ones."""
    tells(server, getAgent=lambda params: pages_of("agent", 9, total=9, cap=3)({"limit": 3, "page": 1}))
    with pytest.raises(SourceError, match="twice"):
        server.load("sales_doctor", "agents", **WHO)
