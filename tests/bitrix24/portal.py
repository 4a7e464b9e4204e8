"""A tiny real HTTP portal for the connector's own tests: what a method answers is a function of the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TIME = {"start": 1766160161.1, "finish": 1766160161.6, "duration": 0.5, "processing": 0.4, "operating": 0.4}
PROFILE = {"result": {"ID": "1", "ADMIN": True, "NAME": "A", "LAST_NAME": "B"}, "time": TIME}
SECRET = "q1w2e3r4t5y6u7i8"


@dataclass
class Asked:
    """A request as the portal saw it: the method, its parameters, and the whole path."""

    verb: str
    method: str
    body: dict[str, Any]
    path: str
    query: dict[str, str] = field(default_factory=dict)


@dataclass
class Told:
    """An answer; a body that is no bytes is sent as JSON."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Answer = Callable[[Asked], Any]


class Portal:
    """Listens on a free port; `methods`: name → what it answers (a Told, or the whole body)."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.member_id = ""
        self.methods: dict[str, Answer] = {"profile": lambda asked: PROFILE, "batch": self.batch}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.webhook = f"{self.url}/rest/1/{SECRET}/"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of a method."""
        return [asked.body for asked in self.asked if asked.method == method]

    def script(self, method: str, *answers: Any) -> None:
        """Give these answers in turn, the last one for ever."""
        left = list(answers)
        self.methods[method] = lambda asked: left.pop(0) if len(left) > 1 else left[0]

    def batch(self, asked: Asked) -> Any:
        """Each part by its own method; empty maps are lists, as PHP writes them."""
        results: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        nexts: dict[str, Any] = {}
        for key, command in asked.body["cmd"].items():
            method, _, query = command.partition("?")
            part = Asked("BATCH", method, nested(query), command)
            self.asked.append(part)
            told = self._told(part)
            if "error" in told.body:
                errors[key] = told.body
            else:
                results[key] = told.body["result"]
                if "next" in told.body:
                    nexts[key] = told.body["next"]
        return {
            "result": {
                "result": results or [],
                "result_error": errors or [],
                "result_total": [],
                "result_next": nexts or [],
                "result_time": [],
            },
            "time": TIME,
        }

    def _told(self, asked: Asked) -> Told:
        answer = self.methods.get(asked.method)
        if answer is None:
            return Told({"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}, 404)
        told = answer(asked)
        return told if isinstance(told, Told) else Told(told)

    def _handler(portal) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self._send(Told(b""))

            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                self._answer(json.loads(self.rfile.read(length) or b"{}"))

            def _answer(self, body: dict[str, Any]) -> None:
                parts = urlsplit(self.path)
                method = parts.path.rstrip("/").rpartition("/")[2]
                asked = Asked(self.command, method, body, parts.path, dict(parse_qsl(parts.query)))
                portal.asked.append(asked)
                self._send(portal._told(asked))

            def _send(self, told: Told) -> None:
                is_bytes = isinstance(told.body, bytes)
                content = told.body if is_bytes else json.dumps(told.body, ensure_ascii=False).encode()
                self.send_response_only(told.status)
                dated = {"Date": self.date_time_string()} | told.headers
                for name, value in dated.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            def log_message(self, *args: object) -> None:
                pass

        return Handler


def nested(query: str) -> dict[str, Any]:
    """PHP's brackets of a query as nested maps."""
    found: dict[str, Any] = {}
    for pair in filter(None, query.split("&")):
        name, _, value = pair.partition("=")
        first, *rest = (unquote(part.rstrip("]")) for part in name.split("["))
        place, last = found, first
        for part in rest:
            place, last = place.setdefault(last, {}), part
        place[last] = unquote(value)
    return found


def listing(rows: list[dict[str, Any]], at: str = "") -> Answer:
    """A list method over these rows: `>ID`, `<=ID` and pages of 50."""

    def answer(asked: Asked) -> Any:
        filters = asked.body.get("filter") or asked.body.get("FILTER") or {}
        over, to = int(filters.get(">ID", 0)), int(filters.get("<=ID", 1 << 40))
        found = [row for row in rows if over < int(row.get("ID") or row["id"]) <= to][:50]
        return {"result": {at: found} if at else found, "total": 0, "time": TIME}

    return answer
