"""How a lead moves through stages: forward, past one, back, lost, re-opened, handed over, repriced."""

from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.company.charter import (
    CHANNEL_FIELD,
    CHANNEL_NAMES,
    CONTACTED,
    CONTRACT,
    END,
    LOST,
    MAIN,
    MEETING,
    OFFER,
    OPT,
    OPT_SIGNED,
    OPT_TALKS,
    OPT_TENDER,
    PREPAID_FIELD,
    QUALIFIED,
    SERIOUS_REASONS,
    WON,
    WRONG_NUMBER,
)
from sandbox.company.crm_cards import StageRef
from sandbox.company.history import value_at
from sandbox.world.cards import CrmBook
from sandbox.world.clock import later
from sandbox.world.drafts import LeadDraft

ROADS = {
    MAIN: (CONTACTED, QUALIFIED, MEETING, OFFER, CONTRACT, WON),
    OPT: (OPT_TALKS, OPT_TENDER, OPT_SIGNED, WON),
}
COLLEAGUES = {MAIN: (7001005, 7001006, 7001009, 7001011), OPT: (7001003, 7001004)}
WAIT_DAYS = {MAIN: 2.4, OPT: 4.5}
MOST_MOVES = 14


def walk(book: CrmBook, lead: LeadDraft, at: datetime) -> None:
    """Take a lead from its first working stage as far as it gets before the end of the history."""
    for _ in range(MOST_MOVES):
        pipeline = lead.stage[-1].value.pipeline_id
        at = later(book.rng, at, WAIT_DAYS[pipeline])
        if at >= END:
            return
        target = _choose_next(book, lead)
        if target is None:
            return
        _between_moves(book, lead, at)
        at = _step(book, lead, at + timedelta(minutes=5), target)


def _choose_next(book: CrmBook, lead: LeadDraft) -> StageRef | None:
    here = lead.stage[-1].value
    road = ROADS[here.pipeline_id]
    if here.stage_id == LOST:
        return StageRef(here.pipeline_id, book.rng.choice(road[:2])) if book.rng.random() < 0.05 else None
    position = road.index(here.stage_id)
    if here.stage_id == WON:
        return StageRef(here.pipeline_id, road[-2]) if book.rng.random() < 0.04 else None
    if here.stage_id == QUALIFIED and book.rng.random() < 0.03:
        return StageRef(OPT, OPT_TALKS)
    stage = _roll(book, road, position)
    return None if stage is None else StageRef(here.pipeline_id, stage)


def _roll(book: CrmBook, road: tuple[int, ...], position: int) -> int | None:
    signed = position == len(road) - 2
    forward, past, back, lost, stay = (80, 0, 6, 7, 7) if signed else (53, 8, 6, 28, 5)
    move = book.rng.choices(("forward", "past", "back", "lost", "stay"), (forward, past, back, lost, stay))[0]
    if move == "lost":
        return LOST
    if move == "stay" or (move == "back" and position == 0):
        return None
    jump = {"forward": 1, "past": 2, "back": -1}[move]
    return road[position + jump]


def _step(book: CrmBook, lead: LeadDraft, at: datetime, target: StageRef) -> datetime:
    by = value_at(lead.responsible, at)
    reason = None
    if target.stage_id == LOST:
        reason = book.rng.choice((*SERIOUS_REASONS, *SERIOUS_REASONS, None, WRONG_NUMBER))
    at = lead.move(at, target, by, reason)
    if target.stage_id in (QUALIFIED, OPT_TALKS, OFFER, OPT_TENDER, CONTRACT, OPT_SIGNED):
        _agree_price(book, lead, at + timedelta(seconds=book.rng.randint(10, 200)), by)
    return at


def _agree_price(book: CrmBook, lead: LeadDraft, at: datetime, by: int) -> None:
    rng = book.rng
    known = value_at(lead.price, at)
    if known and rng.random() < 0.5:
        lead.put(lead.price, at, _kopecks(known * Decimal(rng.randint(85, 115)) / 100), by)
    elif not known:
        wholesale = lead.stage[-1].value.pipeline_id == OPT
        roubles = rng.randint(80_000, 1_900_000) if wholesale else rng.randint(4_000, 280_000)
        kopecks = rng.choice((0, 0, 50, rng.randrange(100)))
        lead.put(lead.price, at, Decimal(roubles) + Decimal(kopecks) / 100, by)


def _kopecks(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _between_moves(book: CrmBook, lead: LeadDraft, at: datetime) -> None:
    rng = book.rng
    pipeline = lead.stage[-1].value.pipeline_id
    if rng.random() < 0.04:
        by = value_at(lead.responsible, at)
        colleague = rng.choice([user for user in COLLEAGUES[pipeline] if user != by])
        lead.put(lead.responsible, at, colleague, by)
    if rng.random() < 0.02:
        lead.set_field(at, CHANNEL_FIELD, rng.choice(CHANNEL_NAMES), value_at(lead.responsible, at))
    if rng.random() < 0.03:
        lead.set_field(at, PREPAID_FIELD, "true", value_at(lead.responsible, at))
