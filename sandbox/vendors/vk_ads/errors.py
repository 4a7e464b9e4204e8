"""How VK Ads refuses: three envelopes, by whether keys, a token or a request are at fault."""

from __future__ import annotations

from typing import Any, Literal

from sandbox.wire.exchange import Reply, encode_json

JSON = "application/json; charset=utf-8"
Shape = Literal["request", "token", "keys"]


class Refused(Exception):
    """A request that is not served; `fields`: parameter → what is wrong with it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        shape: Shape = "request",
        fields: dict[str, str] | None = None,
    ) -> None:
        """Keep what the answer says."""
        super().__init__(message)
        self.status, self.code, self.shape, self.fields = status, code, shape, fields

    def reply(self, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
        """Give the whole answer."""
        return Reply(self.status, encode_json(self._content()), JSON, headers)

    def _content(self) -> dict[str, Any]:
        if self.shape == "keys":
            return {"error": self.code, "error_description": str(self)}
        told: dict[str, Any] = {"code": self.code, "message": str(self)}
        if self.shape == "token":
            return told
        if self.fields:
            told["fields"] = {
                name: {"code": "invalid_value", "message": text} for name, text in self.fields.items()
            }
        return {"error": told}


def invalid(name: str, text: str) -> Refused:
    """Give the refusal of a parameter that does not pass the checks."""
    return Refused(400, "validation_failed", "Validation failed", fields={name: text})


def wrong_parameter(text: str) -> Refused:
    """Give the refusal of a parameter that statistics do not understand."""
    return Refused(400, "ERR_WRONG_PARAMETER", text)


def no_resource() -> Refused:
    """Give the refusal of a path that does not exist."""
    return Refused(404, "ERR_WRONG_RESOURCE", "Resource not found")
