"""What customers answer when they are asked after a win, by a letter or a call."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sandbox.company.charter import END, MOSCOW, WON
from sandbox.company.company import CardName, SurveyAnswer
from sandbox.world.cards import CrmBook
from sandbox.world.drafts import LeadDraft
from sandbox.world.people import SWITCHBOARD, Client, type_email, type_phone

_NPS_WEIGHTS = (2, 1, 1, 2, 2, 4, 6, 12, 20, 24, 26)
_CSAT_WEIGHTS = (3, 5, 12, 35, 45)


def ask(book: CrmBook, seed: int) -> tuple[SurveyAnswer, ...]:
    """Return the answers in the order in which they were typed; the last ones come between the nights."""
    rng = random.Random(f"{seed}:surveys")
    found = [answer for lead in book.leads for answer in _answers(book, rng, lead)]
    return tuple(sorted(found, key=lambda one: (one.published_at, one.id)))


def _answers(book: CrmBook, rng: random.Random, lead: LeadDraft) -> Iterator[SurveyAnswer]:
    last = lead.stage[-1]
    if last.value.stage_id != WON or rng.random() > 0.45:
        return
    day = last.at.astimezone(MOSCOW).date() + timedelta(days=rng.randint(1, 6))
    typed_at = datetime(day.year, day.month, day.day, 19, 30, tzinfo=MOSCOW)
    if typed_at >= END:
        return
    client = book.client_of[lead.id]
    if rng.random() < 0.7:
        yield _nps(rng, lead, client, day, typed_at)
    if rng.random() < 0.5:
        score = 1 + rng.choices(range(5), _CSAT_WEIGHTS)[0]
        yield SurveyAnswer(
            f"C-{lead.id}", "csat", day, score, _asked_by_phone(rng, client), lead.id, typed_at
        )


def _nps(rng: random.Random, lead: LeadDraft, client: Client, day: date, at: datetime) -> SurveyAnswer:
    score = rng.choices(range(11), _NPS_WEIGHTS)[0]
    way = rng.random()
    if way < 0.5 and client.cards:
        return SurveyAnswer(
            f"N-{lead.id}", "nps", day, score, CardName("contact", rng.choice(client.cards)), lead.id, at
        )
    written = type_email(rng, client.emails[0]) if client.emails and way < 0.8 else None
    return SurveyAnswer(f"N-{lead.id}", "nps", day, score, written, lead.id if way > 0.9 else None, at)


def _asked_by_phone(rng: random.Random, client: Client) -> str:
    return SWITCHBOARD if rng.random() < 0.05 else type_phone(rng, client.phones[0])
