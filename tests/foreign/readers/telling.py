"""How a reader is told an account and tells what it read; how a client's own host is led elsewhere."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from typing import Any

import requests
from requests.adapters import HTTPAdapter

Read = dict[str, Any]


def tell(read: Callable[[dict[str, Any]], Read]) -> None:
    """Read the account that stdin names; what clients print themselves goes to stderr."""
    account = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        found = read(account)
    json.dump(found, sys.stdout, ensure_ascii=False, default=str)


class _Led(HTTPAdapter):
    """Sends a request to another address; to the client it looks as if its own had answered."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        sent = request.copy()
        sent.url = f"{self._address}{request.path_url}"
        answer = super().send(sent, **options)
        answer.request, answer.url = request, request.url
        return answer


def lead(host: str, address: str) -> None:
    """From now on `requests` sends to `address` what is meant for `https://<host>`, in any session."""
    led, usual = _Led(address), requests.Session.get_adapter

    def chosen(session: requests.Session, url: str) -> Any:
        return led if url.startswith(f"https://{host}/") else usual(session, url)

    requests.Session.get_adapter = chosen
