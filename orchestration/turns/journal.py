"""Which runs are alive and which died: a file per process that runs, under a lock that dies with it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from signal import Signals
from uuid import uuid4

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from durable.files import aside_of, note_file
from orchestration.deployment.layout import Var
from orchestration.turns.stopping import before_the_end
from texts import marked, say, translated

# What runs, and what it is at: written down in English, said in the language of whoever asks.
WORDS = (
    *(marked("night"), marked("backfill"), marked("rebuild"), marked("land"), marked("build"), marked("run")),
    *(marked("start"), marked("gate and release"), marked("demo"), marked("rollback"), marked("alerts")),
)


class Entry(BaseModel):
    """A process that runs something, in its Dagster runs. `phase`: what it does now; `over`: all is done.

    `signal`: the one that ended it, where one did and was heard.
    """

    what: str = "run"
    pid: int = 0
    since: datetime | None = None
    phase: str = ""
    runs: tuple[str, ...] = ()
    over: bool = False
    signal: str = ""

    def news(self) -> str:
        """The sentence about a process that works."""
        return say(
            "The {what} begun {since} (process {pid}) is at: {phase}",
            what=translated(self.what),
            since=self._since,
            pid=self.pid,
            phase=translated(self.phase) or "?",
        )

    def epitaph(self) -> str:
        """The sentence about a process that ended before all was done."""
        if self.signal:
            return say(
                "The {what} begun {since} (process {pid}) was ended by {signal} while it was at: {phase}",
                what=translated(self.what),
                since=self._since,
                pid=self.pid,
                signal=self.signal,
                phase=translated(self.phase) or "?",
            )
        return say(
            "The {what} begun {since} (process {pid}) was killed while it was at: {phase}",
            what=translated(self.what),
            since=self._since,
            pid=self.pid,
            phase=translated(self.phase) or "?",
        )

    @property
    def _since(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M} UTC" if self.since else "?"


# The pages of this process, by the folder of their journal: what works knows no journal, only its phases.
_own: dict[Path, "Presence"] = {}


def close_entries(signal: Signals) -> None:
    """The last words of a process that a signal ends."""
    for page in tuple(_own.values()):
        page.close(signal.name)


before_the_end(close_entries)


@dataclass
class Presence:
    """The entry of this process, and the lock that says it is alive."""

    file: Path
    lock: FileLock
    entry: Entry
    _pen: threading.Lock = field(default_factory=threading.Lock)

    def at(self, phase: str, *, run: str | None = None) -> None:
        """Note what is done from now on, and the Dagster run that does it."""
        runs = self.entry.runs if run is None or run in self.entry.runs else (*self.entry.runs, run)
        with self._pen:
            self._write(phase=phase, runs=runs)

    @property
    def began(self) -> datetime:
        """When the process was entered, by the machine's clock."""
        return self.entry.since or datetime.now(UTC)

    def over(self) -> None:
        """Note that all is done; the process stays known as alive until it ends."""
        with self._pen:
            self._write(over=True)

    def close(self, signal: str) -> None:
        """Note which signal ends this process; nothing more is written or torn out."""
        self._pen.acquire()
        if not self.entry.over:
            self._write(signal=signal)

    def tear(self) -> None:
        """Leave no trace: the process ended as it should, or said itself why not."""
        with self._pen:
            _own.pop(self.file.parent, None)
            self.file.unlink(missing_ok=True)
            self.lock.release()
            Path(self.lock.lock_file).unlink(missing_ok=True)

    def _write(self, **changed: object) -> None:
        self.entry = self.entry.model_copy(update=changed)
        with suppress(OSError):  # a full disk is told by what needs it
            note_file(self.file, self.entry.model_dump_json())


class Journal:
    """The entries of one var folder."""

    def __init__(self, var: Var) -> None:
        self._folder = var.run / "alive"
        self._killed = var.run / "killed"

    def open(self, what: str, name: str | None = None) -> Presence:
        """Enter this process. `name`: of the entry; left out: a new one. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{name or uuid4().hex}.json"
        lock = FileLock(file.with_suffix(".lock"), is_singleton=True, thread_local=False)
        lock.acquire()
        page = Presence(file, lock, Entry(what=what, pid=os.getpid(), since=datetime.now(UTC)))
        page.at("start")
        _own[self._folder] = page
        return page

    def note(self, phase: str, *, run: str | None = None) -> None:
        """What this process does from now on, if it is entered here."""
        if page := _own.get(self._folder):
            page.at(phase, run=run)

    @contextmanager
    def entered(self, what: str) -> Iterator[Presence]:
        """An entry for as long as the context is open; where this process has one already, that one."""
        if (page := _own.get(self._folder)) and not page.entry.over:
            yield page
            return
        page = self.open(what)
        try:
            yield page
        finally:
            page.tear()

    def living(self) -> list[Entry]:
        """The entries of processes that run now."""
        return [_read(file) for file in self._files() if _is_held(file)]

    def dead(self) -> list[tuple[Path, Entry]]:
        """The entries of processes that are no more and that nobody has claimed yet."""
        return [(file, _read(file)) for file in self._files() if not _is_held(file)]

    def unfinished(self) -> list[Entry]:
        """What died before it was over, oldest first, until a later night has gone well."""
        told = [_read(file) for file in self._killed.glob("*.json")]
        died = [entry for _, entry in self.dead() if not entry.over]
        return sorted((*told, *died), key=lambda entry: entry.since or datetime.min.replace(tzinfo=UTC))

    def claim(self, file: Path, entry: Entry) -> bool:
        """Take a dead entry out; True for one of those who try it at once, who then tells of it."""
        try:
            if entry.over:
                file.unlink()
            else:
                self._killed.mkdir(exist_ok=True)
                file.replace(self._killed / file.name)
        except FileNotFoundError:
            return False
        for left in (file.with_suffix(".lock"), aside_of(file)):
            left.unlink(missing_ok=True)
        return True

    def settle(self, before: datetime) -> None:
        """Forget what was killed: a night that began at this instant of the machine's clock went well."""
        for file in self._killed.glob("*.json"):
            since = _read(file).since
            if since is None or since < before:
                file.unlink(missing_ok=True)

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
