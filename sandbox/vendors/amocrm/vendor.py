"""The amoCRM v4 server: who may enter, which method is meant, HAL pages, and its errors.

Record links carry the account's own host; page links the address that was asked, so they can be followed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.vendors.amocrm.filters import apply, choice_filter
from sandbox.vendors.amocrm.lists import DELETED, METHODS, AmoTables, ListMethod, check_events
from sandbox.vendors.amocrm.oauth import Keyring
from sandbox.vendors.amocrm.pages import HAL, linked, page_links, problem
from sandbox.vendors.amocrm.query import (
    BadQuery,
    Params,
    Row,
    build_query,
    listed,
    ordered,
    page_asked,
    parse_params,
)
from sandbox.vendors.amocrm.singles import Single, single_named
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.limits import Door
from sandbox.wire.list_faults import spoil

API = "/api/v4"
_NESTED = re.compile(r"(leads|contacts|companies)/(\d+)/(notes|links)")
_STATUSES = re.compile(r"leads/pipelines/(\d+)/statuses")
_LINKS = re.compile(r"(leads|contacts|companies)/links")


class AmoCrm:
    """One account. `tables` gives what it shows (one object while the clock stands), `now` its seconds."""

    def __init__(
        self,
        tables: Callable[[], AmoTables],
        now: Callable[[], int],
        *,
        token: str,
        door: Door,
        keyring: Keyring,
    ) -> None:
        """Open the account to one long-lived token and to what the keyring issues, behind one door."""
        self.door, self.keyring = door, keyring
        self._source, self._now, self._token = tables, now, token
        self._shown: AmoTables | None = None
        self._moved: dict[tuple[str, int], int] = {}
        self._lists: dict[tuple[str, str, bool], list[Row]] = {}
        self._refusals = 0

    def recover(self) -> None:
        """Forget moved rows and blocks: the account is healthy again."""
        self.door.forgive()
        self._moved.clear()
        self._shown = None

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        if ask.path.rstrip("/") == "/oauth2/access_token":
            return self._turned_away() or self.keyring.answer(ask)
        refusal = self._turned_away() or self._refuse(ask)
        if refusal is not None:
            return refusal
        try:
            return self._route(ask, ask.path.removeprefix(API).strip("/"), parse_params(ask.query))
        except BadQuery as error:
            return problem(400, str(error))

    def _turned_away(self) -> Reply | None:
        admission = self.door.knock()
        if admission == "blocked":
            return problem(403, "Account or IP address is blocked for exceeding the request limit")
        if admission == "too_many":
            self._refusals += 1
            return problem(429, "Request limit exceeded", text=self._refusals % 2 == 0)
        return None

    def _refuse(self, ask: Ask) -> Reply | None:
        if not ask.path.startswith(f"{API}/"):
            return problem(404, "Not found")
        scheme, _, token = ask.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not (token == self._token or self.keyring.admits(token)):
            return problem(401, "Token has expired")
        return None if ask.method == "GET" else problem(405, "Method not allowed")

    def _route(self, ask: Ask, name: str, params: Params) -> Reply:
        if name == "account":
            return self._account(ask, params)
        if name == "leads" and "only_deleted" in listed(params.get("with")):
            return self._list(ask, DELETED, params)
        if name in METHODS:
            return self._list(ask, METHODS[name], params)
        if found := _LINKS.fullmatch(name):
            return self._links(ask, found[1], params)
        if found := _NESTED.fullmatch(name):
            return self._nested(ask, found[1], int(found[2]), found[3], params)
        if found := _STATUSES.fullmatch(name):
            return self._statuses(ask, int(found[1]))
        if one := single_named(name):
            return self._one(one, params)
        return problem(404, "Not found")

    def _tables(self) -> AmoTables:
        shown = self._source()
        if shown is not self._shown:
            self._shown = shown
            self._lists.clear()
        return shown

    def _account(self, ask: Ask, params: Params) -> Reply:
        asked = listed(params.get("with"))
        whole = self._tables().account
        account = {
            key: value for key, value in whole.items() if key not in ("_embedded", "is_api_filter_enabled")
        }
        if "is_api_filter_enabled" in asked:
            off = ask.fault("filter_off")
            account["is_api_filter_enabled"] = not (off and off.honest)
        parts = {key: value for key, value in whole["_embedded"].items() if key in asked}
        return Reply(200, encode_json(account | ({"_embedded": parts} if parts else {})), HAL)

    def _list(self, ask: Ask, method: ListMethod, params: Params) -> Reply:
        page, limit = page_asked(params, method.largest)
        again = ask.fault("repeat_page")
        if again:
            again.spend()
        if page > 1 and (moving := ask.fault("rows_move")):
            self._move_first(ask, method, params)
            moving.spend()
        rows = self._chosen(ask, method, params)
        if not method.is_paged:
            return self._page(ask, method, rows, params, {})
        start = 0 if again else (page - 1) * limit
        shown = rows[start : start + limit]
        if not shown:
            return Reply(204)
        numbers = {"page": page, "limit": limit, "last": (len(rows) + limit - 1) // limit, "total": len(rows)}
        more = bool(again) or len(rows) > start + limit
        return self._page(ask, method, shown, params, {**numbers, "more": more})

    def _chosen(self, ask: Ask, method: ListMethod, params: Params) -> list[Row]:
        tables = self._tables()
        off, exclusive = ask.fault("filter_off"), ask.fault("exclusive_bounds") is not None
        ignored = bool(off) and method.paid_filter
        if off and ignored:
            off.spend()
        named = ("order", "query") if ignored else ("filter", "order", "query")
        query = build_query({key: value for key, value in params.items() if key in named})
        key = (method.table, f"{query}&off" if ignored else query, exclusive and not ignored)
        if key not in self._lists:
            if method.table == "events":
                check_events(params)
            predicates = method.predicates(params, exclusive=exclusive, has_filter=not ignored)
            rows = apply(self._current(tables, method.table), predicates)
            self._lists[key] = ordered(rows, params, method.order, method.usual)
        return self._lists[key]

    def _current(self, tables: AmoTables, table: str) -> list[Row]:
        rows = tables.rows[table]
        if not any(name == table for name, _ in self._moved):
            return rows
        return [
            {**row, "updated_at": max(row["updated_at"], self._moved[table, row["id"]])}
            if (table, row["id"]) in self._moved
            else row
            for row in rows
        ]

    def _move_first(self, ask: Ask, method: ListMethod, params: Params) -> None:
        """Let somebody edit the first row of the list while its pages are being read."""
        rows = self._chosen(ask, method, params)
        if rows and "updated_at" in rows[0]:
            self._moved[method.table, rows[0]["id"]] = self._now()
            self._lists.clear()

    def _page(
        self, ask: Ask, method: ListMethod, rows: list[Row], params: Params, numbers: dict[str, Any]
    ) -> Reply:
        path = f"{ask.root}{ask.path}"
        head = {
            "_total_items": numbers.get("total", len(rows)),
            "_page": numbers.get("page"),
            "_page_count": numbers.get("last"),
        }
        plain = ("_page",) if numbers and not method.totals else method.totals
        bare = ask.fault("empty_embedded") is not None
        shown = [method.show(row, params, empty_is_array=bare) for row in rows]
        shown = spoil(shown, ask.faults, key="id", field="price")
        content = {key: head[key] for key in plain} | {
            "_links": page_links(path, params, numbers),
            "_embedded": {method.key: shown},
        }
        return Reply(200, encode_json(content), HAL)

    def _one(self, single: Single, params: Params) -> Reply:
        rows = self._current(self._tables(), single.method.table)
        row = next((row for row in rows if single.is_meant(row)), None)
        if row is None:
            return Reply(204)
        return Reply(200, encode_json(single.method.show(row, params, empty_is_array=False)), HAL)

    def _statuses(self, ask: Ask, pipeline: int) -> Reply:
        found = next((row for row in self._tables().rows["pipelines"] if row["id"] == pipeline), None)
        if found is None:
            return problem(404, "Not found")
        statuses = found["_embedded"]["statuses"]
        content = {"_total_items": len(statuses), "_embedded": {"statuses": statuses}}
        return Reply(200, encode_json(content), HAL)

    def _links(self, ask: Ask, entity: str, params: Params) -> Reply:
        asked = params.get("filter")
        values = listed(asked.get("entity_id")) if isinstance(asked, dict) else []
        if not 0 < len(values) <= 50:
            raise BadQuery("filter[entity_id]: this collection should contain 1 to 50 elements")
        if hidden := ask.fault("hidden_links"):
            hidden.spend()
            return Reply(204)
        links = self._tables().links.get(entity, {})
        wanted = choice_filter(asked["entity_id"], "entity_id") if asked else None
        rows = [row for value in dict.fromkeys(values) for row in links.get(int(value), [])] if wanted else []
        return linked(ask, rows, params)

    def _nested(self, ask: Ask, entity: str, number: int, what: str, params: Params) -> Reply:
        if what == "links":
            return linked(ask, self._tables().links.get(entity, {}).get(number, []), params)
        asked = params.get("filter")
        narrowed = {**(asked if isinstance(asked, dict) else {}), "entity_id": {"0": str(number)}}
        return self._list(ask, METHODS[f"{entity}/notes"], {**params, "filter": narrowed})
