"""Who may read a shelf: the modes of its files, of its folders, and of the way that leads to them."""

from __future__ import annotations

from pathlib import Path

OWNER_ONLY = 0o700
DEFAULT_MODE = 0o640


def folder_mode(mode: int) -> int:
    """The mode of a folder whose files have this one: who reads them may enter and list it."""
    return OWNER_ONLY | mode & 0o044 | (mode & 0o044) >> 2


def open_way(folder: Path, mode: int, inside: Path | None) -> None:
    """Make the folder of a shelf, and let those who may read it pass.

    `inside`: the var folder, whose root they may pass and not list. Folders of others stay as they are.
    """
    above = (folder, *folder.parents)
    ours = [one for one in above if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    if inside is not None and inside in above:
        ours = list(above[: above.index(inside)])
        # Only ever opened here: whoever closes the var folder knows by its mode whether that was done.
        inside.chmod(inside.stat().st_mode & 0o777 | (mode & 0o044) >> 2)
    for one in ours:
        one.chmod(folder_mode(mode))
