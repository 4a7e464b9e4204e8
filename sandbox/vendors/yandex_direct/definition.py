"""What a report of Direct is ordered as: the definition with its rules, the headers that shape its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sandbox.vendors.yandex_direct import codes
from sandbox.vendors.yandex_direct.codes import Declined

Row = dict[str, Any]
SEGMENTS = ("Date", "Month", "Year")
ATTRIBUTES = ("CampaignId", "CampaignName", "CampaignType", "ClientLogin")
METRICS = ("Impressions", "Clicks", "Cost", "Ctr", "AvgCpc", "Conversions", "Revenue")
REPORT_TYPES = ("CUSTOM_REPORT", "CAMPAIGN_PERFORMANCE_REPORT", "ACCOUNT_PERFORMANCE_REPORT")
OPERATORS = ("EQUALS", "NOT_EQUALS", "IN", "NOT_IN")
OF_NUMBERS = ("LESS_THAN", "GREATER_THAN")
OF_NAMES = (
    "STARTS_WITH_IGNORE_CASE",
    "STARTS_WITH_ANY_IGNORE_CASE",
    "DOES_NOT_START_WITH_IGNORE_CASE",
    "DOES_NOT_START_WITH_ALL_IGNORE_CASE",
)
MODELS = ("FC", "LC", "LSC", "LYDC", "FCCD", "LSCCD", "LYDCCD", "AUTO")
OF_GOALS = ("Conversions", "Revenue")
MOST_GOALS = 10
HISTORY_STARTS = "three years before the first day of the current month"
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_LAST = re.compile(r"LAST_(3|5|7|14|30|90|365)_DAYS")
_KNOWN = {
    "SelectionCriteria", "Goals", "AttributionModels", "FieldNames", "OrderBy", "Page", "ReportName",
    "ReportType", "DateRangeType", "Format", "IncludeVAT", "IncludeDiscount",
}  # fmt: skip


@dataclass(frozen=True)
class Definition:
    """A report as ordered: both dates are included; equal definitions are the same report."""

    name: str
    since: date
    until: date
    fields: tuple[str, ...]
    filters: tuple[tuple[str, str, tuple[str, ...]], ...]
    order: tuple[tuple[str, bool], ...]
    limit: int
    with_vat: bool
    in_micros: bool
    with_header: bool
    with_columns: bool
    with_summary: bool
    mode: str
    raw: str
    goals: tuple[str, ...] = ()
    """Goal and model as columns of theirs name them; without goals there is one column for all."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the names of columns: fields of goals that stand together are repeated goal by goal."""
        if not self.goals:
            return self.fields
        named: list[str] = []
        for is_of_goals, group in groupby(self.fields, lambda name: name in OF_GOALS):
            run = list(group)
            named += [f"{name}_{goal}" for goal in self.goals for name in run] if is_of_goals else run
        return tuple(named)


def read_definition(params: Row, headers: Mapping[str, str], *, today: date) -> Definition:
    """Read `params` of a report and its headers or decline them."""
    _check_shape(params)
    criteria = params["SelectionCriteria"]
    since, until = _period(params["DateRangeType"], criteria, today)
    fields = tuple(params["FieldNames"])
    mode = headers.get("processingmode", "auto").lower()
    if mode not in ("auto", "online", "offline"):
        raise Declined(codes.BAD_REQUEST, "processingMode must be online, offline or auto")
    return Definition(
        name=params["ReportName"],
        since=since,
        until=until,
        fields=fields,
        filters=tuple(_filter(part) for part in _objects(criteria, "Filter")),
        order=tuple(_order(part, fields) for part in _objects(params, "OrderBy")),
        limit=_limit(params.get("Page", {})),
        with_vat=params["IncludeVAT"] == "YES",
        in_micros=headers.get("returnmoneyinmicros", "true").lower() != "false",
        with_header=headers.get("skipreportheader", "false").lower() != "true",
        with_columns=headers.get("skipcolumnheader", "false").lower() != "true",
        with_summary=headers.get("skipreportsummary", "false").lower() != "true",
        mode=mode,
        raw=repr(sorted(params.items(), key=lambda item: item[0])),
        goals=_goals(params),
    )


def _check_shape(params: Row) -> None:
    if unknown := set(params) - _KNOWN:
        raise Declined(codes.BAD_REQUEST, f"params has unknown fields: {', '.join(sorted(unknown))}")
    must = (
        "SelectionCriteria",
        "FieldNames",
        "ReportName",
        "ReportType",
        "DateRangeType",
        "Format",
        "IncludeVAT",
    )
    if missing := [name for name in must if name not in params]:
        raise Declined(codes.BAD_REQUEST, f"params lacks {', '.join(missing)}")
    if not isinstance(params["SelectionCriteria"], dict) or not isinstance(params["FieldNames"], list):
        raise Declined(codes.BAD_REQUEST, "SelectionCriteria must be an object and FieldNames a list")
    if unknown := set(params["SelectionCriteria"]) - {"DateFrom", "DateTo", "Filter"}:
        raise Declined(
            codes.BAD_REQUEST, f"SelectionCriteria has unknown fields: {', '.join(sorted(unknown))}"
        )
    if not isinstance(params["ReportName"], str) or not 0 < len(params["ReportName"]) <= 255:
        raise Declined(codes.BAD_PARAMETERS, "ReportName must have 1 to 255 characters")
    choices = {"ReportType": REPORT_TYPES, "Format": ("TSV",), "IncludeVAT": ("YES", "NO")}
    for name, known in choices.items():
        if params[name] not in known:
            raise Declined(codes.BAD_REQUEST, f"{name} must be one of {', '.join(known)}")
    _check_fields(params["FieldNames"])


