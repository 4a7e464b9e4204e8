"""The Mango Office VPBX server: who may ask and how fast, the signature, people, lines and the balance.

`/mango/vpbx/...`: POST only, fields `vpbx_api_key`, `sign` and `json`; the exact text of `json` is signed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import parse_qsl

from sandbox.vendors.mango_office import codes
from sandbox.vendors.mango_office.codes import Faulty, done, refused
from sandbox.vendors.mango_office.query import read_numbers
from sandbox.vendors.mango_office.statistics import Desk, MangoTables
from sandbox.wire.exchange import Ask, Reply, read_json
from sandbox.wire.limits import Door, Pace, Patience

Asked = dict[str, Any]
ENDLESS = 1 << 30


@dataclass
class MangoLimits:
    """What the exchange allows; `polls` answers of a result say "not yet", as a status or as HTTP 204.

    An order for more than `longest_days` is refused; the result of one for more than `bearable_days` is
    never ready.
    """

    per_second: int = 10
    stats_interval: float = 2.0
    users_interval: float = 2.0
    block_seconds: float = 120.0
    longest_days: int = 31
    bearable_days: int = 31
    polls: int = 1
    waiting: Literal["status", "empty"] = "status"


def sign(key: str, text: str, salt: str) -> str:
    """Give the signature of a request's `json` text."""
    return hashlib.sha256(f"{key}{text}{salt}".encode()).hexdigest()


class Mango:
    """One PBX. `tables` gives what it shows (one object while the clock stands), `now` its clock."""

    def __init__(
        self, tables: Callable[[], MangoTables], now: Callable[[], datetime], *, key: str, salt: str
    ) -> None:
        """Open the exchange to the holder of one key and its salt."""
        self.limits = MangoLimits()
        self._tables, self._key, self._salt = tables, key, salt
        self._door = Door(patience=ENDLESS)
        self._stats, self._users, self._patience = Pace(0), Pace(0), Patience()
        self._desk = Desk(tables, now, self.limits)
        self.turn()

    def turn(self) -> None:
        """Follow the limits after somebody changed them, and forget what was held against anybody."""
        self._door.per_second = self.limits.per_second
        self._stats.interval, self._users.interval = self.limits.stats_interval, self.limits.users_interval
        self._patience.seconds = self.limits.block_seconds
        for guard in (self._door, self._stats, self._users, self._patience):
            guard.forgive()

    def recover(self) -> None:
        """Lift blocks: the exchange is healthy again."""
        self.turn()

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        if self._patience.is_lost():
            return codes.shut_out()
        if self._door.knock() != "welcome":
            return codes.too_fast()
        try:
            return self._route(ask, ask.path.removeprefix("/vpbx").strip("/"), self._signed(ask))
        except Faulty as fault:
            self._patience.strain()
            return codes.shut_out() if self._patience.is_lost() else refused(fault.code, str(fault))

    def _signed(self, ask: Ask) -> Asked:
        """Read the `json` field of a request after checking who signed it."""
        if ask.method != "POST":
            raise Faulty(codes.POST_ONLY)
        form = dict(parse_qsl(ask.body.decode("utf-8", "replace"), keep_blank_values=True))
        if missing := [name for name in ("vpbx_api_key", "sign", "json") if not form.get(name)]:
            raise Faulty(codes.NO_PARAMETER, ", ".join(missing))
        if form["vpbx_api_key"] != self._key:
            raise Faulty(codes.WRONG_KEY)
        if not hmac.compare_digest(form["sign"].encode(), sign(self._key, form["json"], self._salt).encode()):
            raise Faulty(codes.WRONG_SIGN)
        try:
            asked = read_json(form["json"].encode())
        except ValueError:
            raise Faulty(codes.BAD_PARAMETER, "json") from None
        if not isinstance(asked, dict):
            raise Faulty(codes.BAD_PARAMETER, "json")
        return asked

    def _route(self, ask: Ask, name: str, asked: Asked) -> Reply:
        if name in ("stats/request", "stats/calls/request"):
            if not self._stats.knock():
                return codes.too_fast()
            return self._desk.order(ask, asked, is_basic=name == "stats/request")
        if name in ("stats/result", "stats/calls/result"):
            return self._desk.result(ask, asked, is_basic=name == "stats/result")
        if name == "config/users/request":
            return done({"users": self._listed(asked)}) if self._users.knock() else codes.too_fast()
        if name == "groups":
            return done({"result": codes.DONE, "groups": self._groups(asked)})
        tables = self._tables()
        known: dict[str, Asked] = {
            "incominglines": {"result": codes.DONE, "lines": tables.lines},
            "account/balance": {"result": codes.DONE, "balance": tables.balance, "currency": "rub"},
        }
        return done(known[name]) if name in known else refused(codes.NOT_FOUND, status=404)

    def _groups(self, asked: Asked) -> list[Asked]:
        wanted = read_numbers(asked, "group_id")
        return [row for row in self._tables().groups if not wanted or row["group_id"] in wanted]

    def _listed(self, asked: Asked) -> list[Asked]:
        wanted = asked.get("ext_fields", [])
        if not isinstance(wanted, list):
            raise Faulty(codes.BAD_PARAMETER, "ext_fields")
        rows = self._tables().users
        if (extension := asked.get("extension")) is not None:
            rows = [row for row in rows if row["telephony"]["extension"] == str(extension)]
        return [_shown(row, wanted) for row in rows]


def _shown(row: Asked, wanted: list[str]) -> Asked:
    """Give a user; ids, groups and line ids come only when asked for."""
    general, telephony = dict(row["general"]), dict(row["telephony"])
    if "general.user_id" not in wanted:
        del general["user_id"]
    if "telephony.line_id" not in wanted:
        del telephony["line_id"]
    groups = {"groups": row["groups"]} if "groups" in wanted else {}
    return {"general": general, "telephony": telephony, **groups}
