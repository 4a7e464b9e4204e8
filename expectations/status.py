"""What is published, which versions could be rolled back to, and how far each shelf target has followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from expectations.errors import ShelfError
from expectations.shelf.target import ShelfTarget, Stamp
from expectations.versions import Publication, Versions


@dataclass(frozen=True)
class ReleaseInfo:
    """One kept version; `size` in bytes counts its own files only."""

    version: str
    sequence: int
    published_at: datetime | None
    as_of_date: date
    is_current: bool
    published: tuple[str, ...]
    held: tuple[str, ...]
    size: int


@dataclass(frozen=True)
class TargetStatus:
    """How far one shelf target is; `behind` counts publications, None if it holds nothing readable."""

    name: str
    location: str
    version: str | None
    is_up_to_date: bool
    behind: int | None
    error: str | None = None


@dataclass(frozen=True)
class Status:
    """The publication (None before the first) and the targets."""

    current: Publication | None
    targets: tuple[TargetStatus, ...]


def releases(var: Path) -> list[ReleaseInfo]:
    """Every version that can be published again, the newest first."""
    versions = Versions(var / "releases")
    current = versions.current()
    return [_info(versions, one, current) for one in versions.published()]


def status(var: Path, shelf: Sequence[ShelfTarget]) -> Status:
    """What is published and how far each target has followed; reads only."""
    versions = Versions(var / "releases")
    current = versions.current()
    return Status(current, tuple(_target(one, current, versions.published()) for one in shelf))


def _info(versions: Versions, one: Publication, current: Publication | None) -> ReleaseInfo:
    own = [domain.published_at for domain in one.domains.values() if domain.version == one.version]
    return ReleaseInfo(
        version=one.version,
        sequence=one.sequence,
        published_at=max((instant for instant in own if instant is not None), default=None),
        as_of_date=one.as_of_date,
        is_current=current is not None and current.version == one.version,
        published=tuple(name for name, domain in one.domains.items() if domain.verdict == "published"),
        held=tuple(name for name, domain in one.domains.items() if domain.verdict == "held"),
        size=sum(path.stat().st_size for path in versions.folder(one.version).iterdir()),
    )


def _target(target: ShelfTarget, current: Publication | None, kept: list[Publication]) -> TargetStatus:
    try:
        stamp = target.stamp()
        is_same = stamp is not None and current is not None and stamp.fingerprint == current.fingerprint
        fault = target.fault(current) if current is not None and is_same else None
    except ShelfError as error:
        return TargetStatus(target.name, target.location, None, False, None, f"{error.what} {error.fix}")
    if stamp is None or current is None:
        return TargetStatus(target.name, target.location, None, current is None, None)
    behind = 0 if is_same else _between(stamp, current, kept)
    return TargetStatus(target.name, target.location, stamp.version, is_same and not fault, behind, fault)


def _between(stamp: Stamp, current: Publication, kept: list[Publication]) -> int:
    """Publications that the target has not taken; at least one, since it differs."""
    return max(1, sum(1 for one in kept if stamp.sequence < one.sequence <= current.sequence))
