"""Truth about conversations: the exchange and the CRM as one list, who spoke with whom, who called back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from sandbox.company.charter_pbx import owner_of
from sandbox.company.company import Company
from sandbox.company.crm_cards import Note
from sandbox.company.pbx_records import CallDirection, PbxCall, PbxLeg, PbxUser
from sandbox.truth.customers import Customers, normalise_phone
from sandbox.truth.people import People, business_date, normalise_email, shared_emails
from sandbox.truth.rules import (
    EMAIL_OF_EXTENSION,
    EMAIL_OF_PBX_USER,
    RECALL_WINDOW,
    UNASSIGNED,
    ZONE,
)

TELLS_OF_COLLEAGUES = ("mango",)
DIRECTION_OF_NOTE: dict[str, CallDirection] = {"call_in": "in", "call_out": "out"}


@dataclass(frozen=True)
class Conversation:
    """One conversation; `number` is the outer phone, normalised, `line` the company's number if known."""

    key: str
    direction: CallDirection
    started_at: datetime
    talk_seconds: int
    number: str | None
    line: str
    employee: str
    customer: str | None

    @cached_property
    def day(self) -> date:
        """The business date of the start."""
        return business_date(self.started_at)

    @property
    def is_answered(self) -> bool:
        """Whether anybody talked."""
        return self.talk_seconds > 0

    @property
    def is_missed(self) -> bool:
        """Whether somebody called in vain."""
        return self.direction == "in" and not self.is_answered


def read_conversations(
    company: Company, loads: Sequence[datetime], people: People, customers: Customers
) -> list[Conversation]:
    """Return all conversations known at the last load, in order of time."""
    at = loads[-1]
    is_portal = company.layout.telephony == "bitrix24"
    accounts = portal_users(company, people) if is_portal else match_accounts(company, loads, people)
    recorded = [call for call in company.calls if call.published_at <= at and _is_shown(call, company)]
    found = [_of_exchange(call, accounts, customers) for call in recorded]
    explained = {call.entry_id for call in recorded}
    for note in _distinct_calls(company.notes, at):
        if note.uniq not in explained:
            found.append(_of_note(note, people, customers))
    return sorted(found, key=lambda talk: (talk.started_at, talk.key))


def match_accounts(company: Company, loads: Sequence[datetime], people: People) -> dict[int, str]:
    """Return account -> employee: by what the file says, else by its e-mail if a load showed the account."""
    matched = {
        id_: people.by_email[email] for id_, email in EMAIL_OF_PBX_USER.items() if email in people.by_email
    }
    last = max(loads)
    listed = [user for user in company.pbx_users if user.since <= last and not _is_gone(user, last)]
    shared = shared_emails(user.email for user in listed)
    for user in company.pbx_users:
        if any(user.since <= load and (user.until is None or load < user.until) for load in loads):
            employee = next(
                (people.by_email[mail] for mail in _emails(user, shared) if mail in people.by_email), None
            )
            if employee is not None:
                matched[user.id] = employee
    return matched


def _is_shown(call: PbxCall, company: Company) -> bool:
    """Statistics may know no talks between colleagues: how many there were is unknown then."""
    return call.direction != "internal" or company.layout.telephony in TELLS_OF_COLLEAGUES


def portal_users(company: Company, people: People) -> dict[int, str]:
    """Return account -> employee where the portal keeps the calls: it names its own user, or nobody."""
    users = {user.id for user in company.users}
    owners = {account.id: owner_of(account.id) for account in company.pbx_users}
    return {account: people.of_crm(user) for account, user in owners.items() if user in users}


def _is_gone(user: PbxUser, at: datetime) -> bool:
    return user.until is not None and user.until <= at


def _emails(user: PbxUser, shared: set[str]) -> Iterator[str]:
    """What a person wrote comes first; a mailbox that several accounts share is nobody's."""
    yield EMAIL_OF_PBX_USER.get(user.id, "")
    yield EMAIL_OF_EXTENSION.get(user.extension, "")
    own = normalise_email(user.email or "")
    yield "" if own in shared else own


def _of_exchange(call: PbxCall, accounts: dict[int, str], customers: Customers) -> Conversation:
    user = _speaker(call.legs)
    number = normalise_phone(call.client_number)
    return Conversation(
        key=customers.names.call(call),
        direction=call.direction,
        started_at=call.started_at,
        talk_seconds=call.talk_seconds,
        number=number,
        line=call.line_number,
        employee=UNASSIGNED if user is None else accounts.get(user, UNASSIGNED),
        customer=customers.of_phone(number),
    )


def _speaker(legs: Sequence[PbxLeg]) -> int | None:
    """Return the account that talked longest (the first of equals), else the last one that rang."""
    own = [leg for leg in legs if leg.user_id is not None]
    talked = [leg for leg in own if leg.talk_seconds > 0]
    if talked:
        # max keeps the first of equals: legs that start together stay in the exchange's order
        in_time = sorted(talked, key=lambda leg: leg.started_at)
        return max(in_time, key=lambda leg: leg.talk_seconds).user_id
    return sorted(own, key=lambda leg: leg.started_at)[-1].user_id if own else None


def _distinct_calls(notes: Sequence[Note], at: datetime) -> Iterator[Note]:
    """Yield the call notes written by `at`, of several with one `uniq` that with the smallest id."""
    first: dict[str, Note] = {}
    for note in notes:
        if note.kind in DIRECTION_OF_NOTE and note.created_at <= at:
            name = note.uniq or f"{note.id}"
            if name not in first or note.id < first[name].id:
                first[name] = note
    yield from first.values()


def _of_note(note: Note, people: People, customers: Customers) -> Conversation:
    number = normalise_phone(note.phone)
    return Conversation(
        key=people.names.note(note),
        direction=DIRECTION_OF_NOTE[note.kind],
        started_at=note.created_at,
        talk_seconds=note.duration,
        number=number,
        line="",
        employee=people.of_crm(note.responsible),
        customer=customers.of_phone(number),
    )


def not_recalled(talks: Sequence[Conversation], at: datetime) -> Iterator[Conversation]:
    """Yield the missed conversations whose window is over and loaded, and that nobody took up again."""
    return (talk for talk in _let_go(talks) if not _is_open(talk, at))


def still_open(talks: Sequence[Conversation], at: datetime) -> Iterator[Conversation]:
    """Yield the missed conversations that nobody took up yet and whose window is not over or not loaded."""
    return (talk for talk in _let_go(talks) if _is_open(talk, at))


def _let_go(talks: Sequence[Conversation]) -> Iterator[Conversation]:
    """Yield the missed conversations that nobody took up in their window."""
    by_number: dict[str, list[Conversation]] = defaultdict(list)
    for talk in talks:
        if talk.number is not None and (
            talk.direction == "out" or (talk.direction == "in" and talk.is_answered)
        ):
            by_number[talk.number].append(talk)
    for talk in talks:
        if talk.is_missed:
            again = by_number.get(talk.number or "", [])
            if not any(
                talk.started_at < back.started_at <= talk.started_at + RECALL_WINDOW for back in again
            ):
                yield talk


def _is_open(talk: Conversation, at: datetime) -> bool:
    """Say whether the time to recall ends after the last complete day."""
    return talk.started_at + RECALL_WINDOW > datetime.combine(business_date(at), time(0), ZONE)
