"""Who may ask and how often: tokens for a key, one request a second, a block for callers who go on."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.vendors.profitbase.asked import body_of
from sandbox.vendors.profitbase.errors import Refused
from sandbox.wire.exchange import Ask
from sandbox.wire.limits import Door

KEY = f"app-{hashlib.sha1(b'sandbox-profitbase-of-sevsvet').hexdigest()}"  # noqa: S324  a pretend key
GRACE = 0.9
"""Seconds between two requests that count as one second: a network brings some of them closer together."""


@dataclass
class DoorTerms:
    """How long a token lives (simulated seconds), and what the documentation leaves open.

    `says_remaining_time`: whether an answer tells a token's life. `wants_content_type`: whether a request
    without it is refused. `dead_status`: what a dead token hears. `ip_is_listed`: whether the caller's
    address stands in the account.
    """

    token_seconds: int = 86_400
    says_remaining_time: bool = True
    wants_content_type: bool = True
    dead_status: int = 403
    ip_is_listed: bool = True


def _pace() -> Door:
    return Door(per_second=1, patience=5, block_seconds=60.0, seconds=GRACE)


@dataclass
class Gate:
    """The door of one account; `seconds` is the simulated clock."""

    seconds: Callable[[], int]
    terms: DoorTerms = field(default_factory=DoorTerms)
    pace: Door = field(default_factory=_pace)
    _tokens: dict[str, int] = field(default_factory=dict)
    _given: int = 0

    def let_in(self, ask: Ask) -> None:
        """Count a request, authentication too; Refused: 429, 403 while blocked or from a strange address."""
        admission = self.pace.knock()
        if admission == "blocked":
            raise Refused(403, "Your IP address is blocked")
        if admission == "too_many":
            raise Refused(429)
        if not self.terms.ip_is_listed:
            raise Refused(403, "Your IP address is not in the list of the application")
        if self.terms.wants_content_type and "application/json" not in ask.headers.get("content-type", ""):
            raise Refused(400, "Content-Type must be application/json")

    def issue(self, ask: Ask) -> dict[str, Any]:
        """Give a token for the key; Refused: 403."""
        asked = body_of(ask)
        credentials = asked.get("credentials")
        key = credentials.get("pb_api_key") if isinstance(credentials, dict) else None
        is_known = isinstance(key, str) and hmac.compare_digest(key.encode(), KEY.encode())
        if asked.get("type") != "api-app" or not is_known:
            raise Refused(403, "Invalid credentials")
        self._given += 1
        token = hashlib.sha256(f"{KEY}:{self._given}".encode()).hexdigest()
        self._tokens[token] = self.seconds() + self.terms.token_seconds
        life = {"remaining_time": self.terms.token_seconds} if self.terms.says_remaining_time else {}
        return {"access_token": token, **life}

    def check(self, token: str) -> None:
        """Let a token in; Refused: 401 without one, 403 for a dead one."""
        if not token:
            raise Refused(401)
        if self._tokens.get(token, 0) <= self.seconds():
            raise Refused(self.terms.dead_status, "Access token is invalid or expired")

    def end_all(self) -> None:
        """Let every token die before its time."""
        self._tokens.clear()
