"""Truth about meetings: when a customer was to be met, and when that happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sandbox.company.company import Company
from sandbox.company.history import change_at
from sandbox.truth.cells import Cells, count, to_cells
from sandbox.truth.people import People, business_date


@dataclass(frozen=True)
class Meeting:
    """A live meeting task; `held_at` is None until it is completed."""

    deal: str
    employee: str
    due_at: datetime
    held_at: datetime | None


def read_meetings(company: Company, at: datetime, people: People) -> list[Meeting]:
    """Return the meetings known at `at`."""
    found = []
    for task in company.tasks:
        presence, done = change_at(task.presence, at), change_at(task.done, at)
        is_live = presence is not None and presence.value == "present"
        if task.kind == "meeting" and is_live and done is not None:
            held_at = done.at if done.value else None
            deal = people.names.deal(task.lead_id)
            found.append(Meeting(deal, people.of_crm(task.responsible), task.due_at, held_at))
    return found


def meeting_cells(meetings: Iterable[Meeting]) -> dict[str, Cells]:
    """Return meetings planned by due date and held by completion date."""
    known = list(meetings)
    planned = count((business_date(meeting.due_at), meeting.employee) for meeting in known)
    held = count(
        (business_date(meeting.held_at), meeting.employee) for meeting in known if meeting.held_at is not None
    )
    return {"meetings_planned_count": to_cells(planned), "meetings_held_count": to_cells(held)}
