"""How the Data API turns pages: `offset` and `limit` inside the body of a JSON-RPC request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from connectors.kit.http import Call
from connectors.kit.records import Answer

TOTAL = "result.metadata.total_items"
_SMALLER = (1000, 200, 50)


def params_of(call: Call) -> dict[str, Any]:
    """The parameters of the method that a call asks."""
    asked: dict[str, Any] = msgspec.json.decode(call.body or b"{}")
    return dict(asked.get("params", {}))


def asking(call: Call, params: dict[str, Any]) -> Call:
    """The same call with these parameters. An id is obligatory; it names the page."""
    asked = msgspec.json.decode(call.body or b"{}")
    name = f"{asked['method']}-{params.get('offset', 0)}"
    return replace(call, body=msgspec.json.encode(asked | {"id": name, "params": params}))


@dataclass(frozen=True, slots=True)
class OffsetPages:
    """As many records further as came, until the vendor's count is reached; the list may grow meanwhile."""

    wants: tuple[str, ...] = (TOTAL,)

    def first(self, call: Call) -> Call:
        """From the beginning."""
        return asking(call, params_of(call) | {"offset": 0})

    def next(self, call: Call, answer: Answer) -> Call | None:
        """From where the answer ended, if that is not the end."""
        params = params_of(call)
        ends, total = int(params["offset"]) + answer.received, answer.text(TOTAL)
        if answer.received == 0 or (total is not None and total.isdecimal() and ends >= int(total)):
            return None
        return asking(call, params | {"offset": ends})

    def smaller(self, call: Call) -> Call | None:
        """The same place with the next smaller page size."""
        params = params_of(call)
        less = next((size for size in _SMALLER if size < int(params["limit"])), None)
        return None if less is None else asking(call, params | {"limit": less})
