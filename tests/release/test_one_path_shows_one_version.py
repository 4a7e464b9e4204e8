"""Parquet under `current`: a pattern finds each mart once, and who asks where it leads never sees a mix."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import duckdb
import pytest

from durable.files import sha256_of
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


def _rows(pattern: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(
            f"select mart, place, column_name, data_type, is_grain, description_ru, description_en"
            f" from read_parquet('{pattern}') order by mart, place"
        ).fetchall()


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


def test_what_the_columns_mean_lies_beside_them_once(folder: ParquetFolder, releases: Releases):
    first, second = _pair(releases)
    releases.put(folder, first)
    releases.put(folder, second)
    current = folder.folder / "current"

    assert _rows(f"{current}/publication_*.parquet") == [
        ("fct_payment", 1, "amount", "INTEGER", False, None, "amount of fct_payment."),
        ("fct_payment", 2, "n", "INTEGER", False, None, "n of fct_payment."),
        ("mart_calendar", 1, "expected", "INTEGER", False, None, "expected of mart_calendar."),
    ]
    manifest = json.loads((folder.folder / "manifest.json").read_text(encoding="utf-8"))
    file = folder.folder / manifest["tables"]["publication_column"]["file"]
    assert file == current.resolve() / "publication_column.parquet"
    assert manifest["tables"]["publication_column"]["sha256"] == sha256_of(file)
    assert file.stat().st_mode == (file.parent / "fct_payment.parquet").stat().st_mode


def test_a_version_that_stood_there_without_its_words_gets_them_and_nothing_is_called_damaged(
    folder: ParquetFolder, releases: Releases
):
    publication = _pair(releases)[0]
    releases.put(folder, publication)
    version, manifest = folder.folder / publication.version, folder.folder / "manifest.json"
    (version / "publication_column.parquet").unlink()
    written = json.loads(manifest.read_text(encoding="utf-8"))
    del written["tables"]  # as an earlier release of the software left it
    manifest.write_text(json.dumps(written))
    marts = {file.name: file.stat().st_ino for file in version.iterdir()}

    again = releases.put(folder, publication)

    assert (again.changed, again.healed) == (True, ())
    assert len(_rows(f"{folder.folder}/current/publication_column.parquet")) == 3
    assert marts.items() <= {file.name: file.stat().st_ino for file in version.iterdir()}.items()
    assert not releases.put(folder, publication).changed


def test_words_that_change_within_a_version_are_changed_where_they_stand(
    folder: ParquetFolder, releases: Releases
):
    publication = _pair(releases)[0]
    releases.put(folder, publication)
    fewer = publication.without({"mart_calendar"})

    again = releases.put(folder, fewer)

    assert (again.changed, again.healed) == (True, ())
    assert {row[0] for row in _rows(f"{folder.folder}/current/publication_column.parquet")} == {"fct_payment"}
    assert not releases.put(folder, fewer).changed
