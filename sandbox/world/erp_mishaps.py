"""What goes wrong in the ERP: unposting, deletion, back-dating, moved due dates, empty writes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sandbox.company.charter import END, MOSCOW
from sandbox.company.erp_records import CounterpartyFacts, MoneyFacts, OrderFacts
from sandbox.company.history import Change
from sandbox.world.clock import BUSY_HOURS, later, moment_of
from sandbox.world.erp_drafts import ErpBook, ErpDraft, OrderStory, as_written
from sandbox.world.orders import CENT, split_amount, split_goods

TUESDAY, WEDNESDAY = date(2026, 6, 2), date(2026, 6, 3)
QUIET_SINCE = datetime(2026, 5, 30, tzinfo=MOSCOW).astimezone(UTC)


def spoil_erp(erp: ErpBook) -> None:
    """Apply every kind of mishap at its usual rate, then what is bound to happen around the nights."""
    for story in erp.orders:
        _spoil_order(erp, story)
    for draft in erp.money:
        _spoil_money(erp, draft)
    _remove_orders(erp)
    _add_holding(erp)
    _mark_counterparties(erp)
    _happen_around_nights(erp)


def _spoil_order(erp: ErpBook, story: OrderStory) -> None:
    rng, draft = erp.rng, story.draft
    at = later(rng, draft.versions[-1].at, 6)
    roll = rng.random()
    if roll < 0.13:
        _postpone(erp, draft, at)
    elif roll < 0.18:
        _resize(erp, draft, at)
    elif roll < 0.20:
        draft.rewrite(at, posted=False)
    elif roll < 0.22:
        draft.rewrite(at, posted=False, deletion_mark=True)
    elif roll < 0.27:
        draft.rewrite(at)


def _postpone(erp: ErpBook, draft: ErpDraft[OrderFacts], at: datetime) -> None:
    """Move the instalments that are due later than the write by one or two weeks."""
    days = timedelta(days=erp.rng.choice((7, 10, 14)))
    today = at.astimezone(MOSCOW).date()
    schedule = tuple(
        replace(part, due=part.due + days) if part.due >= today else part for part in draft.facts.schedule
    )
    draft.rewrite(at, schedule=schedule)


def _resize(erp: ErpBook, draft: ErpDraft[OrderFacts], at: datetime) -> None:
    amount = (draft.facts.amount * Decimal(erp.rng.randint(80, 120)) / 100).quantize(CENT)
    old = draft.facts.schedule
    parts = split_amount(amount, [int(part.percent) for part in old]) if old else []
    schedule = tuple(replace(part, amount=sum_) for part, sum_ in zip(old, parts, strict=True))
    draft.rewrite(at, amount=amount, lines=split_goods(erp, amount), schedule=schedule)


def _spoil_money(erp: ErpBook, draft: ErpDraft[MoneyFacts]) -> None:
    rng, facts = erp.rng, draft.facts
    at = later(rng, draft.versions[-1].at, 7)
    roll = rng.random()
    if roll < 0.015:
        draft.rewrite(at, posted=False)
    elif roll < 0.03:
        draft.rewrite(at, posted=False, deletion_mark=True)
    elif roll < 0.04:
        remove(draft, at)
    elif roll < 0.055:
        draft.rewrite(at, date=facts.date - timedelta(days=rng.randint(1, 12)))
    elif roll < 0.07:
        reprice_money(draft, at, Decimal("0.91"))
    elif roll < 0.09:
        draft.rewrite(at)


def remove(draft: ErpDraft[MoneyFacts], at: datetime) -> None:
    """Delete a document physically: it vanishes from every list."""
    if at < END:
        draft.removed_at = as_written(at)


def reprice_money(draft: ErpDraft[MoneyFacts], at: datetime, factor: Decimal) -> None:
    """Correct the amount of a document; its lines follow."""
    facts = draft.facts
    lines = tuple(replace(line, amount=(line.amount * factor).quantize(CENT)) for line in facts.lines)
    amount = sum((line.amount for line in lines), Decimal(0)) or (facts.amount * factor).quantize(CENT)
    draft.rewrite(at, amount=amount, lines=lines)


def _remove_orders(erp: ErpBook) -> None:
    """Delete some old orders physically, unpaid ones only: a paid one cannot be deleted."""
    paid = {line.order for draft in erp.money for change in draft.versions for line in change.value.lines}
    for story in [story for story in erp.orders if story.draft.key not in paid][2::15]:
        at = later(erp.rng, story.draft.versions[-1].at, 5)
        if at < QUIET_SINCE:
            story.draft.removed_at = as_written(at)


def _add_holding(erp: ErpBook) -> None:
    """Twelve accounts under one tax id: too many to be one customer."""
    for number in range(12):
        facts = CounterpartyFacts(
            f"Х-{number:05d}", f"Холдинг, филиал {number}", f"Холдинг, филиал {number}", True,
            "7736050003", "997250001", (f"+7 (812) 300-00-{number:02d}",), (),
        )  # fmt: skip
        at = datetime(2026, 3, 2, 11, number, tzinfo=MOSCOW)
        erp.counterparties.append(ErpDraft(erp.new_key(), [Change(as_written(at), facts)]))


def _mark_counterparties(erp: ErpBook) -> None:
    for draft in erp.counterparties[5::90]:
        draft.rewrite(later(erp.rng, draft.versions[-1].at, 20), deletion_mark=True)


def _happen_around_nights(erp: ErpBook) -> None:
    quiet = [draft for draft in erp.money if _is_quiet(draft) and draft.facts.posted]
    erp.rng.shuffle(quiet)
    acts: list[tuple[date, Callable[[ErpDraft[MoneyFacts], datetime], None]]] = [
        (TUESDAY, remove),
        (WEDNESDAY, remove),
        (TUESDAY, lambda draft, at: draft.rewrite(at, posted=False)),
        (TUESDAY, _unpost_for_a_day),
        (WEDNESDAY, lambda draft, at: draft.rewrite(at, posted=False, deletion_mark=True)),
        (TUESDAY, lambda draft, at: draft.rewrite(at, date=draft.facts.date - timedelta(days=40))),
        (WEDNESDAY, lambda draft, at: draft.rewrite(at, lines=())),
        (WEDNESDAY, lambda draft, at: reprice_money(draft, at, Decimal("1.07"))),
    ]
    for draft, (day, act) in zip(quiet, acts, strict=False):
        act(draft, _moment(erp, day))
    for draft, day in zip(quiet[len(acts) :], (TUESDAY, TUESDAY, WEDNESDAY), strict=False):
        _enter_late(erp, draft, day)
    _move_orders(erp)


def _is_quiet(draft: ErpDraft[MoneyFacts]) -> bool:
    return len(draft.versions) == 1 and draft.versions[0].at < QUIET_SINCE and draft.removed_at is None


def _unpost_for_a_day(draft: ErpDraft[MoneyFacts], at: datetime) -> None:
    draft.rewrite(at, posted=False)
    draft.rewrite(at + timedelta(days=1), posted=True)


def _enter_late(erp: ErpBook, draft: ErpDraft[MoneyFacts], day: date) -> None:
    """Let a payment with an old date be typed in only now."""
    draft.versions = [Change(as_written(_moment(erp, day)), draft.facts)]


def _move_orders(erp: ErpBook) -> None:
    calm = [
        story
        for story in erp.orders
        if story.draft.versions[-1].at < QUIET_SINCE
        and story.draft.facts.posted
        and story.draft.facts.schedule
    ]
    ahead = [story for story in calm if story.draft.facts.schedule[-1].due > WEDNESDAY]
    for number, story in enumerate(ahead[:6]):
        _postpone(erp, story.draft, _moment(erp, (TUESDAY, WEDNESDAY)[number % 2]))
    for story, changes in zip(
        ahead[6:9], ({"posted": False}, {"posted": False, "deletion_mark": True}, {}), strict=False
    ):
        story.draft.rewrite(_moment(erp, TUESDAY), **changes)
    loose = [story for story in calm if story.lead and not story.draft.facts.deal_id and story not in ahead]
    for story, day in zip(loose, (TUESDAY, WEDNESDAY), strict=False):
        if story.lead is not None:
            story.draft.rewrite(_moment(erp, day), deal_id=str(story.lead.id))


def _moment(erp: ErpBook, day: date) -> datetime:
    return moment_of(erp.rng, day, BUSY_HOURS)
