"""What dlt's own rest_api source has loaded of the pretend amoCRM lands as what our connector reads of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.company.layout import USUAL, Layout
from tests.foreign.conftest import Visited
from tests.loaded.filled import House, told

STREAMS = ("leads", "contacts", "users")


@pytest.fixture
def house(tmp_path: Path) -> House:
    streams = {name: {"table": f"amocrm.{name}"} for name in STREAMS}
    return House(tmp_path, {"place": "lake.duckdb", "streams": streams}, more={"streams": list(STREAMS)})


def _texts(record: Any) -> Any:
    """The values of a record's own fields as text: in a child table dlt has one type for all of them."""
    if isinstance(record, dict):
        return {
            name: str(inner).lower() if name == "value" else _texts(inner) for name, inner in record.items()
        }
    return [_texts(inner) for inner in record] if isinstance(record, list) else record


@pytest.mark.parametrize("nesting", [0, None])
def test_leads_contacts_and_users_land_as_our_connector_lands_them(
    visit: Callable[[Layout], Visited], house: House, nesting: int | None
):
    company = visit(USUAL)
    loaded = company.read("dlt", "amocrm", nesting=nesting, file=str(house.folder / "lake.duckdb"))
    ours = {name: company.landed("amocrm", name) for name in STREAMS}

    for name in STREAMS:
        receipt = house.load(name, now=None)

        rows = {row["_key"]: told(json.loads(row["_payload"])) for row in house.rows(name)}
        assert receipt.complete and len(rows) == loaded[name] == len(ours[name])
        theirs = {key: told(record) for key, record in ours[name].items()}
        assert (_texts(rows) == _texts(theirs)) if nesting is None else (rows == theirs)
