"""Many calls in one request: `batch`, whose parts fail one by one under HTTP 200."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

import msgspec

from connectors.kit.errors import AccessDenied, UnexpectedReply, VendorUnavailable
from connectors.kit.http import Call, Judgement, Reply
from connectors.vendors.bitrix24.wire import (
    RATE,
    TIME_SPENT,
    Envelope,
    Times,
    epoch_now,
    fix_of,
    judge_code,
    refusal,
    seconds_until,
)
from texts import say

MOST = 50  # parts of one batch
_TRIES = 8
_JSON = (("Content-Type", "application/json"), ("Accept", "application/json"))
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """One call of a batch. `asked`: its parameters, nested as in JSON; `scope`: the right it needs."""

    method: str
    asked: Mapping[str, Any]
    scope: str = "crm"

    @property
    def command(self) -> str:
        """The call as the vendor wants it: a method and a query in PHP's brackets."""
        return f"{self.method}?{'&'.join(_pairs(self.asked))}"


@dataclass(frozen=True, slots=True)
class Said:
    """What became of a part: its `result` as it came, or its refusal."""

    result: msgspec.Raw | None
    refused: Envelope | None = None
    next: int | None = None


class Send(Protocol):
    """Sends a call and parses the answer; None where there is nothing."""

    def __call__(self, call: Call, parse: Callable[[Reply], T]) -> T | None:
        """Send it."""


class _Answers(msgspec.Struct):
    """Maps by part; PHP writes an empty one as [], and one with keys 0, 1, … as a list."""

    result: dict[str, msgspec.Raw] | list[msgspec.Raw] = field(default_factory=dict)
    result_error: dict[str, Envelope] | list[Envelope] = field(default_factory=dict)
    result_next: dict[str, int] | list[int] = field(default_factory=dict)
    result_time: dict[str, Times] | list[Times] = field(default_factory=dict)


class _Reply(msgspec.Struct):
    result: _Answers


@dataclass
class Batches:
    """Sends parts in batches of at most `size`; what is refused for a while is asked again.

    `wait`: seconds. `quote`: the vendor's words as a person may see them. `longest`: seconds a method may
    take in ten minutes before we rest.
    """

    send: Send
    wait: Callable[[float], None]
    quote: Callable[[str], str]
    size: int = MOST
    longest: float = 300.0

    def ask(self, parts: Mapping[str, Part]) -> Iterator[tuple[str, Said]]:
        """What was said of each part, in order; refusals that do not pass among them."""
        keys = list(parts)
        for start in range(0, len(keys), self.size):
            some = {key: parts[key] for key in keys[start : start + self.size]}
            said = self._answered(some)
            yield from ((key, said[key]) for key in some)

    def results(self, parts: Mapping[str, Part]) -> Iterator[tuple[str, Said]]:
        """The same where a refusal is an error."""
        for key, said in self.ask(parts):
            if said.refused is not None:
                raise self.refused(parts[key], said.refused)
            yield key, said

    def refused(
        self, part: Part, told: Envelope, fix: str = ""
    ) -> AccessDenied | UnexpectedReply | VendorUnavailable:
        """The error of a part that was refused. `fix`: what a person does, else by the vendor's code."""
        words = self.quote(told.words) or "?"
        what = say("{method} in a batch: {words}", method=part.method, words=words)
        return refusal(what, told, fix or fix_of(told, 503 if told.code == RATE else 400, part.scope))

    def _answered(self, parts: Mapping[str, Part]) -> dict[str, Said]:
        done: dict[str, Said] = {}
        left = dict(parts)
        pause = 1.0
        for _ in range(_TRIES):
            said, rest = self._once(left)
            done |= {key: each for key, each in said.items() if not _passes(each)}
            left = {key: part for key, part in left.items() if key not in done}
            if not left:
                self.wait(rest) if rest else None
                return done
            self.wait(max(rest, pause))
            pause = min(60.0, pause * 2)
        key, part = next(iter(left.items()))
        told = said[key].refused
        assert told is not None
        raise self.refused(part, told)

    def _once(self, parts: Mapping[str, Part]) -> tuple[dict[str, Said], float]:
        """What one batch said, and for how many seconds the vendor should be left alone."""
        commands = {f"p{place}": part.command for place, part in enumerate(parts.values())}
        body = msgspec.json.encode({"halt": 0, "cmd": commands})
        call = Call("/batch", method="POST", body=body, headers=_JSON)
        answers = self.send(call, lambda reply: msgspec.json.decode(reply.body, type=_Reply).result)
        told = answers or _Answers()
        results, errors = _by_part(told.result), _by_part(told.result_error)
        nexts, times = _by_part(told.result_next), _by_part(told.result_time)
        said = {}
        for place, key in enumerate(parts):
            name = f"p{place}"
            if name not in results and name not in errors:
                raise UnexpectedReply(
                    say("/batch says nothing of one of its parts ({method})", method=parts[key].method),
                    fix=say("run again; if it stays, look for a proxy that cuts or rewrites answers."),
                )
            said[key] = Said(results.get(name), errors.get(name), nexts.get(name))
        return said, self._rest(said, times)

    def _rest(self, said: Mapping[str, Said], times: Mapping[str, Times]) -> float:
        blocked = any(each.refused is not None and each.refused.code == TIME_SPENT for each in said.values())
        used = [each for each in times.values() if (each.operating or 0.0) > self.longest]
        if not (used or blocked):
            return 0.0
        resets = [each.reset_at for each in (used or times.values()) if each.reset_at is not None]
        return seconds_until(min(resets, default=None), epoch_now())


def _by_part(told: dict[str, T] | list[T]) -> dict[str, T]:
    return told if isinstance(told, dict) else {f"p{place}": each for place, each in enumerate(told)}


def _passes(said: Said) -> bool:
    return said.refused is not None and judge_code(said.refused) is Judgement.RETRY


def _pairs(asked: Any, name: str = "") -> Iterator[str]:
    """`name[key][0]=value` for everything in the parameters, percent-encoded."""
    if isinstance(asked, Mapping):
        for key, value in asked.items():
            inner = f"{name}[{quote(str(key), safe='')}]" if name else quote(str(key), safe="")
            yield from _pairs(value, inner)
    elif isinstance(asked, (list, tuple)):
        for place, value in enumerate(asked):
            yield from _pairs(value, f"{name}[{place}]")
    else:
        yield f"{name}={quote(str(asked), safe='')}"
