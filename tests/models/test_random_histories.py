"""Whatever happened and in whatever order its batches came: night by night gives what one rebuild gives."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.models.conftest import Warehouse
from tests.models.landed import HandMadeLanding

# `make test-histories` asks for many, other ones each time; `make test` takes the same few.
HISTORIES = int(os.environ.get("HISTORIES", "0"))
MAY_1 = datetime(2026, 5, 1, tzinfo=UTC)
STAGED = (
    "stg_amocrm__leads",
    "stg_amocrm__users",
    "stg_amocrm__notes",
    "stg_onec__order_versions",
    "stg_onec__cost_movements",
    "stg_mango_office__calls",
    "stg_mango_office__pbx_users",
    "stg_yandex_direct__ad_spend",
    "stg_yandex_direct__reported_campaigns",
)
# place → kind of reading, and what a record with a number in it looks like
STREAMS: dict[str, tuple[str, Any]] = {
    "amocrm.crm.leads": ("changed_since", lambda value: {"price": value, "pipeline_id": 1, "status_id": 142}),
    "amocrm.crm.contact_notes": (
        "changed_since",
        lambda value: {"note_type": "call_in", "entity_id": 1, "params": {"duration": value}},
    ),
    "amocrm.crm.users": ("whole", lambda value: {"name": f"Ann {value}"}),
    "mango_office.pbx.users": ("whole", lambda value: {"telephony": {"extension": str(value)}}),
    "onec.erp.orders": ("sweep", lambda value: {"Posted": value % 2 == 0, "СуммаДокумента": value}),
    "mango_office.pbx.calls": ("by_day", lambda value: {"context_type": 1, "talk_duration": value}),
    "yandex_direct.ads.ad_report": ("by_day", lambda value: {"CampaignName": "a", "Cost": value}),
    "onec.erp.cost_register": (
        "by_day",
        lambda value: {"RecordSet": [{"АналитикаУчетаНоменклатуры_Key": "k", "Стоимость": value}]},
    ),
}
_values = st.dictionaries(st.sampled_from("abcd"), st.one_of(st.none(), st.integers(0, 9)), max_size=4)
_days = st.dictionaries(st.integers(1, 5), _values, min_size=1, max_size=4)


@dataclass(frozen=True)
class Batch:
    """A batch that may come nights after it was read. `told`: key → value, None for gone; by day for days."""

    place: str
    read_in: int
    told: Mapping[Any, Any]
    is_complete: bool
    is_reset: bool


_batches = st.builds(
    lambda place, days, values, **more: Batch(
        place, told=days if STREAMS[place][0] == "by_day" else values, **more
    ),
    st.sampled_from(sorted(STREAMS)),
    _days,
    _values,
    read_in=st.integers(0, 3),
    is_complete=st.sampled_from((True, True, True, False)),
    is_reset=st.sampled_from((False, False, False, True)),
)


def land(landing: HandMadeLanding, batch: Batch, number: int) -> None:
    """Commit it; `number` tells batches apart that were read in one night."""
    kind, record = STREAMS[batch.place]
    at = MAY_1 + timedelta(days=batch.read_in, seconds=number)
    more: dict[str, Any] = {"kind": kind, "complete": batch.is_complete, "reset": batch.is_reset}
    if kind == "by_day":
        told = {f"2026-04-{day:02d}": values for day, values in sorted(batch.told.items())}
        rows = [
            (key, record(value or 0)) for values in told.values() for key, value in sorted(values.items())
        ]
        landing.land(batch.place, rows, at, days={day: len(values) for day, values in told.items()}, **more)
        return
    rows = [
        (key, None if value is None else record(value))
        for key, value in sorted(batch.told.items())
        if value is not None or kind != "whole"
    ]
    landing.land(batch.place, rows, at, **more)


@settings(
    max_examples=HISTORIES or 3,
    deadline=None,
    derandomize=not HISTORIES,
    print_blob=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
@given(nights=st.lists(st.lists(_batches, min_size=12, max_size=24), min_size=2, max_size=3))
def test_any_history_taken_night_by_night_gives_what_one_rebuild_gives(
    untouched: Warehouse, nights: list[list[Batch]]
):
    warehouse = _emptied(untouched.var.parent / "histories", untouched)
    landing, number = warehouse.landing, 0
    for batches in nights:
        for batch in batches:
            number += 1
            land(landing, batch, number)
        landing.run(MAY_1 + timedelta(days=9))
        warehouse.dbt("run", "--select", *STAGED)
    taken = warehouse.tables("staging")
    (warehouse.var / "warehouse.duckdb").unlink()
    warehouse.dbt("run", "--select", *STAGED)

    assert set(taken) == set(STAGED)
    assert {name: rows for name, rows in warehouse.tables("staging").items() if rows != taken[name]} == {}


def _emptied(var: Path, other: Warehouse) -> Warehouse:
    """An installation without anything; dbt has read the project for the other one."""
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
    return Warehouse(var, other.target)
