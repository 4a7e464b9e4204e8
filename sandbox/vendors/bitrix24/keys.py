"""Who may enter a portal: incoming webhooks, and an application whose refresh token is good for one turn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.company.charter import ADMIN
from sandbox.vendors.bitrix24.answers import JSON, Declined
from sandbox.vendors.bitrix24.asking import Params, read_params
from sandbox.vendors.bitrix24.budgets import BitrixLimits
from sandbox.vendors.bitrix24.portal import (
    MANAGER,
    MEMBER_ID,
    OTHER_MEMBER_ID,
    goes_by_old_name,
    renamed,
)
from sandbox.wire.exchange import Ask, Reply, encode_json

CODE_SECONDS, REFRESH_SECONDS = 30, 180 * 24 * 3600
SCOPES = ("crm", "user", "department", "telephony", "task", "tasks", "catalog", "userfieldconfig")
APPLICATION = {
    "client_id": "local.0f1e2d3c4b5a69.78796a5b",
    "client_secret": "sandbox-secret-of-the-local-app",
}


@dataclass(frozen=True)
class Caller:
    """Whose rights a call has."""

    user_id: int
    is_admin: bool
    scopes: tuple[str, ...] = SCOPES


ADMIN_SECRET, MANAGER_SECRET, NARROW_SECRET = "k3w8sevsvet0admin", "p0q2sevsvet0seller", "z9y1sevsvet0narrow"
WEBHOOKS = {
    (ADMIN, ADMIN_SECRET): Caller(ADMIN, is_admin=True),
    (MANAGER, MANAGER_SECRET): Caller(MANAGER, is_admin=False),
    (ADMIN, NARROW_SECRET): Caller(ADMIN, is_admin=True, scopes=("crm",)),
}


class Keyring:
    """Every code and token that the authorisation server issued and that still opens something."""

    def __init__(self, now: Callable[[], int], limits: BitrixLimits) -> None:
        """Start with nothing issued; `now` gives the simulated clock in seconds."""
        self._now, self._limits = now, limits
        self._codes: dict[str, int] = {}
        self._refresh: dict[str, int] = {}
        self._access: dict[str, int] = {}
        self._issued = 0

    def authorise(self) -> dict[str, str]:
        """Let an administrator install the application: a fresh code, a refresh token of an earlier turn."""
        code, refresh = self._secret("code"), self._secret("refresh")
        self._codes[code] = self._now() + CODE_SECONDS
        self._refresh[refresh] = self._now() + REFRESH_SECONDS
        return {**APPLICATION, "code": code, "refresh_token": refresh, "member_id": MEMBER_ID}

    def caller(self, token: str) -> Caller:
        """Give whose token it is."""
        if token not in self._access:
            raise Declined(401, "NO_AUTH_FOUND", "Wrong authorization data")
        if self._now() >= self._access[token]:
            raise Declined(401, "expired_token", "The access token provided has expired.")
        return Caller(ADMIN, is_admin=True)

    def answer(self, ask: Ask) -> Reply:
        """Answer the authorisation server's only address."""
        try:
            return Reply(200, encode_json(self._exchange(read_params(ask), ask)), JSON)
        except Declined as declined:
            return declined.reply()

    def _exchange(self, asked: Params, ask: Ask) -> dict[str, Any]:
        moved = ask.fault("authorization_moved")
        if moved is not None and moved.spent and goes_by_old_name(ask):
            raise Declined(404, "ERROR_METHOD_NOT_FOUND", "No authorization server here any more")
        if asked.get("client_id") != APPLICATION["client_id"]:
            raise Declined(400, "invalid_client", "client not found")
        if asked.get("client_secret") != APPLICATION["client_secret"]:
            raise Declined(401, "invalid_client", "The client credentials are invalid")
        ways = {
            "authorization_code": ("code", self._codes),
            "refresh_token": ("refresh_token", self._refresh),
        }
        if asked.get("grant_type") not in ways:
            raise Declined(400, "invalid_request", "Invalid grant_type parameter or parameter missing")
        name, kept = ways[asked["grant_type"]]
        # popped at once: whatever becomes of the answer, the old one is spent
        if self._now() >= kept.pop(str(asked.get(name, "")), 0):
            raise Declined(
                400, "invalid_grant", "Invalid refresh token" if name == "refresh_token" else "code"
            )
        return self._pair(ask, is_refresh=name == "refresh_token")

    def _pair(self, ask: Ask, *, is_refresh: bool) -> dict[str, Any]:
        now, lives = self._now(), self._limits.access_seconds
        access, refresh = self._secret("access"), self._secret("refresh")
        self._access[access], self._refresh[refresh] = now + lives, now + REFRESH_SECONDS
        moved = ask.fault("authorization_moved")
        if moved is not None:
            moved.spend()
        server = renamed(ask.root) if moved is not None else ask.root
        portal = renamed(ask.root) if ask.fault("renamed") else ask.root
        other = ask.fault("another_portal")
        pair = {
            "access_token": access,
            "client_endpoint": f"{portal}/rest/",
            "domain": "oauth.bitrix.info",
            "expires_in": lives,
            "member_id": OTHER_MEMBER_ID if other is not None else MEMBER_ID,
            "refresh_token": refresh,
            "scope": ",".join(SCOPES),
            "server_endpoint": f"{server}/rest/",
            "status": "L",
        }
        return pair | ({"expires": now + lives, "user_id": ADMIN} if is_refresh else {})

    def _secret(self, what: str) -> str:
        self._issued += 1
        return hashlib.sha256(f"bitrix24 {what} {self._issued}".encode()).hexdigest()[:58]
