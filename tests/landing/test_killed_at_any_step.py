"""A writer killed between any two steps of a commit loses nothing and doubles nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from connectors.landing.landing import Landing
from tests.landing.shop_without_http import BEGINNING, NIGHT, ORDERS, Shelves, load, order

HERE = Path(__file__).parent
RECORDS = [order(number, BEGINNING.replace(day=1 + number)) for number in range(10)] + [
    order(None, BEGINNING)
]

_LOAD = textwrap.dedent("""
    import os, signal, sys
    from tests.landing.shop_without_http import Shelves, load
    from tests.landing.test_killed_at_any_step import RECORDS
    from connectors.landing.landing import Landing

    last = sys.argv[3]
    def step(name):
        if name == last:
            os.kill(os.getpid(), signal.SIGKILL)
    def on_page(progress):
        step(f"page {progress.pages}")
    load(Shelves(RECORDS), Landing(sys.argv[2], step=step), on_page=on_page)
""")


def load_and_die(root: Path, at: str) -> None:
    command = [sys.executable, "-c", _LOAD, str(HERE), str(root), at]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


def rows(folder: Path, column: str) -> list[object]:
    return [
        value
        for file in sorted(folder.rglob("*.parquet"))
        for value in pq.read_table(file, columns=[column]).column(column).to_pylist()
    ]


@pytest.mark.parametrize(
    ("at", "was_committed"),
    [
        ("page 1", False),
        ("page 3", False),
        ("spooled", False),
        ("quarantined", False),
        ("synced", False),
        ("renamed", True),
        ("committed", True),
    ],
)
def test_a_killed_load_is_either_there_whole_or_not_at_all(tmp_path: Path, at: str, was_committed: bool):
    root = tmp_path / "landing"
    load_and_die(root, at)

    landing = Landing(str(root))
    assert not list((root / ".spool").glob("*"))
    assert len(landing.batches("shop_main", "orders")) == int(was_committed)
    assert rows(tmp_path / "quarantine", "_reason") == ["no usable id"] * int(was_committed)

    load(Shelves(RECORDS), landing)
    assert sorted(map(int, rows(root, "_key"))) == list(range(10))
    assert rows(tmp_path / "quarantine", "_reason") == ["no usable id"]
    covered = landing.coverage("shop_main", "orders", BEGINNING).covered_to
    assert covered == NIGHT - ORDERS.cursor.hold_back


def test_a_spool_that_is_being_written_is_left_alone(tmp_path: Path):
    root = str(tmp_path / "landing")
    spool = Landing(root).begin(NIGHT)
    Landing(root)
    assert list((tmp_path / "landing" / ".spool").glob("*.part"))
    spool.discard()
    assert not list((tmp_path / "landing" / ".spool").glob("*"))


def test_writers_that_come_and_go_at_once_leave_each_others_spools_alone(tmp_path: Path):
    root = str(tmp_path / "landing")
    lost: list[str] = []
    for number in range(1000):  # a landing that takes a while to list
        folder = tmp_path / "landing" / "shop" / "shop_main" / f"stream_{number % 50}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.parquet").touch()

    def come_and_go() -> None:
        for _ in range(40):
            spool = Landing(root).begin(NIGHT)
            time.sleep(0.02)
            Landing(root)
            if not (tmp_path / "landing" / ".spool" / f"{spool.batch_id}.part").exists():
                lost.append(spool.batch_id)
            spool.discard()

    writers = [threading.Thread(target=come_and_go) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert lost == []
    assert not list((tmp_path / "landing" / ".spool").glob("*"))


_FILL = textwrap.dedent("""
    import resource, signal, sys
    from tests.landing.shop_without_http import BEGINNING, Shelves, load, order
    from connectors.kit.errors import LandingFailed
    from connectors.landing.landing import Landing

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
    import random
    noise = [order(n, BEGINNING) | {"x": random.randbytes(20_000).hex()} for n in range(60)]
    try:
        load(Shelves(noise), Landing(sys.argv[2]))
    except LandingFailed as error:
        print(error)
""")


@pytest.mark.parametrize("limit", [0, 2000, 400_000])
def test_a_full_disk_ends_in_one_clear_error_and_nothing_half_landed(tmp_path: Path, limit: int):
    """The limit on the size of a file stands in for the full disk: it fails in the same calls."""
    root = tmp_path / "landing"
    command = [sys.executable, "-c", _FILL, str(HERE), str(root), str(limit)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "shop_main.orders" in ended.stdout
    assert "the disk is full" in ended.stdout
    assert "Fix: free some space" in ended.stdout
    assert "Traceback" not in ended.stderr
    assert not list(root.rglob("*.parquet"))
    assert not list((root / ".spool").glob("*"))
    load(Shelves(RECORDS), Landing(str(root)))
    assert len(rows(root, "_key")) == 10
