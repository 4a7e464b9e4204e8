"""How a 1C base is paged: by `$skip` with pages that shrink and grow, and by keys in a filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from connectors.kit.http import Call
from connectors.kit.records import Answer

_GOOD_PAGES = 5  # that have to go through before a larger one is tried again


@dataclass(frozen=True, slots=True)
class SteadySkip:
    """`$top` and `$skip` until a page is shorter than asked, since the base gives no link to the next page.

    `largest`: rows of a page while nothing fails. A page that the base cannot bear is asked for with a
    quarter of the rows; after five good pages the size doubles again, after each failure twice as many are
    waited for. `Call.memo`: the good pages still to wait for, and how many it will be after the next failure.
    """

    largest: int
    wants: tuple[str, ...] = ()

    def first(self, call: Call) -> Call:
        """The first rows, in the largest pages."""
        return _rows(call, 0, self.largest, wait=_GOOD_PAGES, longer=_GOOD_PAGES)

    def next(self, call: Call, answer: Answer) -> Call | None:
        """From the first row not yet given; None after a short page."""
        top, (wait, longer) = _top(call), _waits(call)
        if answer.received < top:
            return None
        skip = _skip(call) + answer.received
        if wait > 1:
            return _rows(call, skip, top, wait=wait - 1, longer=longer)
        return _rows(call, skip, min(top * 2, self.largest), wait=_GOOD_PAGES, longer=longer)

    def smaller(self, call: Call) -> Call | None:
        """The same place with a quarter of the rows, down to one."""
        top, (_, longer) = _top(call), _waits(call)
        if top == 1:
            return None
        return _rows(call, _skip(call), max(1, top // 4), wait=longer, longer=longer * 2)


@dataclass(frozen=True, slots=True)
class KeyChunks:
    """Objects by their keys, `size` of them in a filter. `spell`: a key as a condition.

    `Call.memo`: the keys left and the size in use.
    """

    size: int
    spell: Callable[[str], str]
    wants: tuple[str, ...] = ()

    def of(self, call: Call, keys: Sequence[str]) -> Call:
        """The call of the first chunk of these keys."""
        return self._chunk(call, tuple(keys), self.size)

    def first(self, call: Call) -> Call:
        """The call as it is: `of` has put the keys into it."""
        return call

    def next(self, call: Call, answer: Answer) -> Call | None:
        """The chunk after this one."""
        keys, size = self._carried(call)
        return self._chunk(call, keys[size:], size) if keys[size:] else None

    def smaller(self, call: Call) -> Call | None:
        """Half of the chunk: one document may weigh megabytes."""
        keys, size = self._carried(call)
        size = min(size, len(keys))
        return None if size == 1 else self._chunk(call, keys, size // 2)

    def _chunk(self, call: Call, keys: tuple[str, ...], size: int) -> Call:
        asked = keys[:size]
        condition = " or ".join(map(self.spell, asked))
        # $top guards against a base that ignores the filter and would send everything it has
        filtered = call.having(("$filter", condition), ("$top", str(len(asked))))
        return replace(filtered, memo=(keys, size))

    @staticmethod
    def _carried(call: Call) -> tuple[tuple[str, ...], int]:
        keys, size = call.memo
        assert isinstance(keys, tuple) and isinstance(size, int)
        return keys, size


def _rows(call: Call, skip: int, top: int, *, wait: int, longer: int) -> Call:
    return replace(call.having(("$top", str(top)), ("$skip", str(skip))), memo=(wait, longer))


def _waits(call: Call) -> tuple[int, int]:
    wait, longer = call.memo
    assert isinstance(wait, int) and isinstance(longer, int)
    return wait, longer


def _top(call: Call) -> int:
    return int(call.param("$top") or 1)


def _skip(call: Call) -> int:
    return int(call.param("$skip") or 0)
