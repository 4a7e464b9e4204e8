"""The keys of VK Ads: at most five tokens for a client and a user, each renewed by its refresh token.

Unverified and decided here: a token whose day is over still counts among the five, because it can be renewed;
a renewal ends the token before it; a token that nobody used for 30 days is gone.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from sandbox.vendors.vk_ads.errors import JSON, Refused
from sandbox.wire.exchange import Ask, Reply, encode_json

CLIENT_ID, CLIENT_SECRET = "sandbox-vk-client", "sandbox-vk-secret-of-sevsvet"
AGENCY_CLIENT = "sevsvet@agency"
"""As whose client an agency may read the same account."""
TOKEN_PATH, DELETE_PATH = "/api/v2/oauth2/token.json", "/api/v2/oauth2/token/delete.json"
CODE_SECONDS, IDLE_SECONDS = 3600, 30 * 86_400


@dataclass
class KeyTerms:
    """How many tokens there may be, how long one lives (simulated time), and how an answer shows it.

    `rotates_refresh`: each renewal gives a new refresh token and ends the old one.
    """

    tokens: int = 5
    access_seconds: int = 86_400
    rotates_refresh: bool = False
    expires_in_is_text: bool = True


@dataclass
class _Token:
    access: str
    refresh: str
    ends_at: int
    used_at: int
    is_revoked: bool = False


class Keyring:
    """Every token of the account that may still open something; `seconds` is the simulated clock."""

    def __init__(self, seconds: Callable[[], int], username: str, user: int) -> None:
        """Start with no token given."""
        self.terms = KeyTerms()
        self._seconds, self._owner = seconds, {"username": username, "user_id": str(user)}
        self._tokens: list[_Token] = []
        self._codes: dict[str, int] = {}
        self._given = 0

    def authorise(self) -> dict[str, str]:
        """Let the owner of the account grant access: a code for an hour."""
        code = self._secret("code")
        self._codes[code] = self._seconds() + CODE_SECONDS
        return {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "code": code}

    def end_all(self, *, revoked: bool) -> None:
        """Let every token die before its time: of age, or because the owner took the grant back."""
        for token in self._tokens:
            token.ends_at = min(token.ends_at, self._seconds())
            token.is_revoked = token.is_revoked or revoked

    def check(self, header: str) -> None:
        """Let a token in or refuse it: `header` is what stands in Authorization."""
        self._forget_idle()
        scheme, _, text = header.partition(" ")
        token = next((one for one in self._tokens if one.access == text.strip()), None)
        if scheme.lower() != "bearer" or token is None:
            raise Refused(401, "invalid_token", "Access token is invalid", shape="token")
        if token.is_revoked:
            raise Refused(401, "revoked_token", "Access token is revoked", shape="token")
        if self._seconds() >= token.ends_at:
            raise Refused(401, "expired_token", "Access token is expired", shape="token")
        token.used_at = self._seconds()

    def answer(self, ask: Ask) -> Reply:
        """Give, renew or delete tokens."""
        form = dict(parse_qsl(ask.body.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            if ask.method != "POST":
                raise _refused(400, "invalid_request", "Only POST requests are allowed")
            if ask.path == DELETE_PATH:
                return self._delete(form)
            return Reply(200, encode_json(self._grant(form, ask)), JSON)
        except Refused as refused:
            return refused.reply()

    def _grant(self, form: dict[str, str], ask: Ask) -> dict[str, Any]:
        ways: dict[str, Callable[[dict[str, str]], _Token]] = {
            "client_credentials": self._by_secret,
            "agency_client_credentials": self._by_agency,
            "authorization_code": self._by_code,
            "refresh_token": self._renewed,
        }
        grant = form.get("grant_type")
        if not grant:
            raise _refused(400, "invalid_request", "grant_type is required")
        if grant not in ways:
            raise _refused(400, "unsupported_grant_type", "Unsupported grant type")
        self._forget_idle()
        refusing = ask.fault("refresh_refused")
        if refusing and grant == "refresh_token":
            refusing.spend()
            raise _refused(400, "invalid_grant", "Refresh token is invalid")
        token = ways[grant](form)
        lives = self.terms.access_seconds
        return {
            "access_token": token.access,
            "token_type": "bearer",
            "scope": "",
            "expires_in": str(lives) if self.terms.expires_in_is_text else lives,
            "refresh_token": token.refresh,
            "tokens_left": max(self.terms.tokens - len(self._tokens), 0),
        }

    def _by_secret(self, form: dict[str, str]) -> _Token:
        _check_client(form)
        return self._another()

    def _by_agency(self, form: dict[str, str]) -> _Token:
        _check_client(form)
        if form.get("agency_client_name") != AGENCY_CLIENT:
            raise _refused(401, "invalid_user", "The agency has no such client")
        return self._another()

    def _by_code(self, form: dict[str, str]) -> _Token:
        _check_client(form, needs_secret=False)
        if self._seconds() >= self._codes.pop(form.get("code", ""), 0):
            raise _refused(400, "invalid_grant", "Authorization code is invalid or expired")
        return self._another()

    def _renewed(self, form: dict[str, str]) -> _Token:
        _check_client(form)
        token = next((one for one in self._tokens if one.refresh == form.get("refresh_token")), None)
        if token is None or token.is_revoked:
            raise _refused(400, "invalid_grant", "Refresh token is invalid")
        token.access, token.used_at = self._secret("access"), self._seconds()
        token.ends_at = self._seconds() + self.terms.access_seconds
        if self.terms.rotates_refresh:
            token.refresh = self._secret("refresh")
        return token

    def _another(self) -> _Token:
        if len(self._tokens) >= self.terms.tokens:
            raise _refused(403, "token_limit_exceeded", "Active access token limit reached")
        now = self._seconds()
        token = _Token(
            self._secret("access"), self._secret("refresh"), now + self.terms.access_seconds, used_at=now
        )
        self._tokens.append(token)
        return token

    def _delete(self, form: dict[str, str]) -> Reply:
        _check_client(form)
        if all(form.get(name, own) == own for name, own in self._owner.items()):
            self._tokens.clear()
        return Reply(204)

    def _forget_idle(self) -> None:
        border = self._seconds() - IDLE_SECONDS
        self._tokens = [token for token in self._tokens if token.used_at > border]

    def _secret(self, what: str) -> str:
        self._given += 1
        return hashlib.sha256(f"vk {what} {self._given}".encode()).hexdigest()


def _check_client(form: dict[str, str], *, needs_secret: bool = True) -> None:
    known = {"client_id": CLIENT_ID} | ({"client_secret": CLIENT_SECRET} if needs_secret else {})
    for name, secret in known.items():
        if not hmac.compare_digest(form.get(name, "").encode(), secret.encode()):
            raise _refused(401, "invalid_client", "Invalid client id or secret")


def _refused(status: int, code: str, text: str) -> Refused:
    return Refused(status, code, text, shape="keys")
