"""The Yandex Direct server: token, login, points, and the way to reports, campaigns, clients and changes.

`/direct/json/v5/...` and `/direct/json/v501/...`; errors of Reports are HTTP 400, all others HTTP 200.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.vendors.yandex_direct import codes
from sandbox.vendors.yandex_direct.codes import Declined, envelope
from sandbox.vendors.yandex_direct.reports import ReportDesk
from sandbox.vendors.yandex_direct.services import (
    DirectTables,
    Page,
    check_changes,
    list_campaigns,
    list_clients,
)
from sandbox.wire.exchange import Ask, Reply, encode_json, read_json
from sandbox.wire.limits import Door
from sandbox.wire.list_faults import spoil

Row = dict[str, Any]
_PATH = re.compile(r"/json/(?P<generation>v5|v501)/(?P<service>[a-z]+)/?")
CALL_COST, ERROR_COST = 15, 20
DAILY_POINTS = 64000
ENDLESS = 1 << 30


@dataclass
class DirectLimits:
    """What Direct allows; `polls` answers 202 precede a report, `immediate` gives `auto` ones at once."""

    reports_per_10_seconds: int = 20
    polls: int = 1
    retry_in: int = 1
    queue: int = 5
    immediate: bool = False
    page: int = 10_000
    points: int = DAILY_POINTS


class Direct:
    """One advertiser. `tables` gives what is shown (one object while the clock stands), `now` its clock."""

    def __init__(
        self, tables: Callable[[], DirectTables], now: Callable[[], datetime], *, token: str
    ) -> None:
        """Open the account to one token."""
        self.limits = DirectLimits()
        self._tables, self._now, self._token = tables, now, token
        self._door = Door(seconds=10.0, patience=ENDLESS)
        self._desk = ReportDesk(tables, now, self.limits)
        self.turn()

    def turn(self) -> None:
        """Follow the limits after somebody changed them, and grant the day's points anew."""
        self._door.per_second = self.limits.reports_per_10_seconds
        self._door.forgive()
        self._left = self.limits.points

    def recover(self) -> None:
        """Forget waiting reports and spent points: the account is healthy again."""
        self._desk.clear()
        self.turn()

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        found = _PATH.fullmatch(ask.path)
        service = found["service"] if found else ""
        is_report = service == "reports"
        try:
            params = self._asked(ask, is_report=is_report)
            if found is None:
                raise Declined(codes.NO_METHOD, "The service does not exist")
            if is_report:
                return self._report(ask, params)
            return self._service(ask, service, found["generation"], params)
        except Declined as declined:
            self._left -= 0 if is_report else min(ERROR_COST, self._left)
            return envelope(
                declined.code,
                str(declined),
                status=400 if is_report else 200,
                russian=ask.headers.get("accept-language", "").startswith("ru"),
                number=is_report,
                headers=() if is_report else self._units(ERROR_COST),
            )

    def _asked(self, ask: Ask, *, is_report: bool) -> Row:
        """Read `params` after checking who asks."""
        if ask.headers.get("authorization") != f"Bearer {self._token}":
            raise Declined(codes.NO_TOKEN, "Invalid OAuth token")
        if ask.headers.get("client-login", self._tables().login) != self._tables().login:
            raise Declined(codes.NO_RIGHTS, "No rights to the client named in Client-Login")
        try:
            asked = read_json(ask.body) if ask.method == "POST" else None
        except ValueError:
            asked = None
        if not isinstance(asked, dict) or not isinstance(asked.get("params"), dict):
            raise Declined(codes.BAD_REQUEST, "The request must be a POST of JSON with params")
        if set(asked) != ({"params"} if is_report else {"method", "params"}):
            raise Declined(codes.BAD_REQUEST, "The request has missing or unknown fields beside params")
        return asked["params"] if is_report else asked

    def _report(self, ask: Ask, params: Row) -> Reply:
        if self._door.knock() != "welcome":
            raise Declined(codes.TOO_OFTEN, "Try again later: no more than 20 requests in 10 seconds")
        return self._desk.ask(ask, params)

    def _service(self, ask: Ask, service: str, generation: str, asked: Row) -> Reply:
        page, result = self._results(ask, (service, str(asked["method"])), generation, asked["params"])
        cost = CALL_COST + page.points
        if self._left < cost:
            raise Declined(codes.NO_POINTS, "Not enough points to perform the operation")
        self._left -= cost
        headers = (("RequestId", codes.REQUEST_ID), *self._units(cost))
        return Reply(200, encode_json({"result": result}), codes.JSON, headers)

    def _results(self, ask: Ask, call: tuple[str, str], generation: str, params: Row) -> tuple[Page, Row]:
        tables = self._tables()
        if call == ("changes", "check"):
            page = Page([])
            return page, check_changes(tables, params, now=self._now())
        lists = {("campaigns", "get"): ("Campaigns", "Id"), ("clients", "get"): ("Clients", "Login")}
        if call not in lists:
            raise Declined(codes.NO_METHOD, f"{call[0]}.{call[1]} does not exist")
        name, key = lists[call]
        page = (
            list_campaigns(tables, params, generation, most=self.limits.page, again=ask.fault("repeat_page"))
            if name == "Campaigns"
            else list_clients(tables, params)
        )
        rows = spoil(page.rows, ask.faults, key=key, field="Type")
        return page, {name: rows, **({} if page.limited_by is None else {"LimitedBy": page.limited_by})}

    def _units(self, cost: int) -> tuple[tuple[str, str], ...]:
        return (("Units", f"{cost}/{self._left}/{self.limits.points}"),)
