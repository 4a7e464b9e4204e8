"""The landing: batches are committed here, whole and once, and nothing else keeps state.

What has been read is told by the footers of the committed files, so rows and cursor cannot disagree.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from connectors.kit.cursor import Window
from connectors.kit.errors import LandingFailed
from connectors.kit.stream import Kind, Stream
from connectors.landing.ledger import (
    BatchInfo,
    Coverage,
    batch_name,
    coverage_of,
    footer,
    next_instant,
    read_footer,
)
from connectors.landing.seal import is_whole
from connectors.landing.spool import Spool, SpoolTaken, begun, bury
from connectors.landing.store import Store, Stored
from texts import say

_log = logging.getLogger(__name__)
_Footers = dict[str, BatchInfo]
_footers = msgspec.json.Decoder(_Footers)


class _Damaged(LandingFailed):
    """A file of the landing is not what was written."""


def _nothing(step: str) -> None:
    """The step callback outside tests."""


class Landing:
    """Batches under one root. `root`: `<var>/landing`, or a URI of an object store.

    `step` is called between the steps of a commit, with their names; tests end the process there.
    """

    def __init__(self, root: str, *, step: Callable[[str], None] = _nothing) -> None:
        self.root = root
        self._store = Store(root)
        self._quarantine = Store(_beside(root, "quarantine"))
        self._step = step
        self._known: dict[str, _Footers] = {}
        self._remarks: list[str] = []
        self._clean()

    @property
    def spool_folder(self) -> Path:
        """The local folder for what is not finished; on the landing's own disk if that is local."""
        return self._store.spool_folder()

    def begin(self, observed_at: datetime, after: str = "") -> Spool:
        """An empty batch. `observed_at`: the instant the reading begins, which all its rows carry.

        `after`: the newest batch of the stream: whatever clock named it, what is read now is newer.
        """
        named, turn = max(observed_at, next_instant(after, observed_at)), time.time_ns() >> 20
        while True:
            with suppress(SpoolTaken):
                return Spool(self.spool_folder, batch_name(named, turn), observed_at)
            turn += 1

    def commit(self, spool: Spool, info: BatchInfo) -> BatchInfo:
        """Make the batch visible, whole; its quarantine first, so that what the footer counts is there."""
        place = f"{info.vendor}/{info.source}/{info.stream}/{info.observed_at:%Y-%m}/{info.batch_id}.parquet"
        finished = spool.finish(footer(info))
        self._step("spooled")
        if spool.rejected:
            self._quarantine.publish(spool.finish_rejects(), place, _nothing)
            self._step("quarantined")
        try:
            self._store.publish(finished, place, self._step)
        except LandingFailed:
            self._quarantine.delete(place)
            raise
        self._step("committed")
        return msgspec.structs.replace(info, path=place)

    def batches(self, source: str, stream: str) -> list[BatchInfo]:
        """The committed batches of a stream, oldest first."""
        folder = self._folder(source, stream)
        if folder is None:
            return []
        files = self._store.files(folder, ".parquet")
        known = self._recalled(folder)
        found = {file.path: self._found(file, known.get(file.path)) for file in files}
        good = {path: batch for path, batch in found.items() if batch is not None}
        if good != known:
            self._remember(folder, good)
        return sorted(good.values(), key=lambda batch: batch.batch_id)

    def verify(self) -> list[tuple[Stored, bool]]:
        """Every file of the landing, and whether it is what was written. Reads all bytes, changes nothing."""
        checked = []
        for file in self._store.files("", ".parquet"):
            with self._store.open(file.path) as opened:
                checked.append((file, is_whole(opened)))
        return checked

    def remarks(self) -> list[str]:
        """What was set aside since it was last asked for, as sentences."""
        told, self._remarks = self._remarks, []
        return told

    def coverage(
        self, source: str, stream: str, beginning: datetime, *, stream_version: str | None = None
    ) -> Coverage:
        """How far a stream is known from `beginning` on, by its newest (or the given) version."""
        return coverage_of(self.batches(source, stream), beginning, stream_version)

    def versions(
        self, source: str, stream: str, *, stream_version: str | None = None
    ) -> dict[str, str | None]:
        """Key → version of everything landed and not deleted.

        With `stream_version`, what an older version of the stream landed counts as landed in version None.
        """
        alive: dict[str, str | None] = {}
        for batch in self.batches(source, stream):
            current = stream_version in (None, batch.stream_version)
            keys, ops, versions = self._columns(batch, ["_key", "_op", "_version"])
            for key, op, version in zip(keys, ops, versions, strict=True):
                if op == "delete":
                    alive.pop(key, None)
                else:
                    alive[key] = version if current else None
        return alive

    def rows_before(self, source: str, stream: Stream) -> int:
        """How many rows a stream that is read whole had when it was last read to its end; 0 for others."""
        batches = self.batches(source, stream.name) if stream.kind is Kind.WHOLE else []
        return next((batch.rows for batch in reversed(batches) if batch.complete), 0)

    def keys_seen(self, source: str, stream: str, window: Window) -> list[str]:
        """The keys of all rows of batches that read into `window`, in the order first seen.

        A batch that was asked for no window has what it found changed at its instant.
        """
        seen: dict[str, None] = {}
        for batch in self.batches(source, stream):
            read = batch.window or Window(batch.observed_at, batch.observed_at)
            if read.start <= window.end and read.end > window.start:
                seen.update(dict.fromkeys(self._columns(batch, ["_key"])[0]))
        return list(seen)

    def _columns(self, batch: BatchInfo, names: list[str]) -> list[list[str]]:
        with self._store.open(batch.path) as file:
            table = pq.read_table(file, columns=names)
        return [table.column(name).to_pylist() for name in names]

    def _folder(self, source: str, stream: str) -> str | None:
        for vendor in self._store.folders():
            if source in self._store.folders(vendor):
                return f"{vendor}/{source}/{stream}"
        return None

    def _found(self, file: Stored, known: BatchInfo | None) -> BatchInfo | None:
        """The batch of a file; None if it is damaged: then it is moved away and counts no more."""
        if known is not None and (known.size, known.changed) == (file.size, file.changed):
            return known
        try:
            if known is not None and known.size:
                with self._store.open(file.path) as opened:
                    if not is_whole(opened):
                        raise _damaged(file)
            info = self._footer(file)
        except _Damaged as damage:
            self._set_aside(file, damage)
            return None
        return msgspec.structs.replace(info, size=file.size, changed=file.changed)

    def _set_aside(self, file: Stored, damage: _Damaged) -> None:
        place = self._store.set_aside(file.path, f"set_aside/{datetime.now(UTC):%Y-%m-%d}")
        remark = say(
            "{what}: it is set aside as {place}; what it held is read again where the vendor still has it",
            what=damage.what,
            place=place,
        )
        _log.warning("%s", remark)
        self._remarks.append(remark)

    def _footer(self, file: Stored) -> BatchInfo:
        try:
            with self._store.open(file.path) as stream:
                metadata = pq.read_metadata(stream).metadata or {}
            return read_footer(metadata[b"voronka"], file.path)
        except (pa.ArrowException, KeyError, msgspec.DecodeError):
            raise _Damaged(
                f"{file.path} lies in the landing and is not a batch of ours, or is damaged",
                fix="move the file away, or bring it back from the backup.",
            ) from None

    def _recalled(self, folder: str) -> _Footers:
        """Footers already read; the file that keeps them can be deleted at any time."""
        if folder not in self._known:
            text = self._store.read(f".footers/{folder}.json")
            self._known[folder] = {}
            with suppress(msgspec.DecodeError):
                self._known[folder] = _footers.decode(text) if text else {}
        return self._known[folder]

    def _remember(self, folder: str, footers: _Footers) -> None:
        self._known[folder] = footers
        self._store.write(f".footers/{folder}.json", msgspec.json.encode(footers))

    def _clean(self) -> None:
        """Remove what dead writers left: their spools, and quarantine of batches that never came."""
        spools = self.spool_folder
        for batch_id in begun(spools):
            with bury(spools, batch_id) as is_dead:
                if is_dead:
                    self._forget_rejects(f"{batch_id}.parquet")

    def _forget_rejects(self, name: str) -> None:
        landed = any(file.path.endswith(f"/{name}") for file in self._store.files("", ".parquet"))
        for file in () if landed else self._quarantine.files("", ".parquet"):
            if file.path.endswith(f"/{name}"):
                self._quarantine.delete(file.path)


def _damaged(file: Stored) -> _Damaged:
    return _Damaged(
        say("{path} of the landing is damaged", path=file.path),
        fix=say("bring it back from the backup, or let the next night read it again."),
    )


def _beside(root: str, name: str) -> str:
    return f"{root.rstrip('/').rpartition('/')[0]}/{name}"
