"""What may be asked of a visit: dimensions and metrics of reports, columns of logs, how each is written.

Unverified and decided here: how advertising systems are called; one is known by the mark of its visit.
Nobody comes by a click that Google numbers, and no calls are uploaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from sandbox.company.charter import MOSCOW
from sandbox.vendors.yandex_metrica.counter import COUNTER, UTM
from sandbox.vendors.yandex_metrica.errors import invalid
from sandbox.world.site import Visit

ATTRIBUTIONS = (
    "last", "lastsign", "first", "last_yandex_direct_click", "automatic", "cross_device_last",
    "cross_device_lastsign", "cross_device_first", "cross_device_automatic",
)  # fmt: skip
ENGINES = {"yandex": "ya_direct", "google": "google_adwords", "vk": "vk_ads"}
SOURCES = {
    "ad": ("Ad traffic", "Переходы по рекламе"),
    "organic": ("Search engine traffic", "Переходы из поисковых систем"),
    "direct": ("Direct traffic", "Прямые заходы"),
}
_ATTRIBUTED = re.compile(rf"ym:s:(?P<attribution>{'|'.join(sorted(ATTRIBUTIONS, key=len, reverse=True))})"
                         r"(?P<what>[A-Z]\w+)")  # fmt: skip
_GOAL = re.compile(r"ym:s:goal(?P<id>\d{1,18})(?P<what>reaches|visits|conversionRate)")


@dataclass(frozen=True)
class Dimension:
    """A dimension; `of` gives a visit's value (None: undefined), `has_id`: it is of a dictionary."""

    of: Callable[[Visit], str | None]
    has_id: bool = False


def dimension(name: str, attribution: str, zone: tzinfo = MOSCOW) -> Dimension:
    """Give a dimension of reports by its name or refuse it; `<attribution>` stands for the asked one."""
    name = name.replace("<attribution>", attribution)
    plain: dict[str, Callable[[Visit], str | None]] = {
        "ym:s:date": lambda visit: day_text(visit.at, zone),
        "ym:s:deviceCategory": lambda visit: visit.device,
        "ym:s:regionCity": lambda visit: visit.city,
    }
    if name in plain:
        return Dimension(plain[name], has_id=name != "ym:s:date")
    what = _what(name)
    if what in UTM:
        place = UTM.index(what)
        return Dimension(lambda visit: visit.utm[place] or None)
    if what == "TrafficSource":
        return Dimension(lambda visit: visit.source, has_id=True)
    raise invalid(f"Wrong parameter: 'dimensions', value: '{name}'")


def _what(name: str) -> str:
    found = _ATTRIBUTED.fullmatch(name)
    return found["what"] if found else name.removeprefix("ym:s:") if name.startswith("ym:s:") else ""


def metric(name: str, goals: set[int]) -> Callable[[list[Visit]], float]:
    """Give a metric of reports by its name or refuse it."""
    plain: dict[str, Callable[[list[Visit]], float]] = {
        "ym:s:visits": lambda visits: len(visits),
        "ym:s:users": lambda visits: len({visit.client for visit in visits}),
        "ym:s:pageviews": lambda visits: sum(visit.pages for visit in visits),
        "ym:s:bounceRate": lambda visits: _percent(sum(visit.is_bounce for visit in visits), len(visits)),
        "ym:s:sumGoalReachesAny": lambda visits: sum(len(visit.goals) for visit in visits),
    }
    if name in plain:
        return plain[name]
    found = _GOAL.fullmatch(name)
    if found is None or int(found["id"]) not in goals:
        raise invalid(f"Wrong parameter: 'metrics', value: '{name}'")
    goal, what = int(found["id"]), found["what"]

    def reached(visits: list[Visit]) -> int:
        return sum(any(id_ == goal for id_, _ in visit.goals) for visit in visits)

    if what == "visits":
        return reached
    if what == "conversionRate":
        return lambda visits: _percent(reached(visits), len(visits))
    return lambda visits: sum(id_ == goal for visit in visits for id_, _ in visit.goals)


IS_RATE = ("bounceRate", "conversionRate")
"""Metrics by their ends that are no sums: a sample does not make them larger."""


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def column(name: str) -> Callable[[Visit], Any]:
    """Give a column of logs by its name or refuse it."""
    plain: dict[str, Callable[[Visit], Any]] = {
        "ym:s:visitID": lambda visit: visit.id,
        "ym:s:counterID": lambda visit: COUNTER,
        "ym:s:watchIDs": lambda visit: [visit.id + number + 1 for number in range(visit.pages)],
        "ym:s:date": lambda visit: day_text(visit.at),
        "ym:s:dateTime": lambda visit: stamp(visit.at),
        "ym:s:dateTimeUTC": lambda visit: visit.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        "ym:s:isNewUser": lambda visit: int(visit.is_new),
        "ym:s:startURL": lambda visit: visit.start_url,
        "ym:s:endURL": lambda visit: visit.start_url.partition("?")[0],
        "ym:s:pageViews": lambda visit: visit.pages,
        "ym:s:visitDuration": lambda visit: visit.seconds,
        "ym:s:bounce": lambda visit: int(visit.is_bounce),
        "ym:s:clientID": lambda visit: visit.client,
        "ym:s:goalsID": lambda visit: [id_ for id_, _ in visit.goals],
        "ym:s:goalsDateTime": lambda visit: [stamp(at) for _, at in visit.goals],
        "ym:s:goalsPrice": lambda visit: [0 for _ in visit.goals],
        "ym:s:regionCity": lambda visit: visit.city,
        "ym:s:deviceCategory": lambda visit: {"desktop": 1, "mobile": 2, "tablet": 3}[visit.device],
        "ym:s:offlineCallTalkDuration": lambda visit: 0,
        "ym:s:offlineCallFirstTimeCaller": lambda visit: 0,
    }
    attributed: dict[str, Callable[[Visit], Any]] = {
        "TrafficSource": lambda visit: visit.source,
        "AdvEngine": _engine,
        "DirectClickOrder": _direct_order,
        "HasGCLID": lambda visit: 0,
    }
    if name in plain:
        return plain[name]
    found = _ATTRIBUTED.fullmatch(name)
    if found and found["what"] in UTM:
        place = UTM.index(found["what"])
        return lambda visit: visit.utm[place]
    if found and found["what"] in attributed:
        return attributed[found["what"]]
    raise invalid(f"Unknown field '{name}'")


def _engine(visit: Visit) -> str:
    return ENGINES.get(visit.utm[0].strip().lower(), "") if visit.source == "ad" else ""


def _direct_order(visit: Visit) -> int:
    """Give the campaign of Direct by which a visit came, 0 where it did not."""
    campaign = visit.utm[2]
    return int(campaign) if _engine(visit) == ENGINES["yandex"] and campaign.isdecimal() else 0


def day_text(moment: datetime, zone: tzinfo = MOSCOW) -> str:
    """Give the day in the counter's zone, or in another."""
    return moment.astimezone(zone).date().isoformat()


def stamp(moment: datetime) -> str:
    """Give the wall-clock time in the counter's zone."""
    return moment.astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M:%S")


def cell(value: Any) -> str:
    """Write a value into a table of logs: arrays in brackets, texts with their tabs and newlines escaped."""
    if isinstance(value, list):
        return f"[{','.join(_element(one) for one in value)}]"
    return _escaped(str(value)) if isinstance(value, str) else str(value)


def _element(value: Any) -> str:
    if not isinstance(value, str):
        return str(value)
    quoted = _escaped(value).replace("'", "\\'")
    return f"'{quoted}'"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
