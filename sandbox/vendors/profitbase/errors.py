"""The errors of the API: their shape is known; their words, and what a blocked caller hears, are assumed."""

from __future__ import annotations

from sandbox.wire.exchange import Reply, encode_json
from sandbox.wire.simulator import Headers

JSON = "application/json"
WORDS = {
    400: "Bad request",
    401: "Access token is required",
    402: "The account is not paid",
    403: "Access denied",
    404: "Not found",
    429: "Too many requests",
    500: "Internal server error",
    501: "The sandbox takes no writes",
}


class Refused(Exception):
    """A call that is answered with an error."""

    def __init__(self, status: int, words: str = "", *, headers: Headers = ()) -> None:
        """Keep what the answer says."""
        super().__init__(words or WORDS[status])
        self.status, self.headers = status, headers

    def reply(self) -> Reply:
        """Give the whole answer."""
        return Reply(self.status, encode_json({"error": str(self)}), JSON, self.headers)
