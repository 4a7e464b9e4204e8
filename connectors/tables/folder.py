"""A connector of a folder of tables: which files hold a stream, and what they hold together."""

from __future__ import annotations

import unicodedata
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import ClassVar, TypeVar

import msgspec
from pydantic import Field, field_validator

from connectors.kit.auth import NoAuth
from connectors.kit.connector import Connector
from connectors.kit.errors import SettingsError, SourceError, UnexpectedReply
from connectors.kit.settings import Settings
from connectors.kit.stream import Rejected
from connectors.tables.contract import TableContract
from connectors.tables.opening import open_table
from connectors.tables.reading import FileRows, read_file, set_repeats_aside
from texts import marked, say


class FolderSettings(Settings):
    """Where the tables lie, and which files hold which stream. A subclass says what is usual."""

    vendor: ClassVar[str]
    contracts: ClassVar[Mapping[str, TableContract]]

    folder: Path = Field(description=marked("the folder of the tables"))
    streams: dict[str, str] = Field(default_factory=dict, description="stream → pattern of its files")

    @field_validator("streams")
    @classmethod
    def _known_and_inside(cls, streams: dict[str, str]) -> dict[str, str]:
        for stream, pattern in streams.items():
            if stream not in cls.contracts:
                raise ValueError(
                    say(
                        "{stream} is no stream of {vendor}; known are {names}",
                        stream=stream,
                        vendor=cls.vendor,
                        names=", ".join(cls.contracts),
                    )
                )
            path = PurePosixPath(pattern)
            if not path.name or path.is_absolute() or ".." in path.parts:
                raise ValueError(say("the pattern of {stream} has to stay inside the folder", stream=stream))
            if any("**" in part and part != "**" for part in path.parts):
                raise ValueError(
                    say(
                        "** in the pattern of {stream} has to stand for whole folders, as in **/*.xlsx",
                        stream=stream,
                    )
                )
        return streams

    def is_named(self, stream: str) -> bool:
        """Whether a person wrote a pattern for the stream."""
        return "streams" in self.model_fields_set and stream in self.streams


F = TypeVar("F", bound=FolderSettings)
_FEW = 2  # rows that are all wrong: one alone may be anything


class TableFolder(Connector[F]):
    """One folder. The streams that its settings name are deployed; each is read whole."""

    def __init__(self, settings: F) -> None:
        super().__init__(settings)
        self.streams = tuple(stream for stream in type(self).streams if stream.name in settings.streams)

    @abstractmethod
    def missed(self, stream: str, rows_before: int) -> list[str]:
        """What to say of a stream without a file. SettingsError if it has to have one, NotOffered if not."""

    def base_url(self) -> str:
        """Files are not read over HTTP."""
        return ""

    def auth(self) -> NoAuth:
        """Nothing to sign."""
        return NoAuth()

    def is_of(self, path: Path, stream: str) -> bool:
        """Whether a file that fits the pattern holds the stream; override where a pattern takes too many."""
        return True

    def table(self, stream: str, rows_before: int) -> FileRows:
        """The rows of all files. SettingsError without a folder, UnexpectedReply if a file is no table."""
        contract = self.settings.contracts[stream]
        return set_repeats_aside(contract, self._read_all(contract, rows_before))

    def gone(self, stream: str) -> SettingsError:
        """The error of a stream that has to have a file and has none."""
        return SettingsError(
            say(
                "no file of {folder} fits the pattern {streams} of the stream {stream}",
                folder=self.settings.folder,
                streams=self.settings.streams[stream],
                stream=stream,
            ),
            fix=say(
                "put the table there, or correct the setting `streams.{stream}`; a table that is "
                "meant to be empty has its header row only.",
                stream=stream,
            ),
        )

    def _read_all(self, contract: TableContract, rows_before: int) -> FileRows:
        """What the files hold together; every file that cannot be read is named."""
        together, failed = FileRows(), list[SourceError]()
        paths = self._paths(contract.stream)
        if not paths:
            together.notes += self.missed(contract.stream, rows_before)
        before = _states_of(paths)
        for path in paths:
            try:
                together.add(
                    _none_only_wrong(contract, read_file(contract, open_table(path, file=self._name(path))))
                )
            except SourceError as error:
                failed.append(error)
        if changed := [path for path, state in _states_of(paths).items() if state != before[path]]:
            raise _being_written(self._name(changed[0]))
        if len(failed) > 1:
            raise UnexpectedReply("; ".join(error.what for error in failed), fix=failed[0].fix)
        if failed:
            raise failed[0]
        return together

    def _paths(self, stream: str) -> list[Path]:
        folder, pattern = self.settings.folder, self.settings.streams[stream]
        if not folder.is_dir():
            raise SettingsError(
                say("there is no folder {folder}", folder=folder),
                fix=say("create it, or correct the setting `folder`."),
            )
        found = (path for path in _fitting(folder, pattern) if path.is_file() and path.name[0] not in "~.")
        return sorted(path for path in found if self.is_of(path, stream))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.settings.folder).as_posix()


def _fitting(folder: Path, pattern: str) -> Iterable[Path]:
    """What fits the pattern: whoever writes tables on Windows or a Mac sees no difference in letter case."""
    if "/" in pattern:
        return folder.glob(pattern)
    wanted = _seen(pattern)
    return (path for path in folder.iterdir() if fnmatchcase(_seen(path.name), wanted))


def _seen(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _states_of(paths: Sequence[Path]) -> dict[Path, tuple[int, int] | None]:
    """What tells a file that was written meanwhile: its size and its time; None where it is gone."""
    states: dict[Path, tuple[int, int] | None] = {}
    for path in paths:
        try:
            told = path.stat()
            states[path] = (told.st_size, told.st_mtime_ns)
        except OSError:
            states[path] = None
    return states


def _being_written(file: str) -> UnexpectedReply:
    return UnexpectedReply(
        say("{file} was written while it was read", file=file),
        fix=say("run again once it is copied; copy under another name first and rename it then."),
    )


def _none_only_wrong(contract: TableContract, found: FileRows) -> FileRows:
    """What a file holds. UnexpectedReply where it has rows and none can be read: its form has changed."""
    if found.rows or len(found.wrong) < _FEW:
        return found
    raise UnexpectedReply(
        say(
            "none of the {count} rows of {stream} can be read; {reason}",
            count=len(found.wrong),
            stream=contract.stream,
            reason=found.wrong[0].reason,
        ),
        fix=say("correct the column that is named; until then what was read before stays."),
    )


def kept_out(found: FileRows) -> tuple[Rejected, ...]:
    """The wrong rows as they go to quarantine."""
    return tuple(Rejected(row.reason, msgspec.json.encode(row.payload).decode()) for row in found.wrong)
