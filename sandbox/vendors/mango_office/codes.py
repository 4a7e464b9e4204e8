"""Mango's answer codes: one table of numbers for requests, their texts, and the answers built from them."""

from __future__ import annotations

from typing import Any

from sandbox.wire.exchange import Reply, encode_json

JSON = "application/json; charset=utf-8"
DONE = 1000
NO_MONEY, POST_ONLY, WRONG_SIGN, NO_PARAMETER, BAD_PARAMETER, WRONG_KEY = 2240, 3101, 3102, 3103, 3104, 3105
NOT_FOUND, NO_RIGHT, SERVER_FAULT = 3300, 4001, 5001
TEXTS = {
    NO_MONEY: "Not enough money on the account",
    POST_ONLY: "Only POST requests are accepted",
    WRONG_SIGN: "Signature mismatch",
    NO_PARAMETER: "Required parameter is missing",
    BAD_PARAMETER: "Parameter has a wrong value",
    WRONG_KEY: "Wrong API key",
    NOT_FOUND: "Object not found",
    NO_RIGHT: "Access denied",
    SERVER_FAULT: "Internal server error",
}


class Faulty(Exception):
    """A request that the exchange calls bad: its code and what is wrong with it."""

    def __init__(self, code: int, detail: str = "") -> None:
        """Keep the code; the detail follows its usual text."""
        super().__init__(f"{TEXTS[code]}: {detail}" if detail else TEXTS[code])
        self.code = code


def done(content: dict[str, Any]) -> Reply:
    """Give an answer in which all went well."""
    return Reply(200, encode_json(content), JSON)


def refused(code: int, text: str = "", *, status: int = 200) -> Reply:
    """Give the error envelope; the HTTP status mostly says that all is well."""
    return Reply(status, encode_json({"result": code, "message": text or TEXTS[code]}), JSON)


def too_fast(headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Give what comes to those who ask oftener than they may."""
    return Reply(429, b"Rate limit exceeded", "text/plain; charset=utf-8", headers)


def shut_out() -> Reply:
    """Give what comes to those who sent bad requests, until the block lapses."""
    return Reply(401, b"Unauthorized", "text/plain; charset=utf-8")
