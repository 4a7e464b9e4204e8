"""How far the sources are loaded: how far each mart needs them, and how far its numbers reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """The age of every deployed stream the mart wants fresh; empty when it asks for no freshness.

    Where none of them is deployed, what feeds the mart makes it late only if nothing of it was loaded.
    """
    if contract.fresh_within is None:
        return []
    needed = facts.now - contract.fresh_within
    deployed = _deployed(_named(contract, facts), facts)
    if not deployed:
        feeding = _deployed(contract.feeds, facts)
        deployed = [] if any(facts.coverage[one] for one in feeding) else feeding
    return [StreamAge(stream, facts.coverage[stream], needed) for stream in deployed]


def has_a_source(contract: Contract, facts: ReleaseFacts) -> bool:
    """Whether anything deployed can give the mart a row.

    That is a stream of an entity in fresh_entities, or, of a mart that names none, any that it is built from.
    """
    wanted = _named(contract, facts) if contract.fresh_entities else contract.feeds
    return not wanted or bool(_deployed(wanted, facts))


def data_as_of(contracts: Sequence[Contract], facts: ReleaseFacts) -> datetime | None:
    """The instant up to which a domain's numbers are whole: its least covered stream; None: no data.

    The streams are those of the entities that its marts name in fresh_entities, if they are deployed. Where
    none is, and in a domain that names none, they are the deployed ones that its marts are built from.
    """
    named = _deployed((stream for one in contracts for stream in _named(one, facts)), facts)
    if named:
        ends = [facts.coverage[stream] for stream in named]
        return None if None in ends else min(end for end in ends if end)
    feeding = _deployed((stream for one in contracts for stream in one.feeds), facts)
    return min((end for stream in feeding if (end := facts.coverage[stream])), default=None)


def _named(contract: Contract, facts: ReleaseFacts) -> list[str]:
    """Every stream that must be loaded for a day of the contract's entities to be known."""
    return [stream for entity in contract.fresh_entities for stream in facts.entity_streams.get(entity, ())]


def _deployed(streams: Iterable[str], facts: ReleaseFacts) -> list[str]:
    return [stream for stream in dict.fromkeys(streams) if stream in facts.coverage]


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
