"""Tables kept by people in a folder: mappings of a deployment (CSV), sales plans and costs (XLSX, ODS, CSV).

Quirks, each with a test in tests/files/
- Every stream is read whole: a row that is no longer in the files is gone.
- If `streams` is set, only the streams in it are deployed. A table that nobody keeps is empty. One that
  had rows and is gone, or a pattern that somebody wrote for a plan or costs, is an error without a file.
  Files that spreadsheet programs keep beside an open one (`~$plan.xlsx`, `.~lock.plan.ods#`) are not tables.
- A wrong cell keeps out its row alone, with a reason that names file, sheet, row and column. A missing
  column or a file that cannot be read stops the stream: what was read yesterday stays.
- The same key in two rows: a repeat is dropped, contradicting rows are all kept out.
- A line of a CSV that has not the cells of its header, and a cell that holds an error or a formula without a
  value, keep out their row; a needed column of errors only stops the file. `.xls` and `.xlsb` are refused:
  nothing tells their broken cells from empty ones.
- A key is compared without case and double spaces, as the models do.
- A spreadsheet holds numbers in binary: money is their shortest text, rounded to the kopeck.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec
from pydantic import Field, field_validator

from connectors.kit.auth import NoAuth
from connectors.kit.connector import Connector
from connectors.kit.errors import SettingsError, SourceError, UnexpectedReply
from connectors.kit.http import Transport
from connectors.kit.settings import Settings
from connectors.kit.stream import Kind, Page, Reading, Rejected, Stream
from connectors.tables.contract import TableContract
from connectors.tables.opening import open_table
from connectors.tables.reading import FileRows, read_file, set_repeats_aside
from connectors.tables.streams import CONTRACTS
from texts import say

_SPREADSHEETS = ("sales_plan", "costs")
_EXPECTED = ("stages", *_SPREADSHEETS)  # without them the marts have no steps, plans or costs: worth a word
_USUAL = {stream: "*.xlsx" if stream in _SPREADSHEETS else f"{stream}.csv" for stream in CONTRACTS}


class FilesSettings(Settings):
    """Where the tables lie, and which files hold which stream."""

    folder: Path = Field(description="the folder of the tables")
    streams: dict[str, str] = Field(
        default_factory=lambda: dict(_USUAL),
        description="stream → pattern of its files; <stream>.csv, and *.xlsx for sales_plan and costs",
    )

    @field_validator("streams")
    @classmethod
    def _known_and_inside(cls, streams: dict[str, str]) -> dict[str, str]:
        for stream, pattern in streams.items():
            if stream not in CONTRACTS:
                raise ValueError(
                    say(
                        "{stream} is no stream of files; known are {names}",
                        stream=stream,
                        names=", ".join(CONTRACTS),
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


class Files(Connector[FilesSettings]):
    """One folder."""

    name = "files"
    settings_type = FilesSettings
    streams = tuple(
        Stream(contract, kind=Kind.WHOLE, key=("_file", "_sheet", "_row")) for contract in CONTRACTS
    )

    def __init__(self, settings: FilesSettings) -> None:
        super().__init__(settings)
        self.streams = tuple(stream for stream in type(self).streams if stream.name in settings.streams)

    def base_url(self) -> str:
        """Files are not read over HTTP."""
        return ""

    def auth(self) -> NoAuth:
        """Nothing to sign."""
        return NoAuth()

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """All rows of all files. SettingsError without a folder, UnexpectedReply if a file is no table."""
        contract = CONTRACTS[reading.stream.name]
        found = set_repeats_aside(contract, self._read_all(contract, reading.rows_before))
        yield Page(
            keys=[row.key for row in found.rows],
            payloads=[msgspec.json.encode(row.payload) for row in found.rows],
            rejected=tuple(
                Rejected(row.reason, msgspec.json.encode(row.payload).decode()) for row in found.wrong
            ),
            received=len(found.rows) + len(found.wrong),
            warnings=tuple(found.notes),
        )

    def _read_all(self, contract: TableContract, rows_before: int) -> FileRows:
        """What the files hold together; every file that cannot be read is named."""
        together, failed = FileRows(), list[SourceError]()
        paths = self._paths(contract.stream)
        if not paths:
            together.notes += self._missed(contract.stream, rows_before)
        for path in paths:
            try:
                together.add(read_file(contract, open_table(path, file=self._name(path))))
            except SourceError as error:
                failed.append(error)
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
        return sorted(path for path in folder.glob(pattern) if path.is_file() and path.name[0] not in "~.")

    def _is_named(self, stream: str) -> bool:
        """Whether a person wrote a pattern for the stream."""
        return "streams" in self.settings.model_fields_set and stream in self.settings.streams

    def _missed(self, stream: str, rows_before: int) -> list[str]:
        """What to say of a table that is not there: nothing of one that few keep and nobody named.

        SettingsError if it had rows when it was last read, or is a plan or costs with a pattern of its own.
        """
        if rows_before or (stream in _SPREADSHEETS and self._is_named(stream)):
            raise SettingsError(
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
        if not self._is_named(stream) and stream not in _EXPECTED:
            return []
        return [
            say(
                "there is no file {pattern} in {folder}: the table {stream} is empty",
                pattern=self.settings.streams[stream],
                folder=self.settings.folder,
                stream=stream,
            )
        ]

    def _name(self, path: Path) -> str:
        return path.relative_to(self.settings.folder).as_posix()
