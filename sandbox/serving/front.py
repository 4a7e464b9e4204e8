"""The ASGI front: leads a request to its vendor, counts it, and shows the faults of the connection."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from sandbox.serving.connection_faults import instead
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import FaultBoard
from sandbox.wire.simulator import Simulator

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Clock = Callable[[], datetime]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_IDS = re.compile(r"guid'[^']*'|\d{4,}")


@dataclass
class Ledger:
    """How often each vendor was asked, for what, and how it answered; the newest requests one by one."""

    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    paths: dict[str, Counter[str]] = field(default_factory=dict)
    newest: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=500))

    def note(self, vendor: str, ask: Ask, outcome: str) -> None:
        """Write one request down; ids in its path become `*`."""
        self.statuses.setdefault(vendor, Counter())[outcome] += 1
        self.paths.setdefault(vendor, Counter())[_IDS.sub("*", ask.path)] += 1
        self.newest.append({"vendor": vendor, "path": ask.path, "query": ask.query, "outcome": outcome})

    def summary(self) -> dict[str, Any]:
        """Give the counts by vendor."""
        return {
            vendor: {"total": statuses.total(), "outcomes": dict(statuses), "paths": dict(self.paths[vendor])}
            for vendor, statuses in self.statuses.items()
        }

    def clear(self) -> None:
        """Forget everything counted so far."""
        self.statuses.clear()
        self.paths.clear()
        self.newest.clear()


@dataclass(frozen=True)
class Mount:
    """A vendor that is asked over HTTP, and how it answers."""

    simulator: Simulator
    answer: Callable[[Ask], Reply]

    @property
    def vendor(self) -> str:
        """Its name."""
        return self.simulator.name


class Front:
    """Everything that listens on the port."""

    def __init__(
        self, mounts: tuple[Mount, ...], board: FaultBoard, ledger: Ledger, control: App, clock: Clock
    ) -> None:
        """Put the vendors behind one port; `control` answers below /_sandbox; `clock`: theirs."""
        self._mounts, self._board, self._ledger, self._control = mounts, board, ledger, control
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope["path"]
        if path.startswith("/_sandbox"):
            await self._control(scope, receive, send)
            return
        mount = next((mount for mount in self._mounts if path.startswith(mount.simulator.prefix)), None)
        if mount is None:
            await self._send(send, Reply(404, b"<html><body>404 Not Found</body></html>", "text/html"))
            return
        ask = _ask(scope, mount, await _body(receive))
        await self._serve(mount, replace(ask, faults=self._board.due(mount.vendor, ask.path)), send)

    async def _serve(self, mount: Mount, ask: Ask, send: Send) -> None:
        if slow := ask.fault("slow"):
            slow.spend()
            await asyncio.sleep(slow.seconds)
        if dead := ask.fault("dead"):
            dead.spend()
            self._ledger.note(mount.vendor, ask, "dead")
            await _drop(send)
            return
        reply = instead(ask, mount.simulator, self._clock()) or mount.answer(ask)
        if lost := ask.fault("lost_answer"):
            lost.spend()
            self._ledger.note(mount.vendor, ask, "lost")
            await _drop(send)
            return
        cut = ask.fault("truncated_body")
        self._ledger.note(mount.vendor, ask, "truncated" if cut and reply.body else str(reply.status))
        if cut and reply.body:
            cut.spend()
            await self._send(send, reply, kept=len(reply.body) // 2)
            return
        await self._send(send, reply)

    async def _send(self, send: Send, reply: Reply, *, kept: int | None = None) -> None:
        date = format_datetime(self._clock().astimezone(UTC), usegmt=True)
        await _send(send, replace(reply, headers=(*reply.headers, ("Date", date))), kept=kept)


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _ask(scope: Scope, mount: Mount, body: bytes) -> Ask:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    root = f"{scope['scheme']}://{headers.get('host', 'localhost')}{mount.simulator.prefix}"
    path = scope["path"].removeprefix(mount.simulator.prefix)
    return Ask(scope["method"], path, scope["query_string"].decode("latin-1"), headers, root, body)


async def _send(send: Send, reply: Reply, *, kept: int | None = None) -> None:
    """Send an answer; with `kept`, only so many bytes of the promised length, then hang up."""
    headers = [(name.encode(), value.encode()) for name, value in reply.headers]
    if reply.media:
        headers.append((b"content-type", reply.media.encode()))
    if reply.status != 204:
        headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    body = reply.body if kept is None else reply.body[:kept]
    await send({"type": "http.response.body", "body": body, "more_body": kept is not None})
    if kept is not None:
        _transport(send).close()
        await asyncio.sleep(0.01)


async def _drop(send: Send) -> None:
    _transport(send).abort()
    await asyncio.sleep(0.01)


def _transport(send: Send) -> asyncio.Transport:
    # ASGI has no way to break a connection, so the server's own request cycle is asked for its socket
    transport: asyncio.Transport = send.__self__.transport  # type: ignore[attr-defined]
    return transport
