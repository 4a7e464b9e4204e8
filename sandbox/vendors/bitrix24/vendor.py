"""The Bitrix24 REST server: the portal's address, who may enter and how fast, single calls and batches."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime

from sandbox.company.charter import MOSCOW
from sandbox.vendors.bitrix24.answers import Declined, Outcome, Spent, envelope
from sandbox.vendors.bitrix24.asking import Params, read_params
from sandbox.vendors.bitrix24.batch import run_batch
from sandbox.vendors.bitrix24.budgets import BitrixLimits, Budgets
from sandbox.vendors.bitrix24.calls import Call
from sandbox.vendors.bitrix24.keys import WEBHOOKS, Caller, Keyring
from sandbox.vendors.bitrix24.methods import is_known, run, scope_of
from sandbox.vendors.bitrix24.portal import goes_by_old_name, renamed
from sandbox.vendors.bitrix24.tables import BitrixTables
from sandbox.wire.exchange import Ask, Reply

_WEBHOOK = re.compile(r"/rest/(\d+)/([\w-]+)/([\w.]+?)(?:\.json)?/?")
_OAUTH = re.compile(r"/rest/([\w.]+?)(?:\.json)?/?")


class Bitrix24:
    """One portal. `tables` gives what it shows (one object while the clock stands), `now` its clock."""

    def __init__(self, tables: Callable[[], BitrixTables], now: Callable[[], datetime]) -> None:
        """Open the portal to its webhooks and to the application that the keyring knows."""
        self.limits = BitrixLimits()
        self.keyring = Keyring(lambda: int(now().timestamp()), self.limits)
        self._tables, self._now = tables, now
        self._budgets = Budgets(self.limits)

    def turn(self) -> None:
        """Forget what was spent, after somebody changed the limits."""
        self._budgets.forgive()

    def recover(self) -> None:
        """Forget what was spent: the portal is healthy again."""
        self._budgets.forgive()

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        if ask.path.startswith("/oauth/token"):  # the authorisation server is no portal and keeps its name
            return self.keyring.answer(ask)
        if moved := self._moved(ask):
            return moved
        try:
            return self._answer(ask)
        except Declined as declined:
            return declined.reply()

    def _moved(self, ask: Ask) -> Reply | None:
        """A portal that was renamed sends whoever calls it by its old name to the new one."""
        fault = ask.fault("renamed")
        if fault is None or not goes_by_old_name(ask):
            return None
        fault.spend()
        query = f"?{ask.query}" if ask.query else ""
        place = renamed(f"{ask.root}{ask.path}{query}")
        return Reply(302, b"", "text/html; charset=utf-8", (("Location", place),))

    def _answer(self, ask: Ask) -> Reply:
        self._refuse(ask)
        params = read_params(ask)
        caller, method = self._entered(ask, params)
        if method == "batch":
            outcome = run_batch(
                params, lambda name, asked: self._run(ask, caller, name, asked), self._clock()
            )
            return envelope(outcome, self._clock(), Spent(0.0))
        outcome, spent = self._run(ask, caller, method, params)
        return envelope(outcome, self._clock(), spent)

    def _refuse(self, ask: Ask) -> None:
        if blocked := ask.fault("overload"):
            blocked.spend()
            raise Declined(503, "OVERLOAD_LIMIT", "REST API is blocked due to overload")
        if not self._budgets.admits():
            raise Declined(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")

    def _entered(self, ask: Ask, params: Params) -> tuple[Caller, str]:
        """Tell who calls, and which method; its name means the same in any case."""
        if found := _WEBHOOK.fullmatch(ask.path):
            caller = WEBHOOKS.get((int(found[1]), found[2]))
            if caller is None:
                raise Declined(401, "NO_AUTH_FOUND", "Wrong authorization data")
            return caller, found[3].lower()
        if found := _OAUTH.fullmatch(ask.path):
            return self.keyring.caller(str(params.get("auth", ""))), found[1].lower()
        raise Declined(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")

    def _run(self, ask: Ask, caller: Caller, method: str, params: Params) -> tuple[Outcome, Spent]:
        self._check(ask, caller, method)
        began = time.perf_counter()
        outcome = run(Call(method, params, caller, self._tables(), ask))
        took = time.perf_counter() - began
        self._budgets.spend(method, took)
        return outcome, Spent(took, self._budgets.operating(method), self._budgets.rest(method))

    def _check(self, ask: Ask, caller: Caller, method: str) -> None:
        gone = ask.fault("method_gone")
        if not is_known(method) or (gone and method.startswith(gone.entity)):
            if gone:
                gone.spend()
            raise Declined(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
        scope = scope_of(method)
        if scope is not None and scope not in caller.scopes:
            text = "The request requires higher privileges than provided by the webhook token"
            raise Declined(403, "insufficient_scope", text)
        failing = ask.fault("part_fails")
        if failing and not failing.is_over and method.startswith(failing.entity):
            failing.spend()
            raise Declined(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
        tired = ask.fault("operation_time")
        if self._budgets.is_exhausted(method) or (tired and method.startswith(tired.entity)):
            if tired:
                tired.spend()
            raise Declined(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")

    def _clock(self) -> datetime:
        return self._now().astimezone(MOSCOW)
