"""Truth about first answers: how long a lead waited until somebody called, wrote or met the customer."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sandbox.company.company import Company
from sandbox.company.crm_cards import ChatMessage
from sandbox.truth.calls import Conversation
from sandbox.truth.cells import Cells, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.meetings import Meeting
from sandbox.truth.names import Card, Names
from sandbox.truth.rules import ZONE
from sandbox.truth.sales import WORKING_HOURS


class Answers:
    """Everything by which somebody may have answered a lead, by customer, card and deal."""

    def __init__(
        self,
        company: Company,
        at: datetime,
        talks: Sequence[Conversation],
        meetings: Sequence[Meeting],
        names: Names,
    ) -> None:
        self._names = names
        self.talks: dict[str, list[datetime]] = defaultdict(list)
        self.messages: dict[Card, list[datetime]] = defaultdict(list)
        self.meetings: dict[str, list[datetime]] = defaultdict(list)
        for talk in talks:
            is_answer = talk.direction == "out" or (talk.direction == "in" and talk.is_answered)
            if talk.customer is not None and is_answer:
                self.talks[talk.customer].append(talk.started_at)
        for note in company.notes:
            if note.kind == "sms_out" and note.created_at <= at:
                self.messages[self._names.place(note.entity, note.entity_id)].append(note.created_at)
        for message in company.chats:
            if is_persons(message) and message.at <= at:
                self.messages[self._names.place(message.entity, message.entity_id)].append(message.at)
        for meeting in meetings:
            if meeting.held_at is not None:
                self.meetings[meeting.deal].append(meeting.held_at)

    def first(self, deal: Deal) -> datetime | None:
        """Return when the lead was first answered; None if it still waits."""
        moments = [*self.talks.get(deal.customer or "", []), *self.meetings.get(deal.key, [])]
        for card in _cards(deal):
            moments += self.messages.get(card, [])
        return min((moment for moment in moments if moment >= deal.created_at), default=None)


def is_persons(message: ChatMessage) -> bool:
    """Say whether a person of the company wrote it: no robot, and not the customer."""
    return message.way == "outgoing" and message.by != 0


def _cards(deal: Deal) -> Iterator[Card]:
    yield deal.crm, "lead", deal.lead_id
    yield from ((deal.crm, "contact", contact) for contact in deal.links.contacts)
    if deal.links.company is not None:
        yield deal.crm, "company", deal.links.company


def response_cells(deals: Sequence[Deal], answers: Answers, at: datetime) -> dict[str, Cells]:
    """Return the working minutes to the first answer, and of waiting leads those until now."""
    answered: dict[tuple[str], int] = {}
    waiting: dict[tuple[str], int] = {}
    for deal in deals:
        first = answers.first(deal)
        target = waiting if first is None else answered
        target[deal.key,] = WORKING_HOURS.minutes_between(deal.created_at, first or at)
    return {"response_minutes": to_cells(answered), "waiting_leads": to_cells(waiting), **_created(deals)}


def _created(deals: Sequence[Deal]) -> dict[str, Cells]:
    """Return the local hour and the weekday (Monday 1) of each lead's creation."""
    local = {(deal.key,): deal.created_at.astimezone(ZONE) for deal in deals}
    return {
        "lead_created_hour": to_cells({key: at.hour for key, at in local.items()}),
        "lead_created_weekday": to_cells({key: at.isoweekday() for key, at in local.items()}),
    }
