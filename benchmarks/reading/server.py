"""A server that gives leads as fast as a socket takes them: pages in amoCRM's shape, no rate limit.

All records lie in one buffer; a page is a slice of it between two short texts.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from urllib.parse import parse_qs, urlsplit

from benchmarks.measure import REPOSITORY
from benchmarks.reading.leads import SINCE, SPAN, records

_HEAD = "HTTP/1.1 {}\r\nContent-Type: application/hal+json\r\nContent-Length: {}\r\n\r\n"
_ACCOUNT = b'{"id":31234567,"name":"bench","is_api_filter_enabled":true}'


class Pages:
    """The leads laid end to end, and where each begins."""

    def __init__(self, leads: list[bytes]) -> None:
        self.count = len(leads)
        self._text = memoryview(b",".join(leads))
        self._begins = list(accumulate((len(lead) + 1 for lead in leads), initial=0))

    def page(self, number: int, size: int, address: str) -> list[bytes | memoryview]:
        """The parts of the body of page `number`; none past the end."""
        first, last = (number - 1) * size, min(number * size, self.count)
        if first >= last:
            return []
        links = f'"self":{{"href":"{address}?limit={size}&page={number}"}}'
        if last < self.count:
            links += f',"next":{{"href":"{address}?limit={size}&page={number + 1}"}}'
        head = f'{{"_page":{number},"_links":{{{links}}},"_embedded":{{"leads":['
        return [head.encode(), self._text[self._begins[first] : self._begins[last] - 1], b"]}}"]


def _answer(target: str, pages: Pages, origin: str) -> tuple[str, list[bytes | memoryview]]:
    parts, asked = urlsplit(target), parse_qs(urlsplit(target).query)
    if parts.path == "/api/v4/account":
        return "200 OK", [_ACCOUNT]
    if parts.path != "/api/v4/leads" or not _covers_all(asked):
        return "404 Not Found", [b"{}"]
    size, number = int(asked.get("limit", ["50"])[0]), int(asked.get("page", ["1"])[0])
    body = pages.page(number, size, f"{origin}/api/v4/leads")
    return ("200 OK", body) if body else ("204 No Content", [])


def _covers_all(asked: dict[str, list[str]]) -> bool:
    """Whether a filter, if there is one, lets every lead through; this server can do no other."""
    since = int(asked.get("filter[updated_at][from]", ["0"])[0])
    until = int(asked.get("filter[updated_at][to]", [str(SINCE + SPAN)])[0])
    return since <= SINCE and until >= SINCE + SPAN


def _serve(connection: socket.socket, pages: Pages, origin: str) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    heard = b""
    with connection:
        while more := connection.recv(65536):
            heard += more
            while b"\r\n\r\n" in heard:
                request, _, heard = heard.partition(b"\r\n\r\n")
                status, body = _answer(request.split(b" ", 2)[1].decode(), pages, origin)
                length = sum(map(len, body))
                for part in (_HEAD.format(status, length).encode(), *body):
                    connection.sendall(part)


def main(count: int) -> None:
    """Serve `count` leads on a free port until standard input ends; print the address first."""
    pages = Pages(records(count))
    listener = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    threading.Thread(target=_accept, args=(listener, pages, origin), daemon=True).start()
    print(origin, flush=True)
    sys.stdin.read()


def _accept(listener: socket.socket, pages: Pages, origin: str) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_serve, args=(connection, pages, origin), daemon=True).start()


@contextmanager
def serving(count: int) -> Iterator[str]:
    """The address of a server process with `count` leads, ended afterwards."""
    words = [sys.executable, "-m", __spec__.name, str(count)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    ) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.communicate()  # its standard input ends, and so does it


if __name__ == "__main__":
    main(int(sys.argv[1]))
