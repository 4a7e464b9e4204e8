"""Which records are gone: landed ids are listed again, and what is missing is asked for by its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from connectors.kit.errors import UnexpectedReply
from connectors.kit.stream import Page, deletes
from connectors.vendors.bitrix24.batches import Batches, Part
from connectors.vendors.bitrix24.paging import PAGE
from connectors.vendors.bitrix24.wire import is_gone, is_hidden
from texts import say


@dataclass(frozen=True, slots=True)
class IdSweep:
    """One listing of the ids of a kind of record.

    `listing`: method of the list; `asked`: its parameters; `landed`: ids that are known and alive.
    """

    batches: Batches
    listing: str
    asked: Mapping[str, Any]
    landed: Sequence[str]

    def pages(self) -> Iterator[Page]:
        """Ids that are new, then deletions of those that are gone."""
        known = sorted(int(key) for key in self.landed if key.isdecimal())
        alive: set[int] = set()
        for found in self._alive(known):
            fresh = [each for each in found if each not in alive]
            alive.update(fresh)
            told = set(known)
            yield _page([each for each in fresh if each not in told])
        missing = [each for each in known if each not in alive]
        if missing:
            yield self._gone(missing)

    def _alive(self, known: Sequence[int]) -> Iterator[list[int]]:
        """The ids that are listed. A range of 50 known ids is one page if none is new in it."""
        ends = [*known[PAGE - 1 :: PAGE], None]
        begins = [0, *known[PAGE - 1 :: PAGE]]
        ranges = {f"{begin}-{end or ''}": (begin, end) for begin, end in zip(begins, ends, strict=True)}
        while ranges:
            parts = {name: self._listing(*bounds) for name, bounds in ranges.items()}
            further: dict[str, tuple[int, int | None]] = {}
            for name, said in self.batches.results(parts):
                begin, end = ranges[name]
                found = _ids(said.result, begin, end)
                yield found
                if len(found) >= PAGE and (end is None or found[-1] < end):
                    further[f"{found[-1]}-{end or ''}"] = (found[-1], end)
            ranges = further

    def _listing(self, begin: int, end: int | None) -> Part:
        bounds = {">ID": begin} | ({"<=ID": end} if end is not None else {})
        asked = {**self.asked, "start": -1, "filter": {**self.asked.get("filter", {}), **bounds}}
        return Part(self.listing, asked)

    def _gone(self, missing: Sequence[int]) -> Page:
        """Deletions of what the portal says it has not; what it hides from us is not deleted."""
        by_id = self.listing.replace(".list", ".get")
        parts = {str(each): Part(by_id, {"id": each}) for each in missing}
        gone, there = list[str](), 0
        for key, said in self.batches.ask(parts):
            if said.refused is None or is_hidden(said.refused):
                there += 1
            elif is_gone(said.refused):
                gone.append(key)
            else:
                fix = say("run again; if it stays, tell the maintainers.")
                raise self.batches.refused(parts[key], said.refused, fix)
        page = deletes(gone)
        return replace(page, warnings=(_kept(by_id, there),)) if there else page


def _ids(result: msgspec.Raw | None, begin: int, end: int | None) -> list[int]:
    rows = msgspec.json.decode(result or b"[]", type=list[_Row])
    found = sorted(int(row.ID) for row in rows)
    if any(each <= begin or (end is not None and each > end) for each in found):
        raise UnexpectedReply(
            say("ids from {begin} to {end} were asked for, and others came", begin=begin, end=end or "…"),
            fix=say("look for a proxy that changes requests; if there is none, tell the maintainers."),
        )
    return found


class _Row(msgspec.Struct):
    ID: int | str


def _kept(method: str, count: int) -> str:
    return say(
        "{count} records are no longer listed and {method} still knows them: hidden from the webhook's user, "
        "not taken for deleted",
        count=count,
        method=method,
    )


def _page(ids: Sequence[int]) -> Page:
    return Page([str(each) for each in ids], [b'{"ID":"%d"}' % each for each in ids], received=len(ids))
