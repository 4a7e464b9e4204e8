"""What a report of Direct is ordered as: the definition with its rules, the headers that shape its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sandbox.vendors.yandex_direct import codes
from sandbox.vendors.yandex_direct.codes import Declined

Row = dict[str, Any]
SEGMENTS = ("Date", "Month", "Year")
ATTRIBUTES = ("CampaignId", "CampaignName", "CampaignType", "ClientLogin")
METRICS = ("Impressions", "Clicks", "Cost", "Ctr", "AvgCpc", "Conversions", "Revenue")
REPORT_TYPES = ("CUSTOM_REPORT", "CAMPAIGN_PERFORMANCE_REPORT", "ACCOUNT_PERFORMANCE_REPORT")
OPERATORS = ("EQUALS", "NOT_EQUALS", "IN", "NOT_IN", "LESS_THAN", "GREATER_THAN")
HISTORY_STARTS = "three years before the first day of the current month"
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
        filters=tuple(_filter(part) for part in criteria.get("Filter", [])),
        order=tuple(_order(part, fields) for part in params.get("OrderBy", [])),
        limit=int(params.get("Page", {}).get("Limit", 1_000_000)),
        with_vat=params["IncludeVAT"] == "YES",
        in_micros=headers.get("returnmoneyinmicros", "true").lower() != "false",
        with_header=headers.get("skipreportheader", "false").lower() != "true",
        with_columns=headers.get("skipcolumnheader", "false").lower() != "true",
        with_summary=headers.get("skipreportsummary", "false").lower() != "true",
        mode=mode,
        raw=repr(sorted(params.items(), key=lambda item: item[0])),
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
    if kind not in spans:
        raise Declined(codes.BAD_REQUEST, f"DateRangeType {kind} is not known")
    return spans[kind]


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


def _filter(part: Any) -> tuple[str, str, tuple[str, ...]]:
    name, operator, values = part.get("Field"), part.get("Operator"), part.get("Values")
    if name not in ATTRIBUTES + METRICS[:3] or operator not in OPERATORS or not isinstance(values, list):
        raise Declined(codes.BAD_PARAMETERS, "Filter has an unknown Field or Operator, or no Values")
    return name, operator, tuple(str(value) for value in values)


def _order(part: Any, fields: tuple[str, ...]) -> tuple[str, bool]:
    if part.get("Field") not in fields:
        raise Declined(codes.BAD_PARAMETERS, "OrderBy names a field that FieldNames does not have")
    return part["Field"], part.get("SortOrder", "ASCENDING") == "DESCENDING"
