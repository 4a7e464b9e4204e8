"""A request not yet sent and the reply to it, as values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import IO
from urllib.parse import parse_qsl, urlsplit

from connectors.kit.body import Bounds

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A request not yet sent. `path` is relative to the vendor's base URL.

    `memo` is what paging remembers between calls; it is never sent. `lane`: see RateBudget.
    `long`: the bounds of an answer that is kept on the disk and not in memory.
    """

    path: str
    params: Pairs = ()
    method: str = "GET"
    body: bytes | None = None
    headers: Pairs = ()
    memo: tuple[object, ...] = ()
    lane: str = ""
    long: Bounds | None = None

    def param(self, name: str) -> str | None:
        """The value of a query parameter, if the call has it."""
        return next((value for key, value in self.params if key == name), None)

    def having(self, *pairs: tuple[str, str]) -> Call:
        """The same call with these parameters in place of any of the same names."""
        names = {name for name, _ in pairs}
        kept = tuple(pair for pair in self.params if pair[0] not in names)
        return replace(self, params=kept + pairs)

    def following(self, link: str) -> Call:
        """The same call with the query of `link`: its host and path are not trusted with our credential."""
        return replace(self, params=tuple(parse_qsl(urlsplit(link).query, keep_blank_values=True)))


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `headers`: lower-case names; `body`: decompressed, without a byte order mark.

    `file`: all of a long answer, of which `body` has only the beginning; whoever parses it closes it.
    """

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)
    file: IO[bytes] | None = field(default=None, repr=False)

    @property
    def looks_like_json(self) -> bool:
        """Whether the body starts as a JSON object or list."""
        return self.body.lstrip()[:1] in (b"{", b"[")

    def close(self) -> None:
        """Let go of the file of a long answer that nobody parses."""
        if self.file is not None:
            self.file.close()
