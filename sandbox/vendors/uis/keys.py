"""Who may ask: one permanent token of the account, and session tokens that die of silence."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any

from sandbox.vendors.uis.errors import Refused

LOGIN, PASSWORD = "api@sevsvet.example", "sandbox-uis-password-of-sevsvet"
TOKEN = "sandbox-uis-token-of-sevsvet"  # noqa: S105  the door of a pretend company


class Keyring:
    """The tokens in force; `seconds` is the simulated clock, `life` how long a session may be silent."""

    def __init__(self, seconds: Callable[[], int], life: Callable[[], float]) -> None:
        """Open with the permanent token alone."""
        self._seconds, self._life = seconds, life
        self._sessions: dict[str, int] = {}
        self._given = 0

    def log_in(self, params: dict[str, Any]) -> str:
        """Give a new session token to who knows login and password."""
        known = {"login": LOGIN, "password": PASSWORD}
        for name, secret in known.items():
            if not hmac.compare_digest(str(params[name]).encode(), secret.encode()):
                raise Refused("auth_error")
        self._given += 1
        token = f"sandbox-uis-session-{self._given:04d}"
        self._sessions[token] = self._seconds()
        return token

    def is_session(self, token: str) -> bool:
        """Tell whether a token was given by a log-in."""
        return token in self._sessions

    def end(self, token: str) -> None:
        """Let a session die before its time."""
        self._sessions[token] = self._seconds() - int(self._life()) - 1

    def check(self, token: str) -> None:
        """Let a token in and keep its session alive, or refuse it."""
        if token == TOKEN:
            return
        if token not in self._sessions:
            raise Refused("access_token_invalid")
        now = self._seconds()
        if now - self._sessions[token] > self._life():
            raise Refused("access_token_expired")
        self._sessions[token] = now
