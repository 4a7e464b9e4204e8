"""Statistics of VK Ads: days or a summary of plans, groups, banners or the user, with totals beside them.

Unverified and decided here: objects asked for by id have a row for every day up to today, zeros where nothing
happened; without ids come only objects and days on which something happened. Metrics beside `base` are empty:
the company has no figures for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol
from urllib.parse import parse_qsl

from sandbox.vendors.vk_ads.errors import Refused, wrong_parameter
from sandbox.vendors.vk_ads.tables import DayFacts, VkTables, total

Row = dict[str, Any]
STRANGERS = {
    "ad_plans": "unknown_ad_plans",
    "ad_groups": "ERR_WRONG_ADGROUPS",
    "banners": "ERR_WRONG_BANNERS",
    "users": "ERR_WRONG_USERS",
}
"""What is said of ids that the account does not have, by level."""
METRICS = (
    "base", "events", "video", "uniques", "romi", "viral", "carousel", "tps", "moat", "playable",
)  # fmt: skip
CHOICES = {
    "attribution": ("conversion", "impression"),
    "conversion_type": ("postview", "postclick", "total"),
}
KNOWN = {"date_from", "date_to", "id", "metrics", *CHOICES}
CENT = Decimal("0.01")


class StatisticsTerms(Protocol):
    """Days that one request may span and look back, and ids that it may name; 0 days back: without an end."""

    longest_days: int
    oldest_days: int
    most_ids: int
    strangers_are_404: bool
    zero_rows: bool


@dataclass(frozen=True)
class Order:
    """A request of statistics, understood; both days are included, no ids mean all objects."""

    level: str
    since: date
    until: date
    ids: tuple[int, ...]
    metrics: tuple[str, ...]


def read_query(text: str) -> dict[str, str]:
    """Read a query; what stands there twice is refused."""
    pairs = parse_qsl(text, keep_blank_values=True)
    found = dict(pairs)
    if len(found) < len(pairs):
        raise wrong_parameter("A parameter is given more than once")
    return found


def read(
    level: str, kind: str, asked: Mapping[str, str], tables: VkTables, terms: StatisticsTerms, today: date
) -> Order:
    """Read the parameters of statistics or refuse them."""
    if unknown := sorted(set(asked) - KNOWN):
        raise wrong_parameter(f"Unknown parameter {unknown[0]}")
    for name, known in CHOICES.items():
        if asked.get(name, known[0]) not in known:
            raise wrong_parameter(f"{name} must be one of {', '.join(known)}")
    metrics = tuple(asked.get("metrics", "base").split(","))
    if "all" in metrics:
        metrics = METRICS
    if any(name not in METRICS for name in metrics):
        raise wrong_parameter("metrics has an unknown value")
    since, until = _period(kind, asked, terms, today)
    return Order(level, since, until, _ids(level, asked, tables, terms), metrics)


def _period(kind: str, asked: Mapping[str, str], terms: StatisticsTerms, today: date) -> tuple[date, date]:
    if kind == "summary" and not {"date_from", "date_to"} & set(asked):
        return date.min, today
    since, until = (_day(asked, name) for name in ("date_from", "date_to"))
    if since > until:
        raise Refused(400, "ERR_WRONG_DATE", "date_from is later than date_to")
    if (until - since).days + 1 > terms.longest_days:
        raise Refused(400, "ERR_WRONG_DATE", f"The period is longer than {terms.longest_days} days")
    if terms.oldest_days and (today - since).days > terms.oldest_days:
        raise Refused(400, "ERR_WRONG_DATE", f"date_from is more than {terms.oldest_days} days ago")
    return since, until


def _day(asked: Mapping[str, str], name: str) -> date:
    if name not in asked:
        raise wrong_parameter(f"{name} is required")
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", asked[name], re.A):
            raise ValueError
        return date.fromisoformat(asked[name])
    except ValueError:
        raise Refused(400, "ERR_WRONG_DATE", f"{name} must look like 2026-09-01") from None


def _ids(level: str, asked: Mapping[str, str], tables: VkTables, terms: StatisticsTerms) -> tuple[int, ...]:
    if "id" not in asked:
        return ()
    words = asked["id"].split(",")
    if not all(re.fullmatch(r"\d{1,18}", word, re.A) for word in words):
        raise wrong_parameter("id must be numbers with commas between")
    if len(words) > terms.most_ids:
        raise Refused(400, "ERR_LIMIT_EXCEEDED", f"No more than {terms.most_ids} ids in a request")
    ids = tuple(dict.fromkeys(int(word) for word in words))
    known = {row["id"] for row in ([tables.user] if level == "users" else tables.lists[level])}
    if any(id_ not in known for id_ in ids):
        if terms.strangers_are_404:
            raise Refused(404, "ERR_WRONG_IDS", "Some ids do not exist")
        raise Refused(400, STRANGERS[level], "Some ids do not exist")
    return ids


def report(order: Order, facts: list[DayFacts], kind: str, *, today: date, zero_rows: bool) -> Row:
    """Give the whole answer: `facts` are the days of the level."""
    found: dict[int, dict[date, DayFacts]] = defaultdict(dict)
    for fact in facts:
        if order.since <= fact.day <= order.until and (not order.ids or fact.id in order.ids):
            found[fact.id][fact.day] = fact
    items, totals = [], []
    for id_ in order.ids or sorted(found):
        days = found[id_]
        if order.ids and not days and not zero_rows:
            continue
        whole = total(id_, order.until, days.values())
        totals.append(whole)
        shown = _shown_days(order, days, today) if order.ids and zero_rows else days
        rows = [{"date": day.isoformat(), **_metrics(fact, order)} for day, fact in sorted(shown.items())]
        items.append(
            {"id": id_, **({"rows": rows} if kind == "day" else {}), "total": _metrics(whole, order)}
        )
    summed = _metrics(total(0, order.until, totals), order)
    summed.get("base", {}).pop("vk", None)
    return {"items": items, "total": summed}


def _shown_days(order: Order, days: dict[date, DayFacts], today: date) -> dict[date, DayFacts]:
    last = min(order.until, today)
    if order.since > last or order.since == date.min:
        return days
    span = (order.since + timedelta(days=number) for number in range((last - order.since).days + 1))
    return {day: days.get(day) or total(0, day, ()) for day in span}


def _metrics(fact: DayFacts, order: Order) -> Row:
    return {name: _base(fact) if name == "base" else {} for name in order.metrics}


def _base(fact: DayFacts) -> Row:
    return {
        "shows": fact.shows,
        "clicks": fact.clicks,
        "goals": fact.goals,
        "spent": _money(fact.cents) if fact.shows or fact.cents else "0",
        "cpm": _price(fact.cents * 1000, fact.shows),
        "cpc": _price(fact.cents, fact.clicks),
        "cpa": _price(fact.cents, fact.goals),
        "ctr": _percent(fact.clicks, fact.shows),
        "cr": _percent(fact.goals, fact.clicks),
        "vk": {
            "goals": fact.own_goals,
            "cpa": _price(fact.cents, fact.own_goals),
            "cr": _percent(fact.own_goals, fact.clicks),
        },
    }


def _money(cents: int) -> str:
    return str((Decimal(cents) / 100).quantize(CENT))


def _price(cents: int, count: int) -> str:
    return str((Decimal(cents) / 100 / count).quantize(CENT, ROUND_HALF_UP)) if count else "0"


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 4) if whole else 0
