"""The API: every list in an envelope of its own, full pages of 100, a history told newest first.

Left out: everything that writes (it is refused, and the log of requests shows it), and what nobody has
described: pictures, filters, queues. What the documentation leaves open is a setting: `AccountTerms`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from sandbox.company.company import Company
from sandbox.company.history import value_at
from sandbox.company.property_records import Property
from sandbox.vendors.profitbase import rows
from sandbox.vendors.profitbase.door import Gate, body_of
from sandbox.vendors.profitbase.errors import JSON, Refused
from sandbox.vendors.profitbase.rows import Row, Shelf
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.list_faults import spoil

BASE = "/api/v4/json"
FULL_PAGE, LONGEST_PAGE, HISTORY_PAGE = 100, 1000, 100
_TIME = "%Y-%m-%d %H:%M:%S"
Query = Mapping[str, list[str]]


@dataclass
class AccountTerms:
    """What the documentation leaves open.

    `archive_apart`: whether properties of houses in the archive are listed only by `isArchive=true`.
    `history_zone`: in which zone `from` and `to` of the history are read. `history_of_gone`: whether the
    history tells of properties that are listed no more. `has_crm`: whether an application for a CRM is there.
    """

    archive_apart: bool = True
    history_zone: str = "Europe/Moscow"
    history_of_gone: bool = True
    has_crm: bool = True


class Profitbase:
    """One account; `now` is its clock."""

    def __init__(self, company: Company, now: Callable[[], datetime], gate: Gate) -> None:
        """Open the account."""
        self.terms, self.gate = AccountTerms(), gate
        self._shelf, self._now = Shelf.of(company), now
        self._told: tuple[datetime, bool, list[tuple[datetime, Row]]] | None = None
        self._lists: dict[str, Callable[[Ask, Query], Any]] = {
            "/projects": self._projects,
            "/house": self._houses,
            "/property": self._properties,
            "/property-types": lambda ask, query: self._types(ask),
            "/custom-status/list": self._statuses,
            "/special-offer": lambda ask, query: [],
        }

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        if not ask.path.startswith(f"{BASE}/"):
            return Reply(404, b"<html><body>404 Not Found</body></html>", "text/html")
        try:
            content = self._content(ask, ask.path.removeprefix(BASE).rstrip("/"))
        except Refused as refused:
            return refused.reply()
        return Reply(200, encode_json(content), JSON)

    def _content(self, ask: Ask, path: str) -> Any:
        self.gate.let_in(ask)
        query = parse_qs(ask.query, keep_blank_values=True)
        if path == "/authentication":
            if ask.method != "POST":
                raise Refused(404)
            return self.gate.issue(ask)
        if dies := ask.fault("token_dies"):
            dies.spend()
            self.gate.end_all()
        self.gate.check(_first(query, "access_token"))
        if failing := ask.fault("error_under_200"):
            failing.spend()
            return {"status": "error", "error": "Service is temporarily unavailable"}
        return self._read(ask, path, query)

    def _read(self, ask: Ask, path: str, query: Query) -> Any:
        if path == "/history" and ask.method == "POST":
            return self._history(ask, query)
        if ask.method == "GET" and path in self._lists:
            return self._lists[path](ask, query)
        if ask.method == "GET" and (found := re.fullmatch(r"/property/(deal|history)/(\d+)", path)):
            return self._of_deal(int(found[2])) if found[1] == "deal" else self._of_property(int(found[2]))
        raise Refused(501, f"The sandbox takes no writes and does not know {ask.method} {path}")

    def _projects(self, ask: Ask, query: Query) -> list[Row]:
        """A project with some houses in the archive is in both lists."""
        found = [rows.project_row(self._shelf, one) for one in self._shelf.company.catalogue.projects]
        hidden = "NOT_ARCHIVED" if _flag(query, "isArchive") else "ARCHIVED"
        return spoil(
            [row for row in found if row["archiveState"] != hidden], ask.faults, key="id", field="title"
        )

    def _houses(self, ask: Ask, query: Query) -> Row:
        listed = self._listed()
        project = _first(query, "projectId")
        found = [
            rows.house_row(self._shelf, one, sum(each.house_id == one.id for each in listed))
            for one in self._shelf.houses.values()
            if one.sales_begin <= self._now() and project in ("", str(one.project_id))
        ]
        return {"success": True, "data": spoil(found, ask.faults, key="id", field="title")}

    def _types(self, ask: Ask) -> list[Row]:
        found = [rows.type_row(one) for one in self._shelf.types.values()]
        return spoil(found, ask.faults, key="id", field="name")

    def _statuses(self, ask: Ask, query: Query) -> Row:
        if _first(query, "crm") not in ("amo", "bitrix"):
            raise Refused(400, "crm must be amo or bitrix")
        found = [rows.status_row(one, self._now()) for one in self._shelf.statuses.values()]
        found = spoil(found, ask.faults, key="id", field="name")
        return {"success": True, "data": {"customStatuses": found}}

    def _listed(self) -> list[Property]:
        now = self._now()
        return [
            one
            for one in self._shelf.company.catalogue.properties
            if one.listed_at <= now and (one.gone_at is None or now < one.gone_at)
        ]

    def _properties(self, ask: Ask, query: Query) -> Row:
        found = [one for one in self._listed() if self._is_asked(one, query)]
        count = len(found)
        if fault := ask.fault("shrinking_list"):
            fault.spend()
            found = found[: -fault.rows]
        full = _flag(query, "full")
        limit, offset = _whole(query, "limit", FULL_PAGE), _whole(query, "offset", 0)
        if again := ask.fault("repeat_page"):
            again.spend()
            offset = 0
        # more than that nobody gets, and nobody is told
        limit = min(limit, FULL_PAGE if full else LONGEST_PAGE)
        page = [
            rows.property_row(self._shelf, one, self._now(), full=full)
            for one in found[offset : offset + limit]
        ]
        page = spoil(page, ask.faults, key="id", field="number")
        if _flag(query, "returnFilteredCount"):
            return {"status": "success", "data": {"properties": page, "filteredCount": count}}
        return {"status": "success", "data": page}

    def _is_asked(self, one: Property, query: Query) -> bool:
        archived = self._shelf.is_archived(one)
        wants_archive = _flag(query, "isArchive")
        if (wants_archive and not archived) or (self.terms.archive_apart and archived and not wants_archive):
            return False
        asked = {
            "id": one.id,
            "houseId": one.house_id,
            "projectId": self._shelf.project_of(one),
            "status[]": self._shelf.statuses[value_at(one.standing, self._now()).alias].base,
        }
        return all(str(value) in query.get(name, [str(value)]) for name, value in asked.items())

    def _events(self) -> list[tuple[datetime, Row]]:
        """Give the whole history, the newest first, one list while the clock stands."""
        now, of_gone = self._now(), self.terms.history_of_gone
        if self._told is None or self._told[:2] != (now, of_gone):
            known = self._shelf.company.catalogue.properties if of_gone else self._listed()
            told = [event for one in known for event in rows.event_rows(self._shelf, one, now)]
            told.sort(key=lambda event: (event[0], event[1]["propertyId"]), reverse=True)
            self._told = (now, of_gone, told)
        return self._told[2]

    def _history(self, ask: Ask, query: Query) -> Row:
        asked = {**{name: values[0] for name, values in query.items()}, **body_of(ask)}
        since, till = self._moment(asked, "from"), self._moment(asked, "to")
        wanted = asked.get("property_ids") or []
        found = [
            row
            for at, row in self._events()
            if (since is None or at >= since)
            and (till is None or at <= till)
            and (not wanted or row["propertyId"] in wanted)
        ]
        limit, offset = _number(asked.get("limit", HISTORY_PAGE)), _number(asked.get("offset", 0))
        if again := ask.fault("repeat_page"):
            again.spend()
            offset = 0
        page = found[offset : offset + min(limit, LONGEST_PAGE)]
        return {"response": spoil(page, ask.faults, key="propertyId", field="date"), "total": len(found)}

    def _moment(self, asked: Mapping[str, Any], name: str) -> datetime | None:
        if not asked.get(name):
            return None
        try:
            local = datetime.strptime(str(asked[name]), _TIME)
        except ValueError:
            raise Refused(400, f"{name} must look like 2026-03-01 00:00:00") from None
        return local.replace(tzinfo=ZoneInfo(self.terms.history_zone))

    def _of_property(self, id_: int) -> Row:
        return {"response": [row for _, row in self._events() if row["propertyId"] == id_]}

    def _of_deal(self, lead_id: int) -> Row:
        if not self.terms.has_crm:
            raise Refused(403, "The connection to the CRM is not allowed")
        held = [one for one in self._listed() if value_at(one.standing, self._now()).lead_id == lead_id]
        page = [rows.property_row(self._shelf, one, self._now(), full=False) for one in held]
        return {"status": "success", "data": page}


def _first(query: Query, name: str) -> str:
    return query.get(name, [""])[0]


def _flag(query: Query, name: str) -> bool:
    return _first(query, name).lower() in ("true", "1")


def _whole(query: Query, name: str, usual: int) -> int:
    return _number(_first(query, name) or usual)


def _number(asked: object) -> int:
    text = str(asked)
    if not text.isdecimal():
        raise Refused(400, "limit and offset are whole numbers")
    return int(text)
