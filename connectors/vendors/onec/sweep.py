"""How all of an object is read although nothing says when a row changed, and rows move between pages.

Keys and versions of all rows are listed, what differs from the landing is fetched whole, and the list is read
again until it holds every key of the list before it: a deletion meanwhile moves later rows up, under `$skip`,
and one of them is missing in that list. A landed key that the last list lacks is looked for by its key; only
what is found nowhere is deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from connectors.kit.errors import UnexpectedReply, VendorUnavailable
from connectors.kit.stream import Page, deletes
from texts import say

_MANY = 0.3  # share of changed rows above which pages of everything are cheaper than chunks of keys
_FEW = 200  # rows out of the window up to which asking by key is cheaper than listing all that is out of it
_ASKED_ONE_BY_ONE = 5  # rows that were asked for in a filter and did not come
_NEVER = object()


class Wire(Protocol):
    """The ways to ask a base for one object."""

    def listing(self, *, all_rows: bool = False) -> Iterator[Page]:
        """Keys and versions of the rows of the window, or of all rows."""

    def everything(self) -> Iterator[Page]:
        """All rows, whole."""

    def some(self, keys: Sequence[str]) -> Iterator[Page]:
        """The rows with these keys, whole; a key that is no more is left out."""

    def exists(self, key: str) -> bool:
        """Whether the row can be had by its key."""


@dataclass
class Sweep:
    """One reading of one object.

    `landed`: key → version of what is landed and not deleted. `listings`: how often the list may be read.
    `proofs`: how many vanished keys are asked for one by one; None where deletions are not told row by row.
    `windowed`: the list leaves out old rows on purpose.
    """

    name: str
    wire: Wire
    landed: Mapping[str, str | None]
    listings: int
    proofs: int | None
    windowed: bool = False
    _told: dict[str, str | None] = field(default_factory=dict)

    def pages(self) -> Iterator[Page]:
        """New and changed rows, then deletions. VendorUnavailable if the list does not hold still."""
        self._told = dict(self.landed)
        before: set[str] | None = None
        if not self.landed:
            before = set()
            for page in self.wire.everything():
                before.update(page.keys)
                yield self._news(page)
        for _ in range(self.listings):
            listed = self._list(self.wire.listing())
            yield from self._fetch(listed)
            if before is not None and before <= listed.keys():
                if self.proofs is not None:
                    yield from self._vanished(sorted(self._told.keys() - listed.keys()), self.proofs)
                return
            before = set(listed)
        raise VendorUnavailable(
            say(
                "the list of {name} lost rows during each of {listings} readings",
                name=self.name,
                listings=self.listings,
            ),
            fix=say("load while nobody deletes objects in 1C, or raise `listings`."),
        )

    def _list(self, pages: Iterator[Page]) -> dict[str, str | None]:
        listed: dict[str, str | None] = {}
        for page in pages:
            listed.update(zip(page.keys, page.versions or [None] * len(page.keys), strict=True))
        return listed

    def _fetch(self, listed: Mapping[str, str | None]) -> Iterator[Page]:
        """What the list shows in another version than the landing has."""
        changed = self._changed(listed)
        if self.landed and len(changed) > max(100, _MANY * len(listed)):
            yield from map(self._news, self.wire.everything())
            changed = self._changed(listed)
        if changed:
            came: set[str] = set()
            for page in self.wire.some(changed):
                came.update(page.keys)
                yield self._news(page)
            yield from self._withheld([key for key in changed if key not in came])

    def _withheld(self, keys: list[str]) -> Iterator[Page]:
        """What was asked for by its key and did not come, though it is there: everything is read instead."""
        there = [key for key in keys[:_ASKED_ONE_BY_ONE] if self.wire.exists(key)]
        if not there:
            return
        came: set[str] = set()
        for page in self.wire.everything():
            came.update(page.keys)
            yield self._news(page)
        if not came.issuperset(there):
            raise UnexpectedReply(
                say(
                    "{count} rows of {name} are in its list and did not come when asked for by key",
                    count=len(keys),
                    name=self.name,
                ),
                fix=say("look for a proxy that cuts the query; set `chunk` to 1 and try again."),
            )
        yield Page.note(
            warning=say(
                "{name} gives no rows by their keys: all of it was read instead, which takes longer",
                name=self.name,
            )
        )

    def _changed(self, listed: Mapping[str, str | None]) -> list[str]:
        return [key for key, version in listed.items() if self._told.get(key, _NEVER) != version]

    def _news(self, page: Page) -> Page:
        """The page without rows whose very version is landed or was given before."""
        versions = page.versions or [None] * len(page.keys)
        pairs = list(zip(page.keys, versions, strict=True))
        fresh = [
            place for place, (key, version) in enumerate(pairs) if self._told.get(key, _NEVER) != version
        ]
        self._told.update(pairs)
        return page.take(fresh)

    def _vanished(self, keys: list[str], proofs: int) -> Iterator[Page]:
        """Deletions of landed keys that no list shows, and the rows among them that are still there."""
        if self.windowed and len(keys) > _FEW:
            everywhere = self._list(self.wire.listing(all_rows=True))
            yield from self._fetch({key: everywhere[key] for key in keys if key in everywhere})
            keys = [key for key in keys if key not in everywhere]
        if not keys:
            return
        alive: set[str] = set()
        for page in self.wire.some(keys):
            alive.update(page.keys)
            yield self._news(page)
        sought = [key for key in keys if key not in alive]
        asked = sought[:proofs]
        gone = [key for key in asked if not self.wire.exists(key)]
        warnings = []
        if alive and not self.windowed:
            warnings.append(
                say(
                    "{count} rows of {name} are missing from its list and yet exist",
                    count=len(alive),
                    name=self.name,
                )
            )
        if len(gone) == len(asked):
            gone = sought
        else:
            warnings.append(
                say(
                    "{found} of {count} rows that the list of {name} lacks can be had by key: {kept} "
                    "rows are not taken for deleted",
                    found=len(asked) - len(gone),
                    count=len(asked),
                    name=self.name,
                    kept=len(sought) - len(gone),
                )
            )
        yield replace(deletes(gone), warnings=tuple(warnings))
