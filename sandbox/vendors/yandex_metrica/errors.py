"""How Metrica refuses: one envelope, a type for programs, a message for people."""

from __future__ import annotations

from sandbox.wire.exchange import Reply, encode_json

JSON = "application/json; charset=utf-8"


class Refused(Exception):
    """A request that is not served."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        """Keep what the answer says."""
        super().__init__(message)
        self.status, self.kind = status, kind

    def reply(self, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
        """Give the whole answer."""
        content = {
            "errors": [{"error_type": self.kind, "message": str(self)}],
            "code": self.status,
            "message": str(self),
        }
        return Reply(self.status, encode_json(content), JSON, headers)


def invalid(message: str) -> Refused:
    """Give the refusal of a parameter."""
    return Refused(400, "invalid_parameter", message)
