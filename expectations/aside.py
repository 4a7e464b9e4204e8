"""Sets a damaged derived file or folder aside under a name with the date, and says so in one sentence."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from texts import say


def set_aside(path: Path, *, now: datetime | None = None, beside: Path | None = None) -> str:
    """Move `path` to `<name>.damaged-2026-05-02T03-00` and return what a person is told of it.

    `beside`: another path to take folder and name from, where `path` must not leave traces in its own folder.
    One damaged copy of a name is kept to look at: the one before it is removed. Raises OSError.
    """
    named = beside or path
    for earlier in named.parent.glob(f"{escape(named.name)}.damaged-*"):
        remove(earlier)
    moved = named.with_name(f"{named.name}.damaged-{now or datetime.now(UTC):%Y-%m-%dT%H-%M}")
    path.rename(moved)
    return say("{file} was damaged: it is set aside as {aside} and made anew", file=path.name, aside=moved)


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
