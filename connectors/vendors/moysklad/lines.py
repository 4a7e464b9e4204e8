"""The lines of documents: a list brings the first hundred of each, further ones are asked for apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from connectors.kit.errors import UnexpectedReply
from connectors.kit.stream import Page, Payload
from texts import say

Further = Callable[[str, int], list[msgspec.Raw]]
"""Document id, lines that are known → the lines after them."""


class _Meta(msgspec.Struct):
    size: int = 0


class _Lines(msgspec.Struct):
    meta: _Meta = msgspec.field(default_factory=_Meta)
    rows: list[msgspec.Raw] | None = None


class _Document(msgspec.Struct):
    id: str
    positions: _Lines = msgspec.field(default_factory=_Lines)


def with_lines(page: Page, further: Further) -> Page:
    """The page with all lines of its documents. UnexpectedReply where a list brought none though it has some.

    A list that is asked for in pages of more than a hundred comes without lines, and without a word of it.
    """
    return replace(page, payloads=[_whole(payload, further) for payload in page.payloads or ()])


def _whole(payload: Payload, further: Further) -> Payload:
    document = msgspec.json.decode(payload, type=_Document)
    known, size = document.positions.rows or [], document.positions.meta.size
    if len(known) >= size:
        return payload
    if not known:
        raise UnexpectedReply(
            say("a document with {count} lines came without them", count=size),
            fix=say("look for a proxy that changes the query; if there is none, tell the maintainers."),
        )
    lines = [*known, *further(document.id, len(known))]
    whole = msgspec.json.decode(payload, type=dict[str, msgspec.Raw])
    positions = msgspec.json.decode(whole["positions"], type=dict[str, msgspec.Raw])
    positions["rows"] = msgspec.Raw(b"[" + b",".join(lines) + b"]")
    whole["positions"] = msgspec.Raw(msgspec.json.encode(positions))
    return msgspec.json.encode(whole)
