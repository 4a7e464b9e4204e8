"""The Data API v2.0 of UIS: one URL, JSON-RPC 2.0, the token among the parameters, errors under HTTP 200.

Left out because nothing settles them: daily cost of campaigns, goals, visitor sessions, the oldest
start that a plan allows, `user_id` of partners, and how the weights of calls differ (each costs
`points_per_call`). What else is open is a setting: `AccountTerms`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.vendors.uis.errors import Refused, done
from sandbox.vendors.uis.keys import Keyring
from sandbox.vendors.uis.listings import LISTINGS, Listing
from sandbox.vendors.uis.people import APP_ID
from sandbox.vendors.uis.points import Purse
from sandbox.vendors.uis.query import Order, read, stamp
from sandbox.vendors.uis.tables import Tables
from sandbox.wire.day_faults import withhold
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.list_faults import spoil

Row = dict[str, Any]
PATH = "/v2.0"
PHONES = ("contact_phone_number", "virtual_phone_number", "calling_phone_number", "called_phone_number")
VERSION = {"current_version_deprecated": False, "current_version_deprecation_date": None}


@dataclass
class AccountTerms:
    """What the account allows, and what the documentation leaves open.

    `disabled`: components that were not bought, `get.chats_report` or `get.calls_report:tags`, comma between.
    `session_seconds` is simulated time, the points' seconds are real. `till_included`: whether a row of the
    second `date_till` belongs to a report. `errors_tell_limits`: whether an error for spent points holds the
    limits.
    """

    day_points: int = 20_000
    minute_points: int = 200
    points_per_call: int = 1
    day_seconds: float = 86_400.0
    minute_seconds: float = 60.0
    largest_page: int = 10_000
    longest_months: int = 3
    session_seconds: float = 3_600.0
    till_included: bool = True
    errors_tell_limits: bool = False
    phones_are_numbers: bool = False
    timezone: str = "Europe/Moscow"
    is_active: bool = True
    ip_is_listed: bool = True
    disabled: str = ""


class Uis:
    """One account. `tables` gives what it shows (one object while the clock stands), `now` its clock."""

    def __init__(
        self, tables: Callable[[], Tables], now: Callable[[], datetime], seconds: Callable[[], int]
    ) -> None:
        """Open the account to its permanent token and its login."""
        self.terms = AccountTerms()
        self._tables, self._now = tables, now
        self._keys = Keyring(seconds, lambda: self.terms.session_seconds)
        self._purse = Purse(self.terms)

    def turn(self) -> None:
        """Follow the terms after somebody changed them: nothing is spent."""
        self._purse.refill()

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        if ask.path.rstrip("/") != PATH:
            return Reply(404, b"<html><body>404 Not Found</body></html>", "text/html")
        id_: Any = None
        try:
            said = _read(ask)
            id_ = said["id"] if isinstance(said, dict) and _is_id(said.get("id")) else None
            call = _checked(said, ask.method)
            method = call["method"]
            ask = replace(ask, faults=tuple(one for one in ask.faults if one.entity in ("", method)))
            return done(id_, self._result(ask, method, call["params"]))
        except Refused as refused:
            tells = refused.mnemonic == "limit_exceeded" and self.terms.errors_tell_limits
            return refused.reply(id_, {"limits": self._purse.limits()} if tells else None)

    def _result(self, ask: Ask, method: str, params: Row) -> Row:
        if method == "login.user":
            _must_have(params, "login", "password", only=True)
            self._admit(method)
            return {"data": {"access_token": self._keys.log_in(params), "app_id": APP_ID}}
        if method not in LISTINGS:
            raise Refused("method_not_found", "method", method)
        _must_have(params, "access_token")
        self._check_token(ask, params["access_token"])
        self._admit(method)
        self._purse.spend()
        return self._listed(ask, method, LISTINGS[method], params)

    def _check_token(self, ask: Ask, token: str) -> None:
        if blocked := ask.fault("token_blocked"):
            blocked.spend()
            raise Refused("access_token_blocked", "access_token")
        lost = ask.fault("session_lost")
        if lost and self._keys.is_session(token):
            lost.spend()
            self._keys.end(token)
        self._keys.check(token)

    def _admit(self, method: str) -> None:
        """Refuse who asks from a wrong place or for what the account has not bought."""
        if not self.terms.ip_is_listed:
            raise Refused("ip_not_whitelisted")
        if not self.terms.is_active:
            raise Refused("account_inactive")
        if method in self._disabled():
            raise Refused("method_component_disabled", "method", method)

    def _disabled(self) -> set[str]:
        return {name.strip() for name in self.terms.disabled.split(",")}

    def _listed(self, ask: Ask, method: str, listing: Listing, params: Row) -> Row:
        order = read(params, listing, self.terms)
        closed = {name for name in order.fields if f"{method}:{name}" in self._disabled()}
        if closed and "fields" in params:
            raise Refused("parameter_component_disabled", min(closed), min(closed))
        told = self._tables()[listing.table]
        if listing.table == "account":
            told = [row | {"timezone": self.terms.timezone} for row in told]
        rows = self._standing(ask, order.chosen(told, listing, self.terms), listing)
        fields = tuple(name for name in order.fields if name not in closed)
        page = [self._shown(row, fields) for row in _page(ask, rows, order)]
        return {
            "metadata": {"total_items": len(rows), "limits": self._purse.limits(), "version": VERSION},
            "data": spoil(page, ask.faults, key="id", field=listing.struck),
        }

    def _standing(self, ask: Ask, rows: list[Row], listing: Listing) -> list[Row]:
        """Leave out what faults hold back: rows of a day, or the newest ones that are not there yet."""
        name, zone = listing.dated_by, ZoneInfo(self.terms.timezone)
        if name is None:
            return rows

        def day_of(row: Row) -> date:
            moment: datetime = row[name]
            return moment.astimezone(zone).date()

        rows = withhold(rows, ask.faults, day_of, now=self._now())
        if growing := ask.fault("growing_total"):
            growing.spend()
            newest = sorted(rows, key=lambda row: (row[name], row["id"]))[-growing.rows :]
            held = {row["id"] for row in newest}
            rows = [row for row in rows if row["id"] not in held]
        return rows

    def _shown(self, row: Row, fields: tuple[str, ...]) -> Row:
        zone = ZoneInfo(self.terms.timezone)
        shown = {name: _written(row.get(name), zone) for name in fields}
        if self.terms.phones_are_numbers:
            shown |= {name: int(shown[name]) for name in PHONES if shown.get(name)}
        return shown


def _read(ask: Ask) -> Any:
    """Read what was sent; half of a character is no text, and nothing is nested without an end."""
    try:
        said = json.loads(ask.body)
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused("parse_error") from None
    return said


def _is_id(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _checked(call: Any, method: str) -> Row:
    """Take a call or refuse it: one object with a name, an id and parameters."""
    if isinstance(call, list):
        raise Refused("batch_opreations_not_supported")
    if method != "POST" or not isinstance(call, dict) or call.get("jsonrpc") != "2.0":
        raise Refused("invalid_request")
    if call.get("id") is None:
        raise Refused("notifications_not_supported")
    if not isinstance(call.get("method"), str) or not _is_id(call["id"]):
        raise Refused("invalid_request")
    if not isinstance(call.setdefault("params", {}), dict):
        raise Refused("data_type_error", "params", call["params"])
    return call


def _must_have(params: Row, *names: str, only: bool = False) -> None:
    for name in names:
        if name not in params:
            raise Refused("required_parameter_missed", name)
        if not isinstance(params[name], str):
            raise Refused("data_type_error", name)
    if unknown := sorted(set(params) - set(names)) if only else []:
        raise Refused("unexpected_parameters", unknown[0])


def _page(ask: Ask, rows: list[Row], order: Order) -> list[Row]:
    start = order.offset
    if again := ask.fault("repeat_page"):
        again.spend()
        start = 0
    return rows[start : start + order.limit]


def _written(value: Any, zone: ZoneInfo) -> Any:
    """Give a value as JSON has it: instants as the account's clock shows them."""
    if isinstance(value, datetime):
        return stamp(value, zone)
    if isinstance(value, list):
        return [_written(one, zone) for one in value]
    if isinstance(value, dict):
        return {name: _written(one, zone) for name, one in value.items()}
    return value
