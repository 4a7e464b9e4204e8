"""The one thing in the sandbox that moves: the clock, and what the company shows at its instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sandbox.company.charter import MOSCOW
from sandbox.company.company import Company
from sandbox.company.current import CompanyState
from sandbox.company.snapshot import state_at
from sandbox.wire.faults import Fault, FaultBoard

T = TypeVar("T")


def read_moment(text: str) -> datetime:
    """Read an ISO instant; without a zone it is the company's local time."""
    # a plus in a query string arrives as a space
    whole = text.replace(" ", "+") if "T" in text else text
    moment = datetime.fromisoformat(whole)
    return moment if moment.tzinfo else moment.replace(tzinfo=MOSCOW)


class Site:
    """A company on a simulated clock; people keep their files below `folder`."""

    def __init__(self, company: Company, now: datetime, folder: Path, board: FaultBoard) -> None:
        """Open the company at an instant."""
        self.company, self.board, self.now, self.folder = company, board, now, folder
        self._state: CompanyState | None = None

    def set_clock(self, now: datetime) -> None:
        """Move the clock, also back."""
        if now != self.now:
            self.now = now
            self._state = None

    def clock(self) -> datetime:
        """Give the clock's instant."""
        return self.now

    def seconds(self) -> int:
        """Give the clock in unix seconds."""
        return int(self.now.timestamp())

    def state(self) -> CompanyState:
        """Give everything the systems show now."""
        if self._state is None:
            self._state = state_at(self.company, self.now)
        return self._state

    def showing(self, render: Callable[[CompanyState], T]) -> Callable[[], T]:
        """Give what is shown now: rendered when first asked for, one object while the clock stands."""
        kept: list[tuple[CompanyState, T]] = []

        def shown() -> T:
            state = self.state()
            if not kept or kept[0][0] is not state:
                kept[:] = [(state, render(state))]
            return kept[0][1]

        return shown

    def due(self, vendor: str) -> tuple[Fault, ...]:
        """Give the faults in force for a vendor that is not asked over HTTP."""
        return self.board.due(vendor)
