"""The seeds of regions are what their script makes of the metadata, and no spelling means two regions."""

from __future__ import annotations

import csv
import runpy
from typing import Any

from tests.models.conftest import PROJECT

SEEDS = PROJECT / "seeds"
SCRIPT: dict[str, Any] = runpy.run_path(str(SEEDS / "write_regions.py"))


def _rows(name: str) -> list[list[str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_the_seeds_are_what_the_script_writes():
    known = SCRIPT["subjects"]()
    written = [
        (typed, f"ru_{code}") for code, kind, name in known for typed in SCRIPT["spellings"](code, kind, name)
    ]
    codes = SCRIPT["area_codes"]({typed: key[3:] for typed, key in written})

    assert sorted(map(tuple, _rows("region_spellings.csv"))) == sorted(written)
    assert len({typed for typed, _ in written}) == len(written)
    assert [row[0] for row in _rows("regions.csv")] == [f"ru_{code}" for code, _, _ in known]
    assert dict(_rows("area_codes.csv")) == {prefix: f"ru_{code}" for prefix, code in codes.items()}
