"""Truth's cells of the CRM's discipline: what was badly kept on each day, of how much that was looked at."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from sandbox.company.crm_cards import Task
from sandbox.company.history import change_at
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, to_cells
from sandbox.truth.deals import Deal, Visit, is_won_stage, step_of
from sandbox.truth.evenings import KEPT_DAYS, open_evenings
from sandbox.truth.people import business_date
from sandbox.truth.rules import END_STEPS, REQUIRED_FIELDS, SOURCE_OF_CRM, ZONE
from sandbox.truth.versions import CardVersion, read_versions

LATE_AFTER_DAYS, LEAST_STAYS = 3, 20
Verdict = tuple[date, str, str, bool | None]
"""Day, employee, rule, and whether it is broken; None: nobody can know."""


def discipline_cells(books: Books) -> dict[str, Cells]:
    """Return by day, employee and rule what was looked at, and what of it broke the rule (zeros left out)."""
    base: dict[tuple[date, str, str], int] = defaultdict(int)
    found: dict[tuple[date, str, str], int] = defaultdict(int)
    unknown: set[tuple[date, str, str]] = set()
    for day, employee, rule, is_broken in _verdicts(books):
        if not timedelta(0) <= books.last_day - day < KEPT_DAYS:
            continue
        base[day, employee, rule] += 1
        if is_broken is None:
            unknown.add((day, employee, rule))
        elif is_broken:
            found[day, employee, rule] += 1
    told = {key: number for key, number in found.items() if key not in unknown}
    return {"discipline_base": to_cells(base), "discipline_found": to_cells(told)}


def _verdicts(books: Books) -> Iterator[Verdict]:
    versions = read_versions(books)
    yield from _evening_verdicts(books, versions)
    yield from _late_edits(books, versions)
    yield from _duplicates(books)


def _evening_verdicts(books: Books, versions: dict[str, list[CardVersion]]) -> Iterator[Verdict]:
    tasks, stays = _tasks(books), _usual_stays(books)
    for deal, visit, day in open_evenings(books):
        end = datetime.combine(day + timedelta(days=1), time(), ZONE)
        employee = deal.owner_at(end - timedelta(seconds=1), books.people)
        is_ahead = any(
            made < end <= due and (done is None or done >= end) for made, due, done in tasks[deal.key]
        )
        yield day, employee, "no_next_step", not is_ahead
        if visit.stage_key in stays:
            stood = (day - business_date(visit.entered_at)).days
            yield day, employee, "stale_stage", stood > stays[visit.stage_key]
        wanted = {
            field
            for field, order in REQUIRED_FIELDS.get(SOURCE_OF_CRM[deal.crm], ())
            if visit.order is not None and visit.order >= order
        }
        if wanted:
            then = [version for version in versions[deal.key] if version.changed_at < end]
            yield day, employee, "missing_field", bool(wanted - then[-1].filled) if then else None


def _tasks(books: Books) -> dict[str, list[tuple[datetime, datetime, datetime | None]]]:
    """Return of each deal when its live tasks were made, due and done."""
    found: dict[str, list[tuple[datetime, datetime, datetime | None]]] = defaultdict(list)
    crms = {deal.key: deal.crm for deal in books.deals}
    for task in books.company.tasks:
        deal = books.people.names.deal(task.lead_id)
        seen = [load for load in books.loads if _is_there(task, load)]
        # A portal tells nobody that a task is gone (of a meeting it does): it stays as it was seen last.
        is_kept = crms.get(deal) == "bitrix24" and task.kind == "call"
        if seen and (is_kept or seen[-1] == books.as_of):
            done = change_at(task.done, seen[-1])
            done_at = done.at if done is not None and done.value else None
            found[deal].append((task.created_at, task.due_at, done_at))
    return found


def _is_there(task: Task, at: datetime) -> bool:
    presence = change_at(task.presence, at)
    return presence is not None and presence.value == "present"


def _usual_stays(books: Books) -> dict[str, Fraction]:
    """Return the 90th percentile of days that ended stays took, of stages with enough of them."""
    today = business_date(books.as_of)
    since = today.replace(year=today.year - 1)
    days: dict[str, list[int]] = defaultdict(list)
    for deal in books.deals:
        for visit in deal.visits:
            if visit.exited_at is not None and since <= business_date(visit.exited_at) < today:
                left = business_date(visit.exited_at)
                days[visit.stage_key].append((left - business_date(visit.entered_at)).days)
    return {stage: _ninth_tenth(sorted(all_)) for stage, all_ in days.items() if len(all_) >= LEAST_STAYS}


def _ninth_tenth(numbers: list[int]) -> Fraction:
    place, rest = divmod((len(numbers) - 1) * Fraction(9, 10), 1)
    low, high = numbers[int(place)], numbers[min(int(place) + 1, len(numbers) - 1)]
    return low + (high - low) * rest


def _late_edits(books: Books, versions: dict[str, list[CardVersion]]) -> Iterator[Verdict]:
    first = business_date(books.loads[0])
    for deal in books.deals:
        wins = _wins(deal)
        repriced: dict[date, bool | None] = {until: False for _, until in wins if until is not None}
        for number, version in enumerate(versions[deal.key]):
            day = business_date(version.changed_at)
            if number == 0:
                repriced[day] = None
            elif version.price != versions[deal.key][number - 1].price:
                repriced[day] = True
            else:
                repriced.setdefault(day, False)
        for day, is_repriced in repriced.items():
            old = [
                until
                for won, until in wins
                if (day - won).days > LATE_AFTER_DAYS and (until is None or until >= day)
            ]
            if old and day >= first:
                evening = datetime.combine(day, time(23, 59, 59), ZONE)
                employee = deal.owner_at(evening, books.people)
                yield day, employee, "back_dated", True if day in old else is_repriced


def _wins(deal: Deal) -> list[tuple[date, date | None]]:
    """Return the unbroken runs of won visits: when each began, and when the deal was opened again."""
    wins: list[tuple[date, date | None]] = []
    before: Visit | None = None
    for visit in deal.visits:
        if is_won_stage(visit.stage):
            until = None if visit.exited_at is None else business_date(visit.exited_at)
            is_going_on = before is not None and is_won_stage(before.stage)
            won = wins.pop()[0] if is_going_on else business_date(visit.entered_at)
            wins.append((won, until))
        before = visit
    return wins


def _duplicates(books: Books) -> Iterator[Verdict]:
    of_customer: dict[str, list[Deal]] = defaultdict(list)
    for deal in books.deals:
        if deal.customer is not None:
            of_customer[deal.customer].append(deal)
    for deals in of_customer.values():
        for deal in deals:
            twins = [other for other in deals if other.key != deal.key and _is_open_beside(other, deal)]
            yield deal.created_date, deal.visits[0].employee, "duplicate_made", bool(twins)


def _is_open_beside(other: Deal, deal: Deal) -> bool:
    """Say whether another deal was open in the pipeline in which this one began, when it began."""
    born, pipeline = deal.visits[0].entered_at, _pipeline(deal.visits[0])
    return any(
        _pipeline(visit) == pipeline
        and not is_won_stage(visit.stage)
        and step_of(visit.stage) not in END_STEPS
        and (visit.entered_at, other.key) < (born, deal.key)
        and (visit.exited_at is None or visit.exited_at > born)
        for visit in other.visits
    )


def _pipeline(visit: Visit) -> str:
    return visit.stage_key.rpartition(":")[0]
