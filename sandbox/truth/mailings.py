"""Truth about letters: what each night's reading of the counters knows, and what it added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from itertools import pairwise

from sandbox.company.company import Company
from sandbox.company.history import change_at
from sandbox.company.mail_records import MailCounts, Mailing
from sandbox.truth.cells import Cells, to_cells
from sandbox.truth.people import business_date

LETTERS = "unisender_main"
COUNTERS = tuple(field.name for field in fields(MailCounts))
READ_STATUSES = ("in_progress", "analysed", "completed", "stopped")


def counters_at(company: Company, at: datetime) -> dict[str, MailCounts]:
    """Return the counters of every campaign that was begun, by its key."""
    return {
        f"{LETTERS}:{one.id}": counts.value
        for one in company.mailings
        if _is_begun(one, at) and (counts := change_at(one.counts, at)) is not None
    }


def _is_begun(mailing: Mailing, at: datetime) -> bool:
    status = change_at(mailing.status, at)
    return mailing.start_at <= at and status is not None and status.value in READ_STATUSES


def mailing_cells(company: Company, loads: Sequence[datetime]) -> dict[str, Cells]:
    """Return each counter by campaign as of the last load, and by campaign and day what was added to it.

    What the first reading finds was added on nobody knows which days; a later one dates it to the business
    date of the reading before it, if that is the day before: what was added over several days is no day's.
    """
    if company.layout.letters == "none":
        return {f"email_{name}{added}_count": [] for name in COUNTERS for added in ("", "_added")}
    newest = last_loads(loads)
    now = counters_at(company, newest[-1])
    cells = {
        f"email_{name}_count": to_cells({(key,): getattr(counts, name) for key, counts in now.items()})
        for name in COUNTERS
    }
    for name in COUNTERS:
        added: dict[tuple[date | str, ...], int] = {}
        for before, after in pairwise(newest):
            if business_date(after) - business_date(before) > timedelta(days=1):
                continue
            known = counters_at(company, before)
            for key, counts in counters_at(company, after).items():
                was = getattr(known[key], name) if key in known else 0
                added[business_date(before), key] = getattr(counts, name) - was
        cells[f"email_{name}_added_count"] = to_cells(added)
    return cells


def last_loads(loads: Iterable[datetime]) -> list[datetime]:
    """Return the last load of every business date."""
    return list({business_date(load): load for load in sorted(loads)}.values())
