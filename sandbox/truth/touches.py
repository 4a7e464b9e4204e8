"""Truth about touches: how a customer met the company before a win, and which touch gets the credit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox.company.layout import Ads
from sandbox.truth.calls import Conversation
from sandbox.truth.cells import Cells, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.rules import NONE, TOUCH_WINDOW, UNLINKED, channel_of_line

Place = tuple[str, str]
"""(channel, campaign)"""
NOWHERE: Place = (UNLINKED, NONE)


@dataclass(frozen=True)
class Touch:
    """The creation of a lead, or a call on a tracking number."""

    at: datetime
    kind: str
    key: str
    channel: str
    campaign: str


class Touches:
    """The touches of every deal and where its measures belong."""

    def __init__(
        self, deals: Iterable[Deal], talks: Sequence[Conversation], as_of: datetime, ads: Ads
    ) -> None:
        calls: dict[str, list[Touch]] = defaultdict(list)
        for talk in talks:
            channel = channel_of_line(talk.line, ads)
            if talk.direction == "in" and talk.customer is not None and channel is not None:
                calls[talk.customer].append(Touch(talk.started_at, "call", talk.key, channel, NONE))
        self.by_deal = {deal.key: _touches(deal, calls.get(deal.customer or "", []), as_of) for deal in deals}

    def last(self, deal: Deal | None) -> Place:
        """Return channel and campaign of the last touch that is not direct, else of the creation."""
        if deal is None:
            return NOWHERE
        touches = self.by_deal[deal.key]
        named = [touch for touch in touches if touch.channel != NONE]
        chosen = named[-1] if named else next(touch for touch in touches if touch.kind == "lead")
        return chosen.channel, chosen.campaign


def _touches(deal: Deal, calls: Sequence[Touch], as_of: datetime) -> list[Touch]:
    first, last = deal.created_at - TOUCH_WINDOW, deal.won_at or as_of
    creation = Touch(deal.created_at, "lead", "", deal.channel, deal.campaign)
    near = [call for call in calls if first <= call.at <= last]
    return sorted([creation, *near], key=lambda touch: (touch.at, touch.key))


def touch_cells(deals: Sequence[Deal], touches: Touches) -> dict[str, Cells]:
    """Return channel and campaign of each lead, its touches in order, and the last one."""
    numbered = {
        (deal.key, number, touch.kind, touch.channel): 1
        for deal in deals
        for number, touch in enumerate(touches.by_deal[deal.key], start=1)
    }
    return {
        "lead_channel": to_cells({(deal.key, deal.channel): 1 for deal in deals}),
        "lead_campaign": to_cells({(deal.key, deal.campaign): 1 for deal in deals}),
        "touches": to_cells(numbered),
        "last_touch": to_cells({(deal.key, *touches.last(deal)): 1 for deal in deals}),
    }
