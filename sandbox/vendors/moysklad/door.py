"""Who may ask: login and password or a token, of which the newest kills the others; gzip and nothing else."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from sandbox.vendors.moysklad.errors import Refused
from sandbox.wire.exchange import Ask

LOGIN, PASSWORD = "api@sevsvet", "sandbox-moysklad-password-of-sevsvet"
TOKEN = hashlib.sha1(b"sandbox-moysklad-token-of-sevsvet").hexdigest()  # noqa: S324  a pretend door's key
LONGEST_REQUEST = 8192
_MEDIA = ("*/*", "application/*", "application/json;charset=utf-8")


class Keyring:
    """The one token in force beside the login."""

    def __init__(self) -> None:
        """Open with a token that somebody got long ago."""
        self._token, self._given = TOKEN, 0

    def recover(self) -> None:
        """Let the first token be the one in force again."""
        self._token = TOKEN

    def issue(self) -> str:
        """Give a new token; the one before it dies."""
        self._given += 1
        self._token = hashlib.sha1(f"{TOKEN}{self._given}".encode()).hexdigest()  # noqa: S324  as above
        return self._token

    def check(self, header: str) -> bool:
        """Let a user in, telling whether by login and password; Refused: 1056."""
        scheme, _, secret = header.partition(" ")
        if scheme == "Bearer" and hmac.compare_digest(secret.strip().encode(), self._token.encode()):
            return False
        if scheme == "Basic" and _decoded(secret) == f"{LOGIN}:{PASSWORD}":
            return True
        code = "2" if header else "1"
        headers = (("X-Lognex-Auth", code), ("X-Lognex-Auth-Message", "Wrong login or password"))
        raise Refused(1056, "Неправильный пароль или имя пользователя или ключ авторизации", headers=headers)


def speaks_gzip(ask: Ask) -> bool:
    """Tell whether an answer may be compressed the only way there is."""
    known = ask.headers.get("accept-encoding", "")
    return "gzip" in {word.partition(";")[0].strip().lower() for word in known.split(",")}


def check_accept(ask: Ask) -> None:
    """Refuse who wants another form of answer: 1062."""
    asked = ask.headers.get("accept", "*/*").lower().replace(" ", "")
    forms = {part.partition(";q=")[0] for part in asked.split(",")}
    if not forms.intersection(_MEDIA):
        raise Refused(1062)


def is_too_long(ask: Ask) -> bool:
    """Tell whether URL and headers are more than the front takes."""
    size = sum(len(name) + len(value) for name, value in ask.headers.items())
    return size + len(ask.path) + len(ask.query) > LONGEST_REQUEST


def _decoded(secret: str) -> str:
    try:
        return base64.b64decode(secret).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
