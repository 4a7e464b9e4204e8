"""Pages by `offset` over a sorted list from which records vanish while it is read."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.kit.http import Call
from connectors.kit.records import Answer

_OVERLAP = 4
SIZE = "meta.size"


@dataclass(frozen=True, slots=True)
class Offsets:
    """Each page begins a few records before the end of the page before it.

    A record that was changed leaves the window and moves all later ones up; if a page does not begin with a
    record of the page before it, the list has moved by more, and the reading steps back. Links to the next
    page are not followed: the offset in them takes no notice of that.
    """

    sizes: tuple[int, ...] = (1000, 250, 50)

    @property
    def wants(self) -> tuple[str, ...]:
        """How many records the vendor counts."""
        return (SIZE,)

    def first(self, call: Call) -> Call:
        """From the first record, in the largest pages."""
        return self._at(call, 0, self.sizes[0], frozenset())

    def next(self, call: Call, answer: Answer) -> Call | None:
        """A page that begins with a record already read, or an earlier one where the list has moved."""
        begins, size = int(call.param("offset") or 0), int(call.param("limit") or self.sizes[0])
        (read,) = call.memo
        assert isinstance(read, frozenset)
        if begins > 0 and read and (not answer.keys or answer.keys[0] not in read):
            return self._at(call, max(0, begins - size), size, read)
        ends = begins + answer.received
        if answer.received == 0 or ends >= _counted(answer, ends, size):
            return None
        overlap = min(_OVERLAP, answer.received // 4)
        return self._at(call, ends - overlap, size, frozenset(answer.keys) if overlap else frozenset())

    def smaller(self, call: Call) -> Call | None:
        """The same place with the next smaller page size."""
        size = int(call.param("limit") or self.sizes[0])
        less = next((option for option in self.sizes if option < size), None)
        return None if less is None else call.having(("limit", str(less)))

    def _at(self, call: Call, offset: int, size: int, read: frozenset[str]) -> Call:
        sized = call.having(("limit", str(size)), ("offset", str(offset)))
        return Call(sized.path, sized.params, headers=sized.headers, memo=(read,))


def _counted(answer: Answer, ends: int, size: int) -> int:
    """How many records there are; where the vendor does not count, a page that is not full is the last."""
    told = answer.text(SIZE)
    if told is not None and told.isdecimal():
        return int(told)
    return ends if answer.received < size else ends + 1
