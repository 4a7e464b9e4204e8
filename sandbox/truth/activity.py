"""Truth's cells of what people did each day: calls, meetings, messages, contracts, money, backlog."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from sandbox.truth.answers import is_persons
from sandbox.truth.books import Books
from sandbox.truth.calls import Conversation, not_recalled, still_open
from sandbox.truth.cells import Cells, Key, add_up, count, to_cells
from sandbox.truth.deals import Visit, step_of
from sandbox.truth.funnel import standing_days
from sandbox.truth.people import business_date
from sandbox.truth.sales import sales_facts
from sandbox.truth.visits import VISIT_MEASURES, visit_facts

Day = tuple[str, date, str, Decimal]
"""measure, day, employee, value"""
ONE, ONE_DAY = Decimal(1), timedelta(days=1)
MEASURES = (
    "leads_count", "calls_in_count", "calls_out_count", "calls_answered_count", "calls_missed_count",
    "calls_missed_not_recalled_count", "calls_missed_let_go_count", "calls_missed_open_count", "talk_seconds",
    "meetings_planned_count", "meetings_held_count", "messages_count", "contracts_count", "payments_count",
    "revenue_paid_amount",
    "backlog_start_count", "backlog_end_count", "processed_count", *VISIT_MEASURES,
)  # fmt: skip


def call_cells(books: Books) -> dict[str, Cells]:
    """Return the cells of single conversations, and what people did on the phone by day."""
    outer = [talk for talk in books.conversations if talk.direction != "internal"]
    incoming = [talk for talk in outer if talk.direction == "in"]
    talked = add_up(((talk.day, talk.employee), Decimal(talk.talk_seconds)) for talk in outer)
    return {
        "conversations": to_cells({(talk.key,): talk.talk_seconds for talk in books.conversations}),
        "call_customer": to_cells(
            {(talk.key, talk.customer): 1 for talk in books.conversations if talk.customer is not None}
        ),
        "calls_in_count": _by_day(incoming),
        "calls_out_count": _by_day(talk for talk in outer if talk.direction == "out"),
        "calls_missed_count": _by_day(talk for talk in outer if talk.is_missed),
        "calls_missed_not_recalled_count": _by_day(not_recalled(books.conversations, books.as_of)),
        "talk_seconds": to_cells({key: int(value) for key, value in talked.items() if value}),
    }


def _by_day(talks: Iterable[Conversation]) -> Cells:
    return to_cells(count((talk.day, talk.employee) for talk in talks))


def activity_cells(books: Books) -> dict[str, Cells]:
    """Return every measure by day and employee up to the last complete day; zero cells are left out."""
    sums: dict[str, dict[tuple[date | Key, ...], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for measure, day, employee, value in (*day_facts(books), *visit_facts(books)):
        if day <= books.last_day:
            sums[measure][day, employee] += value
    for talk in still_open(books.conversations, books.as_of):
        sums["calls_missed_not_recalled_count"].pop((talk.day, talk.employee), None)
    cells = {}
    for measure in MEASURES:
        kept = {key: value for key, value in sums[measure].items() if value}
        is_money = measure.endswith("_amount")
        cells[f"activity_{measure}"] = to_cells({k: v if is_money else int(v) for k, v in kept.items()})
    return cells


def day_facts(books: Books) -> Iterator[Day]:
    """Yield what each record adds to a measure of somebody's day."""
    for part in (_sales(books), _calls(books), _meetings(books), _messages(books), _money(books)):
        yield from part
    for measure, day, employee in _backlog(books):
        yield measure, day, employee, ONE


def _sales(books: Books) -> Iterator[Day]:
    for metric, day, employee, value in sales_facts(books):
        if metric in ("leads_count", "contracts_count"):
            yield metric, day, employee, value


def _calls(books: Books) -> Iterator[Day]:
    for talk in books.conversations:
        if talk.direction == "internal":
            continue
        yield f"calls_{talk.direction}_count", talk.day, talk.employee, ONE
        if talk.is_answered:
            yield "calls_answered_count", talk.day, talk.employee, ONE
        yield "talk_seconds", talk.day, talk.employee, Decimal(talk.talk_seconds)
        if talk.is_missed:
            yield "calls_missed_count", talk.day, talk.employee, ONE
    for talk in not_recalled(books.conversations, books.as_of):
        yield "calls_missed_not_recalled_count", talk.day, talk.employee, ONE
        yield "calls_missed_let_go_count", talk.day, talk.employee, ONE
    for talk in still_open(books.conversations, books.as_of):
        yield "calls_missed_open_count", talk.day, talk.employee, ONE


def _meetings(books: Books) -> Iterator[Day]:
    for meeting in books.meetings:
        yield "meetings_planned_count", business_date(meeting.due_at), meeting.employee, ONE
        if meeting.held_at is not None:
            yield "meetings_held_count", business_date(meeting.held_at), meeting.employee, ONE


def _messages(books: Books) -> Iterator[Day]:
    for note in books.company.notes:
        if note.kind == "sms_out" and note.created_at <= books.as_of:
            yield "messages_count", business_date(note.created_at), books.people.of_crm(note.responsible), ONE
    for message in books.company.chats:
        if is_persons(message) and message.at <= books.as_of:
            yield "messages_count", business_date(message.at), books.people.of_crm(message.by), ONE


def _money(books: Books) -> Iterator[Day]:
    for receipt in books.receipts:
        yield "revenue_paid_amount", receipt.line.paid_date, receipt.employee, receipt.line.known
        if not receipt.line.is_refund:
            yield "payments_count", receipt.line.paid_date, receipt.employee, ONE


def _backlog(books: Books) -> Iterator[tuple[str, date, str]]:
    """Yield each visit to a step `lead` on the days at whose start or end it stands, and on its last day."""
    for deal in books.deals:
        for visit in deal.visits:
            if step_of(visit.stage) == "lead":
                yield from _backlog_of(visit, books.last_day)


def _backlog_of(visit: Visit, last_day: date) -> Iterator[tuple[str, date, str]]:
    for day in standing_days(visit, last_day):
        yield "backlog_end_count", day, visit.employee
        if day + ONE_DAY <= last_day:
            yield "backlog_start_count", day + ONE_DAY, visit.employee
    if visit.exited_at is not None and business_date(visit.exited_at) <= last_day:
        yield "processed_count", business_date(visit.exited_at), visit.employee
