"""A vendor over real HTTP that rotates tokens as amoCRM does, and a process that reads behind its door."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from pydantic import SecretStr

from connectors.kit.errors import SourceError
from connectors.kit.http import Call, Judgement, Reply, Transport, Vendor, judge_by_status
from connectors.kit.settings import OAuthSettings
from connectors.kit.tokens import OAuthClient, RotatingToken

SECRET, SEED = "secret-of-the-integration", "refresh-0"


@dataclass
class Door:
    """Keeps one live refresh token and the access tokens that open. `instead` may answer in its place."""

    refresh: str = SEED
    access: set[str] = field(default_factory=set)
    renewals: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    asked_by: list[str] = field(default_factory=list)
    lives: int = 86400
    delay: float = 0.0
    instead: Callable[[int], tuple[int, bytes | None] | None] = lambda number: None
    url: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def renew(self, asked: dict[str, Any]) -> tuple[int, bytes | None]:
        with self._lock:
            self.renewals.append(asked["refresh_token"])
            number = len(self.renewals)
            told = self.instead(number)
            if told is not None and told[0] != 200:
                return told
            if asked["refresh_token"] != self.refresh or asked["client_secret"] != SECRET:
                return 401, json.dumps(
                    {"title": "Некорректный запрос", "hint": "Token has been revoked"}
                ).encode()
            self.refresh = f"refresh-{number}"
            self.access.add(f"access-{number}")
            pair = {
                "access_token": f"access-{number}",
                "refresh_token": self.refresh,
                "expires_in": self.lives,
            }
        time.sleep(self.delay)
        return told or (200, json.dumps(pair).encode())

    def read(self, header: str) -> tuple[int, bytes]:
        token = header.removeprefix("Bearer ")
        self.reads.append(token)
        return (200, b'{"fine": true}') if token in self.access else (401, b'{"title": "Unauthorized"}')

    def open(self) -> Callable[[], None]:
        """Listen on a free port; what closes it."""
        door = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = dict(parse_qsl(urlsplit(self.path).query))
                if "refresh_token" in query:
                    door.asked_by.append("GET")
                    status, body = door.renew(query)
                    self._tell(status, body or b"")
                    return
                self._tell(*door.read(self.headers.get("Authorization", "")))

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, body = door.renew(asked)
                if body is None:  # the answer is lost on its way
                    self.connection.close()
                    return
                self._tell(status, body)

            def _tell(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                return

            def handle(self) -> None:
                try:
                    super().handle()
                except (ValueError, OSError):
                    return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"

        def close() -> None:
            server.shutdown()
            server.server_close()

        return close


class Reader(Vendor):
    """Says what any vendor would."""

    def judge(self, reply: Reply) -> Judgement:
        return judge_by_status(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        return "", "ask."


def transport_of(
    url: str,
    folder: Path,
    *,
    seed: str = SEED,
    secret: str = SECRET,
    now: Callable[[], float] = time.time,
    step: Callable[[str], None] = lambda name: None,
    by_query: bool = False,
    on_demand: bool = False,
) -> Transport:
    """A transport whose requests are signed with the newest token of `folder`."""
    settings = OAuthSettings(
        client_id="the-integration",
        client_secret=SecretStr(secret),
        redirect_uri="https://etl.example/cb",
        refresh_token=SecretStr(seed),
    )
    client = OAuthClient(f"{url}/oauth2/access_token", settings, by_query=by_query, on_demand=on_demand)
    auth = RotatingToken(client, now=now, step=step)
    transport = Transport(session=requests.Session(), base_url=url, auth=auth, timeout=(2.0, 5.0))
    auth.open(folder, transport)
    return transport


def read(transport: Transport) -> bool:
    """One request behind the door."""
    return transport.send(Call("/leads"), Reader(), lambda reply: True) is True


def main(url: str, folder: str, last_step: str, start: str) -> None:
    """A process that reads once at an instant, and may end itself at a step of a renewal."""

    def step(name: str) -> None:
        if name == last_step:
            os.kill(os.getpid(), signal.SIGKILL)

    transport = transport_of(url, Path(folder), step=step)
    time.sleep(max(0.0, float(start) - time.time()))
    try:
        read(transport)
    except SourceError as error:
        print(type(error).__name__, error)
        return
    print(transport.auth._used.access_token)  # type: ignore[union-attr]


if __name__ == "__main__":
    main(*sys.argv[1:])
