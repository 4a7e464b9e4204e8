"""What every shelf target can do, and how targets follow the publication.

A target is an idempotent follower: it carries the stamp of what it holds, and taking the same publication
twice changes nothing. It is atomic in itself; between targets nothing is promised: `status` shows the lag.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self

from expectations.errors import ShelfError
from expectations.shelf.settings import ShelfSettings
from expectations.versions import Publication

OnStep = Callable[[str], None]


@dataclass(frozen=True)
class Stamp:
    """What a target holds: the publication's version, its sequence number and its fingerprint."""

    version: str
    sequence: int
    fingerprint: str


class ShelfTarget(Protocol):
    """A place that can take a whole publication in one step.

    `settings_type`: what a deployment says of it. `feeds_page`: whether the page can be read from it.
    """

    settings_type: ClassVar[type[ShelfSettings]]
    feeds_page: ClassVar[bool] = False

    @classmethod
    def opened(cls, settings: Any, root: Path) -> Self:
        """The target of an entry; `settings`: of `settings_type`, `root`: the var folder. Touches nothing.

        Raises ShelfError.
        """

    def check(self) -> str:
        """What doctor says of it: that it can be reached, written, has room. Raises ShelfError."""

    @property
    def name(self) -> str:
        """A short name for messages, for example `duckdb`."""

    @property
    def location(self) -> str:
        """Where readers find it."""

    def stamp(self) -> Stamp | None:
        """What it holds now; None if nothing. Raises ShelfError if it cannot be read."""

    def fault(self, publication: Publication) -> str | None:
        """What a reader of this publication would trip over; None: nothing. Reads only. Raises ShelfError."""

    def copy_of(self, publication: Publication, mart: str) -> Path | None:
        """A file that is byte for byte the published one, for a release that lost its own; None: no such."""

    def put(self, publication: Publication, releases: Path, on_step: OnStep) -> Sequence[str]:
        """Take the publication, whose files stand under `releases`; all or nothing. Raises ShelfError.

        Returns a sentence for each thing that was found damaged in its place and set aside.
        """


@dataclass(frozen=True)
class ShelfOutcome:
    """How one target took the publication; `error` and `fix` are None when it did.

    `healed`: what was found damaged and is made anew.
    """

    name: str
    location: str
    version: str | None
    changed: bool
    error: str | None = None
    fix: str | None = None
    healed: tuple[str, ...] = ()


def follow(
    targets: Sequence[ShelfTarget], publication: Publication, releases: Path, on_step: OnStep
) -> list[ShelfOutcome]:
    """Bring every target to the publication; a broken one is reported and keeps what it held."""
    return [_follow(target, publication, releases, on_step) for target in targets]


def healed_of(outcomes: Sequence[ShelfOutcome]) -> list[str]:
    """What the targets found damaged and made anew, a sentence each."""
    return [told for one in outcomes for told in one.healed]


def _follow(target: ShelfTarget, publication: Publication, releases: Path, on_step: OnStep) -> ShelfOutcome:
    held = None
    with contextlib.suppress(ShelfError):  # Unreadable: building it anew is the repair.
        held = target.stamp()
    is_same = held is not None and held.fingerprint == publication.fingerprint
    if held is not None and is_same and _is_whole(target, publication):
        return ShelfOutcome(target.name, target.location, held.version, changed=False)
    try:
        healed = tuple(target.put(publication, releases, on_step))
    except ShelfError as error:
        version = held.version if held else None
        return ShelfOutcome(target.name, target.location, version, False, error.what, error.fix)
    on_step(f"shelf {target.name}")
    return ShelfOutcome(target.name, target.location, publication.version, changed=True, healed=healed)


def _is_whole(target: ShelfTarget, publication: Publication) -> bool:
    """Whether readers find it as it was put; a target that cannot be asked is put again, and says why not."""
    try:
        return target.fault(publication) is None
    except ShelfError:
        return False
