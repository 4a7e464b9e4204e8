"""The JSON API 1.2: gzip, a window of weighted calls, filters, `expand` that a large limit silences.

Left out because the company has none of it: retail, prepayments, bundles, projects (their lists are empty),
asynchronous reports, webhooks, files, everything that writes. `stock.cost` is that of a whole position: the
documentation does not say, a public client adds it up so.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sandbox.company.charter import MOSCOW
from sandbox.vendors.moysklad import filterable, reports
from sandbox.vendors.moysklad.asked import LIST, PAGE, Page, Query, allow, list_meta, read_query
from sandbox.vendors.moysklad.budget import AccountTerms, Budget
from sandbox.vendors.moysklad.dictionaries import metadata
from sandbox.vendors.moysklad.door import Keyring, check_accept, is_too_long, speaks_gzip
from sandbox.vendors.moysklad.errors import JSON, Refused
from sandbox.vendors.moysklad.filters import UUID, chosen, ordered, read_filter, searched
from sandbox.vendors.moysklad.tables import DOCUMENTS, Tables
from sandbox.vendors.moysklad.values import MEDIA, Lines, Row, ref, stamp
from sandbox.vendors.moysklad.view import View, read_expand
from sandbox.wire.day_faults import withhold
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.faults import Fault
from sandbox.wire.list_faults import spoil

PATH = "/api/remap/1.2"
AUDIT_PAGE = {"usual": 25, "largest": 100}


class MoySklad:
    """One account. `tables` gives what it holds (one object while the clock stands), `now` its clock."""

    def __init__(self, tables: Callable[[], Tables], now: Callable[[], datetime]) -> None:
        """Open the account to one user."""
        self.terms = AccountTerms()
        self._tables, self._now = tables, now
        self._keys, self._budget = Keyring(), Budget(self.terms)
        self._touched: dict[str, str] = {}

    def turn(self) -> None:
        """Follow the terms after somebody changed them: nothing is spent."""
        self._budget.forgive()

    def recover(self) -> None:
        """Forget what faults and storms left behind."""
        self._budget.forgive()
        self._keys.recover()
        self._touched.clear()

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        if is_too_long(ask):
            return Reply(414)
        if not speaks_gzip(ask):
            return Reply(415)
        if old := re.match(r"/api/remap/1\.[01]/", ask.path):
            return Reply(410, headers=(("X-Lognex-API-Version-Deprecated", f"{old[0]} 2023-12-01"),))
        limits: tuple[tuple[str, str], ...] = ()
        try:
            check_accept(ask)
            by_login = self._keys.check(ask.headers.get("authorization", ""))
            path = ask.path.removeprefix(PATH)
            limits = self._budget.spend(path, self._today())
            reply = self._routed(ask, path.strip("/"), by_login)
        except Refused as refused:
            reply = refused.reply()
        return _packed(reply, limits)

    def _today(self) -> date:
        return self._now().astimezone(MOSCOW).date()

    def _routed(self, ask: Ask, path: str, by_login: bool) -> Reply:
        if not ask.path.startswith(f"{PATH}/"):
            raise Refused(1002, ask.path)
        if parallel := ask.fault("parallel_limit"):
            parallel.spend()
            raise Refused(1073)
        if path == "security/token":
            if ask.method != "POST" or not by_login:
                raise Refused(1039, ask.method)
            return Reply(201, encode_json({"access_token": self._keys.issue()}), JSON)
        if ask.method != "GET":
            raise Refused(1039, ask.method)
        content = self._content(ask, path.split("/"), read_query(ask.query))
        return Reply(200, encode_json(content), JSON)

    def _content(self, ask: Ask, parts: Sequence[str], query: Query) -> Row:
        match parts:
            case ["entity", kind]:
                return self._entities(ask, kind, query)
            case ["entity", kind, "metadata", *rest]:
                return self._metadata(ask, kind, rest, query)
            case ["entity", kind, id_]:
                return self._one(ask, kind, id_, query)
            case ["entity", kind, id_, "audit"]:
                return self._history(ask, kind, id_, query)
            case ["entity", kind, id_, folder]:
                return self._part(ask, kind, id_, folder, query)
            case ["entity", kind, id_, folder, line]:
                return self._line(ask, self._lines(kind, id_, folder), line, query)
            case ["report", _, *_]:
                return self._report(ask, parts[1:], query)
            case ["audit"]:
                allow(query, (*PAGE, "filter", "order"))
                page = Page.read(query, **AUDIT_PAGE)
                return self._listed(ask, "audit", self._tables().audit, filterable.AUDIT, query, page)
            case ["audit", id_] | ["audit", id_, "events"]:
                return self._audited(ask, id_, query, has_events=len(parts) == 3)
            case ["context", "employee"]:
                return self._view(ask).row(self._tables().rows["employee"][0], {})
        raise Refused(1002, "/".join(parts))

    def _view(self, ask: Ask, *, has_stock: bool = False) -> View:
        for fault in ask.faults:
            if fault.fault == "hidden_objects":
                fault.spend()
        return View(self._tables(), f"{ask.root}{PATH}", has_stock, _hidden(ask))

    def _of(self, kind: str) -> Sequence[Row]:
        rows = self._tables().of(kind)
        if rows is None:
            raise Refused(1005, kind)
        return rows

    def _entities(self, ask: Ask, kind: str, query: Query) -> Row:
        rows = self._of(kind)
        allow(query, LIST)
        ask = replace(ask, faults=tuple(one for one in ask.faults if _reaches(one, kind)))
        if refused := ask.fault("no_right"):
            refused.spend()
            raise Refused(1016)
        conditions = read_filter(query.get("filter", ""))
        asked = {one.name for one in conditions}
        rows = [self._shown_now(row) for row in rows if self._is_listed(kind, row, asked)]
        if kind in DOCUMENTS:
            rows = withhold(rows, ask.faults, _day_of, now=self._now())
        if any(f"/entity/{hidden}/" in one.value for hidden in _hidden(ask) for one in conditions):
            rows = []
        return self._listed(ask, kind, rows, filterable.fields_of(kind), query, Page.read(query))

    def _is_listed(self, kind: str, row: Row, asked: set[str]) -> bool:
        if kind in DOCUMENTS:
            return "isDeleted" in asked and not self._is_purged(row) if "deleted" in row else True
        is_hidden = self.terms.archived_hidden and bool(row.get("archived"))
        return "archived" in asked or not is_hidden

    def _is_purged(self, row: Row) -> bool:
        oldest = self._now() - timedelta(days=self.terms.bin_days)
        return bool(self.terms.bin_days) and row["deleted"] < stamp(oldest)

    def _shown_now(self, row: Row) -> Row:
        touched = self._touched.get(row["id"])
        return row if touched is None else {**row, "updated": touched}

    def _listed(
        self, ask: Ask, kind: str, rows: Sequence[Row], fields: filterable.Fields, query: Query, page: Page
    ) -> Row:
        wanted = chosen(searched(rows, query.get("search", "")), read_filter(query.get("filter", "")), fields)
        wanted = ordered(wanted, query.get("order", ""), fields)
        if page.offset and (moving := ask.fault("rows_move")) and wanted and "id" in wanted[0]:
            moving.spend()
            self._touched[wanted[0]["id"]] = stamp(self._now())
            wanted = [*wanted[1:], self._shown_now(wanted[0])]
        offset = page.offset
        if again := ask.fault("repeat_page"):
            again.spend()
            offset = 0
        view = self._view(ask, has_stock=query.get("fields") == "stock" and page.expands)
        tree = read_expand(query.get("expand", "")) if page.expands else {}
        shown = [view.row(row, tree) for row in wanted[offset : offset + page.limit]]
        struck = "sum" if kind in DOCUMENTS else "name"
        meta = list_meta(ask, kind, len(wanted), page)
        return _context(view) | {"meta": meta, "rows": spoil(shown, ask.faults, key="id", field=struck)}

    def _found(self, kind: str, id_: str) -> Row:
        rows = self._of(kind)
        if not UUID.fullmatch(id_):
            raise Refused(1052)
        row = next((row for row in rows if row["id"] == id_ and not self._is_gone(row)), None)
        if row is None:
            raise Refused(1021, kind, id_)
        return self._shown_now(row)

    def _one(self, ask: Ask, kind: str, id_: str, query: Query) -> Row:
        if id_ == "namedfilter":
            return self._listed(ask, id_, self._of(kind)[:0], {}, query, Page.read(query))
        row, view = self._found(kind, id_), self._view(ask, has_stock=query.get("fields") == "stock")
        return view.row(row, read_expand(query.get("expand", "")))

    def _is_gone(self, row: Row) -> bool:
        return "deleted" in row and self._is_purged(row)

    def _lines(self, kind: str, id_: str, folder: str) -> Lines:
        lines = self._found(kind, id_).get(folder)
        if not isinstance(lines, Lines):
            raise Refused(1002, f"entity/{kind}/{id_}/{folder}")
        return lines

    def _part(self, ask: Ask, kind: str, id_: str, folder: str, query: Query) -> Row:
        lines, page = self._lines(kind, id_, folder), Page.read(query)
        allow(query, (*PAGE, "filter", "order", "expand", "fields"))
        rows = chosen(lines.rows, read_filter(query.get("filter", "")), {})
        if query.get("order"):
            raise Refused(1063, query["order"])
        view = self._view(ask, has_stock=query.get("fields") == "stock")
        tree = read_expand(query.get("expand", "")) if page.expands else {}
        return _paged(ask, view, lines.kind, rows, page, tree)

    def _line(self, ask: Ask, lines: Lines, id_: str, query: Query) -> Row:
        row = next((row for row in lines.rows if row["id"] == id_), None)
        if row is None:
            raise Refused(1021, lines.kind, id_)
        view = self._view(ask, has_stock=query.get("fields") == "stock")
        return view.row(row, read_expand(query.get("expand", "")))

    def _metadata(self, ask: Ask, kind: str, rest: Sequence[str], query: Query) -> Row:
        self._of(kind)
        described, view = metadata(kind), self._view(ask)
        match rest:
            case []:
                return view.row(described, {})
            case ["attributes" | "states" | "characteristics" as folder]:
                rows = described.get(folder, [])
                return self._listed(ask, "attributemetadata", rows, {}, query, Page.read(query))
            case ["attributes" | "states" | "characteristics" as folder, id_]:
                row = next((row for row in described.get(folder, []) if row["id"] == id_), None)
                if row is None:
                    raise Refused(1021, folder, id_)
                return view.row(row, {})
        raise Refused(1002, "/".join(("entity", kind, "metadata", *rest)))

    def _audited(self, ask: Ask, id_: str, query: Query, *, has_events: bool) -> Row:
        row = next((row for row in self._tables().audit if row["id"] == id_), None)
        if row is None:
            raise Refused(1021, "audit", id_)
        return self._told(ask, row["events"].rows, query) if has_events else self._view(ask).row(row, {})

    def _history(self, ask: Ask, kind: str, id_: str, query: Query) -> Row:
        """Give the events of one entity, newest first, also of one that is gone."""
        self._of(kind)
        mine = ref(kind, id_)
        events = [one for row in self._tables().audit for one in row["events"].rows]
        own = [one for one in events if one["entity"]["meta"] == mine]
        if not own:
            self._found(kind, id_)
        return self._told(ask, own, query)

    def _told(self, ask: Ask, events: Sequence[Row], query: Query) -> Row:
        allow(query, PAGE)
        return _paged(ask, self._view(ask), "auditevent", events, Page.read(query, **AUDIT_PAGE), {})

    def _report(self, ask: Ask, parts: Sequence[str], query: Query) -> Row:
        tables = self._tables()
        if parts[0] == "counterparty" and len(parts) == 2:
            return self._view(ask).row(reports.customer(parts[1], tables), {})
        report = reports.read(parts, query, tables, self._today())
        plain = {name: value for name, value in query.items() if name != "filter" or report.fields}
        return self._listed(ask, report.kind, report.rows, report.fields, plain, Page.read(query))


def _reaches(fault: Fault, kind: str) -> bool:
    """Tell whether a fault strikes a list of a kind; what the user may not see is hidden in all of them."""
    return fault.entity in ("", kind) or fault.fault == "hidden_objects"


def _day_of(row: Row) -> date:
    return date.fromisoformat(row["moment"][:10])


def _hidden(ask: Ask) -> frozenset[str]:
    """Name the kinds that the user may not see."""
    return frozenset(one.entity or "counterparty" for one in ask.faults if one.fault == "hidden_objects")


def _context(view: View) -> Row:
    root = view.root
    words = {"metadataHref": f"{root}/entity/employee/metadata", "type": "employee", "mediaType": MEDIA}
    return {"context": {"employee": {"meta": {"href": f"{root}/context/employee", **words}}}}


def _paged(ask: Ask, view: View, kind: str, rows: Sequence[Row], page: Page, tree: dict[str, Any]) -> Row:
    """Give one page of a list that is neither filtered nor sorted."""
    shown = [view.row(row, tree) for row in rows[page.offset : page.offset + page.limit]]
    return _context(view) | {"meta": list_meta(ask, kind, len(rows), page), "rows": shown}


def _packed(reply: Reply, limits: tuple[tuple[str, str], ...]) -> Reply:
    headers = (*reply.headers, *limits, ("Content-Encoding", "gzip"))
    return replace(reply, body=gzip.compress(reply.body, 1, mtime=0), headers=headers)
