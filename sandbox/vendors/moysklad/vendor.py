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
from urllib.parse import parse_qsl

from sandbox.company.charter import MOSCOW
from sandbox.vendors.moysklad import reports
from sandbox.vendors.moysklad.budget import AccountTerms, Budget
from sandbox.vendors.moysklad.dictionaries import metadata
from sandbox.vendors.moysklad.door import Keyring, check_accept, is_too_long, speaks_gzip
from sandbox.vendors.moysklad.errors import JSON, Refused
from sandbox.vendors.moysklad.filters import chosen, ordered, read_filter, read_moment, values_of
from sandbox.vendors.moysklad.tables import DOCUMENTS, Tables
from sandbox.vendors.moysklad.values import MEDIA, Row, stamp
from sandbox.vendors.moysklad.view import Page, View, read_expand
from sandbox.wire.day_faults import withhold
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.faults import Fault
from sandbox.wire.list_faults import spoil

PATH = "/api/remap/1.2"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Query = dict[str, str]


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
        query = dict(parse_qsl(ask.query, keep_blank_values=True))
        return Reply(200, encode_json(self._content(ask, path.split("/"), query)), JSON)

    def _content(self, ask: Ask, parts: Sequence[str], query: Query) -> Row:
        match parts:
            case ["entity", kind]:
                return self._entities(ask, kind, query)
            case ["entity", kind, "metadata", *rest]:
                return self._metadata(ask, kind, rest, query)
            case ["entity", kind, id_]:
                return self._one(ask, kind, id_, query)
            case ["entity", _, _, _]:
                return self._part(ask, "/".join(parts), query)
            case ["entity", _, _, folder, id_]:
                return self._line(ask, "/".join(parts[:4]), folder, id_, query)
            case ["report", *rest]:
                return self._report(ask, rest, query)
            case ["audit"]:
                return self._listed(
                    ask, "audit", self._tables().audit, query, Page.read(query, usual=25, largest=100)
                )
            case ["audit", id_, "events"]:
                return self._events(ask, id_, query)
            case ["context", "employee"]:
                return self._view(ask).row(self._tables().rows["employee"][0], {})
        raise Refused(1002, "/".join(parts))

    def _view(self, ask: Ask, *, has_stock: bool = False) -> View:
        hidden = [fault for fault in ask.faults if fault.fault == "hidden_objects"]
        for fault in hidden:
            fault.spend()
        kinds = frozenset(fault.entity or "counterparty" for fault in hidden)
        return View(self._tables(), f"{ask.root}{PATH}", has_stock, kinds)

    def _entities(self, ask: Ask, kind: str, query: Query) -> Row:
        rows = self._tables().of(kind)
        if rows is None:
            raise Refused(1005, kind)
        ask = replace(ask, faults=tuple(one for one in ask.faults if _reaches(one, kind)))
        if refused := ask.fault("no_right"):
            refused.spend()
            raise Refused(1016)
        asked = {one.name for one in read_filter(query.get("filter", ""))}
        rows = [self._shown_now(row) for row in rows if self._is_listed(kind, row, asked)]
        if kind in DOCUMENTS:
            rows = withhold(rows, ask.faults, _day_of, now=self._now())
        return self._listed(ask, kind, rows, query, Page.read(query))

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

    def _listed(self, ask: Ask, kind: str, rows: Sequence[Row], query: Query, page: Page) -> Row:
        wanted = ordered(chosen(rows, read_filter(query.get("filter", ""))), query.get("order", ""))
        if page.offset and (moving := ask.fault("rows_move")) and wanted:
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
        meta = _meta(ask, kind, len(wanted), page)
        context = {"employee": {"meta": _context(view.root)}}
        return {"context": context, "meta": meta, "rows": spoil(shown, ask.faults, key="id", field=struck)}

    def _one(self, ask: Ask, kind: str, id_: str, query: Query) -> Row:
        rows = self._tables().of(kind)
        if rows is None:
            raise Refused(1005, kind)
        if not _UUID.fullmatch(id_):
            raise Refused(1052)
        row = next((row for row in rows if row["id"] == id_ and not self._is_gone(row)), None)
        if row is None:
            raise Refused(1021, kind, id_)
        view = self._view(ask, has_stock=query.get("fields") == "stock")
        return view.row(self._shown_now(row), read_expand(query.get("expand", "")))

    def _is_gone(self, row: Row) -> bool:
        return "deleted" in row and self._is_purged(row)

    def _part(self, ask: Ask, path: str, query: Query) -> Row:
        lines = self._tables().list_at(path)
        if lines is None:
            owner = path.split("/")
            raise Refused(1021, owner[1], owner[2])
        page = Page.read(query)
        has_stock = query.get("fields") == "stock"
        view, tree = self._view(ask, has_stock=has_stock), read_expand(query.get("expand", ""))
        shown = lines.rows[page.offset : page.offset + page.limit]
        rows = [view.row(row, tree if page.expands else {}) for row in shown]
        context = {"employee": {"meta": _context(view.root)}}
        return {"context": context, "meta": _meta(ask, lines.kind, len(lines.rows), page), "rows": rows}

    def _line(self, ask: Ask, path: str, folder: str, id_: str, query: Query) -> Row:
        lines = self._tables().list_at(path)
        row = next((row for row in lines.rows if row["id"] == id_), None) if lines else None
        if row is None:
            raise Refused(1021, folder, id_)
        return self._view(ask, has_stock=query.get("fields") == "stock").row(row, {})

    def _metadata(self, ask: Ask, kind: str, rest: Sequence[str], query: Query) -> Row:
        if self._tables().of(kind) is None:
            raise Refused(1005, kind)
        described, view = metadata(kind), self._view(ask)
        if not rest:
            return view.row(described, {})
        rows = described.get(rest[0], [])
        if len(rest) == 1:
            return self._listed(ask, "attributemetadata", rows, query, Page.read(query))
        row = next((row for row in rows if row["id"] == rest[1]), None)
        if row is None:
            raise Refused(1021, rest[0], rest[1])
        return view.row(row, {})

    def _events(self, ask: Ask, id_: str, query: Query) -> Row:
        row = next((row for row in self._tables().audit if row["id"] == id_), None)
        if row is None:
            raise Refused(1021, "audit", id_)
        view, events = self._view(ask), row["events"].rows
        meta = _meta(ask, "auditevent", len(events), Page.read(query, usual=25, largest=100))
        return {"meta": meta, "rows": [view.row(event, {}) for event in events]}

    def _report(self, ask: Ask, parts: Sequence[str], query: Query) -> Row:
        tables, conditions = self._tables(), read_filter(query.get("filter", ""))
        plain = {name: value for name, value in query.items() if name != "filter"}
        match parts:
            case ["profit", by] if by in reports.KINDS_OF_PROFIT:
                since, till = self._period(query)
                rows = reports.profit(by, tables, since, till, conditions)
                return self._listed(ask, f"sales{by}", rows, plain, Page.read(query))
            case ["stock", "all"]:
                return self._listed(ask, "stock", reports.stock(tables), plain, Page.read(query))
            case ["counterparty"]:
                ids = values_of(conditions, "id")
                found = [
                    one
                    for one in reports.counterparties(tables)
                    if not ids or one["counterparty"]["id"] in ids
                ]
                return self._listed(ask, "counterparty", found, plain, Page.read(query))
        raise Refused(1002, "/".join(("report", *parts)))

    def _period(self, query: Query) -> tuple[str, str]:
        """Read a report's period: without words the last month, without its start from the year's."""
        today = self._today()
        since = query.get("momentFrom") or (
            f"{today.year}-01-01" if query.get("momentTo") else (today - timedelta(days=31)).isoformat()
        )
        return read_moment(since), read_moment(query.get("momentTo") or f"{today.isoformat()} 23:59:59.999")


