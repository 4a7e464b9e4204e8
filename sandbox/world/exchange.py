"""The exchange's own record of conversations: numbers as shown, legs, and when the statistics have them."""

import base64
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sandbox.company.charter import MOSCOW
from sandbox.company.charter_pbx import RECEPTION, accounts_of
from sandbox.company.pbx_records import PbxCall, PbxUser
from sandbox.world.calls import Talk
from sandbox.world.erp_drafts import as_written
from sandbox.world.legs import Ringing, call_colleague, dial_out, pass_on, ring

SALES_GROUP, WHOLESALE_GROUP = 50301, 50302
OUTAGE_DAY, OUTAGE_ENDS = date(2026, 6, 1), datetime(2026, 6, 2, 11, 20, tzinfo=MOSCOW)
STRAGGLER_AT = datetime(2026, 6, 3, 11, 5, tzinfo=MOSCOW)
SLOW_DAY, SLOW_UNTIL = date(2026, 6, 2), datetime(2026, 6, 3, 12, 30, tzinfo=MOSCOW)


class Exchange:
    """Writes talks down; the same talks and seed give the same records."""

    def __init__(self, users: tuple[PbxUser, ...], seed: int) -> None:
        """Open with the list of accounts."""
        self.users = users
        self.rng = random.Random(f"{seed}:legs")
        self.reception = next(user for user in users if user.id == RECEPTION)

    def account(self, person: int, at: datetime) -> PbxUser:
        """Return the account of a CRM user, sometimes the spare one; of one who left, the reception's."""
        known = accounts_of(self.users, person, at)
        if not known:
            return self.reception
        return known[-1] if self.rng.random() < 0.3 else known[0]

    def members(self, group: int, at: datetime) -> list[PbxUser]:
        """Return whose phones ring when a group is called."""
        return [
            user
            for user in self.users
            if group in user.groups and user.since <= at and (user.until is None or at < user.until)
        ]


def record(talks: Sequence[Talk], users: tuple[PbxUser, ...], seed: int) -> list[tuple[Talk, PbxCall]]:
    """Return every talk with the exchange's record of it, in order of time."""
    exchange = Exchange(users, seed)
    return [(talk, _record(exchange, talk, number)) for number, talk in enumerate(talks, start=1)]


def entry_id(number: int) -> str:
    """Return the id of a conversation as the exchange writes it."""
    return base64.b64encode(f"{24500000 + number}:01".encode()).decode()


def _record(exchange: Exchange, talk: Talk, number: int) -> PbxCall:
    call = Ringing(exchange.rng, talk.at, [])
    if talk.direction == "in":
        _take(exchange, call, talk)
    elif talk.direction == "out":
        dial_out(call, exchange.account(talk.person, talk.at), _shown(exchange.rng, talk.number), talk.talk)
    else:
        caller = exchange.account(talk.person, talk.at)
        others = [user for user in exchange.members(SALES_GROUP, talk.at) if user.id != caller.id]
        call_colleague(call, caller, exchange.rng.choice(others), talk.talk)
    outer = [leg.number for leg in call.legs if leg.user_id is None]
    return PbxCall(
        entry_id=entry_id(number),
        direction=talk.direction,
        started_at=talk.at,
        ended_at=call.at,
        talk_seconds=talk.talk if talk.direction != "in" else sum(leg.talk_seconds for leg in call.legs),
        client_number=outer[0] if outer else _shown(exchange.rng, talk.number),
        line_number=talk.line,
        legs=tuple(call.legs),
        published_at=_published(exchange.rng, call.at, number),
    )


def _shown(rng: random.Random, number: str) -> str:
    """Return a number as the exchange shows it: with 7, with 8 or without both; foreign ones whole."""
    if len(number) != 10:
        return number
    return rng.choices(("7", "8", ""), (86, 8, 6))[0] + number


def _take(exchange: Exchange, call: Ringing, talk: Talk) -> None:
    """Let an incoming call reach somebody, pass through several hands, or end in the menu."""
    rng = exchange.rng
    owner = exchange.account(talk.person, talk.at)
    call.wait(1, 9)
    group = owner.groups[0] if owner.groups else None
    if not talk.talk and rng.random() < 0.25:
        call.wait(5, 40)
    elif group is None or rng.random() < 0.35:
        ring(call, (owner,), None, owner if talk.talk else None, talk.talk)
        if not talk.talk and group is not None and rng.random() < 0.4:
            ring(call, exchange.members(group, talk.at), group, None, 0)
    else:
        _ring_group(exchange, call, talk, owner, group)
    if talk.talk and rng.random() < 0.12:
        pass_on(call, rng.choice(exchange.members(WHOLESALE_GROUP, talk.at)), rng.randint(15, 400))


def _ring_group(exchange: Exchange, call: Ringing, talk: Talk, owner: PbxUser, group: int) -> None:
    members = exchange.members(group, talk.at)
    exchange.rng.shuffle(members)
    answerer = None
    if talk.talk:
        answerer = owner if owner in members and exchange.rng.random() < 0.7 else members[0]
    ring(call, members, group, answerer, talk.talk)


def _published(rng: random.Random, ended: datetime, number: int) -> datetime:
    """Return when the statistics show a call: minutes later, but for an outage and a slow day in June."""
    soon = ended + timedelta(seconds=rng.randint(60, 500))
    day = ended.astimezone(MOSCOW).date()
    if day == OUTAGE_DAY:
        return as_written(STRAGGLER_AT if number % 9 == 4 else OUTAGE_ENDS)
    if day == SLOW_DAY and number % 6 == 1:
        return as_written(SLOW_UNTIL)
    return as_written(soon)
