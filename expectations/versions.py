"""The folder of versions: what each one published, which one is current, and which may be forgotten.

`releases/<version>/` holds the judged files, `verdict.json` and, once published, `release.json`.
`releases/current.json`, replaced in one step, is the only truth about what is published now.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from durable.files import sha256_of, write_file
from expectations.aside import set_aside
from expectations.contract import Column, Reference, Sheet
from expectations.errors import ReleaseError
from expectations.texts import Language
from expectations.verdict import Finding, Verdict
from texts import say

_VERSION = re.compile(r"^\d{8}T\d{6}Z-[A-Za-z0-9]+(-\d+)?$")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


_R = TypeVar("_R", bound=_Record)


class PublishedMart(_Record):
    """One published file; `file` is relative to the folder of releases."""

    version: str
    file: str
    sha256: str
    rows: int
    domain: str
    description: str = ""
    description_ru: str = ""
    columns: tuple[Column, ...] = ()
    grain: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    workbook: Sheet | None = None
    public: bool = False

    def about(self, language: Language) -> str:
        """What it holds; in English where nobody has said it in Russian."""
        return (language == "ru" and self.description_ru) or self.description


class PublishedDomain(_Record):
    """What readers of a domain see. A held domain keeps the version and dates of its last good one."""

    version: str | None
    data_as_of: datetime | None
    verdict: Literal["published", "held"]
    published_at: datetime | None
    reason: str | None = None
    reason_ru: str | None = None
    reason_en: str | None = None
    warnings: int = 0


class Publication(_Record):
    """Everything published at one moment: the content of current.json.

    `findings` are the failed ones that travel with the numbers.
    """

    version: str
    sequence: int
    run_id: str
    as_of_date: date
    company: str
    language: Language
    timezone: str
    contracts: str
    domains: dict[str, PublishedDomain]
    marts: dict[str, PublishedMart]
    findings: tuple[Finding, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Changes with anything a reader could see; a shelf target that carries it is up to date."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def versions(self) -> set[str]:
        """The versions whose files this publication needs."""
        return {self.version} | {mart.version for mart in self.marts.values()}

    def without(self, marts: Collection[str]) -> Publication:
        """The same publication without some of its marts."""
        return self.model_copy(
            update={"marts": {name: mart for name, mart in self.marts.items() if name not in marts}}
        )


class Candidate(_Record):
    """One exported file as it was judged."""

    file: str
    sha256: str
    rows: int


class JudgedCandidates(_Record):
    """The content of verdict.json: what was judged, by which contracts, with which result."""

    version: str
    contracts: str
    candidates: dict[str, Candidate]
    verdicts: tuple[Verdict, ...]


class Versions:
    """The folder `<var>/releases`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, version: str) -> Path:
        """Where a version's files stand."""
        return self.root / version

    def current(self) -> Publication | None:
        """What is published now; None before the first publication. Raises ReleaseError if unreadable."""
        return self._read(self.root / "current.json", Publication)

    def published(self) -> list[Publication]:
        """Every publication of which all files are still here, the newest first."""
        found = [self._published(path) for path in self._folders()]
        whole = {one.version: one for one in found if one is not None and self._is_whole(one)}
        current = self.current()
        if current is not None:
            whole.setdefault(current.version, current)
        return sorted(whole.values(), key=lambda one: -one.sequence)

    def _published(self, folder: Path) -> Publication | None:
        try:
            return self._read(folder / "release.json", Publication)
        except ReleaseError:
            return None  # `heal` tells of it; other versions stay ones to go back to

    def _is_whole(self, publication: Publication) -> bool:
        return all((self.root / mart.file).exists() for mart in publication.marts.values())

    def is_judged(self, version: str) -> bool:
        """Whether the verdict of a version can be read."""
        try:
            return self._read(self.folder(version) / "verdict.json", JudgedCandidates) is not None
        except ReleaseError:
            return False

    def lost(self, publication: Publication) -> set[str]:
        """The marts whose published file is missing or is not the one that was judged."""
        return {
            name
            for name, mart in publication.marts.items()
            if not (self.root / mart.file).is_file() or sha256_of(self.root / mart.file) != mart.sha256
        }

    def judgement(self, version: str) -> JudgedCandidates:
        """The stored verdict of a version; raises ReleaseError if it was never judged."""
        found = self._read(self.folder(version) / "verdict.json", JudgedCandidates)
        if found is None:
            raise ReleaseError(
                say("Version {version} has no verdict.", version=version),
                fix=say("run the night again: it judges and publishes."),
            )
        return found

    def store_judgement(self, judgement: JudgedCandidates) -> None:
        """Write verdict.json beside the files."""
        write_file(self.folder(judgement.version) / "verdict.json", _pretty(judgement))

    def store_release(self, publication: Publication) -> None:
        """Write release.json: the version stays one to roll back to when another is current."""
        write_file(self.folder(publication.version) / "release.json", _pretty(publication))

    def make_current(self, publication: Publication) -> None:
        """Replace current.json: the one moment at which readers change over."""
        write_file(self.root / "current.json", _pretty(publication))

    def new_version(self, now: datetime, run_id: str) -> str:
        """A name for a new version, which sorts by time; its folder does not exist yet."""
        tail = re.sub(r"[^A-Za-z0-9]", "", run_id)[:8] or "run"
        name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{tail}"
        taken = {path.name for path in self.root.iterdir()}
        return next(one for one in [name, *(f"{name}-{n}" for n in range(2, 1000))] if one not in taken)

    def heal(self, now: datetime) -> list[str]:
        """Set aside the records that cannot be read; what is current is then told by the newest release.

        Returns a sentence for each.
        """
        told = [
            set_aside(path, now=now)
            for path, kind in self._records()
            if path.exists() and not self._is_readable(path, kind)
        ]
        newest = next(iter(self.published()), None)
        if newest is not None and not (self.root / "current.json").exists():
            self.make_current(newest)
            told.append(
                say(
                    "{file} was lost: the newest whole version, {version}, is taken for the published one",
                    file="releases/current.json",
                    version=newest.version,
                )
            )
        return told

    def _records(self) -> list[tuple[Path, type[_Record]]]:
        own: list[tuple[Path, type[_Record]]] = [(self.root / "current.json", Publication)]
        for folder in self._folders():
            own += [(folder / "release.json", Publication), (folder / "verdict.json", JudgedCandidates)]
        return own

    def _is_readable(self, path: Path, kind: type[_Record]) -> bool:
        try:
            return self._read(path, kind) is not None
        except ReleaseError:
            return False

    def sweep(self) -> None:
        """Clean up after a crash: versions that were never judged, files written aside, a missing record."""
        current = self.current()
        if current is not None and not (self.folder(current.version) / "release.json").exists():
            self.store_release(current)
        for path in self._folders():
            unjudged = not (path / "verdict.json").exists() and not (path / "release.json").exists()
            if unjudged and path.name not in self._needed(self.published()):
                shutil.rmtree(path)
        for aside in [*self.root.glob(".*.aside"), *self.root.glob("*/.*.aside")]:
            aside.unlink()

    def prune(self, keep: int) -> list[str]:
        """Keep the last `keep` publications with all they need, and `keep` folders; return the removed."""
        needed = self._needed(self.published()[:keep])
        folders = sorted(self._folders(), key=lambda path: path.name)
        doomed = [path for path in folders[:-keep] if path.name not in needed]
        for path in doomed:
            shutil.rmtree(path)
        return [path.name for path in doomed]

    def _needed(self, publications: list[Publication]) -> set[str]:
        current = self.current()
        kept = [*publications, current] if current else publications
        return {version for one in kept for version in one.versions}

    def _folders(self) -> list[Path]:
        found = self.root.iterdir() if self.root.is_dir() else iter(())
        return sorted(path for path in found if path.is_dir() and is_version(path.name))

    @staticmethod
    def _read(path: Path, kind: type[_R]) -> _R | None:
        try:
            return kind.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValidationError, IsADirectoryError) as error:
            raise ReleaseError(
                say("{file} is damaged.", file=f"{path.parent.name}/{path.name}"),
                fix=say("run a night, or `voronka rebuild`: both set it aside and publish from the landing."),
            ) from error


def is_version(name: str) -> bool:
    """True for a folder name that `new_version` could have given."""
    return _VERSION.match(name) is not None


def _pretty(record: BaseModel) -> str:
    return json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
