"""What an answer to an order for some days says of them: its blocks, sorted into sections; no requests."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from connectors.kit.days import Days
from connectors.kit.errors import UnexpectedReply
from texts import say


class Block(msgspec.Struct):
    """What is said of a period: the vendor's own figures of all of it, and this page of its conversations."""

    period: str | None = None
    rows: list[msgspec.Raw] | None = msgspec.field(name="list", default=None)
    total_calls_count: int | None = None
    total_talks_duration: int | None = None

    @property
    def ends(self) -> set[date]:
        """The first and the last day of the period; nothing where that is not told."""
        with suppress(ValueError):
            return {
                datetime.strptime(end.strip()[:10], "%d.%m.%Y").date()
                for end in (self.period or "").split(" - ")
            }
        return set()

    @property
    def day(self) -> date | None:
        """The day it is of; None where that is a longer period, or not told."""
        ends = self.ends
        return ends.pop() if len(ends) == 1 else None


@dataclass(frozen=True)
class Section:
    """A day of an order, or all of its days where the vendor does not part them.

    `rows`: the conversations listed; `totals`: the vendor's own figures, `calls` and `talk_seconds`, or none.
    """

    days: Days
    rows: list[msgspec.Raw]
    totals: dict[str, int]

    @property
    def differs(self) -> str:
        """How the list is at odds with the header, "" if it is not."""
        counted = self.totals.get("calls", len(self.rows))
        return (
            ""
            if counted == len(self.rows)
            else say(
                "{counted} conversations counted, {listed} listed", counted=counted, listed=len(self.rows)
            )
        )


def sections_of(days: Days, pages: Sequence[Sequence[Block]]) -> list[Section]:
    """The sections of the pages of an answer, the oldest first; a day that no block is of had no calls.

    Raises UnexpectedReply where a block is of other days than were ordered.
    """
    if not {end for page in pages for block in page for end in block.ends} <= set(days):
        raise other_days(days)
    told = {block.day for page in pages for block in page}
    if len(days) == 1 or not told <= set(days):
        return [_section(days, pages)]
    return [
        _section(Days(day, day, days.zone), [[block for block in page if block.day == day] for page in pages])
        for day in days
    ]


def other_days(days: Days) -> UnexpectedReply:
    """The error of an answer that is not of the days ordered."""
    return UnexpectedReply(
        say("conversations of other days came in answer to an order for {days}", days=days),
        fix=say("set `timezone` to the zone of the account; now it is {key}.", key=days.zone.key),
    )


def _section(days: Days, pages: Sequence[Sequence[Block]]) -> Section:
    rows = [row for page in pages for block in page for row in block.rows or ()]
    return Section(days, rows, _totals([page for page in pages if page]))


def _totals(pages: Sequence[Sequence[Block]]) -> dict[str, int]:
    """The figures of the header, which every page repeats; none where a part of it has none."""
    blocks = pages[-1] if pages else ()
    counts = [block.total_calls_count for block in blocks]
    talks = [block.total_talks_duration for block in blocks]
    if None in counts or None in talks:
        return {}
    return {"calls": sum(filter(None, counts)), "talk_seconds": sum(filter(None, talks))}
