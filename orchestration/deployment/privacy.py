"""Who may read what a deployment keeps: the user who runs it alone, and of the shelf whom its mode names."""

import contextlib
import os
from pathlib import Path

from expectations.shelf.readers import OWNER_ONLY, open_way
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.shelf import files_of

_LISTED_BY_OTHERS = 0o066


def keep_private(deployment: Deployment) -> None:
    """From now on this process and those it starts write for its user only; what is open already is closed.

    A var folder that nobody else can list was closed before and is not walked again.
    """
    os.umask(0o077)
    root = deployment.state.root
    with contextlib.suppress(PermissionError):  # of another user: it is his to close
        if root.is_dir() and root.stat().st_mode & _LISTED_BY_OTHERS:
            shelves = list(files_of(deployment))
            _close(root, {shelf.folder(root) for shelf in shelves})
            for shelf in shelves:
                if (folder := shelf.folder(root)).exists():
                    open_way(folder, shelf.mode_number, root)


def _close(root: Path, shelves: set[Path]) -> None:
    for place, folders, files in os.walk(root):
        folder = Path(place)
        folders[:] = [name for name in folders if folder / name not in shelves]
        for path in (folder, *(folder / name for name in files)):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & OWNER_ONLY)
