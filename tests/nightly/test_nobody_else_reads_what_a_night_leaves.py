"""After nights all of the state folder is its user's alone, but for the shelf, which has its own setting."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from expectations.shelf.readers import DEFAULT_MODE, folder_mode
from orchestration.deployment.shelf import files_of
from tests.nightly.simulated import House

pytestmark = pytest.mark.parametrize("after", ["night 3"], indirect=True)


def _walked(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        yield from (Path(place) / name for name in (*folders, *files))


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def _open_to_others(house: House) -> list[str]:
    """Files and folders that group or others may read, write or enter; without the shelf's own."""
    root = house.deployment.state.root
    shelves = [one.folder(root) for one in files_of(house.deployment)]
    way = {one for shelf in shelves for one in shelf.parents}
    private = [
        one for one in _walked(root) if one not in way and not any(s in (one, *one.parents) for s in shelves)
    ]
    assert len(private) > 100
    return [f"{_mode(one):04o} {one.relative_to(root)}" for one in private if _mode(one) & 0o077]


def test_nobody_else_reads_what_a_night_leaves(after: House):
    assert _open_to_others(after) == []
    assert _mode(after.deployment.state.root) & 0o066 == 0


def test_the_shelf_is_read_by_whom_its_mode_names(after: House):
    for shelf in files_of(after.deployment):
        for one in _walked(shelf.folder(after.deployment.state.root)):
            if one.is_symlink():  # a link has no mode of its own
                continue
            is_lock = one.suffix == ".lock"
            wanted = folder_mode(DEFAULT_MODE) if one.is_dir() else DEFAULT_MODE
            assert _mode(one) == wanted or is_lock, one


@pytest.mark.parametrize("command", [("report",), ("verify",), ("status",), ("releases",), ("doctor",)])
def test_commands_leave_nothing_for_others_either(after: House, command: tuple[str, ...]):
    subprocess.run(
        [Path(sys.executable).with_name("voronka"), *command, "-d", str(after.file)],
        env={**after.environment, "VORONKA_NOW": after.moment.isoformat()},
        capture_output=True,
        check=False,
        umask=0o022,
    )

    assert _open_to_others(after) == []
