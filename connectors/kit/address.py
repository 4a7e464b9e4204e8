"""Where a vendor's account lives: where the settings say, until it answers that it moved, which is kept."""

from __future__ import annotations

import hashlib
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from connectors.kit.unreached import host_of
from durable.files import write_file
from texts import say

_log = logging.getLogger(__name__)


class _Known(msgspec.Struct, frozen=True):
    """`url`: base URL after a move, "" before one; `identity`: what the account calls itself."""

    url: str = ""
    identity: str = ""


@dataclass(slots=True)
class Address:
    """The address of one account. `home`: base URL of the settings; `folder`: where a move is kept, or None.

    Another `home` is another account: nothing kept of the old one counts for it.
    """

    home: str = ""
    folder: Path | None = None
    url: str = field(init=False)
    _known: _Known = field(init=False)
    _may_go_home: bool = field(init=False)

    def __post_init__(self) -> None:
        """Begin where the account was found last."""
        self._known = self._read()
        self.url = self._known.url or self.home
        self._may_go_home = self.url != self.home

    def move(self, to: str) -> tuple[str, ...]:
        """Ask there from here on, and next time first; the remark on it, if it is news. `to`: base URL."""
        self.url = to
        if to == (self._known.url or self.home):
            return ()
        self._keep(_Known("" if to == self.home else to, self._known.identity))
        return self.remarks()

    def go_home(self) -> bool:
        """Where the kept address is not reached, ask at that of the settings, once; whether that was done."""
        if not self._may_go_home:
            return False
        self._may_go_home, self.url = False, self.home
        return True

    def is_of(self, identity: str) -> bool:
        """Whether the account calls itself as it always did; the first name it gives is kept."""
        if not self._known.identity:
            self._keep(_Known(self._known.url, identity))
        return self._known.identity == identity

    def remarks(self) -> tuple[str, ...]:
        """What a person does about a move that the settings do not know of."""
        if self.url == self.home:
            return ()
        return (
            say(
                "{old} answers that it is {new} now: read there; put the new address into the settings",
                old=host_of(self.home),
                new=host_of(self.url),
            ),
        )

    def _read(self) -> _Known:
        with suppress(OSError, msgspec.DecodeError):
            if self.folder is not None:
                return msgspec.json.decode(self._file.read_bytes(), type=_Known)
        return _Known()

    def _keep(self, known: _Known) -> None:
        """Known from here on; on the disk too, if that can be written: it saves a detour and no record."""
        self._known = known
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_file(self._file, msgspec.json.encode(known), 0o600)
        except OSError as error:
            _log.warning("the new address %s could not be kept: %s", host_of(self.url), error.strerror)

    @property
    def _file(self) -> Path:
        assert self.folder is not None
        return self.folder / f"{hashlib.sha256(self.home.encode()).hexdigest()[:16]}.address.json"
