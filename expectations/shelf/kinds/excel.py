"""Publishes one Excel workbook of the small marts, for people who open a file; swapped in by a rename."""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path
from typing import ClassVar, Self

import duckdb
from openpyxl import Workbook, load_workbook
from openpyxl.packaging.custom import IntProperty, StringProperty
from pydantic import Field

from durable.files import aside_of, flush, put_in_place
from expectations.aside import set_aside
from expectations.engine_words import failure_of
from expectations.errors import ShelfError
from expectations.shelf.excel.about import title_of_about, title_of_meanings, write_about, write_meanings
from expectations.shelf.excel.sheets import write_sheets
from expectations.shelf.readers import open_way, writable
from expectations.shelf.settings import FileSettings
from expectations.shelf.target import OnStep, ShelfTarget, Stamp
from expectations.versions import Publication
from texts import say, speaking

_AUTHOR = "Voronka"
_STAMP = ("voronka_version", "voronka_sequence", "voronka_fingerprint")
_MOST_ROWS = 1_048_575  # of a sheet, without its headings
# What a file that is no workbook, or half of one, makes its readers say.
_UNREADABLE = (OSError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, TypeError)


class WorkbookSettings(FileSettings):
    """A workbook. Marts say themselves that they have a sheet (`workbook` in their publish block)."""

    marts: tuple[str, ...] | None = Field(
        None, description="marts with a sheet; null: those that ask for one"
    )
    rows_at_most: int = Field(
        50_000, gt=0, le=_MOST_ROWS, description="a mart with more rows is left out and named"
    )


class ExcelWorkbook(ShelfTarget):
    """The first sheet says what the data are; a sheet per mart follows."""

    settings_type: ClassVar = WorkbookSettings
    name = "excel"

    @classmethod
    def opened(cls, settings: WorkbookSettings, root: Path) -> Self:
        """The workbook that a deployment names."""
        return cls(root / settings.path, settings, inside=root)

    def __init__(self, path: Path, settings: WorkbookSettings, *, inside: Path | None = None) -> None:
        """`inside`: the var folder, if that is where the file may stand.

        Raises ShelfError for a file that no spreadsheet opens by its name."""
        if path.suffix.lower() != ".xlsx":
            raise ShelfError(
                say("The workbook must not be called {name}.", name=path.name),
                fix=say("end its name in .xlsx: spreadsheets go by it."),
            )
        self.path = path
        self._mode, self._inside = settings.mode_number, inside
        self._settings = settings

    def check(self) -> str:
        """Where it will stand. Raises ShelfError if nobody can write there."""
        return writable(self.path)

    @property
    def location(self) -> str:
        """The file to open."""
        return str(self.path)

    def stamp(self) -> Stamp | None:
        """What the workbook holds; None if there is none. Raises ShelfError if it is not ours or damaged."""
        if not self.path.exists():
            return None
        try:
            book = load_workbook(self.path, read_only=True)
            try:
                said = {one.name: one.value for one in book.custom_doc_props.props}
            finally:
                book.close()
            version, sequence, fingerprint = (said[name] for name in _STAMP)
            return Stamp(str(version), int(sequence), str(fingerprint))
        except _UNREADABLE as error:
            raise ShelfError(
                say("The workbook {file} cannot be read.", file=self.path.name),
                fix=say("run a night, or `voronka rebuild`: both set it aside and write it anew."),
            ) from error

    def fault(self, publication: Publication) -> str | None:
        """Whether every byte is as it was written, and no other program has saved it since."""
        try:
            with zipfile.ZipFile(self.path) as parts:
                damaged = parts.testzip()
            if damaged is None and not self._is_changed():
                return None
        except _UNREADABLE:
            return say("{file} is damaged", file=self.path.name)
        if damaged:
            return say("{file} is damaged", file=self.path.name)
        return say("another program has saved {file}; the next night publishes it anew", file=self.path.name)

    def copy_of(self, publication: Publication, mart: str) -> Path | None:
        """None: cells are not the bytes that were judged."""
        return None

    def put(self, publication: Publication, releases: Path, on_step: OnStep) -> list[str]:
        """Write the workbook aside and swap it in; who has the old one open keeps it."""
        aside = aside_of(self.path)
        try:
            open_way(self.path.parent, self._mode, self._inside)
            aside.unlink(missing_ok=True)
            with speaking(publication.language):
                self._write(aside, publication, releases)
            aside.chmod(self._mode)
            flush(aside)
            on_step(f"built {self.name}")
            told = self._set_aside_what_is_not_ours()
            put_in_place(aside, self.path)
            return told
        except (OSError, duckdb.Error) as error:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise ShelfError(
                say(
                    "The workbook {file} could not be written ({reason}).",
                    file=self.path.name,
                    reason=failure_of(error),
                ),
                fix=say(
                    "free disk space or correct the shelf's path; readers keep the earlier file until then."
                ),
            ) from error

    def _write(self, path: Path, publication: Publication, releases: Path) -> None:
        book, asked = _signed(publication), self._settings
        titles = (title_of_about(), title_of_meanings())
        marts = write_sheets(book, publication, releases, asked.marts, asked.rows_at_most, titles)
        write_about(book, publication, marts)
        write_meanings(book, publication, marts)
        book.save(path)

    def _is_changed(self) -> bool:
        """Whether a spreadsheet has saved it: each writes its user in place of the author."""
        book = load_workbook(self.path, read_only=True)
        try:
            return bool(book.properties.lastModifiedBy != _AUTHOR)
        finally:
            book.close()

    def _set_aside_what_is_not_ours(self) -> list[str]:
        if not self.path.exists():
            return []
        try:
            self.stamp()
        except ShelfError:
            return [set_aside(self.path)]
        if not self._is_changed():
            return []
        set_aside(self.path)
        return [
            say(
                "Another program had saved {file}: its copy is set aside, the file is what was published",
                file=self.path,
            )
        ]


def _signed(publication: Publication) -> Workbook:
    """An empty workbook that says which publication it is of."""
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = _AUTHOR
    book.properties.title = publication.company
    values = (publication.version, publication.sequence, publication.fingerprint)
    for name, value in zip(_STAMP, values, strict=True):
        kind = IntProperty if isinstance(value, int) else StringProperty
        book.custom_doc_props.append(kind(name=name, value=value))
    return book


TARGET = ExcelWorkbook
