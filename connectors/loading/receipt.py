"""What a load tells its caller: how far it is while it runs, and what it committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.landing.ledger import BatchInfo


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is."""

    source: str
    stream: str
    pages: int
    rows: int
    requests: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one load committed. `window_from`, `window_to`: UTC; `seconds`: of the whole load.

    `batch_id`: of the last batch, "" if none was needed. `days`: by_day: the days read to the end.
    `unavailable`: why the account does not offer this (optional) stream; nothing was landed then.
    """

    source: str
    stream: str
    batch_id: str
    rows: int
    deletes: int
    quarantined: int
    window_from: datetime | None
    window_to: datetime | None
    complete: bool
    requests: int
    seconds: float
    warnings: tuple[str, ...]
    days: tuple[str, ...] = ()
    unavailable: str = ""


def receipt_of(info: BatchInfo) -> Receipt:
    """The receipt of one committed batch."""
    return Receipt(
        source=info.source,
        stream=info.stream,
        batch_id=info.batch_id,
        rows=info.rows,
        deletes=info.deletes,
        quarantined=info.quarantined,
        window_from=info.window_from,
        window_to=info.window_to,
        complete=info.complete,
        requests=info.requests,
        seconds=info.seconds,
        warnings=tuple(info.warnings),
        days=() if info.running else tuple(info.days),
    )


def nothing(source: str, stream: str, *, unavailable: str = "") -> Receipt:
    """The receipt of a load that had nothing to commit."""
    return Receipt(
        source=source,
        stream=stream,
        batch_id="",
        rows=0,
        deletes=0,
        quarantined=0,
        window_from=None,
        window_to=None,
        complete=not unavailable,
        requests=0,
        seconds=0.0,
        warnings=(),
        unavailable=unavailable,
    )


def joined(receipts: Sequence[Receipt]) -> Receipt:
    """One receipt over the batches of one load."""
    return replace(
        receipts[-1],
        rows=sum(each.rows for each in receipts),
        deletes=sum(each.deletes for each in receipts),
        quarantined=sum(each.quarantined for each in receipts),
        window_from=min((each.window_from for each in receipts if each.window_from), default=None),
        window_to=max((each.window_to for each in receipts if each.window_to), default=None),
        complete=all(each.complete for each in receipts),
        requests=sum(each.requests for each in receipts),
        seconds=round(sum(each.seconds for each in receipts), 3),
        warnings=tuple(dict.fromkeys(warning for each in receipts for warning in each.warnings)),
        days=tuple(sorted({day for each in receipts for day in each.days})),
    )
