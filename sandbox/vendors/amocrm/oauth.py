"""amoCRM's OAuth: a code or a refresh token is good for one new pair, the old refresh token dies with it."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.company.charter import ACCOUNT_ID, ADMIN
from sandbox.wire.exchange import Ask, Reply, encode_json

PROBLEM = "application/problem+json"
CODE_SECONDS = 20 * 60
REFRESH_SECONDS = 90 * 24 * 3600
INTEGRATION = {
    "client_id": "6f0c5a1e-0b4f-4c55-9f1d-2a7d1c9be001",
    "client_secret": "sandbox-secret-of-the-integration",
    "redirect_uri": "https://etl.sevsvet.example/callback",
}


@dataclass
class KeyLimits:
    """How long an access token lives and by which clock: the company's simulated one or the wall's."""

    access_seconds: int = 86400
    access_clock: Literal["simulated", "real"] = "simulated"


class Refused(Exception):
    """An exchange of keys that is not granted."""

    def __init__(self, status: int, hint: str) -> None:
        """Keep what goes into the answer."""
        super().__init__(hint)
        self.status = status


class Keyring:
    """Every code and token that the account issued and that still opens something, with its last second."""

    def __init__(self, now: Callable[[], int]) -> None:
        """Start with nothing issued; `now` gives the simulated clock in seconds."""
        self.limits = KeyLimits()
        self._simulated = now
        self._codes: dict[str, int] = {}
        self._refresh: dict[str, int] = {}
        self._access: dict[str, int] = {}
        self._issued = 0

    def authorise(self) -> dict[str, str]:
        """Let a person grant access: a fresh code, and a refresh token as an earlier exchange left it."""
        code, refresh = self._secret("code"), self._secret("refresh")
        self._codes[code] = self._now() + CODE_SECONDS
        self._refresh[refresh] = self._now() + REFRESH_SECONDS
        return {**INTEGRATION, "code": code, "refresh_token": refresh}

    def admits(self, token: str) -> bool:
        """Tell whether an access token is alive."""
        return self._now() < self._access.get(token, 0)

    def answer(self, ask: Ask) -> Reply:
        """Exchange a code or a refresh token for a new pair."""
        try:
            return Reply(200, encode_json(self._exchange(_read(ask))), "application/json")
        except Refused as refusal:
            content = {
                "hint": str(refusal),
                "title": "Некорректный запрос",
                "type": "https://developers.amocrm.ru/v3/errors/OAuthProblemJson",
                "status": refusal.status,
                "detail": "В запросе отсутствует ряд параметров или параметры невалидны",
            }
            return Reply(refusal.status, encode_json(content), PROBLEM)

    def _exchange(self, asked: dict[str, Any]) -> dict[str, Any]:
        if any(asked.get(name) != value for name, value in INTEGRATION.items()):
            raise Refused(401, "Client authentication failed")
        ways = {
            "authorization_code": ("code", self._codes),
            "refresh_token": ("refresh_token", self._refresh),
        }
        if asked.get("grant_type") not in ways:
            raise Refused(400, "Check the `grant_type` parameter")
        name, kept = ways[asked["grant_type"]]
        if not asked.get(name):
            raise Refused(400, f"Check the `{name}` parameter")
        # popped at once: whatever becomes of the answer, the old one is spent
        if self._now() >= kept.pop(str(asked[name]), 0):
            gone = "Authorization code has expired" if name == "code" else "Token has been revoked"
            raise Refused(400 if name == "code" else 401, gone)
        return self._pair()

    def _pair(self) -> dict[str, Any]:
        now, lives = self._now(), self.limits.access_seconds
        access, refresh = self._token(now, now + lives), self._secret("refresh")
        self._access[access], self._refresh[refresh] = now + lives, now + REFRESH_SECONDS
        return {
            "token_type": "Bearer",
            "expires_in": lives,
            "server_time": now,
            "access_token": access,
            "refresh_token": refresh,
        }

    def _token(self, issued_at: int, expires_at: int) -> str:
        claims = {
            "aud": INTEGRATION["client_id"],
            "jti": self._secret("access")[-32:],
            "iat": issued_at,
            "nbf": issued_at,
            "exp": expires_at,
            "sub": str(ADMIN),
            "account_id": ACCOUNT_ID,
            "base_domain": "amocrm.ru",
            "api_domain": "api-b.amocrm.ru",
            "scopes": ["crm", "notifications"],
        }
        parts = [_coded({"typ": "JWT", "alg": "RS256"}), _coded(claims)]
        return ".".join([*parts, hashlib.sha256(".".join(parts).encode()).hexdigest()])

    def _secret(self, what: str) -> str:
        self._issued += 1
        return f"def502{hashlib.sha256(f'{what} {self._issued}'.encode()).hexdigest()}"

    def _now(self) -> int:
        return int(time.time()) if self.limits.access_clock == "real" else self._simulated()


def _read(ask: Ask) -> dict[str, Any]:
    try:
        asked = json.loads(ask.body) if ask.method == "POST" else None
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise Refused(400, "Check the request body")
    return asked


def _coded(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
