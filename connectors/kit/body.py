"""Reading the body of an answer within a bound of bytes and of time, whatever the vendor sends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import requests
from requests.exceptions import ChunkedEncodingError, ContentDecodingError, ReadTimeout
from urllib3 import HTTPResponse
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError

_PIECE = 64 << 10


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


def read_body(answer: requests.Response, bounds: Bounds, clock: Callable[[], float]) -> bytes:
    """The whole body, unfolded. `answer`: sent for with stream=True; `clock`: monotonic seconds.

    Raises TooLarge, TooSlow or an exception of requests; the connection is not used again then.
    """
    try:
        wire = _from_wire(answer, bounds, clock)
        return _unfolded(wire, answer, bounds) if answer.headers.get("content-encoding") else wire
    except ReadTimeoutError as error:
        raise ReadTimeout(error) from error
    except DecodeError as error:
        raise ContentDecodingError(error) from error
    except HTTPError as error:
        raise ChunkedEncodingError(error) from error
    finally:
        answer.close()


def _from_wire(answer: requests.Response, bounds: Bounds, clock: Callable[[], float]) -> bytes:
    promised = answer.headers.get("content-length", "")
    if promised.isdecimal() and int(promised) > bounds.bytes:
        raise TooLarge
    ends, pieces, received = clock() + bounds.seconds, list[bytes](), 0
    # read1 gives what has come; read would wait for a whole piece, byte by byte, for ever
    while piece := answer.raw.read1(_PIECE, decode_content=False):
        pieces.append(piece)
        received += len(piece)
        if received > bounds.bytes:
            raise TooLarge
        if clock() > ends:
            raise TooSlow(received)
    return b"".join(pieces)


def _unfolded(wire: bytes, answer: requests.Response, bounds: Bounds) -> bytes:
    folded = HTTPResponse(BytesIO(wire), headers=dict(answer.headers), preload_content=False)
    pieces, size = list[bytes](), 0
    while piece := folded.read(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > bounds.bytes:
            raise TooLarge
    return b"".join(pieces)
