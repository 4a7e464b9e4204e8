"""A batch that was cut or altered is noticed, set aside and named, and what it held is read again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.landing.landing import Landing
from tests.landing.shop_without_http import BEGINNING, DAY, NIGHT, Shelves, load, order


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def altered(file: Path) -> None:
    """One bit, somewhere in the rows."""
    content = bytearray(file.read_bytes())
    content[40] ^= 1
    file.write_bytes(bytes(content))
    os.utime(file, ns=(1, 1))


DAMAGES = pytest.mark.parametrize("damage", [cut, emptied, altered])


@pytest.fixture
def shelves() -> Shelves:
    return Shelves([order(number, BEGINNING + number * DAY) for number in range(1, 9)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "var" / "landing"


def files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.parquet"))


def keys(root: Path) -> set[str]:
    return set(Landing(str(root)).versions("shop_main", "orders"))


@DAMAGES
def test_the_night_sets_it_aside_says_so_once_and_reads_it_again(
    root: Path, shelves: Shelves, damage: Callable[[Path], None]
):
    load(shelves, Landing(str(root)))
    Landing(str(root)).batches("shop_main", "orders")
    (batch,) = files(root)
    damage(batch)
    receipt = load(shelves, Landing(str(root)), now=NIGHT + DAY)
    assert (receipt.window_from, receipt.rows) == (BEGINNING, 8)
    assert sum(batch.name in warning for warning in receipt.warnings) == 1
    assert [file.name for file in (root.parent / "set_aside").rglob("*.parquet")] == [batch.name]
    assert load(shelves, Landing(str(root)), now=NIGHT + 2 * DAY).warnings == ()
    assert keys(root) == {str(number) for number in range(1, 9)}


@DAMAGES
def test_the_whole_check_names_it_and_changes_nothing(
    root: Path, shelves: Shelves, damage: Callable[[Path], None]
):
    load(shelves, Landing(str(root)))
    load(shelves, Landing(str(root)), now=NIGHT + DAY)
    assert all(good for _, good in Landing(str(root)).verify())
    damage(files(root)[0])
    assert [good for _, good in Landing(str(root)).verify()] == [False, True]
    assert len(files(root)) == 2


def test_windows_after_a_lost_batch_do_not_hide_the_hole(root: Path, shelves: Shelves):
    nights = [NIGHT + number * DAY for number in range(3)]
    for now in nights:
        load(shelves, Landing(str(root)), now=now)
    Landing(str(root)).batches("shop_main", "orders")
    cut(files(root)[1])
    receipt = load(shelves, Landing(str(root)), now=NIGHT + 3 * DAY)
    assert receipt.window_from is not None
    assert receipt.window_from <= nights[0] - timedelta(minutes=1)


def test_a_copy_from_the_backup_is_whole_and_goes_on_where_it_stood(
    root: Path, shelves: Shelves, tmp_path: Path
):
    load(shelves, Landing(str(root)))
    Landing(str(root)).batches("shop_main", "orders")
    other = tmp_path / "restored" / "landing"
    shutil.copytree(root, other, copy_function=shutil.copyfile)
    receipt = load(shelves, Landing(str(other)), now=NIGHT + DAY)
    assert receipt.warnings == ()
    assert receipt.window_from is not None
    assert receipt.window_from > BEGINNING
    assert keys(other) == {str(number) for number in range(1, 9)}
