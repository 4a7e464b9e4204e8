"""The errors of the API: a code inside the answer, under HTTP 200 unless the server tells it twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.wire.exchange import Reply, encode_json

JSON = "application/json; charset=utf-8"
GUARD = (
    b"<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n"
    b"<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
USUAL_WORDS = {
    401: "Invalid token",
    402: "Method not found",
    403: "Access to the method is denied",
    429: "Too many requests. Try again later",
    500: "Internal server error",
}


class Refused(Exception):
    """A request that is answered with an error; `echo` is said beside it."""

    def __init__(self, code: int, message: str = "", echo: Mapping[str, Any] | None = None) -> None:
        """Keep what the answer says."""
        super().__init__(message or USUAL_WORDS[code])
        self.code, self.echo = code, dict(echo or {})

    def reply(self, *, by_status: bool, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
        """Give the whole answer."""
        error = {"code": self.code, "message": str(self)}
        body = encode_json({"status": False, "error": error, **self.echo})
        return Reply(self.code if by_status else 200, body, JSON, headers)


def stopped_by_the_guard() -> Reply:
    """Give the page of the guard before the servers."""
    return Reply(403, GUARD, "text/html")
