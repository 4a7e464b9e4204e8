"""The visits of the company's site: who came by an advertisement, by a search or by himself, and what he did.

Some visits of more pages than one go on for a day or two: only then pages, length and goals are whole. A
payment that the CRM uploads later is added to the visit that led to it, up to 21 days after.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qsl, urlencode

from sandbox.company.ad_records import AdCampaign
from sandbox.company.calendar_ru import days_between
from sandbox.company.charter import MOSCOW, UTM_CAMPAIGN_FIELD, UTM_FIELD, UTM_MEDIUM_FIELD, WON
from sandbox.company.company import Company
from sandbox.company.crm_cards import Lead

SITE = "https://sevsvet.example"
ENQUIRY, CATALOGUE, PAYMENT = 20002, 20003, 20004
OFFLINE_WINDOW = timedelta(days=21)
_URL_MARKS = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
ORGANIC_A_DAY, OWN_A_DAY = 60, 40
"""Visits of a day at scale 1 that no advertisement brought: by a search, by the address."""
CITIES = ("Москва", "Санкт-Петербург", "Казань", "Екатеринбург")
DEVICES = ("desktop", "mobile", "tablet")
_FIRST_ID = 5_100_000_000_000_000_000
_FIRST_CLIENT = 1_693_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit; `utm`: source, medium, campaign, content, term, "" where not marked; goals: (id, instant)."""

    id: int
    client: int
    at: datetime
    seconds: int
    pages: int
    source: str
    utm: tuple[str, ...]
    is_new: bool
    city: str
    device: str
    start_url: str
    goals: tuple[tuple[int, datetime], ...] = ()
    whole_at: datetime | None = None

    @property
    def is_bounce(self) -> bool:
        """Whether he looked at one page for less than 15 seconds."""
        return self.pages == 1 and self.seconds < 15


_KNOWN: list[tuple[Company, tuple[Visit, ...]]] = []


def visits_at(company: Company, at: datetime) -> list[Visit]:
    """Give the visits that began by an instant, as they are known then, in their order."""
    if not _KNOWN or _KNOWN[0][0] is not company:
        ordered = sorted(_history(company), key=lambda visit: (visit.at, visit.id))
        _KNOWN[:] = [(company, tuple(ordered))]
    return [_as_known(visit, at) for visit in _KNOWN[0][1] if visit.at <= at]


def _as_known(visit: Visit, at: datetime) -> Visit:
    goals = tuple(goal for goal in visit.goals if goal[1] <= at)
    if visit.whole_at is not None and at < visit.whole_at:
        return replace(visit, pages=1, seconds=10, goals=())
    return replace(visit, goals=goals)


def _history(company: Company) -> Iterator[Visit]:
    scale = min(1.0, company.scale)
    marks = {one.id: _marks(one) for one in company.campaigns}
    for row in company.ad_days:
        facts = row.versions[0].value
        rng = random.Random(f"{company.seed}:visits:{row.campaign_id}:{row.day}")
        for number in range(round(facts.clicks * scale * 0.9) if facts else 0):
            words = (*marks[row.campaign_id], f"banner {number % 3}", "")
            yield _visit(rng, f"{row.campaign_id} {row.day} {number}", row.day, "ad", words)
    for day in days_between(company.start.date(), company.end.date()):
        rng = random.Random(f"{company.seed}:visits:{day}")
        for source, usual in (("organic", ORGANIC_A_DAY), ("direct", OWN_A_DAY)):
            for number in range(max(1, round(usual * scale))):
                yield _visit(rng, f"{source} {day} {number}", day, source, ("",) * 5)
    for lead in company.leads:
        if UTM_FIELD in dict(lead.fields[0].value):
            yield _of_lead(lead)


def _marks(campaign: AdCampaign) -> tuple[str, ...]:
    """Give source, medium and campaign of a campaign's visits: its macro is filled in."""
    told = re.sub(r"\{+campaign_id\}+", str(campaign.id), campaign.tracking)
    known = dict(parse_qsl(told))
    return tuple(known[name] for name in _URL_MARKS[:3])


def _visit(rng: random.Random, name: str, day: date, source: str, utm: tuple[str, ...]) -> Visit:
    at = datetime.combine(day, time(0, 30), MOSCOW) + timedelta(seconds=rng.randrange(84_000))
    pages = rng.choice((1, 1, 1, 2, 3, 5, 8))
    seconds = rng.randint(3, 40) if pages == 1 else rng.randint(20, 900)
    goals = ((CATALOGUE, at + timedelta(seconds=seconds // 2)),) if pages > 4 else ()
    whole_at = at + timedelta(hours=rng.randint(20, 48)) if pages > 1 and rng.random() < 0.1 else None
    query = urlencode({key: word for key, word in zip(_URL_MARKS, utm, strict=True) if word})
    # somebody's link ends in a quote and holds a tab: nothing that a table of text may break on
    tail = '&ref="it\'s"\tleft' if rng.random() < 0.02 else ""
    return Visit(
        id=_number(name, _FIRST_ID),
        client=_number(f"client {rng.randrange(4000)}", _FIRST_CLIENT),
        at=at.astimezone(MOSCOW),
        seconds=seconds,
        pages=pages,
        source=source,
        utm=utm,
        is_new=rng.random() < 0.7,
        city=rng.choice(CITIES),
        device=rng.choices(DEVICES, (5, 8, 1))[0],
        start_url=f"{SITE}/catalog{'?' if query else ''}{query}{tail}",
        goals=goals,
        whole_at=whole_at,
    )


def _of_lead(lead: Lead) -> Visit:
    """Give the visit whose form became an enquiry; a win within three weeks is uploaded as a payment."""
    known = dict(lead.fields[0].value)
    rng = random.Random(f"lead {lead.id}")
    at = (lead.created_at - timedelta(seconds=240)).astimezone(MOSCOW)
    utm = (known[UTM_FIELD], known.get(UTM_MEDIUM_FIELD, ""), known.get(UTM_CAMPAIGN_FIELD, ""), "", "")
    goals = [(ENQUIRY, lead.created_at)]
    won = next((move.at for move in lead.stage if move.value.stage_id == WON), None)
    if won is not None and won - at < OFFLINE_WINDOW:
        goals.append((PAYMENT, won))
    return Visit(
        id=_number(f"lead {lead.id}", _FIRST_ID),
        client=_number(f"person {lead.id}", _FIRST_CLIENT),
        at=at,
        seconds=300,
        pages=4,
        source="ad" if utm[1].lower() == "cpc" else "organic",
        utm=utm,
        is_new=rng.random() < 0.5,
        city=rng.choice(CITIES),
        device=rng.choice(DEVICES),
        start_url=f"{SITE}/order",
        goals=tuple(goals),
    )


def _number(name: str, first: int) -> int:
    """Give a number beyond what a float can hold."""
    return first + int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)
