"""How a call to the Data API is signed: the token is a parameter of the method, inside the body."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
from pydantic import SecretStr
from requests import PreparedRequest
from requests.auth import AuthBase


@dataclass(frozen=True, slots=True)
class TokenInParams(AuthBase):
    """`params.access_token`, and `params.user_id` of the customer where the token is a partner's."""

    token: SecretStr = field(repr=False)
    customer: int | None = None

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with the token in its body."""
        body = request.body
        asked = msgspec.json.decode(body) if isinstance(body, (bytes, str)) and body else {}
        params = asked.get("params", {}) | {"access_token": self.token.get_secret_value()}
        if self.customer is not None:
            params["user_id"] = self.customer
        request.prepare_body(msgspec.json.encode(asked | {"params": params}), None)
        return request
