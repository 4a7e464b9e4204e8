"""What goods cost by the account's own reckoning, which changes when purchases are edited: day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from connectors.kit.days import Days
from connectors.kit.errors import UnexpectedReply
from connectors.kit.stream import Page, Payload
from texts import say


class _Dated(msgspec.Struct):
    moment: str = ""


@dataclass(slots=True)
class CostDays:
    """Documents of goods of a run of days, sorted into these.

    `per_unit`: what `stock.cost` is of, which a document that lands says; otherwise it is of the whole line.
    """

    days: Days
    per_unit: bool = False
    _found: dict[str, dict[str, Payload]] = field(default_factory=lambda: defaultdict(dict))

    def asked(self) -> str:
        """The filter for the days, both ends included; documents bear whole minutes."""
        return f"moment>={self.days.first} 00:00:00;moment<={self.days.last} 23:59:59"

    def take(self, page: Page) -> None:
        """Add the documents of a page. UnexpectedReply for one of another day."""
        names = set(self.days.names)
        for key, payload in zip(page.keys, page.payloads or (), strict=True):
            day = msgspec.json.decode(payload, type=_Dated).moment[:10]
            if day not in names:
                raise UnexpectedReply(
                    say("documents of {days} were asked for and one of {day} came", days=self.days, day=day),
                    fix=say(
                        "look for a proxy that changes the query; if there is none, tell the maintainers."
                    ),
                )
            self._found[day][key] = _of_unit(payload) if self.per_unit else payload

    def pages(self) -> Iterator[Page]:
        """A page for each day, the newest first."""
        for day in reversed(self.days.names):
            found = self._found[day]
            yield Page(
                list(found),
                list(found.values()),
                days=[day] * len(found),
                received=len(found),
                closes=(day,),
            )


def _of_unit(payload: Payload) -> Payload:
    fields = msgspec.json.decode(payload, type=dict[str, msgspec.Raw])
    return msgspec.json.encode(fields | {"cost_is_per_unit": True})