def _check_fields(names: list[Any]) -> None:
    known = SEGMENTS + ATTRIBUTES + METRICS
    if not names or any(name not in known for name in names):
        raise Declined(codes.BAD_PARAMETERS, f"FieldNames must be a list of {', '.join(known)}")
    if len(set(names)) < len(names) or sum(name in SEGMENTS for name in names) > 1:
        raise Declined(codes.BAD_PARAMETERS, "FieldNames repeats a field or has several periods")


def _period(kind: Any, criteria: Row, today: date) -> tuple[date, date]:
    given = [criteria.get("DateFrom"), criteria.get("DateTo")]
    if (kind == "CUSTOM_DATE") != all(given) or (kind != "CUSTOM_DATE" and any(given)):
        raise Declined(codes.BAD_PARAMETERS, "DateFrom and DateTo go with CUSTOM_DATE, and only both of them")
    if kind == "CUSTOM_DATE":
        return _custom(str(given[0]), str(given[1]), today)
    yesterday = today - timedelta(days=1)
    if found := _LAST.fullmatch(str(kind)):
        return today - timedelta(days=int(found[1])), yesterday
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    spans = {
        "TODAY": (today, today),
        "YESTERDAY": (yesterday, yesterday),
        "THIS_MONTH": (month, today),
        "LAST_MONTH": (before.replace(day=1), before),
        "ALL_TIME": (_first_day(today), today),
    }
    if str(kind) not in spans:
        raise Declined(codes.BAD_REQUEST, f"DateRangeType {kind} is not known")
    return spans[str(kind)]


def _custom(first: str, last: str, today: date) -> tuple[date, date]:
    try:
        since, until = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise Declined(codes.BAD_PARAMETERS, "DateFrom and DateTo must look like 2026-09-01") from None
    if since > until:
        raise Declined(codes.BAD_PARAMETERS, "DateFrom is later than DateTo")
    if since < _first_day(today):
        raise Declined(codes.BAD_PARAMETERS, f"DateFrom is earlier than {HISTORY_STARTS}")
    return since, until


def _first_day(today: date) -> date:
    return today.replace(year=today.year - 3, day=1)


def _objects(node: Row, name: str) -> list[Row]:
    found = node.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Declined(codes.BAD_REQUEST, f"{name} must be a list of objects")
    return found


def _filter(part: Row) -> tuple[str, str, tuple[str, ...]]:
    name, operator, values = part.get("Field"), part.get("Operator"), part.get("Values")
    if name not in ATTRIBUTES + METRICS[:3] or not isinstance(values, list) or not values:
        raise Declined(codes.BAD_PARAMETERS, "Filter has an unknown Field, or no Values")
    known = OPERATORS + (OF_NUMBERS if name in METRICS else OF_NAMES if name == "CampaignName" else ())
    if operator not in known:
        raise Declined(codes.BAD_PARAMETERS, f"Operator of {name} must be one of {', '.join(known)}")
    if (
        operator not in ("IN", "NOT_IN")
        and "_ANY_" not in operator
        and "_ALL_" not in operator
        and values[1:]
    ):
        raise Declined(codes.BAD_PARAMETERS, f"{operator} takes one value")
    texts = tuple(str(value) for value in values)
    if name in ("CampaignId", *METRICS) and not all(_NUMBER.fullmatch(text) for text in texts):
        raise Declined(codes.BAD_PARAMETERS, f"Values of {name} must be numbers")
    return name, operator, texts


def _order(part: Row, fields: tuple[str, ...]) -> tuple[str, bool]:
    way = part.get("SortOrder", "ASCENDING")
    if part.get("Field") not in fields or way not in ("ASCENDING", "DESCENDING"):
        raise Declined(codes.BAD_PARAMETERS, "OrderBy needs a field of FieldNames and a known SortOrder")
    return part["Field"], way == "DESCENDING"


def _limit(page: Any) -> int:
    limit = page.get("Limit", 1_000_000) if isinstance(page, dict) else None
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1 or set(page) - {"Limit"}:
        raise Declined(codes.BAD_PARAMETERS, "Page must have a Limit of 1 or more, and nothing else")
    return limit


def _goals(params: Row) -> tuple[str, ...]:
    """Give goals with their models, goal by goal."""
    goals, models = params.get("Goals", []), params.get("AttributionModels", ["AUTO"])
    if (
        not isinstance(goals, list)
        or len(goals) > MOST_GOALS
        or not all(str(one).isdecimal() for one in goals)
    ):
        raise Declined(codes.BAD_PARAMETERS, f"Goals must be a list of at most {MOST_GOALS} ids")
    if not isinstance(models, list) or not models or any(one not in MODELS for one in models):
        raise Declined(codes.BAD_PARAMETERS, f"AttributionModels must be a list of {', '.join(MODELS)}")
    return tuple(f"{goal}_{model}" for goal in goals for model in models)
