"""The files of a token that rotates: the pair, and the journal of a renewal under way."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from connectors.kit.errors import LandingFailed
from durable.files import write_file
from texts import say

_ROOM = 16 << 10  # bytes kept free for the vendor's answer, so that a full disk is met before it is asked for


class Pair(msgspec.Struct, frozen=True):
    """Two tokens. `issued_at`, `expires_at`: of the access token, epoch seconds by our clock.

    `told`: what else the vendor said with them (see OAuthClient.wants).
    """

    access_token: str
    refresh_token: str
    issued_at: float
    expires_at: float
    seed: str
    told: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"Pair(issued_at={self.issued_at}, expires_at={self.expires_at})"  # tokens are never shown

    def is_young(self, now: float) -> bool:
        """Whether less than half of the access token's life is over."""
        return now - self.issued_at < (self.expires_at - self.issued_at) / 2


class _Answer(msgspec.Struct):
    access_token: str
    refresh_token: str
    expires_in: float


class _Header(msgspec.Struct, frozen=True):
    """The first line of a journal. `lost_since`: when the same token was first sent and not answered."""

    seed: str
    spent: str
    at: float
    lost_since: float | None = None


@dataclass(frozen=True)
class Renewal:
    """A renewal under way: written before the token is sent, with room for the answer."""

    path: Path
    header: _Header

    @property
    def lost_since(self) -> str:
        """When this refresh token was first sent without getting an answer, "" if it was not."""
        return _shown(self.header.lost_since)

    def keep(self, answer: bytes) -> None:
        """Put the raw answer on the disk."""
        with self.path.open("r+b") as file:
            file.readline()
            file.write(answer)
            file.flush()
            os.fsync(file.fileno())

    def forget(self) -> None:
        """The token was not spent in this attempt; an earlier one may still have lost its answer."""
        if self.header.lost_since is None:
            self.drop()

    def drop(self) -> None:
        """The renewal is over."""
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class TokenFiles:
    """The files of one credential. `seed`: digest of the settings' refresh token; others' pairs are void.

    `wants`: names of texts in the vendor's answer that are kept with the pair.
    """

    folder: Path
    name: str
    seed: str
    wants: tuple[str, ...] = ()

    @property
    def lock(self) -> Path:
        """Held by the process that renews."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.folder / f"{self.name}.lock"

    def read(self) -> Pair | None:
        """The stored pair of this seed."""
        with suppress(FileNotFoundError, msgspec.DecodeError):
            pair = msgspec.json.decode(self._pair.read_bytes(), type=Pair)
            return pair if pair.seed == self.seed else None
        return None

    def recover(self) -> Pair | None:
        """The stored pair, or the one in an answer that a process kept and did not live to store."""
        header, answer = self._begun()
        if header is not None and answer:
            pair = self.adopt(answer, header.at)
            if pair is not None:
                self._journal.unlink(missing_ok=True)
                return pair
        return self.read()

    def lost_since(self) -> str:
        """When a renewal began whose answer never came, "" if there is none."""
        header, answer = self._begun()
        return _shown(header.lost_since or header.at) if header and not answer else ""

    def begin(self, spent: str, now: float) -> Renewal:
        """A journal for spending a refresh token (its digest)."""
        before, answer = self._begun()
        again = before is not None and before.spent == spent and not answer
        lost = (before.lost_since or before.at) if before is not None and again else None
        header = _Header(self.seed, spent, now, lost)
        _replace(self._journal, msgspec.json.encode(header) + b"\n" + b" " * _ROOM)
        return Renewal(self._journal, header)

    def adopt(self, answer: bytes, now: float) -> Pair | None:
        """Store the pair of a raw answer; None if it holds none."""
        try:
            told = msgspec.json.decode(answer, type=_Answer)
        except (msgspec.DecodeError, RecursionError):
            return None
        more = self._wanted(answer)
        pair = Pair(told.access_token, told.refresh_token, now, now + told.expires_in, self.seed, more)
        _replace(self._pair, msgspec.json.encode(pair))
        return pair

    def _wanted(self, answer: bytes) -> dict[str, str]:
        whole = msgspec.json.decode(answer) if self.wants else {}
        return {name: whole[name] for name in self.wants if isinstance(whole.get(name), str)}

    @property
    def _pair(self) -> Path:
        return self.folder / f"{self.name}.json"

    @property
    def _journal(self) -> Path:
        return self.folder / f"{self.name}.pending"

    def _begun(self) -> tuple[_Header | None, bytes]:
        """The journal of this seed, if there is one, and the answer in it."""
        with suppress(FileNotFoundError, msgspec.DecodeError):
            line, _, rest = self._journal.read_bytes().partition(b"\n")
            header = msgspec.json.decode(line, type=_Header)
            return (header, rest.strip()) if header.seed == self.seed else (None, b"")
        return None, b""


def _replace(path: Path, content: bytes) -> None:
    """Write a file of secrets aside, durably, and put it in place."""
    try:
        write_file(path, content, 0o600)
    except OSError as error:
        raise LandingFailed(
            say(
                "the token file {name} could not be written: {reason}",
                name=path.name,
                reason=error.strerror or error,
            ),
            fix=say("free some space, check the rights of the token folder, and run again."),
        ) from error


def _shown(moment: float | None) -> str:
    return "" if moment is None else f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M UTC}"
