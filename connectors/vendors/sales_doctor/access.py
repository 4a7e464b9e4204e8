"""Access to SALES DOCTOR: a login kills the token before it, so one token is kept and used until refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
from pydantic import SecretStr
from requests import PreparedRequest

from connectors.kit.errors import UnexpectedReply
from connectors.kit.http import Call, Judgement, Reply, Transport, Vendor
from connectors.kit.stored_token import StoredToken, digest, sent_unsigned
from connectors.kit.token_files import Pair, TokenFiles
from connectors.vendors.sales_doctor.wire import fault_of, fix_of, judge, refuses_token, wait_for
from texts import say

PATH = "/api/v2"
HEADERS = (
    ("Content-Type", "application/json; charset=utf-8"),
    ("Accept", "application/json"),
    # the guard before the servers refuses what does not call itself a browser
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 Voronka"),
)
_LIFE = 10 * 366 * 86400.0  # seconds: no end of a token's life is known


@dataclass(frozen=True, slots=True)
class User:
    """Who logs in."""

    login: str
    password: SecretStr = field(repr=False)

    def enters(self) -> Call:
        """The call for a new token, which ends the life of the one before."""
        auth = {"login": self.login, "password": self.password.get_secret_value()}
        return Call(
            PATH, method="POST", body=msgspec.json.encode({"method": "login", "auth": auth}), headers=HEADERS
        )


class _Token(msgspec.Struct):
    token: str = ""
    userId: Any = None


class _Told(msgspec.Struct):
    result: _Token


class KeptLogin(StoredToken):
    """Signs with the user's stored token, in the body; logs in anew only where that is refused."""

    def __init__(self, base_url: str, user: User) -> None:
        name = digest(f"{base_url}\0{user.login}")
        super().__init__(name, digest(user.password.get_secret_value()), ("userId",))
        self._user = user

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with `auth` in its body."""
        self._used = self._pair()
        auth = {"token": self._used.access_token}
        if user := self.told.get("userId"):
            auth["userId"] = user
        body = request.body
        asked = msgspec.json.decode(body) if isinstance(body, (bytes, str)) and body else {}
        request.prepare_body(msgspec.json.encode(asked | {"auth": auth}), None)
        return request

    def is_good(self, pair: Pair, now: float) -> bool:
        """Always: that it is dead is known only when it is refused."""
        return True

    def exchanged(self, files: TokenFiles, transport: Transport, pair: Pair | None) -> Pair:
        """The token of a new login."""
        told = self._entered(transport)
        fresh = {
            "access_token": told.token,
            "refresh_token": "",
            "expires_in": _LIFE,
            "userId": "" if told.userId is None else str(told.userId),
        }
        stored = files.adopt(msgspec.json.encode(fresh), self._now())
        assert stored is not None
        return stored

    def _entered(self, usual: Transport) -> _Token:
        told = sent_unsigned(
            usual,
            self._user.enters(),
            _Door(),
            lambda reply: msgspec.json.decode(reply.body, type=_Told).result,
        )
        if told is None or not told.token:
            raise UnexpectedReply(
                say("the vendor answered a login and gave no token"),
                fix=say("run again later; if it stays, tell the maintainers."),
            )
        return told


class _Door(Vendor):
    """Where a login is answered. A refusal repeats login and password: none of its words are told."""

    def judge(self, reply: Reply) -> Judgement:
        """As any other answer."""
        return judge(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """Only that it was the login, and the code."""
        fault = fault_of(reply) if reply.looks_like_json else None
        code = fault.code if fault is not None else 0
        return f"login: {code}" if code else "login", fix_of(reply)

    def wait_asked(self, reply: Reply) -> float | None:
        """As for any other answer."""
        return wait_for(reply)

    def refuses_credential(self, reply: Reply) -> bool:
        """Whether login and password are not taken."""
        return refuses_token(reply)
