"""Mending an answer whose JSON a single value has broken, so that a bad text costs no stream."""

from __future__ import annotations

import re
from collections.abc import Iterator

TOO_DEEP = b'"(nested too deep to be read)"'
_DEEPEST = 200  # levels of lists and objects; what is read of any vendor needs fewer than ten
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]|\bNaN\b|-?\bInfinity\b', re.DOTALL)
_PARTS = re.compile(
    rb"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"  # a whole character of two halves
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"  # one half alone
    rb'|(\\u[0-9a-fA-F]{4}|\\["\\/bfnrt])'
    rb"|(\\)"  # before something that JSON does not know
    rb"|([\x00-\x1f])"
)
_FEW = 3  # bytes that are no UTF-8: as many may stand in an answer that has no letter outside ASCII


def mended(body: bytes) -> tuple[bytes, int] | None:
    """The answer with every value readable, and how many were mended; None where that cannot be done.

    Half an emoji and bytes that are no text become U+FFFD, control codes are escaped, NaN becomes a text, and
    what is nested too deep becomes TOO_DEEP. An answer that was cut or is in another encoding
    cannot be mended.
    """
    text = _as_utf8(body)
    if text is None:
        return None
    pieces = _Pieces(*text)
    return pieces.joined()


def _as_utf8(body: bytes) -> tuple[bytes, int] | None:
    """The body as UTF-8 and how many bytes of it were not; None if it seems to be another encoding."""
    text = body.decode(errors="replace")
    bad = text.count("\ufffd") - body.count("\ufffd".encode())
    good = sum(not char.isascii() for char in text) - bad if bad else 0
    return None if bad > _FEW and bad > good else (text.encode(), bad)


class _Pieces:
    """The answer in pieces, some of them replaced."""

    def __init__(self, body: bytes, count: int) -> None:
        self._body, self.count, self._depth = body, count, 0

    def joined(self) -> tuple[bytes, int] | None:
        """All pieces; None if the answer ends in the middle."""
        whole = b"".join(self._all())
        return None if self._depth or b'"' in self._tail else (whole, self.count)

    def _all(self) -> Iterator[bytes]:
        end = 0
        for token in _TOKEN.finditer(self._body):
            opened = self._depth
            piece = self._piece(token[0])
            if max(opened, self._depth) <= _DEEPEST:
                yield self._body[end : token.start()]
                yield piece
            elif opened == _DEEPEST:
                yield self._body[end : token.start()]
            elif self._depth == _DEEPEST:
                self.count += 1
                yield TOO_DEEP
            end = token.end()
        self._tail = self._body[end:]
        yield self._tail

    def _piece(self, token: bytes) -> bytes:
        if token in b"[{":
            self._depth += 1
        elif token in b"]}":
            self._depth -= 1
        elif token[:1] != b'"':
            self.count += 1
            return b'"%b"' % token
        else:
            return _PARTS.sub(self._part, token)
        return token

    def _part(self, found: re.Match[bytes]) -> bytes:
        _, half, _, slash, control = found.groups()
        if not (half or slash or control):
            return found[0]
        self.count += 1
        if half:
            return rb"\ufffd"
        return rb"\\" if slash else rb"\u%04x" % control[0]
