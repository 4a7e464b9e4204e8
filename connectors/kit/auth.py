"""Ways to sign a request: immutable requests auth objects that never show what they hold."""

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from pydantic import SecretStr
from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.kit.errors import SettingsError
from texts import say


@dataclass(frozen=True, slots=True)
class NoAuth(AuthBase):
    """Signs nothing, and keeps requests from looking into ~/.netrc."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request as it is."""
        return request


@dataclass(frozen=True, slots=True)
class BearerToken(AuthBase):
    """`Authorization: Bearer <token>`, or with another word than Bearer before it."""

    token: SecretStr = field(repr=False)
    word: str = "Bearer"

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with the header."""
        token = self.token.get_secret_value()
        if not token.isascii() or not token.isprintable() or " " in token:
            raise SettingsError(
                say("the token holds a space, a line break or a letter that no token has"),
                fix=say("copy the token again, whole and alone, and put it where the setting points."),
            )
        request.headers["Authorization"] = f"{self.word} {token}"
        return request


class RenewableAuth(AuthBase, ABC):
    """Signs with something that can be renewed when the vendor refuses it (401)."""

    @abstractmethod
    def renew(self) -> bool:
        """Whether there is another credential now than the one just refused."""


def can_sign_anew(auth: AuthBase | None, *, refused: bool) -> bool:
    """Whether what was refused is a credential that can be renewed, and there is another one now."""
    return refused and isinstance(auth, RenewableAuth) and auth.renew()


@dataclass(frozen=True, slots=True)
class BasicUtf8(AuthBase):
    """HTTP Basic in UTF-8: logins of an ERP are often Cyrillic, and the default of requests is latin-1."""

    login: str
    password: SecretStr = field(repr=False)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with the header."""
        pair = f"{self.login}:{self.password.get_secret_value()}".encode()
        request.headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        return request
