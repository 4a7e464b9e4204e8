"""How lists of VK Ads turn pages: `offset` and `limit`, until the vendor's count is reached."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.kit.http import Call
from connectors.kit.records import Answer

COUNT = "count"
_SMALLER = (100, 50, 20)


@dataclass(frozen=True, slots=True)
class OffsetPages:
    """As many records further as came; the vendor may give fewer than were asked for."""

    limit: int = 250
    wants: tuple[str, ...] = (COUNT,)

    def first(self, call: Call) -> Call:
        """The first records, in the largest pages."""
        return call.having(("limit", str(self.limit)), ("offset", "0"))

    def next(self, call: Call, answer: Answer) -> Call | None:
        """From where the answer ended, if that is not the end."""
        ends, count = int(call.param("offset") or 0) + answer.received, answer.text(COUNT)
        if answer.received == 0 or (count is not None and count.isdecimal() and ends >= int(count)):
            return None
        return call.having(("offset", str(ends)))

    def smaller(self, call: Call) -> Call | None:
        """The same place with the next smaller page size."""
        limit = int(call.param("limit") or self.limit)
        less = next((size for size in _SMALLER if size < limit), None)
        return None if less is None else call.having(("limit", str(less)))
