"""How a call to Bitrix24 is signed: a webhook's secret in the path, or an OAuth token in the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import msgspec
from pydantic import SecretStr
from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.kit.errors import AccessDenied
from connectors.kit.settings import OAuthSettings
from connectors.kit.token_files import Pair
from connectors.kit.tokens import OAuthClient, RotatingToken
from texts import say

_RENEWS = re.compile(r"(?P<server>https?://[^?#\s]+?)/rest/?")


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
    """The newest access token as the field `auth` of the JSON body: in a query it would be in every log.

    A portal is who its `member_id` says, whatever its host; its next pair comes from its `server_endpoint`.
    """

    def __init__(self, token_url: str, settings: OAuthSettings) -> None:
        wants = ("member_id", "server_endpoint")
        super().__init__(OAuthClient(token_url, settings, by_query=True, on_demand=True, wants=wants))

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with the field; AccessDenied where the token opens another portal than before."""
        signed = super().__call__(request)
        token = signed.headers.pop("Authorization").removeprefix("Bearer ")
        self._hold_to_portal()
        body = request.body
        asked = msgspec.json.decode(body) if isinstance(body, (bytes, str)) and body else {}
        request.body = msgspec.json.encode(asked | {"auth": token})
        return signed

    def renewal_url(self, pair: Pair | None) -> str:
        """At the authorization server that the newest answer named, else at the one of the settings."""
        named = _RENEWS.fullmatch(pair.told.get("server_endpoint", "")) if pair else None
        usual = super().renewal_url(pair)
        if named is None or (usual.startswith("https:") and named["server"].startswith("http:")):
            return usual
        return f"{named['server']}/oauth/token/"

    def _hold_to_portal(self) -> None:
        member = self.told.get("member_id", "")
        assert self._transport is not None
        if member and not self._transport.address.is_of(member):
            raise AccessDenied(
                say("the token is for another portal than the one that was read until now"),
                fix=say(
                    "authorise the application in the portal of `portal` and put the new refresh token where "
                    "`oauth.refresh_token` points; another portal is a source of its own."
                ),
            )
