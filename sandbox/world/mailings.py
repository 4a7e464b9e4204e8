"""Letters to customers: one nearly every week, opened and clicked for three weeks, some never sent."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sandbox.company.charter import END, START
from sandbox.company.history import Change
from sandbox.company.mail_records import MailCounts, Mailing, MailList, MailStatus

LISTS = (MailList(1200, "Клиенты"), MailList(1201, "Партнёры и дизайнеры"))
SUBJECTS = (
    "Новые светильники; склад в мае", "Скидка 7 % на кабель", "Как осветить двор", "Каталог «Весна»",
    'Светильник "Ночь": испытания', "График работы в праздники", "Вебинар по уличному свету",
)  # fmt: skip
SITE = "https://sevsvet.example"
MARKS = "utm_source=unisender&utm_medium=email&utm_campaign={id}"
FIRST_ID, ADDRESSES = 66010001, 4000
Written = tuple[datetime, MailStatus]
Statuses = tuple[Change[MailStatus], ...]
# how a letter grows: hours after its start, percent of what it will ever reach
GROWTH = (
    (1, 12), (3, 30), (8, 48), (20, 60), (44, 73), (68, 81), (116, 88), (164, 93), (240, 96), (336, 98),
    (500, 100),
)  # fmt: skip
LATE_MOSCOW = datetime(2026, 5, 31, 21, 30, tzinfo=UTC)
STOPPED_AT = datetime(2026, 6, 2, 8, 20, tzinfo=UTC)
REVISED_AT = datetime(2026, 6, 2, 14, 5, tzinfo=UTC)
RENAMED_AT = datetime(2026, 6, 3, 9, 10, tzinfo=UTC)


def send_letters(seed: int, scale: float) -> tuple[Mailing, ...]:
    """Return the campaigns in the order of their ids."""
    rng = random.Random(f"{seed}:letters")
    return tuple(
        _mailing(rng, FIRST_ID + place, start, scale) for place, start in enumerate(sorted(_starts(rng)))
    )


def _starts(rng: random.Random) -> Iterator[datetime]:
    day = START.astimezone(UTC).replace(hour=7, minute=0) + timedelta(days=1)
    while day < END:
        yield day + timedelta(minutes=rng.choice((0, 0, 30, 90)))
        day += timedelta(days=rng.choice((4, 5, 7)))
    # the evening of one day in UTC is the next morning in Moscow; the last letter is still to come
    yield from (LATE_MOSCOW, STOPPED_AT - timedelta(hours=1), END.astimezone(UTC) + timedelta(days=2))


def _mailing(rng: random.Random, id_: int, start: datetime, scale: float) -> Mailing:
    created = start - timedelta(hours=rng.randint(3, 40))
    place, subject = id_ - FIRST_ID, rng.choice(SUBJECTS)
    is_phone = place % 9 == 4
    status, ends = _status(place, created, start)
    total = max(12, round(ADDRESSES * scale * rng.randint(60, 110) / 100))
    counts = tuple(_counts(rng, total, start, ends))
    subjects = [Change(created, "" if is_phone else subject)]
    if start == LATE_MOSCOW:
        subjects.append(Change(RENAMED_AT, f"{subject} (исправлено)"))
    return Mailing(
        id_, LISTS[place % 4 == 3].id, 37001 + place, tuple(subjects), created, start, status, counts,
        () if is_phone else _links(id_),
    )  # fmt: skip


def _status(place: int, created: datetime, start: datetime) -> tuple[Statuses, datetime | None]:
    """Return the statuses, and when the sending ended early; a letter that was never sent ends at once."""
    if place % 11 == 6:
        return _written((created, "waits_censor"), (created + timedelta(hours=2), "declined")), created
    waits: list[Written] = [(created, "waits_censor"), (created + timedelta(hours=1), "waits_schedule")]
    if place % 13 == 8:
        return _written(*waits, (start - timedelta(hours=1), "canceled")), created
    if start == STOPPED_AT - timedelta(hours=1):
        return _written(*waits, (start, "in_progress"), (STOPPED_AT, "stopped")), STOPPED_AT
    analysed, completed = start + timedelta(hours=5), start + timedelta(hours=30)
    return _written(*waits, (start, "in_progress"), (analysed, "analysed"), (completed, "completed")), None


def _written(*changes: Written) -> Statuses:
    return tuple(Change(at, status) for at, status in changes)


def _counts(
    rng: random.Random, total: int, start: datetime, ends: datetime | None
) -> Iterator[Change[MailCounts]]:
    sent = total - total // rng.randint(60, 400)
    if ends is not None:
        if ends < start:
            return
        sent //= 3
    delivered = sent - sent * rng.randint(5, 40) // 1000
    read = delivered * rng.randint(180, 380) // 1000
    clicked = delivered * rng.randint(15, 90) // 1000
    left, spam = delivered * rng.randint(1, 9) // 1000, rng.randint(0, 3)
    whole = MailCounts(
        total, sent, delivered, read, read * rng.randint(110, 190) // 100, clicked,
        clicked * rng.randint(100, 160) // 100, left, spam,
    )  # fmt: skip
    yield Change(start, MailCounts(total))
    for hours, share in GROWTH:
        yield Change(start + timedelta(hours=hours), _part(whole, share))
    if start < REVISED_AT - timedelta(hours=500) and rng.random() < 0.3:
        # results are analysed again: a few letters had not arrived after all, nobody had opened those
        fewer = max(whole.read_unique, whole.delivered - 2)
        yield Change(REVISED_AT, replace(whole, delivered=fewer))


def _part(whole: MailCounts, share: int) -> MailCounts:
    """Return what is known after a share of all reactions; letters are out after a few hours."""
    out = min(100, share * 3)
    return MailCounts(
        whole.total, whole.sent * out // 100, whole.delivered * out // 100, whole.read_unique * share // 100,
        whole.read_all * share // 100, whole.clicked_unique * share // 100, whole.clicked_all * share // 100,
        whole.unsubscribed * share // 100, whole.spam * share // 100,
    )  # fmt: skip


def _links(id_: int) -> tuple[tuple[str, int], ...]:
    marks = MARKS.format(id=id_)
    return (
        (f"{SITE}/?{marks}", 70),
        (f"{SITE}/catalog?{marks}&utm_content=button", 25),
        (f"{SITE}/privacy", 5),
    )
