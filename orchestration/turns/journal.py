"""Which runs are alive and which died: a file per process that runs, under a lock that dies with it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from orchestration.deployment.layout import Var
from texts import say


class Entry(BaseModel):
    """A process that runs something, in its Dagster runs. `phase`: what it does now; `over`: all is done."""

    what: str = "run"
    pid: int = 0
    since: datetime | None = None
    phase: str = ""
    runs: tuple[str, ...] = ()
    over: bool = False

    def epitaph(self) -> str:
        """The sentence about a process that died before it was over."""
        since = f"{self.since:%Y-%m-%d %H:%M} UTC" if self.since else "?"
        return say(
            "The {what} begun {since} (process {pid}) was killed while it was at: {phase}",
            what=self.what,
            since=since,
            pid=self.pid,
            phase=self.phase or "?",
        )


# The pages of this process, by the folder of their journal: what works knows no journal, only its phases.
_own: dict[Path, "Page"] = {}


@dataclass
class Page:
    """The entry of this process, and the lock that says it is alive."""

    file: Path
    lock: FileLock
    entry: Entry

    def at(self, phase: str, *, run: str | None = None) -> None:
        """Note what is done from now on, and the Dagster run that does it."""
        runs = self.entry.runs if run is None or run in self.entry.runs else (*self.entry.runs, run)
        self.entry = self.entry.model_copy(update={"phase": phase, "runs": runs})
        self._write()

    def over(self) -> None:
        """Note that all is done; the process stays known as alive until it ends."""
        self.entry = self.entry.model_copy(update={"over": True})
        self._write()

    def tear(self) -> None:
        """Leave no trace: the process ended as it should, or said itself why not."""
        _own.pop(self.file.parent, None)
        self.file.unlink(missing_ok=True)
        self.lock.release()
        Path(self.lock.lock_file).unlink(missing_ok=True)

    def _write(self) -> None:
        aside = self.file.with_suffix(".part")
        try:
            aside.write_text(self.entry.model_dump_json(), encoding="utf-8")
            aside.replace(self.file)
        except OSError:  # a full disk is told by what needs it
            aside.unlink(missing_ok=True)


class Journal:
    """The entries of one var folder."""

    def __init__(self, var: Var) -> None:
        self._folder = var.run / "alive"

    def open(self, what: str, name: str | None = None) -> Page:
        """Enter this process. `name`: of the entry; left out: a new one. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{name or uuid4().hex}.json"
        lock = FileLock(file.with_suffix(".lock"), is_singleton=True, thread_local=False)
        lock.acquire()
        page = Page(file, lock, Entry(what=what, pid=os.getpid(), since=datetime.now(UTC)))
        page.at("start")
        _own[self._folder] = page
        return page

    def note(self, phase: str, *, run: str | None = None) -> None:
        """What this process does from now on, if it is entered here."""
        if page := _own.get(self._folder):
            page.at(phase, run=run)

    @contextmanager
    def entered(self, what: str) -> Iterator[Page]:
        """An entry for as long as the context is open."""
        page = self.open(what)
        try:
            yield page
        finally:
            page.tear()

    def living(self) -> list[Entry]:
        """The entries of processes that run now."""
        return [_read(file) for file in self._files() if _is_held(file)]

    def dead(self) -> list[tuple[Path, Entry]]:
        """The entries of processes that are no more."""
        return [(file, _read(file)) for file in self._files() if not _is_held(file)]

    def unfinished(self) -> list[Entry]:
        """What died before it was over and has not been told yet."""
        return [entry for _, entry in self.dead() if not entry.over]

    def strike(self, file: Path) -> None:
        """Forget a dead entry."""
        for suffix in (".json", ".lock", ".part"):
            file.with_suffix(suffix).unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.json"))


def _is_held(file: Path) -> bool:
    """Whether the process of the entry lives: another file object than its own cannot take its lock."""
    lock = FileLock(file.with_suffix(".lock"), thread_local=False)
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True


def _read(file: Path) -> Entry:
    try:
        return Entry.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return Entry()
