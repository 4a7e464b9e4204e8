"""The query of a request: which words it may hold, which page it asks for, which addresses lead on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from sandbox.vendors.moysklad.errors import Refused
from sandbox.vendors.moysklad.values import MEDIA, Row
from sandbox.wire.exchange import Ask

Query = Mapping[str, str]
LARGEST_EXPANDED = 100
PAGE = ("limit", "offset")
LIST = (*PAGE, "filter", "order", "search", "expand", "fields")
_WHOLE = re.compile(r"\d{1,9}", re.A)


def read_query(text: str) -> dict[str, str]:
    """Read a query: several filters are one, anything else stands there once. Raises Refused: 1040."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name in found and name != "filter":
            raise Refused(1040)
        found[name] = f"{found[name]};{value}" if name in found else value
    return found


def allow(query: Query, known: Iterable[str]) -> None:
    """Refuse what would be left out in silence: 1040."""
    if set(query) - set(known):
        raise Refused(1040)


@dataclass(frozen=True)
class Page:
    """Which rows of a list are asked for; `is_said` tells whether the limit was given."""

    limit: int
    offset: int
    is_said: bool

    @classmethod
    def read(cls, query: Query, *, usual: int = 1000, largest: int = 1000) -> Page:
        """Read limit and offset. Raises Refused: 1040."""
        told = {name: query.get(name, str(number)) for name, number in (("limit", usual), ("offset", 0))}
        if not all(_WHOLE.fullmatch(text) for text in told.values()):
            raise Refused(1040)
        limit, offset = int(told["limit"]), int(told["offset"])
        if not 1 <= limit <= largest:
            raise Refused(1040)
        return cls(limit, offset, "limit" in query)

    @property
    def expands(self) -> bool:
        """Tell whether `expand` is heard: only a limit of at most a hundred that was given."""
        return self.is_said and self.limit <= LARGEST_EXPANDED


def list_meta(ask: Ask, kind: str, size: int, page: Page) -> Row:
    """Give the meta of a list: links to its neighbours only where it does not end with this page."""
    url = f"{ask.root}{ask.path}"
    meta: Row = {"href": url if not ask.query else f"{url}?{ask.query}", "type": kind, "mediaType": MEDIA}
    meta |= {"size": size, "limit": page.limit, "offset": page.offset}
    if page.offset + page.limit < size:
        meta["nextHref"] = f"{url}?{_moved(ask.query, page.limit, page.offset + page.limit)}"
    if page.offset:
        meta["previousHref"] = f"{url}?{_moved(ask.query, page.limit, max(0, page.offset - page.limit))}"
    return meta


def _moved(query: str, limit: int, offset: int) -> str:
    """Write the query of another page, everything else as it came."""
    kept = [part for part in query.split("&") if part and part.partition("=")[0] not in PAGE]
    return "&".join((f"limit={limit}", f"offset={offset}", *kept))
