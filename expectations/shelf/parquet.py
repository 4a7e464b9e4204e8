"""Publishes a folder of Parquet files; its manifest, replaced last, says which files are valid."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from expectations.atomic import flush, put_in_place, write_file
from expectations.errors import ShelfError
from expectations.shelf.publication_rows import publication_tables
from expectations.shelf.readers import DEFAULT_MODE, folder_mode, open_way
from expectations.shelf.target import OnStep, Stamp
from expectations.versions import Publication, is_version

MANIFEST = "manifest.json"


class ParquetFolder:
    """`<folder>/<version>/<mart>.parquet` for the whole publication, and `<folder>/manifest.json`."""

    name = "parquet"

    def __init__(self, folder: Path, mode: int = DEFAULT_MODE, *, inside: Path | None = None) -> None:
        """`mode`: of the files; `inside`: the var folder, if that is where the folder may stand."""
        self.folder = folder
        self._mode, self._inside = mode, inside

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
                f"The manifest in {self.folder.name} cannot be read.",
                fix="see that nothing else writes there; the next release writes it anew.",
            ) from error

    def put(self, publication: Publication, releases: Path, on_step: OnStep) -> None:
        """Copy the files into the version's own folder, then switch the manifest."""
        try:
            open_way(self.folder, self._mode, self._inside)
            before = self._named_version()
            self._copy(publication, releases)
            on_step(f"copied {self.name}")
            write_file(self.folder / MANIFEST, _manifest(publication), self._mode)
            self._forget({publication.version, before})
        except OSError as error:
            raise ShelfError(
                f"The folder {self.folder.name} could not be written ({error.strerror}).",
                fix="free disk space or correct the shelf's path; readers keep the earlier version.",
            ) from error

    def _named_version(self) -> str | None:
        try:
            stamp = self.stamp()
        except ShelfError:
            return None
        return stamp.version if stamp else None

    def _copy(self, publication: Publication, releases: Path) -> None:
        done = self.folder / publication.version
        if done.exists():
            return
        aside = self.folder / f".{publication.version}.aside"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            for name, mart in publication.marts.items():
                copied = aside / f"{name}.parquet"
                shutil.copyfile(releases / mart.file, copied)
                copied.chmod(self._mode)
                flush(copied)
            aside.chmod(folder_mode(self._mode))
            flush(aside)
        except OSError:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        put_in_place(aside, done)

    def _forget(self, versions: set[str | None]) -> None:
        """Remove older versions; the one before stays for readers that opened its manifest a moment ago."""
        for path in self.folder.iterdir():
            if is_version(path.name) and path.name not in versions:
                shutil.rmtree(path)


def _manifest(publication: Publication) -> str:
    tables = {table.name: table for table in publication_tables(publication)}
    names = [column.name for column in tables["publication_release"].columns]
    content: dict[str, Any] = {
        "release": dict(zip(names, tables["publication_release"].rows[0], strict=True)),
        "domains": {name: domain.model_dump(mode="json") for name, domain in publication.domains.items()},
        "marts": {
            name: {**mart.model_dump(mode="json"), "file": f"{publication.version}/{name}.parquet"}
            for name, mart in publication.marts.items()
        },
        "findings": [finding.model_dump(mode="json") for finding in publication.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"
