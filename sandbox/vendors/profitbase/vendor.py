"""The API: every list in an envelope of its own, full pages of 100, a history told newest first.

Left out: everything that writes (it is refused, and the log of requests shows it), and what nobody has
described: pictures, lists of filters, queues. What is left open there is a setting: `AccountTerms`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.company.company import Company
from sandbox.company.history import value_at
from sandbox.company.property_records import Property
from sandbox.vendors.profitbase import rows
from sandbox.vendors.profitbase.asked import (
    Query,
    body_of,
    check_known,
    first,
    flag,
    property_ids,
    read_query,
    several,
    whole,
)
from sandbox.vendors.profitbase.choosing import PAGED, chosen
from sandbox.vendors.profitbase.door import Gate
from sandbox.vendors.profitbase.errors import JSON, Refused
from sandbox.vendors.profitbase.rows import Row, Shelf
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.list_faults import spoil

BASE = "/api/v4/json"
FULL_PAGE, LONGEST_PAGE, HISTORY_PAGE = 100, 1000, 100
_TIME = "%Y-%m-%d %H:%M:%S"
_OF_HISTORY = ("from", "to", "property_ids", *PAGED)


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
            "/property-types": self._types,
            "/custom-status/list": self._statuses,
            "/special-offer": self._offers,
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
        query = read_query(ask.query)
        if path == "/authentication":
            if ask.method != "POST":
                raise Refused(404)
            return self.gate.issue(ask)
        if dies := ask.fault("token_dies"):
            dies.spend()
            self.gate.end_all()
        self.gate.check(first(query, "access_token"))
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
            check_known(query, () if found[1] == "deal" else PAGED)
            number = whole(found[2], 0)
            return self._of_deal(number) if found[1] == "deal" else self._of_property(number, query)
        raise Refused(501, f"The sandbox takes no writes and does not know {ask.method} {path}")

    def _projects(self, ask: Ask, query: Query) -> list[Row]:
        """A project with some houses in the archive is in both lists."""
        check_known(query, ("isArchive",))
        found = [rows.project_row(self._shelf, one) for one in self._shelf.company.catalogue.projects]
        hidden = "NOT_ARCHIVED" if flag(query, "isArchive") else "ARCHIVED"
        return spoil(
            [row for row in found if row["archiveState"] != hidden], ask.faults, key="id", field="title"
        )

    def _houses(self, ask: Ask, query: Query) -> Row:
        check_known(query, ("id", "id[]", "projectId", "projectId[]", "projectIds", "projectIds[]"))
        listed, ids = self._listed(), several(query, "id")
        projects = several(query, "projectId") + several(query, "projectIds")
        found = [
            rows.house_row(self._shelf, one, sum(each.house_id == one.id for each in listed))
            for one in self._shelf.houses.values()
            if one.sales_begin <= self._now()
            and (not projects or str(one.project_id) in projects)
            and (not ids or str(one.id) in ids)
        ]
        return {"success": True, "data": spoil(found, ask.faults, key="id", field="title")}

    def _types(self, ask: Ask, query: Query) -> list[Row]:
        check_known(query, ())
        found = [rows.type_row(one) for one in self._shelf.types.values()]
        return spoil(found, ask.faults, key="id", field="name")

    def _offers(self, ask: Ask, query: Query) -> list[Row]:
        """The developer sells without promotions."""
        check_known(query, ("isArchived", "isDiscounted"))
        return []

    def _statuses(self, ask: Ask, query: Query) -> Row:
        check_known(query, ("crm", "id", "id[]"))
        if first(query, "crm") not in ("amo", "bitrix"):
            raise Refused(400, "crm must be amo or bitrix")
        ids = several(query, "id")
        known = [one for one in self._shelf.statuses.values() if not ids or str(one.id) in ids]
        found = [rows.status_row(one, self._now()) for one in known]
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
        apart = self.terms.archive_apart
        found = chosen(self._shelf, self._listed(), query, self._now(), archive_apart=apart)
        count = len(found)
        if fault := ask.fault("shrinking_list"):
            fault.spend()
            found = found[: -fault.rows]
        full = flag(query, "full")
        limit, offset = whole(first(query, "limit"), FULL_PAGE), whole(first(query, "offset"), 0)
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
        if flag(query, "returnFilteredCount"):
            return {"status": "success", "data": {"properties": page, "filteredCount": count}}
        return {"status": "success", "data": page}

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
        asked = self._asked_of_history(ask, query)
        since, till = self._moment(asked, "from"), self._moment(asked, "to")
        wanted = property_ids(asked.get("property_ids"))
        found = [
            row
            for at, row in self._events()
            if (since is None or at >= since)
            and (till is None or at <= till)
            and (not wanted or row["propertyId"] in wanted)
        ]
        if again := ask.fault("repeat_page"):
            again.spend()
            asked["offset"] = 0
        page = _page(found, asked, HISTORY_PAGE)
        return {"response": spoil(page, ask.faults, key="propertyId", field="date"), "total": len(found)}

    def _asked_of_history(self, ask: Ask, query: Query) -> dict[str, Any]:
        """Read the parameters of the address and of the body, which counts more."""
        ids = several(query, "property_ids")
        plain = {name: values[0] for name, values in query.items() if name != "property_ids[]"}
        asked = {**plain, **({"property_ids": ids} if ids else {}), **body_of(ask)}
        check_known(asked, _OF_HISTORY)
        return asked

    def _moment(self, asked: Mapping[str, Any], name: str) -> datetime | None:
        if not asked.get(name):
            return None
        try:
            local = datetime.strptime(str(asked[name]), _TIME)
        except ValueError:
            raise Refused(400, f"{name} must look like 2026-03-01 00:00:00") from None
        return local.replace(tzinfo=ZoneInfo(self.terms.history_zone))

    def _of_property(self, id_: int, query: Query) -> Row:
        own = [row for _, row in self._events() if row["propertyId"] == id_]
        return {"response": _page(own, {name: first(query, name) for name in PAGED}, LONGEST_PAGE)}

    def _of_deal(self, lead_id: int) -> Row:
        if not self.terms.has_crm:
            raise Refused(403, "The connection to the CRM is not allowed")
        held = [one for one in self._listed() if value_at(one.standing, self._now()).lead_id == lead_id]
        page = [rows.property_row(self._shelf, one, self._now(), full=False) for one in held]
        return {"status": "success", "data": page}


def _page(found: Sequence[Row], asked: Mapping[str, Any], usual: int) -> list[Row]:
    offset = whole(asked.get("offset"), 0)
    return list(found[offset : offset + min(whole(asked.get("limit"), usual), LONGEST_PAGE)])
