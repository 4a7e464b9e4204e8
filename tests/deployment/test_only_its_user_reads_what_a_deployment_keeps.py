"""Landing, warehouse, releases and logs are their user's alone; the shelf is for whom the deployment says."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from expectations.shelf.kinds.duckdb_file import DuckDbFile
from expectations.shelf.kinds.parquet import ParquetFolder
from expectations.shelf.readers import open_way
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.deployment.privacy import keep_private
from orchestration.deployment.shelf import shelf_of
from orchestration.failures import DeploymentError


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """What a fresh account has, before and after."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def _deployment(folder: Path, *shelf: dict[str, str]) -> Deployment:
    content = {
        "company": "ACME",
        "timezone": "Europe/Moscow",
        "var": "var",
        "sources": {"plans": {"vendor": "files", "beginning": "2026-01-01T00:00:00+03:00"}},
    } | ({"shelf": list(shelf)} if shelf else {})
    (folder / "deployment.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return read_deployment(folder / "deployment.yml", {})


def _mode(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):04o}"


def _written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    return path


def test_what_others_could_read_is_closed_and_the_shelf_stays_open(tmp_path: Path) -> None:
    deployment = _deployment(tmp_path)
    root = deployment.state.root
    batch = _written(root / "landing" / "amocrm" / "main" / "b.parquet")
    token = _written(root / "tokens" / "main.json")
    shelf = _written(root / "shelf" / "parquet" / "manifest.json")
    assert _mode(batch) == "0644"

    keep_private(deployment)

    assert {_mode(batch), _mode(token)} == {"0600"}
    assert {_mode(batch.parent), _mode(root / "landing")} == {"0700"}
    assert _mode(root) == "0710"
    assert (_mode(root / "shelf"), _mode(shelf.parent)) == ("0750", "0750")
    assert _mode(_written(root / "run" / "new.json")) == "0600"
    assert _mode(root / "run") == "0700"


def test_a_shelf_that_was_opened_before_does_not_pass_for_a_closed_folder(tmp_path: Path) -> None:
    deployment = _deployment(tmp_path)
    root = deployment.state.root
    batch = _written(root / "landing" / "b.parquet")
    open_way(root / "shelf" / "parquet", 0o640, root)
    keep_private(deployment)
    assert (_mode(batch), _mode(batch.parent), _mode(root)) == ("0600", "0700", "0710")


def test_a_closed_folder_is_not_walked_again(tmp_path: Path) -> None:
    deployment = _deployment(tmp_path)
    keep_private(deployment)
    batch = _written(deployment.state.landing / "b.parquet")
    batch.chmod(0o644)
    keep_private(deployment)
    assert _mode(batch) == "0644"
    assert _mode(deployment.state.root) == "0700"


def test_a_shelf_has_the_mode_of_its_entry_and_a_way_to_it(tmp_path: Path) -> None:
    entries = (
        {"kind": "duckdb_file", "path": "bi/voronka.duckdb", "mode": "0644"},
        {"kind": "parquet", "path": "own/parquet", "mode": "0600"},
    )
    deployment = _deployment(tmp_path, *entries)
    keep_private(deployment)
    root = deployment.state.root
    file, folder = shelf_of(deployment)
    assert isinstance(file, DuckDbFile)
    assert isinstance(folder, ParquetFolder)
    open_way(file.path.parent, 0o644, root)
    open_way(folder.folder, 0o600, root)
    assert (_mode(root), _mode(root / "bi"), _mode(root / "own" / "parquet")) == ("0711", "0755", "0700")


def test_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    given = tmp_path / "srv"
    given.mkdir(mode=0o755)
    open_way(given / "bi" / "sales", 0o640, tmp_path / "var")
    assert (_mode(given), _mode(given / "bi"), _mode(given / "bi" / "sales")) == ("0755", "0750", "0750")


def test_a_mode_that_lets_others_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeploymentError, match=r"shelf.*mode"):
        _deployment(tmp_path, {"kind": "parquet", "path": "p", "mode": "0666"})
