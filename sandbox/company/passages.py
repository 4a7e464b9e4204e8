"""How an enquiry passes through the portal: as a deal at once, or as a lead that becomes a deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox.company.charter import CONTACTED, LOST, OPT_UNSORTED, UNSORTED
from sandbox.company.company import Company
from sandbox.company.crm_cards import Lead, StageRef
from sandbox.company.history import Change

LEAD_OFFSET = 40_000_000
"""The id of a lead is its deal's less this: both kinds count for themselves."""
BEFORE_A_DEAL = (UNSORTED, CONTACTED, OPT_UNSORTED, 68340010, 68340020)


@dataclass(frozen=True, slots=True)
class Passage:
    """The stages of an enquiry: those of its lead, and those of its deal; either may be empty."""

    lead: Lead
    as_lead: tuple[Change[StageRef], ...]
    as_deal: tuple[Change[StageRef], ...]

    @property
    def lead_id(self) -> int:
        """The portal's id of the lead."""
        return self.lead.id - LEAD_OFFSET

    def converted_at(self, at: datetime) -> datetime | None:
        """Return when the lead became a deal, None if it had not by `at` or never was one."""
        first = self.as_deal[0].at if self.as_lead and self.as_deal else None
        return first if first is not None and first <= at else None

    def is_deal(self, at: datetime) -> bool:
        """Say whether there is a deal at an instant."""
        return bool(self.as_deal) and self.as_deal[0].at <= at


def passage_of(company: Company, lead: Lead) -> Passage:
    """Return how an enquiry passes."""
    moves = tuple(_moves(lead.stage))
    if company.layout.enquiries == "deals":
        return Passage(lead, (), moves)
    place = next((n for n, move in enumerate(moves) if _needs_a_deal(move.value)), len(moves))
    return Passage(lead, moves[:place], moves[place:])


def _needs_a_deal(stage: StageRef) -> bool:
    return stage.stage_id != LOST and stage.stage_id not in BEFORE_A_DEAL


def _moves(changes: Sequence[Change[StageRef]]) -> Iterator[Change[StageRef]]:
    before = None
    for change in changes:
        if change.value != before:
            yield change
        before = change.value
