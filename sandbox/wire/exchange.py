"""One HTTP question and answer as the pretend vendors see them: plain values, no web framework."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from sandbox.wire.faults import Fault

_ENCODER = msgspec.json.Encoder(decimal_format="number")


@dataclass(frozen=True)
class Ask:
    """A request below a vendor's root; header names in lower case, `path` decoded, `query` as it came."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    root: str
    body: bytes = b""
    faults: tuple[Fault, ...] = ()

    def fault(self, name: str) -> Fault | None:
        """Give the first fault of that name in force for this request, without spending it."""
        return next((fault for fault in self.faults if fault.fault == name), None)


@dataclass(frozen=True)
class Reply:
    """A whole answer; `media` is the content type, None where the vendor sends no body."""

    status: int
    body: bytes = b""
    media: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=())


def encode_json(value: Any) -> bytes:
    """Give JSON in UTF-8 with decimals as numbers, digit for digit."""
    return _ENCODER.encode(value)


def read_json(body: bytes) -> Any:
    """Read the JSON of a request.

    Raises ValueError, also for what nests too deep and for a half of a character, which no answer can repeat.
    """
    try:
        content = json.loads(body.decode("utf-8"))
    except RecursionError:
        raise ValueError("nested too deep") from None
    if b"\\ud" in body.lower():
        json.dumps(content, ensure_ascii=False).encode("utf-8")
    return content


def read_whole(value: Any) -> int | None:
    """Read a whole number that is 0 or more, written as one or in plain digits; None where it is none."""
    text = str(value)
    is_number = isinstance(value, int | str) and not isinstance(value, bool)
    return int(text) if is_number and text.isascii() and text.isdigit() and len(text) < 19 else None
