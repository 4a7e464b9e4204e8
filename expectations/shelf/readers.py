"""Who may read and write a shelf of files: the modes of its files, folders, and of the way to them."""

from __future__ import annotations

import os
from pathlib import Path

from expectations.errors import ShelfError
from texts import say

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


def writable(file: Path) -> str:
    """The path of a file that can be put there, its folders included. Raises ShelfError if it cannot."""
    nearest = next(one for one in file.parents if one.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise ShelfError(
            say("Nothing can be written in {folder}.", folder=nearest),
            fix=say("give this user the right to write there, or correct the shelf's path."),
        )
    return str(file)
