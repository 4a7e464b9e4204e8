"""How far a stream is known is said in Python to connectors and in SQL to marts: both say the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from connectors.landing.ledger import BatchInfo, coverage_of
from tests.models.conftest import Warehouse

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = ("changed_since", "by_day", "whole", "sweep")
STREAMS = 60


def _batch(place: str, kind: str, at: datetime, number: int, **facts: object) -> BatchInfo:
    vendor, source, stream = place.split(".")
    return BatchInfo(
        vendor=vendor,
        source=source,
        stream=stream,
        kind=kind,
        batch_id=f"{at:%Y%m%dT%H%M%S%fZ}-{number:08x}",
        observed_at=at,
        window_to=at,
        days=[],
        rows=0,
        deletes=0,
        quarantined=0,
        control_totals={},
        requests=0,
        seconds=0,
        connector_version="",
        mode="",
        warnings=[],
        **facts,
    )


def test_python_and_sql_agree_on_every_random_history(warehouse: Warehouse):
    dice = random.Random(20261127)
    expected: dict[str, datetime | None] = {}
    landing = warehouse.landing
    for number in range(STREAMS):
        stream, kind = f"stream_{number}", KINDS[number % len(KINDS)]
        place, batches, version = f"amocrm.crm.{stream}", [], "1"
        landing.deploy(place, kind, version)
        at = BEGINNING
        for turn in range(dice.randrange(9)):
            at += timedelta(hours=dice.randrange(1, 60))
            version = "2" if dice.random() < 0.1 else version
            back = timedelta(hours=dice.randrange(1, 120))
            facts = {
                "complete": dice.random() < 0.7,
                "reset": dice.random() < 0.15,
                "window_from": None if kind in ("whole", "sweep") else max(BEGINNING, at - back),
            }
            landing.land(place, [], at, kind=kind, version=version, **facts)
            batches.append(_batch(place, kind, at, turn, stream_version=version, **facts))
        deployed = (
            version if dice.random() < 0.8 else "3"
        )  # the connector reads anew what it has learnt to read
        landing.deploy(place, kind, deployed)
        expected[stream] = coverage_of(batches, BEGINNING, deployed).covered_to
    landing.run(at)

    warehouse.dbt("run", "--select", "+int_stream_coverage")

    said = warehouse.ask(
        "select stream, covered_to from intermediate.int_stream_coverage where source = 'crm'"
    )
    assert {stream: covered and covered.replace(tzinfo=UTC) for stream, covered in said} == expected
    assert len({covered for covered in expected.values() if covered}) > STREAMS / 4
