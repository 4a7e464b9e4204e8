"""When things happen in the company: working hours mostly, some evenings, never between 01:00 and 04:00."""

import random
from datetime import date, datetime, time, timedelta

from sandbox.company.calendar_ru import is_working_day
from sandbox.company.charter import MOSCOW

ONE_DAY = timedelta(days=1)
BUSY_HOURS = (9, 9, 10, 10, 10, 11, 11, 11, 12, 13, 14, 14, 15, 15, 15, 16, 16, 17)
VISITOR_HOURS = (0, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 21, 22, 23, 23)


def keep_off_night(at: datetime) -> datetime:
    """Move an instant between 01:00 and 04:00 Moscow time to the hours after it."""
    at = at.astimezone(MOSCOW)
    return at + timedelta(hours=4) if 1 <= at.hour < 4 else at


def working_moment(rng: random.Random, after: datetime) -> datetime:
    """Return an instant later than `after` at which staff work: the same day if some of it is left."""
    after = after.astimezone(MOSCOW)
    if is_working_day(after.date()) and 9 <= after.hour < 17:
        return after + timedelta(seconds=rng.randint(120, 3600))
    day = after.date()
    if after.hour >= 9:
        day += ONE_DAY
    while not is_working_day(day) and rng.random() > 0.05:
        day += ONE_DAY
    return moment_of(rng, day, BUSY_HOURS)


def moment_of(rng: random.Random, day: date, hours: tuple[int, ...]) -> datetime:
    """Return a random second of one of `hours` of a day, Moscow time."""
    start = datetime.combine(day, time(rng.choice(hours)), MOSCOW)
    return start + timedelta(seconds=rng.randint(0, 3599))


def later(rng: random.Random, after: datetime, mean_days: float) -> datetime:
    """Return a working moment that comes about `mean_days` after an instant."""
    wait = timedelta(days=min(rng.expovariate(1 / mean_days), mean_days * 4))
    return keep_off_night(working_moment(rng, after + wait)).replace(microsecond=0)
