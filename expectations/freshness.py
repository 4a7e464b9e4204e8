"""How far the sources are loaded: how far each mart needs them, and how far its numbers reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from expectations.contract import Contract
from expectations.facts import ReleaseFacts, as_utc
from expectations.verdict import Finding


@dataclass(frozen=True)
class StreamAge:
    """How far one stream is loaded, and how far a mart needs it (UTC)."""

    stream: str
    covered_to: datetime | None
    needed: datetime

    @property
    def is_late(self) -> bool:
        """True when the mart must not go out because of this stream."""
        return self.covered_to is None or self.covered_to < self.needed

    @property
    def reached(self) -> str:
        """The covered instant as text; a dash for a stream that was never loaded."""
        return as_utc(self.covered_to) if self.covered_to else "—"


def stream_ages(contract: Contract, facts: ReleaseFacts) -> list[StreamAge]:
    """The age of every deployed stream that the mart wants fresh; empty when it asks for no freshness."""
    if contract.fresh_within is None:
        return []
    needed = facts.now - contract.fresh_within
    deployed = [stream for stream in contract.fresh_streams if stream in facts.coverage]
    return [StreamAge(stream, facts.coverage[stream], needed) for stream in deployed]


def data_as_of(contracts: Iterable[Contract], facts: ReleaseFacts) -> datetime:
    """The instant up to which a domain's numbers are whole: its least covered stream.

    The streams are those that its marts name in fresh_streams; a domain that names none depends on all.
    """
    named = {stream for contract in contracts for stream in contract.fresh_streams} or set(facts.coverage)
    reached = [instant for stream in named if (instant := facts.coverage.get(stream)) is not None]
    return min(reached, default=facts.now)


def look_again(finding: Finding, contract: Contract, facts: ReleaseFacts) -> Finding:
    """A finding of the rule `fresh` as of now; the data behind it have not changed, only the clock has."""
    late = [age for age in stream_ages(contract, facts) if age.is_late]
    return finding.model_copy(
        update={
            "passed": not late,
            "observed": str(len(late)) if late else "",
            "sample": tuple(f"{age.stream}: {age.reached} ≠ {as_utc(age.needed)}" for age in late),
        }
    )
