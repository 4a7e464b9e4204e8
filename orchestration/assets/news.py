"""Whether anything has landed that the marts do not know yet; if not, dbt and the gate need not run."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import duckdb
from pydantic import BaseModel

from connectors.kit.stream import Kind, Stream
from connectors.landing.landing import Landing
from connectors.landing.ledger import BatchInfo
from expectations.statements import as_pattern
from orchestration.deployment.deployment import Deployment

_LATEST = """
    select _key, _op, _payload from read_parquet($files)
    qualify 1 = row_number() over (partition by _key order by _observed_at desc, _batch_id desc, _row desc)
"""
_SAME = """
    select not exists (select _key, _op, _payload from fresh except select _key, _op, _payload from known)
"""
_OF_DAYS = """
    select _day, _key, _op, _payload from read_parquet($files)
    where list_contains($batches_of_days, _batch_id || ' ' || _day)
"""
_SAME_OF_DAYS = """
    select not exists (from (from fresh except all from known) union all (from known except all from fresh))
"""


class StreamState(BaseModel):
    """What is landed of a stream: its batches, those of the newest instant, the date it is covered to."""

    batches: int
    observed_at: datetime | None
    newest: tuple[str, ...]
    covered: date | None


class Landed(BaseModel):
    """Everything a build depends on, as it was when the build began."""

    as_of_date: date
    stamp: str
    streams: dict[str, StreamState]

    @classmethod
    def now(
        cls, deployment: Deployment, streams: Sequence[tuple[str, Stream]], stamp: str, moment: datetime
    ) -> Self:
        """The state at `moment`; `stamp` is the hash of the dbt project and its variables."""
        landing = Landing(str(deployment.state.landing))
        states = {f"{source}.{one.name}": _state(deployment, landing, source, one) for source, one in streams}
        return cls(as_of_date=moment.astimezone(deployment.zone).date(), stamp=stamp, streams=states)

    def says_the_same_as(self, built: "Landed | None", deployment: Deployment) -> bool:
        """Whether a build from this state gives the numbers that the `built` one gave."""
        if built is None or (self.as_of_date, self.stamp) != (built.as_of_date, built.stamp):
            return False
        if {name: one.covered for name, one in self.streams.items()} != {
            name: one.covered for name, one in built.streams.items()
        }:
            return False
        landing = Landing(str(deployment.state.landing))
        # One for all streams: opening it costs more than most comparisons.
        with duckdb.connect() as memory:
            return all(
                one == built.streams[name] or _repeats(memory, landing, name, built.streams[name])
                for name, one in self.streams.items()
            )


def _state(deployment: Deployment, landing: Landing, source: str, stream: Stream) -> StreamState:
    batches = landing.batches(source, stream.name)
    beginning = deployment.sources[source].beginning
    covered = landing.coverage(
        source, stream.name, beginning, stream_version=stream.stream_version
    ).covered_to
    observed = batches[-1].observed_at if batches else None
    return StreamState(
        batches=len(batches),
        observed_at=observed,
        newest=tuple(one.batch_id for one in batches if one.observed_at == observed),
        covered=_local_date(covered, deployment.zone),
    )


def _local_date(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None


def _repeats(memory: duckdb.DuckDBPyConnection, landing: Landing, name: str, built: StreamState) -> bool:
    """Whether the batches since `built` only repeat: overlaps and catalogues are read anew."""
    source, stream = name.split(".", 1)
    batches = landing.batches(source, stream)
    fresh = [batch for batch in batches if _is_after(batch, built)]
    known = [batch for batch in batches if batch not in fresh]
    if len(known) != built.batches:
        return False
    if fresh and fresh[0].kind == Kind.BY_DAY:
        return _same_days(memory, Path(landing.root), _by_day(known), _by_day(fresh))
    rows = [
        batch
        for batch in fresh
        if batch.rows or batch.deletes or batch.quarantined or batch.kind == Kind.WHOLE
    ]
    return not rows or _same_rows(memory, Path(landing.root), known, rows)


def _is_after(batch: BatchInfo, built: StreamState) -> bool:
    if built.observed_at is None or batch.observed_at > built.observed_at:
        return True
    return batch.observed_at == built.observed_at and batch.batch_id not in built.newest


def _same_rows(
    memory: duckdb.DuckDBPyConnection, root: Path, known: list[BatchInfo], fresh: list[BatchInfo]
) -> bool:
    if fresh[0].kind == Kind.WHOLE:
        whole = [batch for batch in known if batch.complete]
        if not whole or not fresh[-1].complete or whole[-1].rows != fresh[-1].rows:
            return False
        known, fresh = whole[-1:], fresh[-1:]
    if not known or fresh[-1].quarantined != known[-1].quarantined:
        return False
    for name, batches in {"known": known, "fresh": fresh}.items():
        memory.execute(f"create or replace table {name} as {_LATEST}", {"files": _files(root, batches)})
    row = memory.execute(_SAME).fetchone()
    return bool(row and row[0])


def _by_day(batches: Iterable[BatchInfo]) -> dict[str, BatchInfo]:
    """The newest complete batch of each day: it says all of the day."""
    return {day: batch for batch in batches if batch.complete for day in batch.days}


def _same_days(
    memory: duckdb.DuckDBPyConnection, root: Path, known: dict[str, BatchInfo], fresh: dict[str, BatchInfo]
) -> bool:
    """Whether the days read anew have the records and the vendor's figures that they had."""
    if not fresh.keys() <= known.keys():
        return False
    known = {day: known[day] for day in fresh}
    if any(batch.quarantined for batch in (*known.values(), *fresh.values())):
        return False
    if any(fresh[day].control_totals.get(day) != known[day].control_totals.get(day) for day in fresh):
        return False
    for name, days in {"known": known, "fresh": fresh}.items():
        chosen = {
            "files": _files(root, days.values()),
            "batches_of_days": [f"{batch.batch_id} {day}" for day, batch in days.items()],
        }
        memory.execute(f"create or replace table {name} as {_OF_DAYS}", chosen)
    row = memory.execute(_SAME_OF_DAYS).fetchone()
    return bool(row and row[0])


def _files(root: Path, batches: Iterable[BatchInfo]) -> list[str]:
    return list(dict.fromkeys(as_pattern(root / batch.path) for batch in batches))
