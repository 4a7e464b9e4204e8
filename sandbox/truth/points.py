"""Truth's cells of control points: recorded, classified, rejected, shown, ordered, and when."""

from collections import defaultdict
from datetime import datetime

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, to_cells
from sandbox.truth.deals import Deal, step_of
from sandbox.truth.rules import END_STEPS, ORDER_NUMBER_FIELD, STEP_ORDER
from sandbox.truth.sales import WORKING_HOURS
from sandbox.truth.versions import CardVersion, read_versions

POINTS = ("recorded", "classified", "rejected", "shown", "ordered")
Numbers = dict[tuple[Key, ...], int]


def point_cells(books: Books) -> dict[str, Cells]:
    """Return the second of every point reached, and the working minutes since the point before."""
    held: dict[str, list[datetime]] = defaultdict(list)
    for meeting in books.meetings:
        if meeting.held_at is not None:
            held[meeting.deal].append(meeting.held_at)
    versions = read_versions(books)
    reached: Numbers = {}
    minutes: Numbers = {}
    for deal in books.deals:
        points = _points(deal, held[deal.key], versions[deal.key])
        before: datetime | None = None
        for name in sorted(points, key=lambda name: (points[name], POINTS.index(name))):
            reached[deal.key, name] = int(points[name].timestamp())
            if before is not None:
                minutes[deal.key, name] = WORKING_HOURS.minutes_between(before, points[name])
            before = points[name]
    return {"control_point": to_cells(reached), "control_point_minutes": to_cells(minutes)}


def _points(deal: Deal, held: list[datetime], versions: list[CardVersion]) -> dict[str, datetime]:
    known = [visit for visit in deal.visits if step_of(visit.stage) not in (*END_STEPS, "unmapped")]
    judged = [v.entered_at for v in known if STEP_ORDER[step_of(v.stage)] >= STEP_ORDER["qualified"]]
    met = [visit.entered_at for visit in known if step_of(visit.stage) == "meeting"]
    junk = [deal.ended_at] if deal.junk_class is not None and deal.ended_at is not None else []
    ordered = [version.changed_at for version in versions if ORDER_NUMBER_FIELD in version.filled]
    ways = {
        "recorded": [deal.created_at],
        "classified": judged + junk,
        "rejected": junk,
        "shown": met + held,
        "ordered": ordered,
    }
    return {name: min(instants) for name, instants in ways.items() if instants}