def _reaches(fault: Fault, kind: str) -> bool:
    """Tell whether a fault strikes a list of a kind; what the user may not see is hidden in all of them."""
    return fault.entity in ("", kind) or fault.fault == "hidden_objects"


def _day_of(row: Row) -> date:
    return date.fromisoformat(row["moment"][:10])


def _context(root: str) -> Row:
    words = {"metadataHref": f"{root}/entity/employee/metadata", "type": "employee", "mediaType": MEDIA}
    return {"href": f"{root}/context/employee", **words}


def _meta(ask: Ask, kind: str, size: int, page: Page) -> Row:
    """Give the meta of a list: links to its neighbours only where it does not end with this page."""
    url = f"{ask.root}{ask.path}"
    meta: Row = {"href": url if not ask.query else f"{url}?{ask.query}", "type": kind, "mediaType": MEDIA}
    meta |= {"size": size, "limit": page.limit, "offset": page.offset}
    if page.offset + page.limit < size:
        meta["nextHref"] = f"{url}?{_moved(ask.query, page.limit, page.offset + page.limit)}"
    if page.offset:
        meta["previousHref"] = f"{url}?{_moved(ask.query, page.limit, max(0, page.offset - page.limit))}"
    return meta


def _moved(query: str, limit: int, offset: int) -> str:
    """Write the query of another page, everything else as it came."""
    kept = [part for part in query.split("&") if part and part.partition("=")[0] not in ("limit", "offset")]
    return "&".join((f"limit={limit}", f"offset={offset}", *kept))


def _packed(reply: Reply, limits: tuple[tuple[str, str], ...]) -> Reply:
    headers = (*reply.headers, *limits, ("Content-Encoding", "gzip"))
    return replace(reply, body=gzip.compress(reply.body, 1, mtime=0), headers=headers)
