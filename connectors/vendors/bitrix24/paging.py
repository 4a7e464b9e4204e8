"""How Bitrix24 turns pages: by the last id, without counting, or by the number it gives for the next page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from connectors.kit.errors import PagingLoop, UnexpectedReply
from connectors.kit.http import Call
from connectors.kit.records import Answer
from texts import say

PAGE = 50  # records; no parameter changes it


def body_of(call: Call) -> dict[str, Any]:
    """The parameters of a call."""
    return dict(msgspec.json.decode(call.body or b"{}"))


def asking(call: Call, body: dict[str, Any]) -> Call:
    """The same call with these parameters."""
    return replace(call, body=msgspec.json.encode(body))


@dataclass(frozen=True, slots=True)
class AfterId:
    """`start=-1` and rising ids: the next page is what has a greater id; the end is a page that is not full.

    `filter`: how the method calls its filter.
    """

    filter: str = "filter"
    wants: tuple[str, ...] = ()

    def first(self, call: Call) -> Call:
        """From the first id on."""
        body = body_of(call)
        return asking(call, body | {"start": -1, self.filter: {**body.get(self.filter, {}), ">ID": 0}})

    def next(self, call: Call, answer: Answer) -> Call | None:
        """What follows the greatest id; UnexpectedReply where the vendor does not heed the filter."""
        body = body_of(call)
        last = int(body[self.filter][">ID"])
        ids = [int(key) for key in answer.keys if key and key.isdecimal()]
        if any(each <= last for each in ids):
            raise UnexpectedReply(
                say("{path} was asked for ids above {last} and gave others", path=call.path, last=last),
                fix=say("look for a proxy that changes requests; if there is none, tell the maintainers."),
            )
        if answer.received < PAGE:
            return None
        if not ids:
            raise _stuck(call)
        body[self.filter][">ID"] = max(ids)
        return asking(call, body)

    def smaller(self, call: Call) -> Call | None:
        """A page has one size."""
        return None


@dataclass(frozen=True, slots=True)
class NextStart:
    """`start=0,50,…` as the answer's `next` says; for short lists."""

    wants: tuple[str, ...] = ("next",)

    def first(self, call: Call) -> Call:
        """From the beginning."""
        return asking(call, body_of(call) | {"start": 0})

    def next(self, call: Call, answer: Answer) -> Call | None:
        """From where the answer says, if it does."""
        told = answer.text("next")
        if told is None:
            return None
        body = body_of(call)
        if not told.isdecimal() or int(told) <= int(body.get("start", 0)):
            raise _stuck(call)
        return asking(call, body | {"start": int(told)})

    def smaller(self, call: Call) -> Call | None:
        """A page has one size."""
        return None


def _stuck(call: Call) -> PagingLoop:
    return PagingLoop(
        say("{path} does not say where its next page begins", path=call.path),
        fix=say("run again; if it stays, the vendor's paging has changed and the connector needs a change."),
    )
