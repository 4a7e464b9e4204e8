"""The one path of a shelf that keeps a folder per version: `current`, a link that changes in one step.

Whoever opens a file under it reads one version, and a pattern below it finds each mart once. Who reads
several files and must not see the change between them asks once where the link leads, and reads there.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from durable.files import flush
from expectations.aside import remove, set_aside

CURRENT = "current"


def leads_to(folder: Path) -> str | None:
    """The name of the version that `current` leads to; None if there is no such link."""
    with contextlib.suppress(OSError):
        return (folder / CURRENT).readlink().name
    return None


def lead_to(folder: Path, version: str) -> list[str]:
    """Let `current` lead to this folder of a version. Returns what was set aside. Raises OSError."""
    link, aside = folder / CURRENT, folder / f".{CURRENT}.aside"
    if leads_to(folder) == version:
        return []
    remove(aside)
    aside.symlink_to(version, target_is_directory=True)
    told = []
    if _is_a_copy(link, folder / version):
        remove(link)
    elif link.exists() and not link.is_symlink():
        told = [set_aside(link, beside=folder.with_name(f"{folder.name}-{CURRENT}"))]
    aside.replace(link)
    flush(folder)
    return told


def _is_a_copy(link: Path, version: Path) -> bool:
    """Whether a folder stands in the link's place with nothing of anybody: a copy that followed the link."""
    if link.is_symlink() or not link.is_dir():
        return False
    return {one.name for one in link.iterdir()} <= {one.name for one in version.iterdir()}
