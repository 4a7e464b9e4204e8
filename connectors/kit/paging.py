"""Ways to get the next page: immutable objects; the next call is computed from a call and its answer.

One object serves many chains of pages at once, so nothing is remembered here: what has to be carried from
call to call travels in `Call.memo`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from connectors.kit.http import Call
from connectors.kit.records import Answer


class Paging(Protocol):
    """How pages follow each other."""

    @property
    def wants(self) -> tuple[str, ...]:
        """Dotted paths of the answer, outside the records, that `next` looks at."""

    def first(self, call: Call) -> Call:
        """The call of the first page."""

    def next(self, call: Call, answer: Answer) -> Call | None:
        """The call of the following page, None at the end."""

    def smaller(self, call: Call) -> Call | None:
        """The call again with smaller pages, None where it cannot be smaller."""


@dataclass(frozen=True, slots=True)
class OnePage:
    """Everything comes in one answer."""

    wants: tuple[str, ...] = ()

    def first(self, call: Call) -> Call:
        """The call as it is."""
        return call

    def next(self, call: Call, answer: Answer) -> Call | None:
        """There is none."""
        return None

    def smaller(self, call: Call) -> Call | None:
        """It cannot be."""
        return None


@dataclass(frozen=True, slots=True)
class PageNumber:
    """`page=1,2,…` with `limit`, going on while the answer has a link to the next page."""

    link: str = "_links.next.href"
    page: str = "page"
    limit: str = "limit"
    sizes: tuple[int, ...] = (250, 100, 50)

    @property
    def wants(self) -> tuple[str, ...]:
        """The link."""
        return (self.link,)

    def first(self, call: Call) -> Call:
        """Page one, of the largest size."""
        return call.having((self.limit, str(self.sizes[0])), (self.page, "1"))

    def next(self, call: Call, answer: Answer) -> Call | None:
        """One page further, if the answer says there is one."""
        if answer.text(self.link) is None:
            return None
        return call.having((self.page, str(int(call.param(self.page) or 1) + 1)))

    def smaller(self, call: Call) -> Call | None:
        """The page of a smaller size that holds the first record not yet read; some records come twice."""
        size = int(call.param(self.limit) or self.sizes[0])
        less = next((option for option in self.sizes if option < size), None)
        if less is None:
            return None
        read = (int(call.param(self.page) or 1) - 1) * size
        return call.having((self.limit, str(less)), (self.page, str(read // less + 1)))


@dataclass(frozen=True, slots=True)
class OverlappingPages:
    """Page numbers over a list ordered by a rising integer key from which records may vanish meanwhile.

    A record that leaves the list (it was changed, so it no longer fits the window) moves all later ones up by
    one, and the next page would begin one record too late. So each page is asked to begin at or before the
    last record read, by a slightly smaller page size; if it still begins after it, the list has moved by
    more, and the reading steps back by a page.
    """

    link: str = "_links.next.href"
    page: str = "page"
    limit: str = "limit"
    sizes: tuple[int, ...] = (250, 100, 50)

    @property
    def wants(self) -> tuple[str, ...]:
        """The link."""
        return (self.link,)

    def first(self, call: Call) -> Call:
        """Page one, of the largest size."""
        sized = call.having((self.limit, str(self.sizes[0])), (self.page, "1"))
        return replace(sized, memo=(self.sizes[0], None))

    def next(self, call: Call, answer: Answer) -> Call | None:
        """A page that begins with a record already read, or an earlier one when the list has moved."""
        size, last = call.memo
        begins = self._offset(call)
        if last is not None and begins > 0 and answer.keys and int(answer.keys[0]) > int(str(last)):
            return self._from(call, max(0, begins - int(str(size))), (size, last))
        if answer.text(self.link) is None or not answer.keys:
            return None
        highest = max(int(answer.keys[-1]), int(str(last or 0)))
        return self._from(call, begins + answer.received - 1, (size, highest))

    def smaller(self, call: Call) -> Call | None:
        """The same place with the next smaller page size."""
        size, last = call.memo
        less = next((option for option in self.sizes if option < int(str(size))), None)
        return None if less is None else self._from(call, self._offset(call), (less, last))

    def _offset(self, call: Call) -> int:
        return (int(call.param(self.page) or 1) - 1) * int(call.param(self.limit) or 1)

    def _from(self, call: Call, offset: int, memo: tuple[object, ...]) -> Call:
        """The call whose page begins at `offset`, or as closely before it as a page size allows."""
        top = int(str(memo[0]))
        sizes = range(top, max(1, top * 3 // 4), -1)
        size = max(sizes, key=lambda option: (offset // option * option, option))
        sized = call.having((self.limit, str(size)), (self.page, str(offset // size + 1)))
        return replace(sized, memo=memo)


@dataclass(frozen=True, slots=True)
class SkipTop:
    """`$skip` and `$top`, going on until a page is shorter than asked."""

    skip: str = "$skip"
    top: str = "$top"
    sizes: tuple[int, ...] = (1000, 250, 50)
    wants: tuple[str, ...] = ()

    def first(self, call: Call) -> Call:
        """The first records, in the largest pages."""
        return call.having((self.top, str(self.sizes[0])), (self.skip, "0"))

    def next(self, call: Call, answer: Answer) -> Call | None:
        """As many records further as were asked for."""
        top = int(call.param(self.top) or self.sizes[0])
        if answer.received < top:
            return None
        return call.having((self.skip, str(int(call.param(self.skip) or 0) + top)))

    def smaller(self, call: Call) -> Call | None:
        """The same place with the next smaller page size."""
        top = int(call.param(self.top) or self.sizes[0])
        less = next((option for option in self.sizes if option < top), None)
        return None if less is None else call.having((self.top, str(less)))
