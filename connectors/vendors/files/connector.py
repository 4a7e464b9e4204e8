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

import msgspec
from pydantic import Field

from connectors.kit.http import Transport
from connectors.kit.stream import Kind, Page, Reading, Stream
from connectors.tables.folder import FolderSettings, TableFolder, kept_out
from connectors.tables.streams import CONTRACTS
from texts import say

_SPREADSHEETS = ("sales_plan", "costs")
_EXPECTED = ("stages", *_SPREADSHEETS)  # without them the marts have no steps, plans or costs: worth a word
_USUAL = {stream: "*.xlsx" if stream in _SPREADSHEETS else f"{stream}.csv" for stream in CONTRACTS}


class FilesSettings(FolderSettings):
    """Where the tables lie, and which files hold which stream."""

    vendor = "files"
    contracts = CONTRACTS

    streams: dict[str, str] = Field(
        default_factory=lambda: dict(_USUAL),
        description="stream → pattern of its files; <stream>.csv, and *.xlsx for sales_plan and costs",
    )


class Files(TableFolder[FilesSettings]):
    """One folder."""

    name = "files"
    settings_type = FilesSettings
    streams = tuple(
        Stream(contract, kind=Kind.WHOLE, key=("_file", "_sheet", "_row")) for contract in CONTRACTS
    )

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """All rows of all files. SettingsError without a folder, UnexpectedReply if a file is no table."""
        found = self.table(reading.stream.name, reading.rows_before)
        yield Page(
            keys=[row.key for row in found.rows],
            payloads=[msgspec.json.encode(row.payload) for row in found.rows],
            rejected=kept_out(found),
            received=len(found.rows) + len(found.wrong),
            warnings=tuple(found.notes),
        )

    def missed(self, stream: str, rows_before: int) -> list[str]:
        """What to say of a table that is not there: nothing of one that few keep and nobody named.

        SettingsError if it had rows when it was last read, or is a plan or costs with a pattern of its own.
        """
        is_named = self.settings.is_named(stream)
        if rows_before or (stream in _SPREADSHEETS and is_named):
            raise self.gone(stream)
        if not is_named and stream not in _EXPECTED:
            return []
        return [
            say(
                "there is no file {pattern} in {folder}: the table {stream} is empty",
                pattern=self.settings.streams[stream],
                folder=self.settings.folder,
                stream=stream,
            )
        ]
