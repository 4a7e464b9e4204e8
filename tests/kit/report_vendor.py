"""A tiny advertising vendor over HTTP: one report of any size, made while it is sent; run as a program."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COLUMNS = ("Date", "CampaignId", "CampaignName", "CampaignType", "Impressions", "Clicks", "Cost")
NAME = "Весенняя распродажа прожекторов " * 6


def days_of(order: bytes) -> list[str]:
    """The days that are ordered."""
    asked = json.loads(order)["params"]["SelectionCriteria"]
    first, last = (date.fromisoformat(asked[end]) for end in ("DateFrom", "DateTo"))
    return [str(first + timedelta(days=number)) for number in range((last - first).days + 1)]


def pieces(days: list[str], rows: int) -> Iterator[bytes]:
    """The report with so many rows a day, about 400 bytes each."""
    yield "\t".join(COLUMNS).encode() + b"\n"
    for day in days:
        for first in range(0, rows, 1000):
            numbers = range(first, min(first + 1000, rows))
            yield "".join(
                f"{day}\t{71000000 + n}\t{NAME}{n}\tTEXT_CAMPAIGN\t{n % 7}\t--\t{n}\n" for n in numbers
            ).encode()
    yield f"Total rows: {rows * len(days)}\n".encode()


class Door(BaseHTTPRequestHandler):
    """Answers `/<rows>[z]/json/...`: a report of that many rows a day, folded where a z is asked for."""

    def do_POST(self) -> None:
        order = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        size, _, service = self.path.strip("/").partition("/")
        if not service.endswith("reports"):
            self._send(json.dumps({"result": _SERVICES[service.rpartition("/")[2]]}).encode())
            return
        folded = size.endswith("z")
        whole = pieces(days_of(order), int(size.rstrip("z")))
        self.send_response(200)
        if folded:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if folded:
            with gzip.GzipFile(fileobj=self.wfile, mode="wb", compresslevel=1) as sink:
                for piece in whole:
                    sink.write(piece)
        else:
            for piece in whole:
                self.wfile.write(piece)

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


_SERVICES = {
    "clients": {"Clients": [{"Login": "svet", "Currency": "RUB"}]},
    "campaigns": {"Campaigns": []},
}

if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    print(server.server_port, flush=True)
    sys.stdin.close()
    server.serve_forever()
