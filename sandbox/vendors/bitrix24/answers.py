"""How a portal answers: the envelope with its time block, and the errors with their odd codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.wire.exchange import Reply, encode_json

JSON = "application/json; charset=utf-8"
Code = str | int


class Declined(Exception):
    """A call that the portal answers with an error; old methods say `code` as empty text or a number."""

    def __init__(self, status: int, code: Code, text: str) -> None:
        """Keep what goes into the answer."""
        super().__init__(text)
        self.status, self.code = status, code

    def content(self) -> dict[str, Any]:
        """Give the body of the error."""
        return {"error": self.code, "error_description": str(self)}

    def reply(self) -> Reply:
        """Give the whole answer."""
        return Reply(self.status, encode_json(self.content()), JSON)


@dataclass(frozen=True)
class Outcome:
    """What a method gives; `total` and `following` only where the method counts its rows."""

    result: Any
    total: int | None = None
    following: int | None = None


@dataclass(frozen=True)
class Spent:
    """How long a call took, in seconds; `operating`: the method's sum in its window, which ends in `rest`."""

    duration: float
    operating: float | None = None
    rest: float = 0.0


def time_block(now: datetime, spent: Spent) -> dict[str, Any]:
    """Give the `time` of an answer; a batch has no `operating` of its own."""
    started = now.timestamp()
    block: dict[str, Any] = {
        "start": started,
        "finish": started + spent.duration,
        "duration": spent.duration,
        "processing": spent.duration,
        "date_start": stamp(now),
        "date_finish": stamp(now),
    }
    if spent.operating is not None:
        block |= {"operating_reset_at": int(started + spent.rest), "operating": spent.operating}
    return block


def envelope(outcome: Outcome, now: datetime, spent: Spent) -> Reply:
    """Give the answer of a call that went well."""
    content: dict[str, Any] = {"result": outcome.result}
    if outcome.following is not None:
        content["next"] = outcome.following
    if outcome.total is not None:
        content["total"] = outcome.total
    return Reply(200, encode_json(content | {"time": time_block(now, spent)}), JSON)


def stamp(moment: datetime) -> str:
    """Give an instant of the portal's zone with its offset, to the second."""
    return moment.isoformat(timespec="seconds")


def php_map(content: dict[str, Any]) -> Any:
    """Give a map as PHP writes it: an empty one is a list."""
    return content or []
