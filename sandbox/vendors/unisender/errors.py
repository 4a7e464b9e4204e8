"""The errors of the API: HTTP says that all is well, a code says what is not."""

from __future__ import annotations

from sandbox.wire.exchange import Reply, encode_json

JSON = "application/json; charset=utf-8"
_TEXTS = {
    "invalid_api_key": "AK100310-02 [The provided api key is wrong or has been disabled]",
    "access_denied": "AD100110-01 [Access denied to this resource]",
    "unknown_method": "UM100110-01 [Unknown method {0}]",
    "invalid_arg": "IA100110-01 [Argument '{0}' is wrong]",
    "not_enough_money": "NM100110-01 [Not enough money]",
    "retry_later": "RL100110-01 [Server is overloaded, retry later]",
    "api_call_limit_exceeded_for_api_key": "CL100110-01 [Too many calls per minute for this api key]",
    "unspecified": "SB140212-01. [Burst not found. Provided Id: {0}]",
}


class Refused(Exception):
    """A call that is answered with an error; `words` fill its text."""

    def __init__(self, code: str, *words: object) -> None:
        """Keep what the answer says."""
        super().__init__(_TEXTS[code].format(*words))
        self.code = code

    def reply(self) -> Reply:
        """Give the whole answer."""
        return Reply(200, encode_json({"error": str(self), "code": self.code, "result": ""}), JSON)
