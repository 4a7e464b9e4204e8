"""What advertising costs day by day, and how the account corrects days after they are over."""

import random
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sandbox.company.ad_records import AdCampaign, AdDay, AdFacts
from sandbox.company.calendar_ru import days_between, is_working_day
from sandbox.company.charter import END, MOSCOW
from sandbox.company.charter_ads import (
    AD_ACCOUNT,
    BRAND,
    DAILY_COST,
    GARLANDS,
    RETARGETING,
    SEARCH,
    STREET,
    build_campaigns,
)
from sandbox.company.history import Change
from sandbox.world.erp_drafts import as_written

CENT = Decimal("0.01")
ONE_DAY = timedelta(days=1)
Versions = list[Change[AdFacts | None]]

# A day that appears a day late, one that shrinks, old days corrected for click fraud, one that vanishes.
LATE = {(STREET, date(2026, 6, 1)): datetime(2026, 6, 2, 15, 5, tzinfo=MOSCOW)}
SHRUNK = {
    (SEARCH, date(2026, 6, 1)): datetime(2026, 6, 2, 12, 15, tzinfo=MOSCOW),
    (BRAND, date(2026, 6, 1)): datetime(2026, 6, 3, 11, 40, tzinfo=MOSCOW),
    (SEARCH, date(2026, 6, 2)): datetime(2026, 6, 3, 10, 20, tzinfo=MOSCOW),
    (SEARCH, date(2026, 5, 20)): datetime(2026, 6, 2, 16, 45, tzinfo=MOSCOW),
    (RETARGETING, date(2026, 4, 28)): datetime(2026, 6, 3, 9, 30, tzinfo=MOSCOW),
}
VANISHED = {(GARLANDS, date(2026, 6, 1)): datetime(2026, 6, 3, 13, 55, tzinfo=MOSCOW)}


def spend(seed: int, scale: float) -> tuple[AdDay, ...]:
    """Return every campaign's days, ordered by day and campaign."""
    rng = random.Random(f"{seed}:ads")
    days = [day for campaign in build_campaigns() for day in _days(rng, campaign, scale)]
    return tuple(sorted(days, key=lambda day: (day.day, day.campaign_id)))


def _days(rng: random.Random, campaign: AdCampaign, scale: float) -> list[AdDay]:
    last = min(campaign.last_day or END.date(), END.date() - ONE_DAY)
    running = []
    for day in days_between(campaign.first_day, last):
        is_watched = any((campaign.id, day) in plan for plan in (LATE, SHRUNK, VANISHED))
        is_paused = not is_working_day(day) and campaign.kind == "TEXT_CAMPAIGN"
        first = _facts(rng, campaign.id, scale)
        versions = _versions(rng, campaign.id, day, first)
        if is_watched or (not is_paused and rng.random() > 0.02):
            running.append(AdDay(campaign.id, day, tuple(versions)))
    return running


def _facts(rng: random.Random, campaign: int, scale: float) -> AdFacts:
    net = DAILY_COST[campaign] * Decimal(str(scale)) * Decimal(rng.randint(5500, 14500)) / 10000
    impressions = rng.randint(300, 9000)
    if rng.random() < 0.03:
        return AdFacts(impressions, 0, Decimal(0), Decimal(0))
    return priced(impressions, max(1, impressions * rng.randint(4, 35) // 1000), net)


def priced(impressions: int, clicks: int, net: Decimal) -> AdFacts:
    """Return a day with whole kopecks and the gross cost that goes with the net one."""
    net = net.quantize(CENT, ROUND_HALF_UP)
    gross = (net * (100 + AD_ACCOUNT.vat_percent) / 100).quantize(CENT, ROUND_HALF_UP)
    return AdFacts(impressions, clicks, net, gross)


def _versions(rng: random.Random, campaign: int, day: date, first: AdFacts) -> Versions:
    reported = datetime.combine(day + ONE_DAY, time(0, 10), MOSCOW) + timedelta(seconds=rng.randint(0, 2400))
    again = reported + timedelta(hours=rng.randint(10, 20))
    versions: Versions = [Change(as_written(LATE.get((campaign, day), reported)), first)]
    if (campaign, day) in VANISHED:
        return [*versions, Change(as_written(VANISHED[campaign, day]), None)]
    if (campaign, day) in SHRUNK:
        return [*versions, Change(as_written(SHRUNK[campaign, day]), _shrunk(first, Decimal("0.83")))]
    if (campaign, day) not in LATE and rng.random() < 0.3:
        factor = Decimal(rng.randint(880, 1010)) / 1000
        versions.append(Change(as_written(again), _shrunk(first, factor)))
    return versions


def _shrunk(facts: AdFacts, factor: Decimal) -> AdFacts:
    clicks = max(0, facts.clicks - 1) if factor < 1 else facts.clicks
    return priced(facts.impressions, clicks, facts.cost_net * factor)
