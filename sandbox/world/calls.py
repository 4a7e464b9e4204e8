"""Calls of customers and to them: first contact, follow-ups, missed ones with and without a call back."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.company.calendar_ru import days_between, is_working_day
from sandbox.company.charter import END, LOST, MOSCOW, SERIOUS_REASONS, START
from sandbox.company.charter_abroad import BUYERS
from sandbox.company.charter_pbx import FREE_LINE, MAIN_LINE, TRACKING_LINES
from sandbox.company.history import value_at
from sandbox.company.pbx_records import CallDirection
from sandbox.world.cards import CrmBook
from sandbox.world.clock import BUSY_HOURS, later, moment_of, working_moment
from sandbox.world.drafts import LeadDraft
from sandbox.world.erp_drafts import as_written

ONE_DAY = timedelta(days=1)
EVENING = (19, 20, 21)


@dataclass(frozen=True)
class Talk:
    """A conversation that took or takes place; `number` has ten digits or is foreign, "" hides it.

    `talk` 0 = nobody answered. `person` is the CRM user on our side, `lead` whose business it is.
    """

    at: datetime
    direction: CallDirection
    number: str
    line: str
    person: int
    talk: int
    lead: LeadDraft | None = None


class Switchboard:
    """Draws the conversations of one company; every phone of a customer is one of its cards' phones."""

    def __init__(self, crm: CrmBook, seed: int) -> None:
        """Open with everybody's cards."""
        self.crm = crm
        self.rng = random.Random(f"{seed}:calls")

    def phone(self, lead: LeadDraft) -> str:
        """Return a phone of the lead's customer, mostly one that a card of the CRM knows."""
        links = lead.links[-1].value
        cards = [links.main_contact] if links.main_contact is not None else list(links.contacts)
        if cards and self.rng.random() < 0.85:
            typed = [plain(phone) for phone in self.crm.contacts[cards[0]].person[-1].value.phones]
            if known := [phone for phone in typed if phone]:
                return self.rng.choice(known)
        return self.rng.choice(self.crm.client_of[lead.id].phones)

    def seconds(self) -> int:
        """Return how long people talk."""
        return int(self.rng.expovariate(1 / 150)) + self.rng.randint(8, 40)

    def line(self) -> str:
        """Return the number that a caller dialled."""
        if self.rng.random() < 0.3:
            return self.rng.choice(TRACKING_LINES)
        return self.rng.choice((MAIN_LINE, MAIN_LINE, FREE_LINE))


def plain(typed: str) -> str:
    """Return the last ten digits of a phone as typed, "" if it has fewer."""
    digits = re.sub(r"\D", "", typed)
    return digits[-10:] if len(digits) >= 10 else ""


def have_talks(crm: CrmBook, seed: int) -> list[Talk]:
    """Return all conversations in order of time."""
    board = Switchboard(crm, seed)
    talks = [talk for lead in crm.leads for talk in _about(board, lead)]
    talks += list(_strangers(board)) + list(_colleagues(board)) + list(_buyers_abroad(board))
    kept = [talk for talk in talks if START <= talk.at < END - timedelta(hours=1)]
    return sorted(kept, key=lambda talk: (talk.at, talk.number))


def _about(board: Switchboard, lead: LeadDraft) -> Iterator[Talk]:
    rng = board.rng
    number = board.phone(lead)
    created = lead.created_at.astimezone(MOSCOW)
    if _is_junk(lead):
        if rng.random() < 0.25:
            yield _outgoing(board, lead, number, working_moment(rng, created), 0.5)
        return
    if rng.random() < 0.25 and 8 <= created.hour < 22:
        yield _incoming(board, lead, number, created - timedelta(minutes=rng.randint(2, 9)), 0.9)
    if rng.random() < 0.1:
        return
    at = created
    if rng.random() < 0.82:
        at = working_moment(rng, created) if rng.random() < 0.6 else later(rng, created, 0.6)
        yield _outgoing(board, lead, number, at, 0.7)
    last = lead.last_at() + timedelta(days=2) if lead.is_closed(END) else END
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        at = later(rng, at, 5)
        if at < last:
            yield from _exchange(board, lead, number, at)


