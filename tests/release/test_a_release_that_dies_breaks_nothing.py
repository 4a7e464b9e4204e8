"""Killed between any two steps, or out of disk: readers keep whole numbers and the next night repairs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parent / "dying_release.py"


def _run(root: Path, mode: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(root), mode],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_a_release_killed_at_any_step_leaves_one_whole_version_and_the_next_run_repairs(
    tmp_path: Path,
) -> None:
    walked = _run(tmp_path, "kill")
    steps = [one["step"] for one in walked]
    assert steps == [
        "exported",
        "judged",
        "verdict stored",
        "published",
        "release stored",
        "built duckdb",
        "shelf duckdb",
        "copied parquet",
        "shelf parquet",
        "pruned",
    ]
    for number, one in enumerate(walked):
        assert one["outcome"] is None, "it was not killed"
        seen = one["seen"]
        assert seen["leads"] == (101 if number >= steps.index("shelf duckdb") else 100), one
        assert seen["manifest_rows"] == (101 if number >= steps.index("shelf parquet") else 100), one
        assert seen["current_rows"] == (101 if number >= steps.index("published") else 100), one
        assert len(seen["versions"]) == 1
        assert seen["manifest_whole"]
        after = one["next"]
        assert after["outcome"] == {"shelf": [None, None]}
        assert after["up_to_date"]
        assert (after["leads"], after["manifest_rows"], after["current_rows"]) == (101, 101, 101)
        assert after["left"] == [], one


def test_a_full_disk_ends_in_one_clear_message_and_the_publication_is_untouched(tmp_path: Path) -> None:
    before_export, before_shelf = _run(tmp_path, "disk")
    assert "disk is full" in before_export["outcome"]["what"]
    assert "free space" in before_export["outcome"]["fix"]
    assert before_export["seen"]["current_rows"] == 100
    assert [bool(error) for error in before_shelf["outcome"]["shelf"]] == [True, True]
    assert before_shelf["seen"]["current_rows"] == 101
    for one in (before_export, before_shelf):
        assert (one["seen"]["leads"], one["seen"]["manifest_rows"]) == (100, 100)
        assert one["seen"]["manifest_whole"]
        assert one["next"]["up_to_date"]
        assert one["next"]["leads"] == 101
        assert one["next"]["left"] == []
