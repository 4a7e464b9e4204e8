"""The visits and reached goals that have landed after three nights are those of the company's site."""

from collections import Counter
from datetime import datetime, timedelta

from sandbox.company.charter import MOSCOW
from sandbox.world.site import visits_at
from sandbox.world.world import generate
from tests.pretend_nights import Nights

VENDOR = "yandex_metrica"
MARKS = tuple(f"ym:s:lastsignUTM{what}" for what in ("Source", "Medium", "Campaign", "Content"))


def test_visits_and_goals_by_day_and_mark_are_the_sites(company_nights: Nights):
    nights = company_nights
    for number in (0, 1, 2):
        nights.night(number)
        for stream in ("visits_by_utm", "goals_by_utm"):
            nights.load(VENDOR, stream)
    at = datetime.fromisoformat(nights.now)
    yesterday = _day(at - timedelta(days=1))
    visits = [one for one in visits_at(generate(7, 0.05), at) if _day(one.at) <= yesterday]

    by_mark = Counter((_day(one.at), *one.utm[:4]) for one in visits)
    reached = Counter((str(goal), _day(one.at), *one.utm[:4]) for one in visits for goal, _ in one.goals)

    assert _landed(nights, "visits_by_utm", "ym:s:visits") == by_mark
    assert _landed(nights, "goals_by_utm", "reaches", "goal_id") == reached
    assert len(visits) > 1000 and len({mark[3] for mark in by_mark}) > 3


def _day(moment: datetime) -> str:
    return moment.astimezone(MOSCOW).date().isoformat()


def _landed(nights: Nights, stream: str, figure: str, *first: str) -> Counter[tuple[str, ...]]:
    """Day and marks → a figure of a report as it was last read."""
    found: Counter[tuple[str, ...]] = Counter()
    for row in nights.alive(VENDOR, stream).values():
        found[tuple(row[name] or "" for name in (*first, "ym:s:date", *MARKS))] += row[figure]
    return found