def _is_junk(lead: LeadDraft) -> bool:
    reason = lead.loss_reason[-1].value
    return lead.stage[-1].value.stage_id == LOST and reason is not None and reason not in SERIOUS_REASONS


def _exchange(board: Switchboard, lead: LeadDraft, number: str, at: datetime) -> Iterator[Talk]:
    """A call either way; a missed one is called back soon, late or never, or tried again."""
    rng = board.rng
    if rng.random() < 0.5:
        yield _outgoing(board, lead, number, at, 0.72)
        return
    if rng.random() < 0.15:
        at = moment_of(rng, at.astimezone(MOSCOW).date(), EVENING)
    call = _incoming(board, lead, number, at, 0.72 if at.astimezone(MOSCOW).hour < 19 else 0.1)
    yield call
    if call.talk:
        return
    roll = rng.random()
    if roll < 0.5:
        yield _outgoing(board, lead, number, working_moment(rng, at), 0.75)
    elif roll < 0.62:
        yield _incoming(board, lead, number, at + timedelta(minutes=rng.randint(4, 50)), 0.85)
    elif roll < 0.72:
        back = at + timedelta(hours=rng.randint(25, 30))
        if 8 <= back.astimezone(MOSCOW).hour < 22:
            yield _outgoing(board, lead, number, back, 0.8)


def _outgoing(board: Switchboard, lead: LeadDraft, number: str, at: datetime, luck: float) -> Talk:
    talk = board.seconds() if board.rng.random() < luck else 0
    return Talk(as_written(at), "out", number, MAIN_LINE, _owner(lead, at), talk, lead)


def _incoming(board: Switchboard, lead: LeadDraft, number: str, at: datetime, luck: float) -> Talk:
    talk = board.seconds() if board.rng.random() < luck else 0
    return Talk(as_written(at), "in", number, board.line(), _owner(lead, at), talk, lead)


def _owner(lead: LeadDraft, at: datetime) -> int:
    return value_at(lead.responsible, max(at, lead.created_at))


def _working_days() -> list[datetime]:
    days = days_between(START.date(), END.date() - ONE_DAY)
    return [datetime(day.year, day.month, day.day, tzinfo=MOSCOW) for day in days if is_working_day(day)]


def _strangers(board: Switchboard) -> Iterator[Talk]:
    """Suppliers, mistakes, hidden numbers: nobody's customers."""
    rng = board.rng
    for day in _working_days():
        for _ in range(_often(rng, 4 * board.crm.scale)):
            number = "" if rng.random() < 0.15 else f"495{rng.randrange(10**7):07d}"
            at = as_written(moment_of(rng, day.date(), BUSY_HOURS))
            talk = board.seconds() if rng.random() < 0.6 else 0
            direction: CallDirection = "in" if not number or rng.random() < 0.8 else "out"
            person = rng.choice((7001001, 7001006, 7001009))
            yield Talk(at, direction, number, board.line(), person, talk)


def _colleagues(board: Switchboard) -> Iterator[Talk]:
    rng = board.rng
    for day in _working_days():
        for _ in range(_often(rng, 5 * board.crm.scale)):
            at = as_written(moment_of(rng, day.date(), BUSY_HOURS))
            yield Talk(at, "internal", "", "", rng.choice((7001001, 7001002, 7001005)), board.seconds())


def _buyers_abroad(board: Switchboard) -> Iterator[Talk]:
    """Calls of customers whom only the ERP knows; their numbers are whole, with the country's code."""
    rng = board.rng
    for buyer in BUYERS:
        number = re.sub(r"\D", "", buyer.phone)
        for _ in range(max(1, round(6 * board.crm.scale))):
            at = later(rng, START + timedelta(days=rng.randrange(5, 105)), 1)
            talk = board.seconds() if rng.random() < 0.8 else 0
            yield Talk(as_written(at), rng.choice(("in", "out")), number, MAIN_LINE, 7001002, talk)


def _often(rng: random.Random, mean: float) -> int:
    whole = int(mean)
    return whole + (rng.random() < mean - whole)
