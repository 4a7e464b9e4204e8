"""Publishes a folder of Parquet files; its manifest, replaced last, says which files are valid."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, ClassVar, Self

from durable.files import flush, put_in_place, sha256_of, write_file
from expectations.aside import remove, set_aside
from expectations.errors import ShelfError
from expectations.shelf.current import CURRENT, lead_to, leads_to
from expectations.shelf.parquet_table import as_parquet
from expectations.shelf.publication_rows import Table, dictionary_table, publication_tables
from expectations.shelf.readers import DEFAULT_MODE, folder_mode, open_way, writable
from expectations.shelf.settings import FolderSettings
from expectations.shelf.target import OnStep, ShelfTarget, Stamp
from expectations.versions import Publication, PublishedMart, is_version
from texts import say

MANIFEST = "manifest.json"
# The words of the marts belong to a version, as its marts do; what else is told of a publication changes
# with its date and stands in the manifest.
WORDS = "publication_column"


class ParquetFolder(ShelfTarget):
    """`<folder>/<version>/<mart>.parquet` for the whole publication; `current` leads to it.

    The dictionary of its columns lies beside the marts, as `publication_column.parquet`.
    """

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
        words = self.folder / publication.version / f"{WORDS}.parquet"
        if not words.is_file() or sha256_of(words) != _words_hash(self.folder, publication.version):
            return say("{mart} is missing or is not the published file", mart=WORDS)
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
            words = as_parquet(dictionary_table(publication))
            told += self._copy(publication, releases, words)
            on_step(f"copied {self.name}")
            write_file(self.folder / MANIFEST, _manifest(publication, words), self._mode)
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

    def _copy(self, publication: Publication, releases: Path, words: bytes) -> list[str]:
        done = self.folder / publication.version
        if done.exists() and self._lacks(publication) is None:
            return self._renew(done / f"{WORDS}.parquet", words)
        aside = self.folder / f".{publication.version}.aside"
        remove(aside)
        aside.mkdir()
        try:
            for name, mart in publication.marts.items():
                copied = aside / f"{name}.parquet"
                shutil.copyfile(releases / mart.file, copied)
                copied.chmod(self._mode)
                flush(copied)
            write_file(aside / f"{WORDS}.parquet", words, self._mode)
            aside.chmod(folder_mode(self._mode))
            flush(aside)
            told = [self._set_aside(done)] if done.exists() else []
            put_in_place(aside, done)
        except OSError:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return told

    def _renew(self, file: Path, words: bytes) -> list[str]:
        """Bring the words of a version that stands there up to date, in one step."""
        if file.is_file() and file.read_bytes() == words:
            return []
        named = _words_hash(self.folder, file.parent.name)
        is_damaged = file.exists() and (not file.is_file() or named not in (None, sha256_of(file)))
        told = [self._set_aside(file)] if is_damaged else []
        write_file(file, words, self._mode)
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


def _words_hash(folder: Path, version: str) -> str | None:
    """The hash that the manifest gives of the words of a version; None if it names none."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        named = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["tables"][WORDS]
        return str(named["sha256"]) if named["file"] == f"{version}/{WORDS}.parquet" else None
    return None


def _manifest(publication: Publication, words: bytes) -> str:
    rows = {table.name: _as_records(table) for table in publication_tables(publication)}
    content: dict[str, Any] = {
        "release": rows["publication_release"][0],
        "domains": {name: domain.model_dump(mode="json") for name, domain in publication.domains.items()},
        "marts": {
            name: {**mart.model_dump(mode="json"), "file": f"{publication.version}/{name}.parquet"}
            for name, mart in publication.marts.items()
        },
        "tables": {
            WORDS: {
                "file": f"{publication.version}/{WORDS}.parquet",
                "sha256": hashlib.sha256(words).hexdigest(),
                "rows": len(rows[WORDS]),
            }
        },
        "findings": rows["publication_finding"],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"


def _as_records(table: Table) -> list[dict[str, object]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


TARGET = ParquetFolder
