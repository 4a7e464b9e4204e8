"""Publishes a CSV file per mart that a spreadsheet opens; `current` leads to all of one version."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

import duckdb
from pydantic import Field

from durable.files import flush, put_in_place, sha256_of
from expectations.aside import remove, set_aside
from expectations.bench import OFFLINE
from expectations.engine_words import failure_of
from expectations.errors import ShelfError
from expectations.shelf.csv_files import CsvForm, write_mart, write_table
from expectations.shelf.current import CURRENT, lead_to, leads_to
from expectations.shelf.publication_rows import publication_tables
from expectations.shelf.readers import folder_mode, open_way, writable
from expectations.shelf.settings import FolderSettings
from expectations.shelf.target import OnStep, ShelfTarget, Stamp
from expectations.versions import Publication
from texts import say, speaking

_LIST = "release.json"


class CsvSettings(FolderSettings):
    """A folder of CSV files with `;`, as spreadsheets of Russia take them."""

    decimal: Literal[",", "."] = Field(",", description="between rubles and kopecks")
    headings: Literal["labels", "names"] = Field(
        "labels", description="labels for people, or names of columns"
    )


class CsvFolder(ShelfTarget):
    """`<folder>/current/<mart>.csv`; the link leads to a folder of this publication."""

    settings_type: ClassVar = CsvSettings
    name = "csv"

    @classmethod
    def opened(cls, settings: CsvSettings, root: Path) -> Self:
        """The folder that a deployment names."""
        return cls(root / settings.path, settings, inside=root)

    def __init__(self, folder: Path, settings: CsvSettings, *, inside: Path | None = None) -> None:
        """`inside`: the var folder, if that is where the folder may stand."""
        self.folder = folder
        self._settings, self._mode, self._inside = settings, settings.mode_number, inside

    def check(self) -> str:
        """Where it will stand. Raises ShelfError if nobody can write there."""
        return writable(self.folder / CURRENT)

    @property
    def location(self) -> str:
        """The folder to open."""
        return str(self.folder / CURRENT)

    def stamp(self) -> Stamp | None:
        """What `current` leads to; None if it leads nowhere. Raises ShelfError if it cannot be read."""
        if leads_to(self.folder) is None:
            return None
        try:
            return Stamp(*self._list()["stamp"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ShelfError(
                say("The list of files in {folder} cannot be read.", folder=self.folder / CURRENT),
                fix=say("run a night, or `voronka rebuild`: both set it aside and write it anew."),
            ) from error

    def fault(self, publication: Publication) -> str | None:
        """Whether every file is there as it was written."""
        return self._fault(self.folder / CURRENT)

    def copy_of(self, publication: Publication, mart: str) -> Path | None:
        """None: these are not the bytes that were judged."""
        return None

    def put(self, publication: Publication, releases: Path, on_step: OnStep) -> list[str]:
        """Write all files into a folder of their own, then let `current` lead there."""
        before, name = leads_to(self.folder), f"{publication.version}-{publication.fingerprint[:8]}"
        try:
            open_way(self.folder, self._mode, self._inside)
            told = self._write(name, publication, releases)
            on_step(f"copied {self.name}")
            told += lead_to(self.folder, name)
            with contextlib.suppress(OSError):  # The next release forgets them.
                self._forget({name, before})
            return told
        except (OSError, duckdb.Error) as error:
            raise ShelfError(
                say(
                    "The folder {folder} could not be written ({reason}).",
                    folder=self.folder.name,
                    reason=failure_of(error),
                ),
                fix=say("free disk space or correct the shelf's path; readers keep the earlier version."),
            ) from error

    def _list(self, folder: Path | None = None) -> dict[str, Any]:
        file = (folder or self.folder / CURRENT) / _LIST
        return dict(json.loads(file.read_text(encoding="utf-8")))

    def _fault(self, folder: Path) -> str | None:
        try:
            for name, one in self._list(folder)["files"].items():
                if sha256_of(folder / name) != one["sha256"]:
                    return say("{file} is damaged", file=name)
        except (OSError, ValueError, KeyError, TypeError):
            return say("{file} is damaged", file=folder)
        return None

    def _write(self, name: str, publication: Publication, releases: Path) -> list[str]:
        done, aside = self.folder / name, self.folder / f".{name}.aside"
        if done.exists() and self._fault(done) is None:
            return []
        remove(aside)
        aside.mkdir()
        try:
            with speaking(publication.language):
                files = self._files(aside, publication, releases)
            stamp = (publication.version, publication.sequence, publication.fingerprint)
            listed = json.dumps({"stamp": stamp, "files": files}, ensure_ascii=False, indent=1) + "\n"
            (aside / _LIST).write_text(listed, encoding="utf-8")
            for path in aside.iterdir():
                path.chmod(self._mode)
                flush(path)
            aside.chmod(folder_mode(self._mode))
            flush(aside)
            told = [self._set_aside(done)] if done.exists() else []
            put_in_place(aside, done)
        except (OSError, duckdb.Error):
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return told

    def _files(self, folder: Path, publication: Publication, releases: Path) -> dict[str, dict[str, str]]:
        """Write the files; name → what it is made of, and its hash. A mart that did not change is linked."""
        asked = self._settings
        form = CsvForm(asked.decimal, asked.headings, publication.language, publication.timezone)
        files = {}
        with duckdb.connect(config=OFFLINE) as connection:
            for mart, one in publication.marts.items():
                file, made_of = folder / f"{mart}.csv", f"{one.sha256} {form} {one.columns}"
                if not self._link_known(file, made_of):
                    write_mart(connection, releases / one.file, one.columns, file, form)
                files[file.name] = {"of": made_of, "sha256": sha256_of(file)}
            for table in publication_tables(publication):
                file = folder / f"{table.name}.csv"
                write_table(connection, table, file, form)
                files[file.name] = {"of": publication.fingerprint, "sha256": sha256_of(file)}
        return files

    def _link_known(self, file: Path, made_of: str) -> bool:
        known = self.folder / CURRENT / file.name
        try:
            one = self._list()["files"][file.name]
            if one["of"] != made_of or sha256_of(known) != one["sha256"]:
                return False
            os.link(known, file)
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return True

    def _set_aside(self, path: Path) -> str:
        return set_aside(path, beside=self.folder.with_name(f"{self.folder.name}-{path.name}"))

    def _forget(self, names: set[str | None]) -> None:
        """Remove older folders; the one before stays for readers who asked a moment ago where it leads."""
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink() and path.name not in names and (path / _LIST).exists():
                shutil.rmtree(path)


TARGET = CsvFolder
