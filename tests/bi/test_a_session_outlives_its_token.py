"""A session in Superset outlives its token of a quarter of an hour; a wrong password is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bi.errors import BIRefused
from bi.superset.client import Client

PASSWORD = "the right one"


@dataclass
class Door:
    """The login of a Superset: every token is good until `tokens_run_out`."""

    address: str = ""
    given: int = 0
    good: set[str] = field(default_factory=set)

    def tokens_run_out(self) -> None:
        self.good.clear()

    def answer(self, path: str, content: dict[str, str], token: str) -> tuple[int, dict[str, object]]:
        if path == "/api/v1/security/login":
            if content["password"] != PASSWORD:
                return 401, {"message": "Not authorized"}
            self.given += 1
            self.good.add(f"Bearer token {self.given}")
            return 200, {"access_token": f"token {self.given}"}
        if token not in self.good:
            return 401, {"msg": "Token has expired"}
        return 200, {"result": path}


@pytest.fixture
def door() -> Iterator[Door]:
    opened = Door()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")
            status, told = opened.answer(self.path, sent, self.headers.get("Authorization", ""))
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        opened.address = f"http://127.0.0.1:{server.server_port}"
        yield opened
        server.shutdown()


def test_a_question_after_the_token_has_run_out_is_answered(door: Door):
    client = Client(door.address, "admin", PASSWORD)

    door.tokens_run_out()

    assert client.get("chart/1") == {"result": "/api/v1/chart/1"}
    door.tokens_run_out()
    assert client.post("chart/data", {"queries": []}) == {"result": "/api/v1/chart/data"}
    assert door.given == 3


def test_a_wrong_password_is_told_without_it(door: Door):
    with pytest.raises(BIRefused, match="401 to /api/v1/security/login") as told:
        Client(door.address, "admin", "the wrong one")

    assert "the wrong one" not in str(told.value)
