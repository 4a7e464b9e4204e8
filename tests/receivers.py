"""Places that take the messages of failed nights: a real mail server, a real web server."""

import email
import email.policy
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PASSWORD = "mail-password-nobody-should-see"


@dataclass
class Receivers:
    """What arrived, and the environment that sends messages here; nobody listens at ALERT_SILENT."""

    environment: Mapping[str, str]
    mails: list[EmailMessage] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)

    def texts(self) -> list[str]:
        """Everything that arrived, titles included."""
        mails = [f"{one['subject']}\n{_body(one)}" for one in self.mails]
        return mails + [f"{one['title']}\n{one['message']}" for one in self.posts]

    def forget(self) -> None:
        self.mails.clear()
        self.posts.clear()


def _body(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None, "not plain text"
    return str(body.get_content()).replace("\r\n", "\n")


@contextmanager
def open_receivers() -> Iterator[Receivers]:
    receivers = Receivers({})
    mail = Controller(_Mailbox(receivers), hostname="127.0.0.1", port=_free_port())
    web = ThreadingHTTPServer(("127.0.0.1", 0), _hook(receivers))
    threading.Thread(target=web.serve_forever, daemon=True).start()
    mail.start()
    try:
        receivers.environment = {
            "ALERT_MAIL": f"mailto://127.0.0.1:{mail.port}?from=voronka@example.com&to=head@example.com",
            "ALERT_HOOK": f"json://:{PASSWORD}@127.0.0.1:{web.server_port}/hook",
            "ALERT_SILENT": f"json://:{PASSWORD}@127.0.0.1:{_free_port()}/hook",
        }
        yield receivers
    finally:
        mail.stop()
        web.shutdown()
        web.server_close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class _Mailbox:
    receivers: Receivers

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.receivers.mails.append(mail)
        return "250 taken"


def _hook(receivers: Receivers) -> type[BaseHTTPRequestHandler]:
    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receivers.posts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    return Hook
