"""Marks of visits on leads: source, medium and campaign that the site's form passed on, or spoilt."""

import random
from datetime import UTC, date, datetime, timedelta

from sandbox.company.charter import (
    CHANNEL_FIELD,
    MOSCOW,
    UTM_CAMPAIGN_FIELD,
    UTM_FIELD,
    UTM_MEDIUM_FIELD,
)
from sandbox.company.charter_ads import WITHOUT_LEADS, build_campaigns
from sandbox.company.crm_cards import FieldValues
from sandbox.company.history import Change, value_at
from sandbox.world.cards import CrmBook
from sandbox.world.clock import BUSY_HOURS, moment_of
from sandbox.world.drafts import LeadDraft

TUESDAY, WEDNESDAY = date(2026, 6, 2), date(2026, 6, 3)
QUIET_SINCE = datetime(2026, 6, 1, tzinfo=MOSCOW).astimezone(UTC)
SPOILT_CAMPAIGNS = ("{campaign_id}", "spring_sale", "71999999", "")
UNKNOWN_VISITS = (
    ("yandex", "cpc"), ("yandex", "cpc"), (" Yandex", "CPC"), ("yandex", "organic"), ("google", "organic"),
    ("telegram", "social"),
)  # fmt: skip
MEDIUMS = {"yandex": ("cpc", "cpc", "cpc", "organic"), "google": ("organic", "cpc"), "vk": ("social",)}


def mark_visits(crm: CrmBook, seed: int) -> None:
    """Give marks to leads with a known source and to most without any channel; a few get them late."""
    rng = random.Random(f"{seed}:utm")
    late = []
    for lead in crm.leads:
        known = dict(lead.fields[0].value)
        if CHANNEL_FIELD not in known and rng.random() < 0.6:
            marks = _marks(rng, lead, *rng.choice(UNKNOWN_VISITS))
            if rng.random() < 0.08 and lead.created_at < QUIET_SINCE:
                late.append((lead, marks))
            else:
                _add(lead, marks)
        elif source := known.get(UTM_FIELD):
            mediums = MEDIUMS.get(source, ("",))
            _add(lead, _marks(rng, lead, source, rng.choice(mediums)))
    for number, (lead, marks) in enumerate(late[-6:]):
        _type_late(rng, lead, marks, (TUESDAY, WEDNESDAY)[number % 2])


def _marks(rng: random.Random, lead: LeadDraft, source: str, medium: str) -> dict[int, str]:
    marks = {UTM_FIELD: source}
    if medium:
        marks[UTM_MEDIUM_FIELD] = medium
    if source.strip().lower() == "yandex" and medium.lower() == "cpc":
        campaign = _campaign(rng, lead)
        if campaign:
            marks[UTM_CAMPAIGN_FIELD] = campaign
    return marks


def _campaign(rng: random.Random, lead: LeadDraft) -> str:
    if rng.random() < 0.12:
        return rng.choice(SPOILT_CAMPAIGNS)
    day = lead.created_at.astimezone(MOSCOW).date()
    running = [
        campaign.id
        for campaign in build_campaigns()
        if campaign.id not in WITHOUT_LEADS
        and campaign.first_day <= day
        and (campaign.last_day is None or day <= campaign.last_day + timedelta(days=9))
    ]
    return str(rng.choice(running))


def _add(lead: LeadDraft, marks: dict[int, str]) -> None:
    """Write the marks into every version of the fields: the form filled them in at once."""
    lead.fields = [Change(c.at, _with(c.value, marks), c.by) for c in lead.fields]


def _with(values: FieldValues, marks: dict[int, str]) -> FieldValues:
    return tuple(sorted({**dict(values), **marks}.items()))


def _type_late(rng: random.Random, lead: LeadDraft, marks: dict[int, str], day: date) -> None:
    at = moment_of(rng, day, BUSY_HOURS)
    for field, text in marks.items():
        lead.set_field(at, field, text, value_at(lead.responsible, at))
