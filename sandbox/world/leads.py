"""How leads come in: when, through which channel, to whom, and how they are accepted or thrown away."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sandbox.company.calendar_ru import days_between, is_working_day
from sandbox.company.charter import (
    CHANNEL_FIELD,
    CHANNEL_NAMES,
    CONTACTED,
    DUPLICATE,
    END,
    LEFT_IN_APRIL,
    LOST,
    MAIN,
    MOSCOW,
    OPT,
    OPT_TALKS,
    OPT_UNSORTED,
    SPAM,
    START,
    TEST,
    UNSORTED,
    UTM_FIELD,
    WRONG_NUMBER,
)
from sandbox.company.crm_cards import FieldValues, LeadLinks, StageRef
from sandbox.company.history import Change, value_at
from sandbox.world.cards import CrmBook, link_cards
from sandbox.world.clock import BUSY_HOURS, VISITOR_HOURS, keep_off_night, later, moment_of
from sandbox.world.drafts import LeadDraft
from sandbox.world.journeys import walk
from sandbox.world.people import HOSTILE_NAMES, Client

LEADS_AT_SCALE_1 = 3000
MANAGERS = {
    MAIN: (7001001, 7001005, 7001006, 7001006, 7001007, 7001007, 7001008, 7001009, 7001009, 7001010, 7001011),
    OPT: (7001002, 7001002, 7001003, 7001003, 7001004, 7001008),
}
HEADS = {MAIN: 7001001, OPT: 7001002}
GOODS = ("Светильники", "Лампы", "Уличный свет", "Кабель", "Проект освещения", "Щиты", "Прожекторы")


def bring_leads(book: CrmBook) -> None:
    """Fill the CRM with leads in order of their creation, each with its whole journey."""
    for number, (at, by_robot) in enumerate(_arrivals(book)):
        lead = _open_lead(book, 41000011 + number * 3, at, by_robot)
        book.leads.append(lead)
        _work(book, lead, by_robot)


def _arrivals(book: CrmBook) -> list[tuple[datetime, bool]]:
    rng = book.rng
    days = days_between(START.date(), END.date() - timedelta(days=1))
    weights = [10 if is_working_day(day) else 2 for day in days]
    arrivals = []
    for day in rng.choices(days, weights, k=max(60, round(LEADS_AT_SCALE_1 * book.scale))):
        by_robot = rng.random() < 0.55 or not is_working_day(day)
        arrivals.append((moment_of(rng, day, VISITOR_HOURS if by_robot else BUSY_HOURS), by_robot))
    return sorted(arrivals)


def _open_lead(book: CrmBook, id_: int, at: datetime, by_robot: bool) -> LeadDraft:
    rng = book.rng
    pipeline = OPT if rng.random() < 0.25 else MAIN
    client = _choose_client(book, pipeline)
    manager = _choose_manager(book, pipeline, at)
    by = 0 if by_robot else manager
    owner = HEADS[pipeline] if by_robot and rng.random() < 0.5 else manager
    first = {MAIN: (CONTACTED, UNSORTED), OPT: (OPT_TALKS, OPT_UNSORTED)}[pipeline][by_robot]
    lead = LeadDraft(id_, at.astimezone(UTC), by, _title(book, id_, client))
    book.client_of[id_] = client
    at = lead.free_second(at)
    lead.stage.append(Change(at, StageRef(pipeline, first), by))
    lead.responsible.append(Change(at, owner, by))
    lead.price.append(Change(at, _first_price(book, by_robot), by))
    lead.loss_reason.append(Change(at, None, by))
    lead.fields.append(Change(at, _first_fields(book, pipeline, by_robot), by))
    lead.links.append(Change(at, LeadLinks() if by_robot else link_cards(book, client, at, by), by))
    lead.presence.append(Change(at, "present", by))
    return lead


def _choose_client(book: CrmBook, pipeline: int) -> Client:
    known = book.directory.clients
    if known and book.rng.random() < 0.25:
        return book.rng.choice(known[-400:])
    return book.directory.meet(book.rng.random() < (0.9 if pipeline == OPT else 0.35))


def _choose_manager(book: CrmBook, pipeline: int, at: datetime) -> int:
    manager = book.rng.choice(MANAGERS[pipeline])
    left = manager == LEFT_IN_APRIL and at >= datetime(2026, 4, 16, tzinfo=MOSCOW)
    return 7001006 if left else manager


def _title(book: CrmBook, id_: int, client: Client) -> str:
    rng = book.rng
    if rng.random() < 0.02:
        return rng.choice(HOSTILE_NAMES)
    return f"Сделка #{id_}" if rng.random() < 0.3 else f"{rng.choice(GOODS)}, {client.name}"


def _first_price(book: CrmBook, by_robot: bool) -> Decimal:
    if by_robot or book.rng.random() < 0.5:
        return Decimal(0)
    return Decimal(book.rng.randint(50, 3000) * 100)


def _first_fields(book: CrmBook, pipeline: int, by_robot: bool) -> FieldValues:
    rng = book.rng
    weights = (40, 25, 25, 0, 5, 3, 3) if by_robot else (5, 30, 5, 30 if pipeline == OPT else 2, 25, 10, 3)
    fields = []
    if rng.random() > 0.06:
        channel = rng.choices(CHANNEL_NAMES, weights)[0]
        fields.append((CHANNEL_FIELD, channel))
        if channel in ("Сайт", "Яндекс.Директ"):
            fields.append((UTM_FIELD, rng.choice(("yandex", "google", "vk", "(none)"))))
    return tuple(sorted(fields))


def _work(book: CrmBook, lead: LeadDraft, by_robot: bool) -> None:
    at = lead.created_at
    if by_robot:
        at = later(book.rng, at, 0.25)
        if at >= END or book.rng.random() < 0.03:
            return
        if book.rng.random() < 0.2:
            _throw_away(book, lead, at)
            return
        at = _accept(book, lead, at)
    elif book.rng.random() < 0.03:
        _throw_away(book, lead, keep_off_night(later(book.rng, at, 1)))
        return
    walk(book, lead, at)


def _throw_away(book: CrmBook, lead: LeadDraft, at: datetime) -> None:
    if at >= END:
        return
    rng = book.rng
    by = value_at(lead.responsible, at.astimezone(UTC))
    reason = rng.choices((SPAM, DUPLICATE, TEST, WRONG_NUMBER), (50, 25, 10, 15))[0]
    if reason == DUPLICATE:
        lead.put(lead.links, at, link_cards(book, book.client_of[lead.id], at, by), by)
    pipeline = lead.stage[0].value.pipeline_id
    lead.move(at, StageRef(pipeline, LOST), by, reason)


def _accept(book: CrmBook, lead: LeadDraft, at: datetime) -> datetime:
    pipeline = lead.stage[0].value.pipeline_id
    owner = value_at(lead.responsible, at)
    if owner == HEADS[pipeline] and book.rng.random() < 0.85:
        owner = _choose_manager(book, pipeline, at)
        if owner != HEADS[pipeline]:
            lead.put(lead.responsible, at, owner, HEADS[pipeline])
    at += timedelta(seconds=book.rng.randint(5, 90))
    lead.put(lead.links, at, link_cards(book, book.client_of[lead.id], at, owner), owner)
    return lead.move(at, StageRef(pipeline, CONTACTED if pipeline == MAIN else OPT_TALKS), owner)
