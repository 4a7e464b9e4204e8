"""How a call to Bitrix24 is signed: a webhook's secret in the path, or an OAuth token in the body."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import msgspec
from pydantic import SecretStr
from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.kit.tokens import RotatingToken


@dataclass(frozen=True, slots=True)
class Webhook(AuthBase):
    """`/rest/<user>/<secret>/<method>`: the secret goes into the path of a request, and nowhere else."""

    url: SecretStr = field(repr=False)

    @property
    def portal(self) -> str:
        """The address of the portal, without path."""
        parts = urlsplit(self.url.get_secret_value())
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def path(self) -> str:
        """What stands before the method, with the secret."""
        return urlsplit(self.url.get_secret_value()).path.rstrip("/")

    @property
    def secret(self) -> str:
        """The part that must never be shown."""
        return self.path.rpartition("/")[2]

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request under the webhook's path."""
        parts = urlsplit(request.url or "")
        method = parts.path.rpartition("/")[2]
        request.url = urlunsplit(parts._replace(path=f"{self.path}/{method}"))
        return request


class TokenInBody(RotatingToken):
    """The newest access token as the field `auth` of the JSON body: in a query it would be in every log."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with the field."""
        signed = super().__call__(request)
        token = signed.headers.pop("Authorization").removeprefix("Bearer ")
        body = request.body
        asked = msgspec.json.decode(body) if isinstance(body, (bytes, str)) and body else {}
        request.body = msgspec.json.encode(asked | {"auth": token})
        return signed
