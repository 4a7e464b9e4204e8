"""Who may ask: a browser's name, one login, one token at a time, not too often."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.vendors.sales_doctor.errors import Refused

LOGIN, PASSWORD, USER = "voronka", "sandbox-salesdoc-password", "d0_67"


@dataclass
class ServerTerms:
    """How the server is set up, and what the documentation leaves open.

    `response_limit`: the largest page. `errors_by_status`: an error's code is the HTTP status too.
    `disabled`: methods that are switched off, parted by commas. `has_filials`: else requests name
    none. `without_filial`: what is given to who names none. `usual_include`: orders given unless asked.
    """

    response_limit: int = 1000
    calls_per_second: int = 10
    errors_by_status: bool = False
    disabled: str = "getPhotoReport"
    has_filials: bool = True
    without_filial: Literal["main", "all"] = "main"
    usual_include: Literal["all", "sd", "1c"] = "all"
    is_active: bool = True


class Keyring:
    """The one token of the user: a new login ends the life of the one before."""

    def __init__(self) -> None:
        """Nobody is logged in."""
        self._logins = 0
        self._token = ""

    def login(self, auth: Mapping[str, Any], terms: ServerTerms) -> dict[str, str]:
        """Let the user in. Raises Refused 401, whose answer repeats what was typed."""
        login, password = str(auth.get("login", "")), str(auth.get("password", ""))
        echo = {"auth": {"login": login, "password": password}}
        if not _same(login, LOGIN) or not terms.is_active:
            raise Refused(401, f"User not found: {login} / {password}", echo)
        if not _same(password, PASSWORD):
            raise Refused(401, f"Invalid login/password: {login} / {password}", echo)
        self.kill()
        return {"userId": USER, "token": self._token}

    def kill(self) -> None:
        """Let the user log in somewhere else: whoever holds the token does not know the new one."""
        self._logins += 1
        self._token = hashlib.md5(f"login {self._logins}".encode(), usedforsecurity=False).hexdigest()

    def check(self, auth: Mapping[str, Any], terms: ServerTerms) -> None:
        """Look at token and user, who may be left out. Raises Refused 401."""
        token, user = str(auth.get("token") or ""), auth.get("userId")
        if not self._token or not _same(token, self._token) or user not in (None, "", USER):
            raise Refused(401)
        if not terms.is_active:
            raise Refused(401, "User is not active")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
