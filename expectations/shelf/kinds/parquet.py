"""Publishes a folder of Parquet files; its manifest, replaced last, says which files are valid."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path
from typing import Any, ClassVar, Self

from durable.files import flush, put_in_place, sha256_of, write_file
from expectations.aside import remove, set_aside
from expectations.errors import ShelfError
from expectations.shelf.current import CURRENT, lead_to, leads_to
from expectations.shelf.publication_rows import Table, publication_tables
from expectations.shelf.readers import DEFAULT_MODE, folder_mode, open_way, writable
from expectations.shelf.settings import FolderSettings
from expectations.shelf.target import OnStep, ShelfTarget, Stamp
from expectations.versions import Publication, PublishedMart, is_version
from texts import say

MANIFEST = "manifest.json"


class ParquetFolder(ShelfTarget):
    """`<folder>/<version>/<mart>.parquet` for the whole publication; `current` leads to it."""

    settings_type: ClassVar = FolderSettings
    feeds_page: ClassVar = True
    name = "parquet"

    @classmethod
    def opened(cls, settings: FolderSettings, root: Path) -> Self:
        """The folder that a deployment names."""
        return cls(root / settings.path, settings.mode_number, inside=root)

    def __init__(self, folder: Path, mode: int = DEFAULT_MODE, *, inside: Path | None = None) -> None:
        """`mode`: of the files; `inside`: the var folder, if that is where the folder may stand."""
        self.folder = folder
        self._mode, self._inside = mode, inside

    def check(self) -> str:
        """Where it will stand. Raises ShelfError if nobody can write there."""
        return writable(self.folder / MANIFEST)

    @property
    def location(self) -> str:
        """The manifest to read first."""
        return str(self.folder / MANIFEST)

    def stamp(self) -> Stamp | None:
        """What the manifest names; None if there is none. Raises ShelfError if it cannot be read."""
        try:
            release = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))["release"]
            return Stamp(release["release_version"], release["sequence"], release["fingerprint"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ShelfError(
                say("The manifest in {folder} cannot be read.", folder=self.folder.name),
                fix=say("run a night, or `voronka rebuild`: both set it aside and write it anew."),
            ) from error

    def fault(self, publication: Publication) -> str | None:
        """Whether every file that the manifest names is there, byte for byte, and `current` leads there."""
        if leads_to(self.folder) != publication.version:
            return say("{path} does not lead to the published version", path=self.folder / CURRENT)
        return self._lacks(publication)

    def _lacks(self, publication: Publication) -> str | None:
        for name, mart in publication.marts.items():
            if not _is_copy(self.folder / publication.version / f"{name}.parquet", mart):
                return say("{mart} is missing or is not the published file", mart=name)
        return None

    def copy_of(self, publication: Publication, mart: str) -> Path | None:
        """The copy, if its bytes are the judged ones."""
        path = self.folder / publication.version / f"{mart}.parquet"
        return path if _is_copy(path, publication.marts[mart]) else None

    def put(self, publication: Publication, releases: Path, on_step: OnStep) -> list[str]:
        """Copy the files into the version's own folder, then switch the manifest."""
        try:
            open_way(self.folder, self._mode, self._inside)
            before, told = self._named_version()
            told += self._copy(publication, releases)
            on_step(f"copied {self.name}")
            write_file(self.folder / MANIFEST, _manifest(publication), self._mode)
            told += lead_to(self.folder, publication.version)
            with contextlib.suppress(OSError):  # The next release forgets them.
                self._forget({publication.version, before})
        except OSError as error:
            raise ShelfError(
                say(
                    "The folder {folder} could not be written ({reason}).",
                    folder=self.folder.name,
                    reason=error.strerror,
                ),
                fix=say("free disk space or correct the shelf's path; readers keep the earlier version."),
            ) from error
        return told

    def _named_version(self) -> tuple[str | None, list[str]]:
        try:
            stamp = self.stamp()
        except ShelfError:
            return None, [self._set_aside(self.folder / MANIFEST)]
        return (stamp.version if stamp else None), []

    def _copy(self, publication: Publication, releases: Path) -> list[str]:
        done = self.folder / publication.version
        if done.exists() and self._lacks(publication) is None:
            return []
        aside = self.folder / f".{publication.version}.aside"
        remove(aside)
        aside.mkdir()
        try:
            for name, mart in publication.marts.items():
                copied = aside / f"{name}.parquet"
                shutil.copyfile(releases / mart.file, copied)
                copied.chmod(self._mode)
                flush(copied)
            aside.chmod(folder_mode(self._mode))
            flush(aside)
            told = [self._set_aside(done)] if done.exists() else []
            put_in_place(aside, done)
        except OSError:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return told

    def _set_aside(self, path: Path) -> str:
        """Out of the folder: readers of all its files must not meet it."""
        return set_aside(path, beside=self.folder.with_name(f"{self.folder.name}-{path.name}"))

    def _forget(self, versions: set[str | None]) -> None:
        """Remove older versions; the one before stays for readers that opened its manifest a moment ago."""
        for path in self.folder.iterdir():
            if is_version(path.name) and path.name not in versions:
                shutil.rmtree(path)


def _is_copy(path: Path, mart: PublishedMart) -> bool:
    return path.is_file() and sha256_of(path) == mart.sha256


def _manifest(publication: Publication) -> str:
    rows = {table.name: _as_records(table) for table in publication_tables(publication)}
    content: dict[str, Any] = {
        "release": rows["publication_release"][0],
        "domains": {name: domain.model_dump(mode="json") for name, domain in publication.domains.items()},
        "marts": {
            name: {**mart.model_dump(mode="json"), "file": f"{publication.version}/{name}.parquet"}
            for name, mart in publication.marts.items()
        },
        "findings": rows["publication_finding"],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"


def _as_records(table: Table) -> list[dict[str, object]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


TARGET = ParquetFolder
