"""An access token that lives longer than a run: kept in a file, renewed by one process at a time."""

from __future__ import annotations

import hashlib
import logging
import time
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from requests import PreparedRequest

from connectors.kit.auth import NoAuth, RenewableAuth
from connectors.kit.errors import SourceError, VendorUnavailable
from connectors.kit.http import Call, Reply, Transport, Vendor
from connectors.kit.token_files import Pair, TokenFiles
from texts import say

_log = logging.getLogger(__name__)
_LOCK_SECONDS = 120
T = TypeVar("T")


class StoredToken(RenewableAuth):
    """Signs with the stored access token, and gets another one in time or when it is refused.

    `name`: of the credential, telling nothing about it; `seed`: digest of the secret that a person gave: with
    another one the stored pair is void; `wants`: see TokenFiles; `now`: epoch seconds.
    """

    def __init__(
        self, name: str, seed: str, wants: tuple[str, ...] = (), *, now: Callable[[], float] = time.time
    ) -> None:
        self._name, self._seed, self._wants, self._now = name, seed, wants, now
        self._files: TokenFiles | None = None
        self._transport: Transport | None = None
        self._used: Pair | None = None

    def open(self, folder: Path, transport: Transport) -> None:
        """Keep the pair in `folder`, shared by processes, and renew it over this transport's session."""
        self._files = TokenFiles(folder, self._name, self._seed, self._wants)
        self._transport = transport

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with the header."""
        self._used = self._pair()
        request.headers["Authorization"] = f"Bearer {self._used.access_token}"
        return request

    def renew(self) -> bool:
        """Get another access token than the one that was just refused."""
        refused = self._used.access_token if self._used else ""
        return self._pair(refused=refused).access_token != refused

    @property
    def told(self) -> dict[str, str]:
        """What the vendor said with the pair that signed last."""
        return self._used.told if self._used else {}

    @abstractmethod
    def is_good(self, pair: Pair, now: float) -> bool:
        """Whether the pair need not be renewed yet."""

    @abstractmethod
    def exchanged(self, files: TokenFiles, transport: Transport, pair: Pair | None) -> Pair:
        """A new pair from the vendor, stored, in place of `pair`. Raises SourceError where none is given."""

    def _pair(self, refused: str = "") -> Pair:
        assert self._files is not None and self._transport is not None
        pair = self._files.read()
        if pair is None or pair.access_token == refused or not self.is_good(pair, self._now()):
            try:
                with FileLock(self._files.lock, timeout=_LOCK_SECONDS):
                    pair = self._renewed(self._files, self._transport, refused)
            except Timeout:
                raise VendorUnavailable(
                    say("another process has been renewing the token for two minutes"),
                    fix=say("see what holds it, end it, and run again."),
                ) from None
        self._transport.redact.learn(pair.access_token, pair.refresh_token)
        return pair

    def _renewed(self, files: TokenFiles, transport: Transport, refused: str) -> Pair:
        """The pair after this process's turn: what another has stored meanwhile, or a new one."""
        pair = files.recover()
        lives = pair is not None and pair.access_token != refused and self._now() < pair.expires_at
        if pair is not None and lives and (self.is_good(pair, self._now()) or files.lost_since()):
            return pair
        if pair is not None:
            transport.redact.learn(pair.access_token, pair.refresh_token)  # a refusal may repeat them
        try:
            return self.exchanged(files, transport, pair)
        except SourceError as error:
            if pair is None or not lives:
                raise
            _log.warning("%s; going on with the access token that is still good", error.what)
            return pair


def digest(text: str) -> str:
    """A name for a secret that tells nothing about it: 16 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sent_unsigned(usual: Transport, call: Call, vendor: Vendor, parse: Callable[[Reply], T]) -> T | None:
    """The answer where tokens are given, by a transport of its own in the same time.

    Signing a request must not begin with signing one. What was sent and remarked counts for `usual`.
    """
    own = replace(usual, auth=NoAuth(), requests_sent=0, remarks=[], address_folder=None)
    try:
        return own.send(call, vendor, parse)
    finally:
        usual.requests_sent += own.requests_sent
        usual.remarks += own.remarks
