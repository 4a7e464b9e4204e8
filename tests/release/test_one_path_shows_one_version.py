"""Parquet under `current`: a pattern finds each mart once, and who asks where it leads never sees a mix."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pytest

from expectations.shelf.kinds.parquet import ParquetFolder
from expectations.versions import Publication
from tests.release.made_publication import Made, Releases


def _pair(releases: Releases) -> list[Publication]:
    """Two publications; in each the sums of both marts are equal."""
    return [
        releases.publish(
            {
                "fct_payment": Made(f"select {total} as amount, 1 as n from range(3)"),
                "mart_calendar": Made(f"select {total * 3} as expected"),
            }
        )
        for total in (1, 2)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> ParquetFolder:
    return ParquetFolder(tmp_path / "shelf" / "parquet")


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "releases")


def _sum(pattern: str, column: str) -> tuple[int, int]:
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select sum({column}), count(*) from read_parquet('{pattern}')"
        ).fetchall()
    return int(found[0][0]), int(found[0][1])


def test_readers_of_one_path_see_whole_marts_once_while_versions_go_out(
    folder: ParquetFolder, releases: Releases
):
    pair = _pair(releases)
    releases.put(folder, pair[0])
    current, over = folder.folder / "current", threading.Event()
    seen: list[tuple[int, int]] = []
    mixes: list[tuple[int, int]] = []
    errors: list[str] = []

    def keep_reading() -> None:
        while not over.is_set() or not seen:
            try:
                seen.append(_sum(f"{current}/fct_pay*.parquet", "amount"))
                version = current.resolve()  # asked once, for two marts of one domain
                both = (
                    _sum(f"{version}/fct_payment.parquet", "amount")[0],
                    _sum(f"{version}/mart_calendar.parquet", "expected")[0],
                )
                if both[0] != both[1]:
                    mixes.append(both)
            except (duckdb.Error, OSError) as error:
                errors.append(str(error))

    readers = [threading.Thread(target=keep_reading) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(30):
        assert releases.put(folder, pair[(number + 1) % 2]).error is None
    over.set()
    for reader in readers:
        reader.join()
    assert (errors, mixes) == ([], [])
    assert {rows for _, rows in seen} == {3}  # never both versions
    assert {total for total, _ in seen} <= {3, 6}


def test_a_link_that_is_gone_or_leads_elsewhere_is_found_and_mended(
    folder: ParquetFolder, releases: Releases
):
    first, second = _pair(releases)
    releases.put(folder, first)
    releases.put(folder, second)
    current = folder.folder / "current"
    assert folder.fault(second) is None

    current.unlink()
    current.symlink_to(first.version)
    assert "does not lead to the published version" in (folder.fault(second) or "")
    assert releases.put(folder, second).changed
    assert _sum(f"{current}/fct_payment.parquet", "amount") == (6, 3)

    current.unlink()
    current.mkdir()
    (current / "mine.txt").write_text("of a person")
    assert "is set aside" in releases.put(folder, second).healed[0]
    assert _sum(f"{current}/fct_payment.parquet", "amount") == (6, 3)
    (kept,) = folder.folder.parent.glob("parquet-current.damaged-*")
    assert (kept / "mine.txt").exists()


def test_a_release_that_dies_before_the_link_is_put_again(folder: ParquetFolder, releases: Releases):
    first, second = _pair(releases)
    releases.put(folder, first)

    class DiedError(Exception): ...

    def die(step: str) -> None:
        raise DiedError(step)

    with pytest.raises(DiedError):
        folder.put(second, releases.folder, die)
    assert _sum(f"{folder.folder}/current/fct_payment.parquet", "amount") == (3, 3)
    assert releases.put(folder, second).changed
    assert _sum(f"{folder.folder}/current/fct_payment.parquet", "amount") == (6, 3)
