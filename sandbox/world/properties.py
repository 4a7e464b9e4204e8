"""What became of a developer's properties: deals book, pay for and free them; others need no deal."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from sandbox.company.charter import CONTRACT, LOST, MAIN, OFFER, WON
from sandbox.company.crm_cards import Lead
from sandbox.company.history import value_at
from sandbox.company.property_records import Catalogue
from sandbox.world.clock import BUSY_HOURS, moment_of
from sandbox.world.estate import (
    AVAILABLE,
    BARTER,
    EXECUTION,
    HOUSES,
    LISTED_LATE,
    ORAL,
    PAID,
    PROJECTS,
    RENT,
    SOLD,
    STATUSES,
    TYPES,
    UNAVAILABLE,
    Built,
    build,
)

SHARE_OF_DEALS = 0.85
VANISHED = (datetime(2026, 6, 2, 15, 20, tzinfo=UTC), datetime(2026, 6, 3, 9, 5, tzinfo=UTC))
CALM_SINCE = datetime(2026, 5, 20, tzinfo=UTC)
ALONE, WITH_PLACE, WITH_ALL = ("property",), ("property", "parking"), ("property", "parking", "pantry")


class Move(NamedTuple):
    """Something that a deal does to its properties."""

    at: datetime
    lead_id: int
    kind: Literal["book", "pay", "execute", "sell", "free"]
    by: int


class Counter:
    """The desk where properties are given out, in the order in which people come to it."""

    def __init__(self, rng: random.Random, built: list[Built]) -> None:
        """Open with all properties in their first standing."""
        self.rng, self.built = rng, built
        self.held: dict[int, list[Built]] = {}
        self.served = 0

    def serve(self, move: Move) -> None:
        """Do what a deal asks for; who holds nothing has nothing to pay for or to free."""
        if move.kind == "book":
            self._book(move)
            return
        alias = {"pay": PAID, "execute": EXECUTION, "sell": SOLD, "free": AVAILABLE}[move.kind]
        for one in self.held.get(move.lead_id, ()):
            holds = one.standing[-1].value.lead_id == move.lead_id
            if holds and one.standing[-1].value.alias != alias:
                lead_id = None if move.kind == "free" else move.lead_id
                one.put(move.at, alias, lead_id, move.by)

    def _book(self, move: Move) -> None:
        """Book what the deal had before if it is free again, else something new."""
        again = self.held.get(move.lead_id)
        if again is None:
            self.served += 1
            again = self.held[move.lead_id] = list(self._choose(move.at))
        for one in again:
            if _is_open(one, move.at):
                one.put(move.at, ORAL, move.lead_id, move.by)

    def _choose(self, at: datetime) -> Iterator[Built]:
        """Choose a flat, more often one that somebody has let go, and what belongs to it in its project."""
        usual = self.rng.choice((ALONE, ALONE, ALONE, ALONE, WITH_PLACE, WITH_ALL))
        wanted = WITH_ALL if self.served in (3, 7) else usual
        project = 0
        for type_ in wanted:
            free = [
                one
                for one in self.built
                if one.type == type_ and _is_open(one, at) and project in (0, one.house.project_id)
            ]
            let_go = [one for one in free if len(one.standing) > 2]
            if free:
                one = self.rng.choice(let_go if let_go and self.rng.random() < 0.4 else free)
                project = one.house.project_id
                yield one


def sell_properties(leads: Sequence[Lead], seed: int, scale: float) -> Catalogue:
    """Return the developer's catalogue with all that happens to it in the company's history."""
    rng = random.Random(f"{seed}:properties")
    built = build(rng, scale)
    _happen_without_deals(rng, built)
    desk = Counter(rng, built)
    moves = sorted(_moves(rng, leads, SHARE_OF_DEALS / max(1.0, scale)))
    for move in _without_forgotten(moves, leads):
        desk.serve(move)
    sold = [one for one in built if one.standing and one.standing[-1].at < CALM_SINCE and _is_sold(one)]
    for one in sold[:1]:
        one.gone_at = VANISHED[0]
    return Catalogue(PROJECTS, HOUSES, TYPES, STATUSES, tuple(one.freeze() for one in built))


def _without_forgotten(moves: list[Move], leads: Iterable[Lead]) -> list[Move]:
    """Leave out the sales that the desk forgot: of six deals that stay won, those of the third."""
    won = {
        one.id for one in leads if one.stage[-1].value.stage_id == WON and one.presence[-1].value == "present"
    }
    sold = list(dict.fromkeys(move.lead_id for move in moves if move.kind == "sell" and move.lead_id in won))
    forgotten = set(sold[2::6])
    return [move for move in moves if move.kind != "sell" or move.lead_id not in forgotten]


def _is_open(one: Built, at: datetime) -> bool:
    return one.is_free() and one.standing[-1].at < at


def _is_sold(one: Built) -> bool:
    last = one.standing[-1].value
    return last.alias == SOLD and last.lead_id is not None


def _moves(rng: random.Random, leads: Iterable[Lead], share: float) -> Iterator[Move]:
    for lead in leads:
        late = [change for change in lead.stage if change.value.stage_id in (OFFER, CONTRACT, WON)]
        if late and lead.stage[0].value.pipeline_id == MAIN and rng.random() < share:
            yield from _moves_of(rng, lead)


def _moves_of(rng: random.Random, lead: Lead) -> Iterator[Move]:
    """Yield what a deal does as it goes from stage to stage; a deleted card may forget its properties."""
    kinds: dict[int, Literal["book", "sell", "free"]] = {OFFER: "book", WON: "sell", LOST: "free"}
    signs: Literal["pay", "execute"] = rng.choice(("pay", "execute"))
    is_booked = False
    for change in lead.stage:
        kind = signs if change.value.stage_id == CONTRACT else kinds.get(change.value.stage_id)
        if kind is None or (kind == "free" and not is_booked):
            continue
        at, by = change.at, value_at(lead.responsible, change.at)
        if not is_booked and kind != "book":
            at = _soon(rng, at)
            yield Move(at, lead.id, "book", by)
        is_booked = kind != "free"
        yield Move(_soon(rng, at), lead.id, kind, by)
    for presence in lead.presence:
        if presence.value == "deleted" and rng.random() < 0.5:
            yield Move(_soon(rng, presence.at), lead.id, "free", presence.by)


def _soon(rng: random.Random, at: datetime) -> datetime:
    """Return a moment within the hour, or in the evening or the night after."""
    wait = rng.randint(60, 3600) if rng.random() < 0.7 else rng.randint(4 * 3600, 11 * 3600)
    return at.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=wait)


def _happen_without_deals(rng: random.Random, built: list[Built]) -> None:
    """Sell the old house, barter some, keep some back, let one, leave some without any history."""
    for one in built:
        if one.house.is_archived:
            one.put(moment_of(rng, date(2026, 1, rng.randint(8, 28)), BUSY_HOURS), SOLD)
    calm = [one for one in built if one.type in ("property", "parking", "pantry") and len(one.standing) == 1]
    live = [one for one in calm if not one.house.is_archived]
    chosen = iter(rng.sample(live, 14))
    for day in (date(2026, 4, 20), date(2026, 5, 31), date(2026, 6, 2), date(2026, 6, 3)):
        next(chosen).put(moment_of(rng, day, BUSY_HOURS), BARTER)
    for day in (date(2026, 4, 6), date(2026, 6, 1), date(2026, 6, 3)):
        next(chosen).put(moment_of(rng, day, BUSY_HOURS), UNAVAILABLE)
    next(chosen).put(moment_of(rng, date(2026, 5, 12), BUSY_HOURS), RENT)
    for gone_at in VANISHED:
        next(chosen).gone_at = gone_at
    for number, one in enumerate(chosen):
        one.is_told = False
        if number == 0:
            one.listed_at = LISTED_LATE
            one.standing.clear()
            one.put(LISTED_LATE, AVAILABLE)
        else:
            one.put(
                moment_of(rng, date(2026, 4, 3 + number), BUSY_HOURS), (SOLD, UNAVAILABLE, BARTER)[number - 1]
            )
