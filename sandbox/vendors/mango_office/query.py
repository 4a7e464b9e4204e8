"""What an order for Mango's statistics asks for: periods, pages, filters, and which of them are refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.company.charter import MOSCOW
from sandbox.vendors.mango_office import codes
from sandbox.vendors.mango_office.codes import Faulty

Row = dict[str, Any]
LAST_SECOND = 253_370_764_799
"""The end of the year 9998: no call is later."""
PAGE_SIZES = (1, 5, 10, 20, 50, 100, 500, 1000, 2000, 5000)
EXT_FIELDS = ("context_cost_full", "context_cost_tariff")
USUAL_COLUMNS = (
    "records", "start", "finish", "answer", "from_extension", "from_number", "to_extension", "to_number",
    "disconnect_reason", "line_number", "location",
)  # fmt: skip
COLUMNS = (*USUAL_COLUMNS, "entry_id", "create")


@dataclass(frozen=True)
class CallsOrder:
    """An order for the extended statistics; both ends are unix seconds and belong to the period."""

    since: int
    until: int
    limit: int
    offset: int
    users: frozenset[int]
    groups: frozenset[int]
    choices: tuple[tuple[str, frozenset[int]], ...]
    text: str
    ext_fields: tuple[str, ...]

    def wants(self, context: Row) -> bool:
        """Tell whether a call is asked for."""
        people, groups = _abonents(context)
        return (
            all(context[name] in values for name, values in self.choices)
            and (not self.users or bool(self.users & people))
            and (not self.groups or bool(self.groups & groups))
            and self.text in f"{context['caller_number']} {context['called_number']}"
        )


@dataclass(frozen=True)
class Party:
    """A side of a leg to look for; empty parts do not matter."""

    extension: str = ""
    number: str = ""

    def is_at(self, leg: Row, side: str) -> bool:
        """Tell whether it stands on a side (`from`, `to`) of a leg."""
        return self.extension in ("", leg[f"{side}_extension"]) and self.number in ("", leg[f"{side}_number"])


@dataclass(frozen=True)
class BasicOrder:
    """An order for the basic statistics: a period, columns in their order, the sides of the legs."""

    since: int
    until: int
    fields: tuple[str, ...]
    caller: Party
    called: Party
    either: Party

    def wants(self, leg: Row) -> bool:
        """Tell whether a leg is asked for."""
        sides = self.either.is_at(leg, "from") or self.either.is_at(leg, "to")
        return sides and self.caller.is_at(leg, "from") and self.called.is_at(leg, "to")


def read_calls(asked: Row, longest_days: int) -> CallsOrder:
    """Read an order for the extended statistics or refuse it, as one for a longer time."""
    since, until = _wall_clock(asked, "start_date"), _wall_clock(asked, "end_date")
    limit = _whole(asked, "limit")
    if limit not in PAGE_SIZES:
        raise Faulty(codes.BAD_PARAMETER, "limit")
    if _whole(asked, "offset") < 0:
        raise Faulty(codes.BAD_PARAMETER, "offset")
    text = str(asked.get("search_string", ""))
    if text and len(text) < 3:
        raise Faulty(codes.BAD_PARAMETER, "search_string")
    choices = ("context_type", "context_status", "recall_status")
    names = [name for name in choices if asked.get(name) not in (None, "", [])]
    ext_fields = asked.get("ext_fields", [])
    if not isinstance(ext_fields, list) or any(name not in EXT_FIELDS for name in ext_fields):
        raise Faulty(codes.BAD_PARAMETER, "ext_fields")
    _check_period(since, until, longest_days)
    return CallsOrder(
        int(since.timestamp()), int(until.timestamp()), limit, _whole(asked, "offset"),
        _numbers(asked, "user_ids"), _numbers(asked, "group_ids"),
        tuple((name, _numbers(asked, name)) for name in names), text, tuple(ext_fields),
    )  # fmt: skip


def read_basic(asked: Row, longest_days: int) -> BasicOrder:
    """Read an order for the basic statistics or refuse it, as one for a longer time."""
    since, until = _whole(asked, "date_from"), _whole(asked, "date_to")
    if not 0 <= since <= LAST_SECOND or not 0 <= until <= LAST_SECOND:
        raise Faulty(codes.BAD_PARAMETER, "date_from and date_to are unix seconds")
    _check_period(datetime.fromtimestamp(since, MOSCOW), datetime.fromtimestamp(until, MOSCOW), longest_days)
    fields = tuple(str(asked.get("fields", "")).split(",")) if asked.get("fields") else USUAL_COLUMNS
    if set(fields) - set(COLUMNS):
        raise Faulty(codes.BAD_PARAMETER, "fields")
    if "call_party" in asked and ("from" in asked or "to" in asked):
        raise Faulty(codes.BAD_PARAMETER, "call_party")
    return BasicOrder(
        since, until, fields, _party(asked, "from"), _party(asked, "to"), _party(asked, "call_party")
    )


def day_spans(since: int, until: int) -> list[tuple[int, int]]:
    """Cut a period into Moscow days; both ends of each span belong to it."""
    spans, start = [], since
    while start <= until:
        midnight = datetime.fromtimestamp(start, MOSCOW).replace(hour=0, minute=0, second=0)
        end = min(int((midnight + timedelta(days=1)).timestamp()) - 1, until)
        spans.append((start, end))
        start = end + 1
    return spans


def _abonents(context: Row) -> tuple[frozenset[int], frozenset[int]]:
    legs = [leg for call in context["context_calls"] for leg in (call, *call.get("members", ()))]
    people = frozenset(leg["call_abonent_id"] for leg in legs if leg["call_type"] == "user")
    return people, frozenset(leg["call_abonent_id"] for leg in legs if leg["call_type"] == "group")


def _wall_clock(asked: Row, name: str) -> datetime:
    text = asked.get(name)
    if not text:
        raise Faulty(codes.NO_PARAMETER, name)
    for form in ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y"):
        try:
            return datetime.strptime(str(text), form).replace(tzinfo=MOSCOW)
        except ValueError:
            continue
    raise Faulty(codes.BAD_PARAMETER, name)


def _check_period(since: datetime, until: datetime, longest_days: int) -> None:
    if until < since or until - since > timedelta(days=longest_days):
        raise Faulty(codes.BAD_PARAMETER, "the period must end after its start and be no longer than a month")


def read_numbers(asked: Row, name: str) -> frozenset[int]:
    """Read one number or a list of them, none where nothing is asked for. Raises Faulty."""
    return _numbers(asked, name) if asked.get(name) not in (None, "") else frozenset()


def _whole(asked: Row, name: str) -> int:
    if asked.get(name) in (None, ""):
        raise Faulty(codes.NO_PARAMETER, name)
    try:
        return int(str(asked[name]))
    except ValueError:
        raise Faulty(codes.BAD_PARAMETER, name) from None


def _numbers(asked: Row, name: str) -> frozenset[int]:
    values = asked.get(name, [])
    try:
        return frozenset(int(value) for value in (values if isinstance(values, list) else [values]))
    except (TypeError, ValueError):
        raise Faulty(codes.BAD_PARAMETER, name) from None


def _party(asked: Row, name: str) -> Party:
    side = asked.get(name) or {}
    if not isinstance(side, dict):
        raise Faulty(codes.BAD_PARAMETER, name)
    return Party(str(side.get("extension") or ""), str(side.get("number") or ""))
