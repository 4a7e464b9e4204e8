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
    """Page numbers over an ordered list from which records may vanish while it is read.

    A record that leaves the list (it was changed, so it no longer fits the window) moves all later ones up by
    one, and the next page would begin one record too late. So each page is asked to begin a few records
    before the end of the page before it, by a slightly smaller page size; if it does not begin with a record
    of that page, the list has moved by more, and the reading steps back by a page.
    """

    link: str = "_links.next.href"
    page: str = "page"
    limit: str = "limit"
    sizes: tuple[int, ...] = (250, 100, 50)
    overlap: int = 4

    @property
    def wants(self) -> tuple[str, ...]:
        """The link."""
        return (self.link,)

    def first(self, call: Call) -> Call:
        """Page one, of the largest size."""
        return self._from(call, 0, _Read(self.sizes[0], frozenset()))

    def next(self, call: Call, answer: Answer) -> Call | None:
        """A page that begins with a record already read, or an earlier one when the list has moved."""
        read, begins = _read(call), self._offset(call)
        if begins > 0 and read.keys and _has_moved(answer, read):
            return self._from(call, max(0, begins - read.size), read)
        if answer.text(self.link) is None:
            return None
        ends = begins + answer.received
        is_capped = ends < self._reach(call)  # the vendor gives fewer records than were asked for
        size = max(2, answer.received) if is_capped else read.size
        overlap = min(self.overlap, answer.received // 4)
        following = self._from(call, ends - overlap, _Read(size, frozenset(answer.keys)))
        if self._reach(following) > ends:
            return following
        return self._from(call, ends, _Read(size, frozenset()))

    def smaller(self, call: Call) -> Call | None:
        """The same place with the next smaller page size."""
        read = _read(call)
        less = next((option for option in self.sizes if option < read.size), None)
        return None if less is None else self._from(call, self._offset(call), replace(read, size=less))

    def _offset(self, call: Call) -> int:
        return (int(call.param(self.page) or 1) - 1) * int(call.param(self.limit) or 1)

    def _reach(self, call: Call) -> int:
        return self._offset(call) + int(call.param(self.limit) or 1)

    def _from(self, call: Call, offset: int, read: _Read) -> Call:
        """Of the pages that begin at `offset` or before it, the one that ends last."""
        size = max(range(1, read.size + 1), key=lambda option: (offset // option + 1) * option)
        sized = call.having((self.limit, str(size)), (self.page, str(offset // size + 1)))
        return replace(sized, memo=(read,))


@dataclass(frozen=True, slots=True)
class _Read:
    """What overlapping pages remember: the page size in use, the keys of the last page."""

    size: int
    keys: frozenset[str]


def _has_moved(answer: Answer, read: _Read) -> bool:
    """Whether a page does not begin inside the one before it; one without any record lies past the end."""
    return answer.received == 0 or (len(answer.keys) > 0 and answer.keys[0] not in read.keys)


def _read(call: Call) -> _Read:
    (read,) = call.memo
    assert isinstance(read, _Read)
    return read


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
