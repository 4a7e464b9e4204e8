"""Metrica's reports (`/stat/v1/data`): visits by dimensions, with totals, in pages, sampled if they are many.

Unverified and decided here: a report is sampled where its visits are more than a setting and the accuracy is
not full; a parameter that the documentation does not name is refused. Every attribution finds the same marks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, timezone, tzinfo
from typing import Any, Protocol

from sandbox.vendors.yandex_metrica.counter import COUNTER
from sandbox.vendors.yandex_metrica.errors import Refused, invalid
from sandbox.vendors.yandex_metrica.fields import (
    ATTRIBUTIONS,
    IS_RATE,
    SOURCES,
    Dimension,
    day_text,
    dimension,
    metric,
)
from sandbox.wire.faults import Fault
from sandbox.world.site import Visit

Row = dict[str, Any]
MOST_METRICS, MOST_DIMENSIONS, USUAL_LIMIT, MOST_ROWS = 20, 10, 100, 100_000
KNOWN = {
    "ids", "metrics", "dimensions", "date1", "date2", "filters", "sort", "limit", "offset", "accuracy",
    "include_undefined", "lang", "attribution", "timezone", "pretty", "id",
}  # fmt: skip
_FILTER = re.compile(r"(?P<name>[\w:<>]+)\s*(?P<how>==|!=)\s*'(?P<value>[^']*)'")
_AGO = re.compile(r"(\d{1,5})daysAgo", re.A)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.A)
_ZONE = re.compile(r"(?P<sign>[+ -])(?P<hours>\d\d):(?P<minutes>[0-5]\d)", re.A)
_SHARE = re.compile(r"low|medium|high|full|1|0?\.\d+", re.A)
_SWITCH = {"true": True, "1": True, "false": False, "0": False}
LANGUAGES = ("ru", "en", "uk", "tr")
MOST_CONDITIONS, MOST_FILTERED, LONGEST_FILTER = 20, 10, 10_000


class ReportTerms(Protocol):
    """Visits above which a report is sampled, days above which it is refused; 0: never."""

    sampled_above: int
    complicated_above_days: int


@dataclass(frozen=True)
class Order:
    """A report as ordered; both days are included, `offset` counts from 1."""

    since: date
    until: date
    names: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    metric_names: tuple[str, ...]
    metrics: tuple[Callable[[list[Visit]], float], ...]
    wishes: tuple[Callable[[Visit], bool], ...]
    sort: tuple[tuple[int, bool], ...]
    limit: int
    offset: int
    is_exact: bool
    shows_undefined: bool
    in_russian: bool
    zone: tzinfo
    asked: Mapping[str, str]


def read(asked: Mapping[str, str], goals: set[int], terms: ReportTerms, today: date) -> Order:
    """Read the parameters of a report or refuse them."""
    if unknown := sorted(set(asked) - KNOWN):
        raise invalid(f"Unknown parameter '{unknown[0]}'")
    _check_counter(asked.get("ids", asked.get("id", "")))
    attribution = asked.get("attribution", "lastsign").lower()
    if attribution not in ATTRIBUTIONS:
        raise _wrong("attribution", attribution)
    for name, known in (("accuracy", _SHARE.fullmatch), ("lang", LANGUAGES.__contains__)):
        if name in asked and not known(asked[name]):
            raise _wrong(name, asked[name])
    undefined = asked.get("include_undefined", "false").lower()
    if undefined not in _SWITCH:
        raise _wrong("include_undefined", undefined)
    zone = _zone(asked.get("timezone", "+03:00"))
    metrics = _names(asked, "metrics", MOST_METRICS)
    names = _names(asked, "dimensions", MOST_DIMENSIONS)
    if not metrics:
        raise Refused(400, "missing_parameter", "Missing parameter: 'metrics'")
    if len({name.split(":")[1] for name in (*metrics, *names) if name.count(":") > 1}) > 1:
        raise invalid("Metrics and dimensions of different namespaces in one request")
    since, until = (
        _day(asked.get(name, usual), today) for name, usual in (("date1", "6daysAgo"), ("date2", "today"))
    )
    if since > until:
        raise invalid("Wrong parameter: 'date1' is later than 'date2'")
    if terms.complicated_above_days and (until - since).days >= terms.complicated_above_days:
        raise too_complicated()
    return Order(
        since, until, names, tuple(dimension(name, attribution, zone) for name in names),
        metrics, tuple(metric(name, goals) for name in metrics),
        tuple(_wishes(asked.get("filters", ""), attribution, zone)),
        _sort(asked.get("sort", ""), names, metrics),
        whole(asked, "limit", USUAL_LIMIT, MOST_ROWS), whole(asked, "offset", 1, 1 << 40),
        asked.get("accuracy", "medium") in ("full", "1"), _SWITCH[undefined], asked.get("lang", "ru") == "ru",
        zone, asked,
    )  # fmt: skip


def _wrong(name: str, value: str) -> Refused:
    return invalid(f"Wrong parameter: '{name}', value: '{value}'")


def _check_counter(ids: str) -> None:
    if not ids:
        raise Refused(400, "missing_parameter", "Missing parameter: 'ids'")
    if not re.fullmatch(r"\d+(,\d+)*", ids, re.A):
        raise _wrong("ids", ids)
    if set(ids.split(",")) != {str(COUNTER)}:
        raise Refused(403, "access_denied", "Access is denied")


def _zone(text: str) -> tzinfo:
    """Read an offset from Greenwich; a plus that nobody escaped arrives as a space."""
    found = _ZONE.fullmatch(text)
    if found is None or int(found["hours"]) > 14:
        raise _wrong("timezone", text)
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return timezone(-offset if found["sign"] == "-" else offset)


def too_complicated() -> Refused:
    """Give the refusal of a report that asks too much."""
    message = "Query is too complicated. Please reduce the date interval or sampling."
    return Refused(400, "invalid_parameter", message)


def _names(asked: Mapping[str, str], name: str, most: int) -> tuple[str, ...]:
    names = tuple(asked[name].split(",")) if asked.get(name) else ()
    if len(names) > most:
        raise invalid(f"Too many values in '{name}', no more than {most} are allowed")
    return names


def _day(text: str, today: date) -> date:
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    if text in named:
        return named[text]
    if ago := _AGO.fullmatch(text):
        return today - timedelta(days=int(ago[1]))
    return read_date(text)


def read_date(text: str) -> date:
    """Read a day as the documentation writes it, or refuse it."""
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise invalid(f"Wrong date '{text}'") from None


def whole(asked: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """Read a number from 1 on, or refuse it."""
    text = asked.get(name, str(usual))
    if not re.fullmatch(r"\d{1,13}", text, re.A) or not 1 <= int(text) <= most:
        raise _wrong(name, text)
    return int(text)


def _wishes(text: str, attribution: str, zone: tzinfo) -> list[Callable[[Visit], bool]]:
    parts = [part.strip() for part in text.split(" AND ")] if text else []
    found = [_FILTER.fullmatch(part) for part in parts]
    matched = [one for one in found if one is not None]
    names = {one["name"] for one in matched}
    if len(matched) < len(parts):
        raise _wrong("filters", text[:100])
    if len(text) > LONGEST_FILTER or len(parts) > MOST_CONDITIONS or len(names) > MOST_FILTERED:
        raise Refused(400, "filter_limits", "Filter is too complex")
    return [_wish(one["name"], one["how"], one["value"], attribution, zone) for one in matched]


def _wish(name: str, how: str, value: str, attribution: str, zone: tzinfo) -> Callable[[Visit], bool]:
    of = dimension(name, attribution, zone).of
    return lambda visit: (of(visit) == value) is (how == "==")


def _sort(text: str, names: tuple[str, ...], metrics: tuple[str, ...]) -> tuple[tuple[int, bool], ...]:
    if not text:
        return ((len(names), True),)
    places = []
    for word in text.split(","):
        name = word.removeprefix("-")
        if name not in names + metrics:
            raise _wrong("sort", name)
        places.append(((names + metrics).index(name), word.startswith("-")))
    return tuple(places)


def report(order: Order, visits: list[Visit], terms: ReportTerms, again: Fault | None = None) -> Row:
    """Give the whole answer."""
    first, last = order.since.isoformat(), order.until.isoformat()
    found = [
        visit
        for visit in visits
        if first <= day_text(visit.at, order.zone) <= last and all(wants(visit) for wants in order.wishes)
    ]
    space = len(found)
    step = 1
    if terms.sampled_above and space > terms.sampled_above and not order.is_exact:
        step = -(-space // terms.sampled_above)
    found = found[::step]
    groups: dict[tuple[str | None, ...], list[Visit]] = defaultdict(list)
    for visit in found:
        values = tuple(one.of(visit) for one in order.dimensions)
        if order.shows_undefined or None not in values:
            groups[values].append(visit)
    rows = [(values, _figures(order, kept, step)) for values, kept in groups.items()]
    rows = _sorted(order, rows)
    start = 0 if again else order.offset - 1
    counted = [visit for kept in groups.values() for visit in kept]
    columns = list(zip(*(figures for _, figures in rows), strict=True)) or [(0.0,)] * len(order.metrics)
    return {
        "query": _query(order),
        "data": [
            {"dimensions": _shown(order, values), "metrics": figures}
            for values, figures in rows[start : start + order.limit]
        ],
        "total_rows": len(rows),
        "total_rows_rounded": False,
        "sampled": step > 1,
        "contains_sensitive_data": False,
        "sample_share": 1.0 if step == 1 else len(found) / space,
        "sample_size": len(found),
        "sample_space": space,
        "data_lag": 97,
        "totals": _figures(order, counted, step),
        "min": [min(column) for column in columns],
        "max": [max(column) for column in columns],
    }


def _figures(order: Order, visits: list[Visit], step: int) -> list[float]:
    return [
        float(of(visits) * (1 if name.endswith(IS_RATE) else step))
        for name, of in zip(order.metric_names, order.metrics, strict=True)
    ]


def _sorted(
    order: Order, rows: list[tuple[tuple[str | None, ...], list[float]]]
) -> list[tuple[tuple[str | None, ...], list[float]]]:
    rows = sorted(rows, key=lambda row: tuple(value or "" for value in row[0]))
    for place, is_descending in reversed(order.sort):

        def key(row: tuple[tuple[str | None, ...], list[float]], place: int = place) -> Any:
            values: list[Any] = [value or "" for value in row[0]] + row[1]
            return values[place]

        rows = sorted(rows, key=key, reverse=is_descending)
    return rows


def _shown(order: Order, values: tuple[str | None, ...]) -> list[Row]:
    shown: list[Row] = []
    for one, value in zip(order.dimensions, values, strict=True):
        words = SOURCES.get(value or "") if one.has_id else None  # a mark is shown as it is, `organic` too
        name = words[order.in_russian] if words else value
        shown.append({"name": name, "id": value} if one.has_id else {"name": name})
    return shown


def _query(order: Order) -> Row:
    asked = order.asked
    words = asked.get("attribution", "lastsign").lower().replace("lastsign", "last_sign").split("_")
    return {
        "ids": [COUNTER],
        "dimensions": list(order.names),
        "metrics": list(order.metric_names),
        "sort": asked["sort"].split(",") if asked.get("sort") else [f"-{order.metric_names[0]}"],
        **({"filters": asked["filters"]} if asked.get("filters") else {}),
        "date1": order.since.isoformat(),
        "date2": order.until.isoformat(),
        "limit": order.limit,
        "offset": order.offset,
        "group": "Week",
        "auto_group_size": "1",
        "attr_name": "",
        "quantile": "50",
        "offline_window": "21",
        "attribution": "".join(word.capitalize() for word in words),
        "currency": "RUB",
        "adfox_event_id": "0",
    }
