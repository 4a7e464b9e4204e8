"""What a vendor's package tells the sandbox: `declared.py` of each holds SIMULATORS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from sandbox.company.company import Company
from sandbox.company.current import CompanyState
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import Fault

T = TypeVar("T")
Headers = tuple[tuple[str, str], ...]


class Stage(Protocol):
    """The company on its clock, as a vendor sees it."""

    company: Company
    folder: Path

    def clock(self) -> datetime:
        """Give the clock's instant."""

    def seconds(self) -> int:
        """Give the clock in unix seconds."""

    def showing(self, render: Callable[[CompanyState], T]) -> Callable[[], T]:
        """Give what is shown now: rendered when first asked for, one object while the clock stands."""

    def due(self, vendor: str) -> tuple[Fault, ...]:
        """Give the faults in force for a vendor that is not asked over HTTP."""


def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Running:
    """One vendor at work.

    `answer`: to a request below its prefix; None where nothing is asked over HTTP. `limits`: name of a
    limit → the object that holds it as an attribute. `greeting`: url of the sandbox → words of its
    first line. `account`: url → settings of a connector that may read it. `recover`: forget what faults
    left behind; `turn`: follow changed limits; `refresh`: follow the clock and the faults of now.
    `authorise`: let a person grant access anew.
    """

    answer: Callable[[Ask], Reply] | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)
    greeting: Callable[[str], Mapping[str, object]] = lambda _: {}
    account: Callable[[str], Mapping[str, object]] = lambda _: {}
    recover: Callable[[], None] = _nothing
    turn: Callable[[], None] = _nothing
    refresh: Callable[[], None] = _nothing
    authorise: Callable[[], Mapping[str, object]] | None = None


def no_refusal(ask: Ask, status: int, headers: Headers) -> Reply | None:
    """Leave it to a proxy to answer."""
    return None


def nothing_broken() -> Reply | None:
    """Leave it to a proxy to answer."""
    return None


@dataclass(frozen=True)
class Simulator:
    """One vendor before it runs.

    `prefix`: the path below which it lives; "" where nothing is asked over HTTP. `faults`: its own, beside
    those of every vendor that is asked over HTTP. `refusal`: its own words for 401, 402, 403 and 429;
    `broken`: for 500. `side`: of which side of a company's life it tells; where the company keeps none of
    it, the vendor is not there.
    """

    name: str
    start: Callable[[Stage], Running]
    prefix: str = ""
    faults: tuple[str, ...] = ()
    refusal: Callable[[Ask, int, Headers], Reply | None] = no_refusal
    broken: Callable[[], Reply | None] = nothing_broken
    side: Literal["", "crm", "telephony", "ads", "erp"] = ""

    def is_there(self, company: Company) -> bool:
        """Say whether a company has such a system, this one or another's."""
        return not self.side or getattr(company.layout, self.side) != "none"
