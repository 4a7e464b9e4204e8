"""Histories of nights: runs killed at random instants, then one left alone, which must be right."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.jobs import IN_PROCESS
from orchestration.turns.instance import open_instance, prepare_home
from orchestration.turns.journal import Journal
from tests.nightly.simulated import REPOSITORY, House
from tests.nightly.started import ended, start

# What names a run, or counts how often something was read, and not what is so.
_OF_THE_RUN = {"version", "run_id"}
_OF_THE_READING = {"mart_data_coverage": {"rows_count", "batches_count", "quarantined_count"}}
_LONGEST_CHAIN = 6
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Undisturbed:
    """What a night comes to that nobody kills. `seconds`: how long its runs take, by kind."""

    starts: tuple[str, ...]
    seconds: dict[str, float]
    published: Rows


@dataclass
class Toll:
    """Kills that met a run, and the nights left alone after them."""

    kills: int = 0
    nights: int = 0


def undisturbed(house: House, moment: datetime) -> Undisturbed:
    """Live the night in its two halves and save what histories begin from."""
    before, landed = f"before {moment:%d.%m.}", f"landed {moment:%d.%m.}"
    house.deployment.state.root.mkdir(exist_ok=True)
    house.save(before)
    land = _length(house, "land", moment)
    house.save(landed)
    build = _length(house, "build", moment)
    seconds = {"land": land, "build": build, "night": land + build}
    return Undisturbed((before, landed), seconds, published(house))


def live_through(
    house: House, moment: datetime, calm: Undisturbed, chance: random.Random, kills: int
) -> Toll:
    """Histories until so many runs were killed: each begins afresh, has one to six kills, ends right."""
    toll = Toll()
    while toll.kills < kills:
        house.restore(chance.choice(calm.starts))
        chain = min(chance.randint(1, _LONGEST_CHAIN), kills - toll.kills)
        killed = sum(_kill_at_random(house, moment, calm.seconds, chance) for _ in range(chain))
        took = _left_alone(house, moment)
        assert differing(published(house), calm.published) == {}
        toll.kills, toll.nights = toll.kills + killed, toll.nights + 1
        print(f"  right after {killed} kills; {took:.0f} s; {toll.kills} in all", flush=True)
    return toll


def _kill_at_random(house: House, moment: datetime, seconds: dict[str, float], chance: random.Random) -> bool:
    """Begin a run and kill it; False: it was over before, and `seconds` learns how long it takes now."""
    kind = chance.choice(["night", "night", "land", "build"])
    after = chance.uniform(0, seconds[kind])
    began = time.monotonic()
    process = _begin(house, kind, moment)
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()  # and not its children, who may live on: the next run meets them
        dead = ", ".join(entry.phase for entry in Journal(house.deployment.state).unfinished())
        print(f"{house.folder.name}: {kind} killed after {after:.2f} s, at: {dead or 'start'}", flush=True)
        return True
    seconds[kind] = time.monotonic() - began
    return False


def _left_alone(house: House, moment: datetime) -> float:
    """The next night: it ends well, says what was killed, and ends its runs. Gives its seconds.

    Of a run whose death a later one told of before it was killed itself, nothing more is said. A run of the
    daemon that died before its first step is the daemon's to end, or ended ten minutes later.
    """
    journal, began = Journal(house.deployment.state), time.monotonic()
    known = {run for entry in journal.unfinished() for run in entry.runs}
    untold = [entry for _, entry in journal.dead() if not entry.over]
    code, said = ended(_begin(house, "night", moment))
    assert code == 0, said
    assert said.count("was killed while it was at") == len(untold), said
    with open_instance(house.deployment.state) as instance:
        runs = instance.get_runs()
    open_ones = [run for run in runs if not run.is_finished]
    assert not [run for run in open_ones if run.run_id in known or IN_PROCESS.items() <= run.tags.items()]
    return time.monotonic() - began


def _length(house: House, kind: str, moment: datetime) -> float:
    began = time.monotonic()
    code, said = ended(_begin(house, kind, moment))
    assert code == 0, said
    return time.monotonic() - began


def _begin(house: House, kind: str, moment: datetime) -> "subprocess.Popen[str]":
    """A night of the command line, or the job of a load before a stand-up in a process as the daemon's."""
    if kind == "night":
        return start(house, "night", "--now", moment.isoformat())
    dagster = str(Path(sys.executable).with_name("dagster"))
    surroundings = {
        "DAGSTER_HOME": str(prepare_home(house.deployment.state)),
        "VORONKA_DEPLOYMENT": str(house.file),
        "VORONKA_NOW": moment.isoformat(),
    }
    return subprocess.Popen(
        [dagster, "job", "execute", "-m", "orchestration.definitions", "-j", kind],
        cwd=REPOSITORY,
        env={**house.environment, **surroundings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def published(house: House) -> Rows:
    """Mart → its rows in order, without what names the run or counts readings."""
    found = {}
    with duckdb.connect(str(house.deployment.state.shelf / "voronka.duckdb"), read_only=True) as shelf:
        columns = dict[str, list[str]]()
        for mart, column in shelf.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'kpi'"
            " and table_name not in ('publication', 'publication_release', 'publication_finding')"
        ).fetchall():
            columns.setdefault(mart, []).append(column)
        for mart, names in columns.items():
            left_out = _OF_THE_RUN | _OF_THE_READING.get(mart, set())
            counted = ", ".join(f'"{name}"' for name in names if name not in left_out)
            found[mart] = shelf.execute(f"select {counted} from kpi.{mart} order by all").fetchall()
    return found


def differing(found: Rows, expected: Rows) -> dict[str, list[tuple[Any, ...]]]:
    """Mart → the first rows that only one side has; marts that one side lacks as well."""
    apart = {}
    for mart in found.keys() | expected.keys():
        rows = set(found.get(mart, ())) ^ set(expected.get(mart, ()))
        if rows or len(found.get(mart, ())) != len(expected.get(mart, ())):
            apart[mart] = sorted(rows, key=str)[:6]
    return apart
