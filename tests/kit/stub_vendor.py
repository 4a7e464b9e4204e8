"""A tiny real HTTP vendor for the kit's own tests: what it answers is a function of the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from pydantic import SecretStr

from connectors.kit.auth import BearerToken
from connectors.kit.connector import Connector
from connectors.kit.paging import OverlappingPages, PageNumber, SkipTop
from connectors.kit.settings import Settings
from connectors.kit.stream import Stream

SECRET = "s3cret/token+1"


@dataclass
class Asked:
    """A request as the vendor saw it."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Told:
    """An answer; `promised` is a Content-Length longer than the body that follows.

    `pieces`: a body without a length, sent piece by piece until they end or nobody listens.
    """

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    date: str | None = None
    pieces: Iterable[bytes] | None = None

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body, ensure_ascii=False).encode()


class StubVendor:
    """Listens on a free port; `answer` decides every reply. `date`: the time it says, also at its door."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.date: str | None = None
        self.door = 404
        self.answer: Callable[[Asked], Told] = lambda asked: Told()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def script(self, *answers: Told) -> None:
        """Give these answers in turn, the last one for ever."""
        left = list(answers)
        self.answer = lambda asked: left.pop(0) if len(left) > 1 else left[0]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(vendor) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self.send_response_only(vendor.door)
                if vendor.date:
                    self.send_header("Date", vendor.date)
                self.end_headers()

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers), body)
                vendor.asked.append(asked)
                told = vendor.answer(asked)
                content = told.content()
                self.send_response_only(told.status)
                if told.date or vendor.date:
                    self.send_header("Date", str(told.date or vendor.date))
                for name, value in {"Content-Type": "application/json", **told.headers}.items():
                    self.send_header(name, value)
                if told.pieces is not None:
                    self.close_connection = True
                elif told.status != 204:
                    self.send_header("Content-Length", str(told.promised or len(content)))
                self.end_headers()
                with suppress(ConnectionError):
                    for piece in told.pieces if told.pieces is not None else (content,):
                        self.wfile.write(piece)
                if told.promised:
                    self.close_connection = True

            do_POST = do_GET

            def log_message(self, *args: object) -> None:
                return

        return Handler


class Waits:
    """A clock that moves only by sleeping, and remembers each sleep (seconds)."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


class ShopSettings(Settings):
    token: SecretStr = SecretStr(SECRET)


class Shop(Connector[ShopSettings]):
    """A vendor made up for these tests."""

    name = "shop"
    settings_type = ShopSettings
    streams = (
        Stream("orders", "/orders", "data.orders", paging=PageNumber(link="next"), total="total"),
        Stream("moving", "/orders", "data.orders", paging=OverlappingPages(link="next")),
        Stream("goods", "/goods", "value", paging=SkipTop(sizes=(100, 25))),
        Stream("account", "/account"),
    )

    def base_url(self) -> str:
        return ""

    def auth(self) -> BearerToken:
        return BearerToken(self.settings.token)
