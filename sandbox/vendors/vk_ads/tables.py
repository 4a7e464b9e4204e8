"""The company's advertising as a cabinet of VK Ads shows it: plans, their groups and banners, and their days.

Each plan has groups and each group banners; what a day of a plan cost is divided among its banners, so that
every level adds up to the same kopeck. Unverified and decided here: the macro `{{campaign_id}}` and a
banner's `campaign_id` are the plan; marks stand in the banner's address, of some plans in the group's `utm`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sandbox.company.ad_records import AdAccount, AdCampaign, AdFacts
from sandbox.company.charter import MOSCOW
from sandbox.company.charter_ads import AD_ACCOUNT, VK_TRACKING
from sandbox.company.company import Company
from sandbox.company.current import CampaignRow, CompanyState
from sandbox.company.history import change_at

Row = dict[str, Any]
USERNAME = "sevsvet@vk.example"
FIRST_PLAN, FIRST_GROUP, FIRST_BANNER = 71_000_000, 72_000_000, 73_000_000
SHARES = (5, 3, 2, 4)
"""How a plan's day is divided among its banners."""
STATUS = {"ON": "active", "OFF": "blocked", "SUSPENDED": "blocked", "ENDED": "blocked", "ARCHIVED": "deleted"}
OBJECTIVES = {
    "UNIFIED_CAMPAIGN": "site_conversions", "TEXT_CAMPAIGN": "traffic", "SMART_CAMPAIGN": "leadads",
}  # fmt: skip
MARKED_BY_GROUP = ("TEXT_CAMPAIGN",)
_SITE = "https://sevsvet.example"


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What one object did on one day; `cents` are kopecks net of VAT."""

    id: int
    day: date
    shows: int
    clicks: int
    cents: int
    goals: int
    own_goals: int


@dataclass(frozen=True)
class VkTables:
    """Everything that the account shows: rows by list, and days by level, ordered by id and day."""

    user: Row
    lists: dict[str, list[Row]]
    days: dict[str, list[DayFacts]]


def render(state: CompanyState) -> VkTables:
    """Give what the account shows at the state's instant."""
    account = account_of(state.company)
    known = {campaign.id: campaign for campaign in state.company.campaigns}
    plans = [_plan(row, known[row.id], state.at) for row in sorted(state.campaigns, key=lambda row: row.id)]
    kinds = {row.id: row.kind for row in state.campaigns}
    groups = [group for plan in plans for group in _groups(plan, kinds[plan["id"]])]
    banners = [banner for group in groups for banner in _banners(group, kinds[group["ad_plan_id"]])]
    lists = {"ad_plans": plans, "ad_groups": groups, "banners": banners}
    return VkTables(_user(account), lists, _days(state, banners, account.client_id))


def account_of(company: Company) -> AdAccount:
    """Give the company's account."""
    return company.ad_account or AD_ACCOUNT


def _user(account: AdAccount) -> Row:
    return {
        "id": account.client_id,
        "username": USERNAME,
        "status": "active",
        "currency": account.currency,
        "timezone": "Europe/Moscow",
        "types": ["advertiser"],
    }


def _plan(row: CampaignRow, campaign: AdCampaign, at: datetime) -> Row:
    name, state = (change_at(history, at) for history in (campaign.name, campaign.state))
    opened = campaign.name[0].at
    changed = max(change.at for change in (name, state) if change is not None)
    is_over = row.state == "ARCHIVED"
    return {
        "id": row.id,
        "name": row.name,
        "status": STATUS[row.state],
        "objective": OBJECTIVES[row.kind],
        "budget_limit": "150000.00" if is_over else None,
        "budget_limit_day": "0" if is_over else "9000.00",
        "date_start": row.first_day.isoformat(),
        "date_end": row.last_day.isoformat() if row.last_day else None,
        "created": stamp(opened),
        "updated": stamp(changed),
    }


def _groups(plan: Row, kind: str) -> Iterator[Row]:
    for number in range(1, 2 if kind == "SMART_CAMPAIGN" else 3):
        yield {
            "id": FIRST_GROUP + (plan["id"] - FIRST_PLAN) * 10 + number,
            "name": f"{plan['name']}, группа {number}",
            "status": plan["status"],
            "ad_plan_id": plan["id"],
            "package_id": 3122,
            "utm": VK_TRACKING if kind in MARKED_BY_GROUP else None,
            "created": plan["created"],
            "updated": plan["updated"],
        }


def _banners(group: Row, kind: str) -> Iterator[Row]:
    marks = "" if kind in MARKED_BY_GROUP else f"?{VK_TRACKING}&utm_content={{{{banner_id}}}}"
    for number in (1, 2):
        yield {
            "id": FIRST_BANNER + (group["id"] - FIRST_GROUP) * 10 + number,
            "name": f"Объявление {number}",
            "status": group["status"],
            "ad_group_id": group["id"],
            "campaign_id": group["ad_plan_id"],
            "urls": {"primary": {"id": group["id"] + number, "url": f"{_SITE}/catalog/{number}{marks}"}},
            "content": {},
            "created": group["created"],
            "updated": group["updated"],
        }


def _days(state: CompanyState, banners: list[Row], user: int) -> dict[str, list[DayFacts]]:
    of_plan: dict[int, list[Row]] = defaultdict(list)
    for banner in banners:
        of_plan[banner["campaign_id"]].append(banner)
    leaves = [
        (banner, fact)
        for row in state.ad_days
        if row.facts is not None
        for banner, fact in _shared(row.facts, row.day, of_plan[row.campaign_id])
    ]
    return {
        "banners": _sums((banner["id"], fact) for banner, fact in leaves),
        "ad_groups": _sums((banner["ad_group_id"], fact) for banner, fact in leaves),
        "ad_plans": _sums((banner["campaign_id"], fact) for banner, fact in leaves),
        "users": _sums((user, fact) for _, fact in leaves),
    }


def _shared(facts: AdFacts, day: date, banners: list[Row]) -> Iterator[tuple[Row, DayFacts]]:
    """Divide a plan's day among its banners: what is left over by whole units is the first one's."""
    cents = int(facts.cost_net * 100)
    wholes = (facts.impressions, facts.clicks, cents)
    weights = SHARES[: len(banners)]
    parts = [[whole * weight // sum(weights) for weight in weights] for whole in wholes]
    for whole, part in zip(wholes, parts, strict=True):
        part[0] += whole - sum(part)
    for banner, shows, clicks, spent in zip(banners, *parts, strict=True):
        goals = (clicks + day.toordinal() % 10) // 12
        yield banner, DayFacts(banner["id"], day, shows, clicks, spent, goals, goals * 2 // 3)


def _sums(facts: Iterable[tuple[int, DayFacts]]) -> list[DayFacts]:
    found: dict[tuple[int, date], list[DayFacts]] = defaultdict(list)
    for id_, fact in facts:
        found[id_, fact.day].append(fact)
    return [total(id_, day, parts) for (id_, day), parts in sorted(found.items())]


def total(id_: int, day: date, parts: Iterable[DayFacts]) -> DayFacts:
    """Give the sum of days as one object's."""
    kept = list(parts)
    return DayFacts(
        id_,
        day,
        sum(part.shows for part in kept),
        sum(part.clicks for part in kept),
        sum(part.cents for part in kept),
        sum(part.goals for part in kept),
        sum(part.own_goals for part in kept),
    )


def stamp(moment: datetime) -> str:
    """Give an instant as the API writes it: Moscow time without an offset."""
    return moment.astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M:%S")
