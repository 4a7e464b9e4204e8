"""Runs releases that die: killed at a named step, or on a disk that is full from a named step on.

Great Expectations is imported once; every release runs in a forked child, so that a kill is a real kill -9.
Prints one JSON object per release: the step, what readers saw after it, what the next night made of it.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from expectations.errors import ExpectationsError
from expectations.release import release
from expectations.status import status
from expectations.versions import Versions
from tests.gate.house import House, build_house


def _in_child(work: Callable[[], Any], answer: Path) -> Any:
    """Run in a forked child; None if it was killed."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            answer.write_text(json.dumps(work()), encoding="utf-8")
            code = 0
        finally:
            os._exit(code)
    _, code = os.waitpid(pid, 0)
    if os.WIFSIGNALED(code):
        return None
    assert os.WEXITSTATUS(code) == 0, "the child failed"
    return json.loads(answer.read_text(encoding="utf-8"))


def _release(house: House, on_step: Callable[[str], None]) -> dict[str, Any]:
    try:
        report = release(
            house.contracts,
            warehouse=house.warehouse,
            var=house.var,
            shelf=house.shelf,
            facts=house.facts,
            keep=3,
            with_docs=False,
            on_step=on_step,
        )
    except ExpectationsError as error:
        return {"what": error.what, "fix": error.fix}
    return {"shelf": [outcome.error for outcome in report.shelf]}


def _seen(house: House) -> dict[str, Any]:
    """What readers find: on the DuckDB file, in the manifest, and as current."""
    folder = house.var / "shelf" / "parquet"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    current = Versions(house.var / "releases").current()
    assert current is not None
    return {
        "leads": house.shelf_query("select count(*) from fct_lead")[0][0],
        "versions": sorted({row[0] for row in house.shelf_query("select version from publication")}),
        "manifest_rows": manifest["marts"]["fct_lead"]["rows"],
        "manifest_whole": all((folder / mart["file"]).exists() for mart in manifest["marts"].values()),
        "current_rows": current.marts["fct_lead"].rows,
    }


def _next_night(house: House) -> dict[str, Any]:
    house.tomorrow()
    outcome = _release(house, lambda _: None)
    targets = status(house.var, house.shelf).targets
    left = [path.name for path in house.var.rglob("*") if "aside" in path.name or path.suffix == ".wal"]
    folders = (house.var / "releases").glob("2*")
    unjudged = [path.name for path in folders if not (path / "verdict.json").exists()]
    return {
        "outcome": outcome,
        "up_to_date": all(one.is_up_to_date for one in targets),
        "left": left + unjudged,
        **_seen(house),
    }


def _steps_of(house: House) -> list[str]:
    steps: list[str] = []
    _release(house, steps.append)
    return steps


def _die_at(step: str) -> Callable[[str], None]:
    def on_step(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return on_step


def _fill_disk_at(step: str, limit: int) -> Callable[[str], None]:
    def on_step(reached: str) -> None:
        if reached == step:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    return on_step


def _copy(base: House, root: Path) -> House:
    shutil.copytree(base.var.parent, root, symlinks=True)
    return replace(base, var=root / "var", suites=root / "suites")


def main(root: Path, mode: str) -> None:
    """Walk the steps with `kill`, or fill the disk before the export and before the shelf with `disk`."""
    base = build_house(root / "base")
    answer = root / "answer.json"
    _in_child(lambda: bool(base.night()), answer)
    base.tomorrow()
    plant = "insert into marts.fct_lead values ('amocrm_main:new', date '2026-06-01', 'e1', '')"
    _in_child(lambda: base.plant(plant), answer)
    found = _copy(base, root / "found")
    steps = _in_child(lambda: _steps_of(found), answer) if mode == "kill" else ["start", "release stored"]
    for number, step in enumerate(steps):
        house = _copy(base, root / f"house{number}")
        on_step = _die_at(step) if mode == "kill" else _fill_disk_at(step, 4096)

        def run(house: House = house, on_step: Callable[[str], None] = on_step) -> dict[str, Any]:
            on_step("start")
            return _release(house, on_step)

        outcome = _in_child(run, answer)
        told = {
            "step": step,
            "outcome": outcome,
            "seen": _in_child(lambda house=house: _seen(house), answer),
            "next": _in_child(lambda house=house: _next_night(house), answer),
        }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations  # noqa: F401

    main(Path(sys.argv[1]), sys.argv[2])
