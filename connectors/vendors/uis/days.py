"""What the pages of a report say of one day: its records, once each, and how many the vendor counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from connectors.kit.errors import UnexpectedReply
from connectors.kit.records import Shape, read_fields
from connectors.kit.stream import Page, Rejected
from texts import say


@dataclass(frozen=True)
class Day:
    """A day of a report. `page`: all its records; `counted`: the vendor's number, None if not told."""

    day: date
    page: Page
    counted: int | None

    @property
    def differs(self) -> str:
        """How the list is at odds with the vendor's count, "" if it is not."""
        listed = len(self.page.keys) + len(self.page.rejected)
        if self.counted is None or self.counted == listed:
            return ""
        return say("{counted} records counted, {listed} listed", counted=self.counted, listed=listed)

    def closing(self, *, with_total: bool) -> Page:
        """The page that ends the day. `with_total`: the vendor's count is kept as its own figure."""
        name = self.day.isoformat()
        totals = {name: {"calls": self.counted}} if with_total and self.counted is not None else {}
        return replace(
            self.page,
            days=[name] * len(self.page.keys),
            closes=(name,),
            totals=totals,
            warnings=(f"{name}: {self.differs}",) if self.differs else (),
        )


def day_of(day: date, pages: Sequence[Page], begins: str) -> Day:
    """The day out of the pages that were asked for from its midnight to the next one, both included.

    `begins`: the field with a record's wall-clock time. Raises UnexpectedReply where other days come.
    """
    kept: dict[str, object] = {}
    rejected: list[Rejected] = []
    next_days = 0
    for page in pages:
        rejected += page.rejected
        assert page.payloads is not None
        times = read_fields(b"", Shape("", (begins,)), page.payloads)  # type: ignore[arg-type]
        for key, payload, (time,) in zip(page.keys, page.payloads, times, strict=True):
            if not isinstance(time, str) or not time.strip():
                rejected.append(Rejected(f"no {begins}", bytes(payload).decode()))
            elif time.startswith(day.isoformat()):
                kept[key] = payload
            elif time.startswith(f"{day + timedelta(days=1)} 00:00:00"):
                next_days += 1
            else:
                raise _of_another(day)
    totals = [page.total for page in pages if page.total is not None]
    return Day(
        day,
        Page(
            keys=list(kept),
            payloads=list(kept.values()),  # type: ignore[arg-type]
            rejected=tuple(rejected),
            received=sum(page.received for page in pages) - next_days,
        ),
        counted=totals[-1] - next_days if totals else None,
    )


def _of_another(day: date) -> UnexpectedReply:
    return UnexpectedReply(
        say("records of other days came in answer to a question about {day}", day=day),
        fix=say("look for a proxy that changes requests; if there is none, tell the maintainers."),
    )
