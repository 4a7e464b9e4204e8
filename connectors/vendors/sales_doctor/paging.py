"""How SalesDoc API V2 turns pages: `page` and `limit` inside the body, counted by the rows that came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from connectors.kit.http import Call
from connectors.kit.records import Answer

TOTAL = "pagination.total"


def asking(call: Call, **params: object) -> Call:
    """The same call with these of its `params`."""
    asked = msgspec.json.decode(call.body or b"{}")
    return replace(call, body=msgspec.json.encode(asked | {"params": params_of(call) | params}))


def params_of(call: Call) -> dict[str, Any]:
    """The parameters of the method that a call asks."""
    return dict(msgspec.json.decode(call.body or b"{}").get("params", {}))


@dataclass(frozen=True, slots=True)
class NumberedPages:
    """Until as many rows came as the vendor counts: a server cuts pages to a size of its own.

    Where it does not count, until a page is not full.
    What is counted on goes from call to call in `memo`: rows that came before.
    """

    sizes: tuple[int, ...] = (1000, 250, 50)
    wants: tuple[str, ...] = (TOTAL,)

    def first(self, call: Call) -> Call:
        """Page one."""
        return replace(asking(call, page=1, limit=self.sizes[0]), memo=(0,))

    def next(self, call: Call, answer: Answer) -> Call | None:
        """One page further, while rows come and some are still to come."""
        (before,) = call.memo
        assert isinstance(before, int)
        came, total = before + answer.received, answer.text(TOTAL)
        if total is None or not total.isdecimal():
            is_last = answer.received != int(params_of(call)["limit"])
        else:
            is_last = answer.received == 0 or came >= int(total)
        if is_last:
            return None
        return replace(asking(call, page=int(params_of(call)["page"]) + 1), memo=(came,))

    def smaller(self, call: Call) -> Call | None:
        """The page of a smaller size that holds the first row not yet read; some rows come twice."""
        less = next((size for size in self.sizes if size < int(params_of(call)["limit"])), None)
        if less is None:
            return None
        (before,) = call.memo
        assert isinstance(before, int)
        return replace(asking(call, page=before // less + 1, limit=less), memo=(before // less * less,))
