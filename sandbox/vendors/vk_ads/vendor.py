"""The server of VK Ads: keys, how often it may be asked, and the way to user, lists and statistics.

`/api/v2/….json`; the user is shown by `/api/v3/` too. Left out because nothing settles them: statistics of
v3, lead forms, statistics of goals, everything that writes. What else is open is a setting: `AccountTerms`,
`KeyTerms`, `Pace`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.company.charter import MOSCOW
from sandbox.vendors.vk_ads import statistics
from sandbox.vendors.vk_ads.errors import JSON, Refused, no_resource
from sandbox.vendors.vk_ads.listings import LISTINGS, choose, cut, known_fields, read_query, show_one
from sandbox.vendors.vk_ads.oauth import DELETE_PATH, TOKEN_PATH, Keyring
from sandbox.vendors.vk_ads.tables import VkTables
from sandbox.vendors.vk_ads.windows import Pace, TooOften, Windows
from sandbox.wire.day_faults import withhold
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.list_faults import spoil

Row = dict[str, Any]
KINDS = {
    "user": "USER",
    "ad_plans": "AD_PLAN",
    "ad_groups": "AD_GROUP",
    "banners": "BANNER",
    "statistics": "STATISTICS",
    "throttling": "THROTTLING",
}
"""Of which kind of resource a path is: each kind has limits of its own."""
_PATH = re.compile(r"/api/v(?P<version>[23])/(?P<rest>[a-z0-9_/]+)\.json")
_STATISTICS = re.compile(r"statistics/(?P<level>ad_plans|ad_groups|banners|users)/(?P<kind>day|summary)")
_ONE = re.compile(r"(?P<name>ad_plans|ad_groups|banners)/(?P<id>\d{1,18})")


@dataclass
class AccountTerms:
    """What a request may hold, and what the documentation leaves open.

    `zero_rows`: whether objects asked for by id have rows of days on which nothing happened.
    """

    longest_days: int = 366
    oldest_days: int = 366
    most_ids: int = 200
    longest_url: int = 8000
    strangers_are_404: bool = False
    zero_rows: bool = True
    hides_deleted: bool = False


class VkAds:
    """One account. `tables` gives what it shows (one object while the clock stands), `now` its clock."""

    def __init__(self, tables: Callable[[], VkTables], now: Callable[[], datetime], keyring: Keyring) -> None:
        """Open the account to what its keyring gives out."""
        self.terms, self.pace = AccountTerms(), Pace()
        self._tables, self._now, self._keyring = tables, now, keyring
        self._windows = Windows(self.pace)

    def turn(self) -> None:
        """Follow the terms after somebody changed them: nothing has been asked yet."""
        self._windows.forget()

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        if ask.path in (TOKEN_PATH, DELETE_PATH):
            return self._keyring.answer(ask)
        if len(ask.path) + len(ask.query) > self.terms.longest_url:
            return Reply(413, b"Request Entity Too Large", "text/plain")
        if broken := ask.fault("plain_500"):
            broken.spend()
            return Reply(500, b"Internal Server Error", "text/plain")
        kind = _kind(ask.path)
        try:
            self._check(ask)
            self._windows.admit(kind)
            found = self._found(ask)
        except Refused as refused:
            return refused.reply(self._windows.headers(kind))
        except TooOften as often:
            return often.reply
        return Reply(200, encode_json(found), JSON, self._windows.headers(kind))

    def _check(self, ask: Ask) -> None:
        for name in ("token_dies", "token_revoked"):
            if fault := ask.fault(name):
                fault.spend()
                self._keyring.end_all(revoked=name == "token_revoked")
        self._keyring.check(ask.headers.get("authorization", ""))

    def _found(self, ask: Ask) -> Row:
        path = _PATH.fullmatch(ask.path)
        rest = path["rest"] if path else ""
        if path is None or (path["version"] == "3" and rest != "user"):
            raise no_resource()
        if ask.method != "GET":
            raise Refused(405, "method_not_allowed", "Only GET is allowed")
        if report := _STATISTICS.fullmatch(rest):
            return self._reported(ask, report["level"], report["kind"], statistics.read_query(ask.query))
        asked = read_query(ask.query)
        if rest == "user":
            user = self._tables().user
            return {name: user[name] for name in known_fields(asked, tuple(user), tuple(user))}
        if rest == "throttling":
            return self._throttling()
        if rest in LISTINGS:
            return self._listed(ask, rest, asked)
        if one := _ONE.fullmatch(rest):
            return self._one(one["name"], int(one["id"]), asked)
        raise no_resource()

    def _throttling(self) -> Row:
        return {
            kind: {"READ": {"limits": self._windows.limits(), "remaining": self._windows.left(kind)}}
            for kind in KINDS.values()
        }

    def _listed(self, ask: Ask, name: str, asked: dict[str, str]) -> Row:
        listing, rows = LISTINGS[name], self._tables().lists[name]
        rows = choose(rows, asked, listing, hides_deleted=self.terms.hides_deleted)
        if growing := ask.fault("growing_list"):
            growing.spend()
            rows = rows[: -growing.rows]
        again = ask.fault("repeat_page")
        if again:
            again.spend()
        page = cut(rows, asked, listing, from_start=again is not None)
        return page | {"items": spoil(page["items"], ask.faults, key="id", field="name")}

    def _one(self, name: str, id_: int, asked: dict[str, str]) -> Row:
        row = next((row for row in self._tables().lists[name] if row["id"] == id_), None)
        if row is None:
            raise Refused(404, "not_found", "Resource not found")
        return show_one(row, asked, LISTINGS[name])

    def _reported(self, ask: Ask, level: str, kind: str, asked: dict[str, str]) -> Row:
        tables, today = self._tables(), self._now().astimezone(MOSCOW).date()
        order = statistics.read(level, kind, asked, tables, self.terms, today)
        facts = withhold(tables.days[level], ask.faults, lambda fact: fact.day, now=self._now())
        found = statistics.report(order, facts, kind, today=today, zero_rows=self.terms.zero_rows)
        items = spoil(found["items"], ask.faults, key="id", field="rows")
        wrong = ask.fault("wrong_total")
        if wrong and items:
            wrong.spend()
            items = [*items[:-1], _with_another_total(items[-1])]
        return found | {"items": items}


def _kind(path: str) -> str:
    found = _PATH.fullmatch(path)
    return KINDS.get(found["rest"].partition("/")[0], "OTHER") if found else "OTHER"


def _with_another_total(item: Row) -> Row:
    """Give an item whose rows do not add up to its total: a kopeck is missing."""
    base = item["total"]["base"]
    spent = str(Decimal(base["spent"]) + Decimal("0.01"))
    return item | {"total": item["total"] | {"base": base | {"spent": spent}}}
