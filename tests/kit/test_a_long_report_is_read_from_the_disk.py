"""A report larger than the memory is kept on the disk and parsed line by line; nothing of it stays there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONG = 250_000  # rows, more than 100 MB
GROWTH = 100  # MB that the long report may take more than the short one


@pytest.fixture(scope="module")
def advertiser() -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, str(HERE / "report_vendor.py")], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.kill()  # whatever signals this process ignores, and so its children


def landed(folder: Path, *urls: str, days: int = 1, **settings: object) -> list[dict[str, object]]:
    """What a process that lands these reports in turn says of each."""
    command = [
        sys.executable,
        str(HERE / "land_a_report.py"),
        str(folder),
        json.dumps({"days": days, **settings}),
        *urls,
    ]
    said = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return [json.loads(line) for line in said.stdout.splitlines()]


def left_over(folder: Path) -> list[Path]:
    return [path for path in (folder / "landing" / ".spool").iterdir() if not path.name.endswith(".mark")]


@pytest.mark.parametrize("folded", ["", "z"])
def test_a_day_of_more_than_100_mb_lands_in_little_memory(advertiser: str, tmp_path: Path, folded: str):
    short, long = landed(tmp_path, f"{advertiser}/2000{folded}", f"{advertiser}/{LONG}{folded}")
    assert (short["rows"], long["rows"]) == (2000, LONG)
    assert int(long["peak_mb"]) - int(short["peak_mb"]) < GROWTH
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("folded", ["", "z"])
def test_a_report_larger_than_its_setting_is_refused_and_names_it(
    advertiser: str, tmp_path: Path, folded: str
):
    (said,) = landed(tmp_path, f"{advertiser}/20000{folded}", report_megabytes=2)
    assert said["error"] == "AskedTooMuch"
    assert "more than 2 MB" in str(said["what"])
    assert "report_megabytes" in str(said["fix"])
    assert left_over(tmp_path) == []


def test_a_report_of_many_days_that_is_too_large_is_asked_for_in_halves(advertiser: str, tmp_path: Path):
    (said,) = landed(tmp_path, f"{advertiser}/2000", days=5, report_megabytes=2)
    assert said["rows"] == 10_000


def test_a_disk_without_room_for_it_is_named(advertiser: str, tmp_path: Path):
    (said,) = landed(tmp_path, f"{advertiser}/20000", room=3 << 20)
    assert said["error"] == "LandingFailed"
    assert "the disk is full" in str(said["what"])
    assert "/json/v5/reports" in str(said["what"])
    assert left_over(tmp_path) == []
