"""How a request to Metrica is signed: `Authorization: OAuth`, not Bearer."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import SecretStr
from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.kit.errors import SettingsError
from texts import say


@dataclass(frozen=True, slots=True)
class OAuthToken(AuthBase):
    """`Authorization: OAuth <token>`."""

    token: SecretStr = field(repr=False)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with the header."""
        token = self.token.get_secret_value()
        if not token.isascii() or not token.isprintable() or " " in token:
            raise SettingsError(
                say("the token holds a space, a line break or a letter that no token has"),
                fix=say("copy the token again, whole and alone, and put it where the setting points."),
            )
        request.headers["Authorization"] = f"OAuth {token}"
        return request
