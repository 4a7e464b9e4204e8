"""What goes wrong with shipments after they are written: unposted, deleted, resized, typed in late."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sandbox.company.charter import END, MOSCOW
from sandbox.company.erp_records import GoodsFacts
from sandbox.company.history import Change
from sandbox.world.clock import BUSY_HOURS, later, moment_of
from sandbox.world.erp_drafts import ErpBook, ErpDraft, as_written

TUESDAY, WEDNESDAY = date(2026, 6, 2), date(2026, 6, 3)
QUIET_SINCE = datetime(2026, 5, 30, tzinfo=MOSCOW).astimezone(UTC)
MAY_OPENS = datetime(2026, 5, 3, tzinfo=MOSCOW).astimezone(UTC)


def spoil_goods(erp: ErpBook, seed: int) -> None:
    """Apply every kind of mishap at its usual rate, then what is bound to happen around the nights."""
    rng = random.Random(f"{seed}:goods")
    for draft in (*erp.sales, *erp.returns):
        at = later(rng, draft.versions[-1].at, 6)
        if at < QUIET_SINCE:
            _spoil(rng, draft, at)
    _happen_around_nights(rng, erp)


def _spoil(rng: random.Random, draft: ErpDraft[GoodsFacts], at: datetime) -> None:
    roll = rng.random()
    if roll < 0.015:
        draft.rewrite(at, posted=False)
    elif roll < 0.03:
        draft.rewrite(at, posted=False, deletion_mark=True)
    elif roll < 0.04:
        draft.removed_at = as_written(at)
    elif roll < 0.07:
        resize(draft, at)
    elif roll < 0.08:
        draft.rewrite(at)


def resize(draft: ErpDraft[GoodsFacts], at: datetime) -> None:
    """Correct the first line's quantity; its amount and the document's follow."""
    first, *others = draft.facts.lines
    quantity = first.quantity + 3
    amount = (first.price * quantity).quantize(Decimal("0.01"))
    lines = (replace(first, quantity=quantity, amount=amount), *others)
    draft.rewrite(at, lines=lines, amount=sum((line.amount for line in lines), Decimal(0)))


def _unpost(draft: ErpDraft[GoodsFacts], at: datetime) -> None:
    draft.rewrite(at, posted=False)


def _mark(draft: ErpDraft[GoodsFacts], at: datetime) -> None:
    draft.rewrite(at, posted=False, deletion_mark=True)


def _remove(draft: ErpDraft[GoodsFacts], at: datetime) -> None:
    draft.removed_at = as_written(at)


def _unpost_for_a_day(draft: ErpDraft[GoodsFacts], at: datetime) -> None:
    draft.rewrite(at, posted=False)
    draft.rewrite(at + timedelta(days=1), posted=True)


def _enter_late(draft: ErpDraft[GoodsFacts], at: datetime) -> None:
    """Let a document with an old date be typed in only now."""
    draft.versions = [Change(as_written(at), draft.facts)]


def _happen_around_nights(rng: random.Random, erp: ErpBook) -> None:
    """Touch documents of May only: cost of older months is not read again."""
    quiet = [
        draft
        for draft in erp.sales
        if len(draft.versions) == 1
        and MAY_OPENS < draft.versions[0].at < QUIET_SINCE
        and draft.removed_at is None
        and draft.facts.lines
    ]
    rng.shuffle(quiet)
    acts: tuple[tuple[date, Callable[[ErpDraft[GoodsFacts], datetime], None]], ...] = (
        (TUESDAY, _unpost), (WEDNESDAY, _mark), (TUESDAY, _remove), (WEDNESDAY, _remove), (TUESDAY, resize),
        (WEDNESDAY, resize), (TUESDAY, _unpost_for_a_day), (TUESDAY, _enter_late), (WEDNESDAY, _enter_late),
    )  # fmt: skip
    for draft, (day, act) in zip(quiet, acts, strict=False):
        at = moment_of(rng, day, BUSY_HOURS)
        if at < END:
            act(draft, at)
