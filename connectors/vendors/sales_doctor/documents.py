"""Documents by when they were changed, and those that are gone: what is landed is held against a count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.kit.cursor import Window
from connectors.kit.stream import Page, Reading, deletes
from connectors.vendors.sales_doctor.records import Filial, Stamp, Stamper
from connectors.vendors.sales_doctor.streams import LONGEST

Pages = Callable[[Filial, dict[str, Any]], Iterator[Page]]
"""Filial, filter → all pages of the method, as the vendor gives them."""

Count = Callable[[Filial, dict[str, Any]], int | None]
"""Filial, filter → how many records the vendor counts."""


@dataclass
class Documents:
    """One reading of one kind of document. `zone`: of the server, whose filters take whole days.

    The vendor says which documents were changed and not which were deleted: these are missing from its count
    of all that was changed since the first reading. Where the count is another than what is landed, all
    is listed anew, and what the list lacks is deleted, unless it has fewer rows than were counted. So it is
    where a stamp of another `edition` is landed.
    """

    reading: Reading
    filials: Sequence[Filial]
    zone: ZoneInfo
    ask: Pages
    count: Count
    stamp: Stamp
    edition: str = ""
    _news: Stamper = field(init=False)

    def __post_init__(self) -> None:
        """What is landed need not be landed again."""
        self._news = Stamper(self.stamp, self.edition, self.reading.landed)

    def pages(self) -> Iterator[Page]:
        """What was changed in the window, then what is gone."""
        assert self.reading.window is not None
        yield from self._listed(self.reading.window, self._news)
        for filial in self.filials:
            whole = Window(self.reading.since or self.reading.window.start, self.reading.window.end)
            held = self._held(filial)
            counted = self.count(filial, self._asked(whole, further=1))
            if (counted is not None and counted != len(held)) or self._is_outdated(held):
                yield from self._anew(filial, whole, held, counted or 0)

    def _listed(self, window: Window, stamper: Stamper) -> Iterator[Page]:
        for part in window.slices(LONGEST):
            for filial in self.filials:
                for page in self.ask(filial, self._asked(part)):
                    yield stamper.page(page, filial)

    def _anew(self, filial: Filial, whole: Window, held: set[str], counted: int) -> Iterator[Page]:
        again, came = Stamper(self.stamp, self.edition, {**self.reading.landed, **self._news.seen}), 0
        for page in self.ask(filial, self._asked(whole, further=1)):
            came += len(page.payloads or ()) + len(page.rejected)
            yield again.page(page, filial)
        gone = held - again.seen.keys() if came >= counted else set()
        if gone:
            yield deletes(sorted(gone))

    def _held(self, filial: Filial) -> set[str]:
        """Keys that are landed and not deleted, as far as they are the filial's."""
        known = self.reading.landed.keys() | self._news.seen.keys()
        if filial.start:
            return {key for key in known if key.startswith(filial.start)}
        others = tuple(other.start for other in self.filials if other.start)
        return {key for key in known if not key.startswith(others)} if others else set(known)

    def _is_outdated(self, held: set[str]) -> bool:
        """Whether the settings made something else of a document when it was landed."""
        versions = {**self.reading.landed, **self._news.seen}
        return any(not (versions[key] or self.edition).startswith(self.edition) for key in held)

    def _asked(self, window: Window, *, further: int = 0) -> dict[str, Any]:
        first = window.start.astimezone(self.zone).date()
        last = window.end.astimezone(self.zone).date() + timedelta(days=further)
        return {"period": {"dateUpdate": {"from": first.isoformat(), "to": last.isoformat()}}}
