"""Reading the body of an answer within a bound of bytes and of time, whatever the vendor sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TypeVar

import requests
from requests.exceptions import ChunkedEncodingError, ContentDecodingError, ReadTimeout
from urllib3 import HTTPResponse
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError

_PIECE = 64 << 10
F = TypeVar("F", bound=IO[bytes])
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large an answer may be, on the wire and unfolded, and how long its body may take."""

    bytes: int = 64 << 20
    seconds: float = 300.0


class TooLarge(Exception):
    """The answer has more bytes than it may have."""


class TooSlow(Exception):
    """The answer was not whole when its time was over. `received`: bytes read until then."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


class NoRoom(Exception):
    """The place where the answer is kept cannot take it; `error` says why."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.error = error


def read_body(answer: requests.Response, bounds: Bounds, clock: Callable[[], float]) -> bytes:
    """The whole body, unfolded, in memory; raises as `receive` does."""
    return receive(answer, bounds, clock, BytesIO).getvalue()


def receive(
    answer: requests.Response, bounds: Bounds, clock: Callable[[], float], room: Callable[[], F]
) -> F:
    """The whole body, unfolded, in a file that `room` opens and the caller closes, at its beginning.

    `answer`: sent for with stream=True; `clock`: monotonic seconds.
    Raises TooLarge, TooSlow, NoRoom or an exception of requests; the connection is not used again then.
    """
    try:
        wire = _kept(_from_wire(answer, bounds, clock), bounds, room)
        if not answer.headers.get("content-encoding"):
            return wire
        with wire:
            return _kept(_unfolded(wire, answer), bounds, room)
    except ReadTimeoutError as error:
        raise ReadTimeout(error) from error
    except DecodeError as error:
        raise ContentDecodingError(error) from error
    except HTTPError as error:
        raise ChunkedEncodingError(error) from error
    finally:
        answer.close()


def _kept(pieces: Iterator[bytes], bounds: Bounds, room: Callable[[], F]) -> F:
    """The pieces one after the other in a new file, which is closed again if they are too many."""
    file, size = _written(room), 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > bounds.bytes:
                raise TooLarge
            _written(lambda: file.write(piece))  # noqa: B023 - called at once
        _written(lambda: file.seek(0))
    except BaseException:
        with suppress(OSError):  # on a full disk closing fails as writing did, and closes all the same
            file.close()
        raise
    return file


def _written(write: Callable[[], T]) -> T:
    """What writing gives; the trouble of a disk is not that of the network, though both are OSError."""
    try:
        return write()
    except OSError as error:
        raise NoRoom(error) from error


def _from_wire(answer: requests.Response, bounds: Bounds, clock: Callable[[], float]) -> Iterator[bytes]:
    promised = answer.headers.get("content-length", "")
    if promised.isdecimal() and int(promised) > bounds.bytes:
        raise TooLarge
    ends, received = clock() + bounds.seconds, 0
    # read1 gives what has come; read would wait for a whole piece, byte by byte, for ever
    while piece := answer.raw.read1(_PIECE, decode_content=False):
        yield piece
        received += len(piece)
        if clock() > ends:
            raise TooSlow(received)


def _unfolded(wire: IO[bytes], answer: requests.Response) -> Iterator[bytes]:
    folded = HTTPResponse(wire, headers=dict(answer.headers), preload_content=False)
    while piece := folded.read(_PIECE, decode_content=True):
        yield piece
