"""Runs of a company's nights that are killed at random instants, and what two histories have published."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from simulated import REPOSITORY, House
from started import ended, start

# What names a run and not a number.
_OF_THE_RUN = ("version", "run_id")


def begin(house: House, kind: str, moment: datetime) -> "subprocess.Popen[str]":
    """A night of the command line, or the job of a load before a stand-up in a process as the daemon's."""
    if kind == "night":
        return start(house, "night", "--now", moment.isoformat())
    dagster = str(Path(sys.executable).with_name("dagster"))
    surroundings = {
        "DAGSTER_HOME": str(house.deployment.state.dagster),
        "VORONKA_DEPLOYMENT": str(house.file),
        "VORONKA_NOW": moment.isoformat(),
    }
    return subprocess.Popen(
        [dagster, "job", "execute", "-m", "orchestration.definitions", "-j", kind],
        cwd=REPOSITORY,
        env={**house.environment, **surroundings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def kill_at_random(house: House, moment: datetime, chance: random.Random, longest: float) -> bool:
    """Begin a run and kill it; False: it was over before. The instant is printed."""
    kind, after = chance.choice(["night", "night", "land", "build"]), chance.uniform(0, longest)
    process = begin(house, kind, moment)
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        print(f"{moment:%Y-%m-%d}: {kind} killed after {after:.2f} s", flush=True)
        return True
    return False


def finish(house: House, moment: datetime) -> float:
    """The next night, left alone: it ends well. Gives its seconds."""
    began = time.monotonic()
    code, said = ended(begin(house, "night", moment))
    assert code == 0, said
    return time.monotonic() - began


def published(house: House) -> dict[str, list[tuple[Any, ...]]]:
    """Mart → its rows in order, without what names the run."""
    found = {}
    with duckdb.connect(str(house.deployment.state.shelf / "voronka.duckdb"), read_only=True) as shelf:
        marts = shelf.execute(
            "select table_name from information_schema.tables where table_schema = 'kpi'"
            " and table_name not in ('publication', 'publication_finding')"
        ).fetchall()
        for (mart,) in marts:
            query = f"select columns(c -> c not in {_OF_THE_RUN}) from kpi.{mart} order by all"
            found[mart] = shelf.execute(query).fetchall()
    return found
