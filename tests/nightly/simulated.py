"""A deployment of the pretend company whose nights can be run, broken, saved and taken up again."""

import csv
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import yaml

from orchestration.commands.demo import proof_of
from orchestration.demo.pretend import Pretend
from orchestration.demo.proof import Line
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.nights.night import Night, Nights
from tests.receivers import Receivers

REPOSITORY = Path(__file__).resolve().parents[2]
DEMO = REPOSITORY / "deployments" / "demo"


def nap(seconds: float) -> None:
    """The transport's waits, cut short: a vendor in trouble is asked again sooner."""
    time.sleep(min(seconds, 0.1))


@dataclass
class House:
    """One var folder and one clock. `folder` holds deployment file, mappings, state and saves."""

    folder: Path
    company: Pretend
    moment: datetime
    saved: dict[str, Path] = field(default_factory=dict)
    alerts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, company: Pretend, receivers: Receivers | None = None) -> "House":
        """`receivers`: who is told of failed nights, beside an address that nobody listens at."""
        shutil.copytree(DEMO / "mappings", folder / "mappings")
        shutil.copy(DEMO / "proof.yml", folder / "proof.yml")
        raw = yaml.safe_load((DEMO / "deployment.yml").read_text(encoding="utf-8"))
        raw["var"] = "var"
        told = receivers.environment if receivers else {}
        targets = [{"name": variable.lower(), "url": {"env": variable}} for variable in told]
        raw["alerts"] = {"targets": targets}
        (folder / "deployment.yml").write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
        return cls(folder, company, company.nights[0], alerts=told)

    @property
    def file(self) -> Path:
        return self.folder / "deployment.yml"

    @property
    def environment(self) -> Mapping[str, str]:
        return {**os.environ, **self.company.environment, **self.alerts}

    @cached_property
    def deployment(self) -> Deployment:
        return read_deployment(self.file, self.environment)

    @cached_property
    def nights(self) -> Nights:
        return Nights(self.deployment, now=lambda: self.moment, sleep=nap)

    def night(self, number: int) -> Night:
        """The company's night of this number, 1 to 3."""
        self.set_clock(self.company.nights[number - 1])
        return self.nights.run()

    def set_clock(self, moment: datetime) -> None:
        self.moment = moment
        self.company.set_clock(moment)

    def proof(self, mornings: Sequence[datetime]) -> list[Line]:
        return proof_of(self.deployment, self.company, tuple(mornings))

    def save(self, name: str) -> None:
        self.saved[name] = self.folder / "saved" / name
        shutil.copytree(self.deployment.state.root, self.saved[name], symlinks=True)

    def restore(self, name: str) -> None:
        """The state as it was saved, mappings as in the demo, no fault on."""
        self.company.heal()
        shutil.rmtree(self.deployment.state.root)
        shutil.copytree(self.saved[name], self.deployment.state.root, symlinks=True)
        shutil.copytree(DEMO / "mappings", self.folder / "mappings", dirs_exist_ok=True)

    def published(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the shelf's DuckDB file."""
        with duckdb.connect() as shelf:
            file = self.deployment.state.shelf / "voronka.duckdb"
            shelf.execute(f"attach '{file}' as shelf (read_only)")
            shelf.execute("use shelf.kpi")
            return shelf.execute(sql).fetchall()


@dataclass
class ThreeNights:
    """What three nights without a fault came to; the state after each is saved as `night 1` to `night 3`.

    `told`: the messages that were sent meanwhile.
    """

    house: House
    nights: list[Night]
    proofs: list[list[Line]]
    told: list[str]


@dataclass
class Trouble:
    """A night gone wrong, what it published of stages (stage → step), and the messages that were sent."""

    house: House
    night: Night
    steps: dict[str, str]
    told: list[str] = field(default_factory=list)

    def problem(self, stream: str) -> str:
        return next(line for line in self.night.problems if stream in line.split(":")[0])


@dataclass
class Renewed:
    """A night on which people and vendors had changed much, its dbt project too; saved as `renewed`.

    `targets`: rows of the plan's mart before.
    """

    house: House
    night: Night
    project: Path
    targets: int

    @property
    def warehouse(self) -> Path:
        """The warehouse as this night left it."""
        return self.house.saved["renewed"] / self.house.deployment.state.warehouse.name


_SQL = """
select
    employee_key,
    count(*) as leads_count
from {{ ref('int_leads') }}
group by employee_key
"""
_YAML = """
models:
  - name: mart_leads_by_employee
    description: One row per employee who has ever been given a lead.
    config:
      meta:
        publish:
          domain: local
          grain: [employee_key]
          required: [leads_count]
    columns:
      - name: employee_key
        data_type: text
        description: The employee.
        data_tests: [not_null]
      - name: leads_count
        data_type: bigint
        description: Live leads, all time.
"""
_METRIC = """
semantic_models:
  - name: my_channels
    model: ref('dim_channel')
    primary_entity: my_channel
    defaults: {agg_time_dimension: my_day}
    measures:
      - {name: my_channels_count, agg: count_distinct, expr: channel_key, create_metric: true}
    dimensions:
      - {name: my_day, type: time, expr: current_date, type_params: {time_granularity: day}}
"""

NOBODY_MAPPED = "68120044"


def forget_stage(file: Path) -> None:
    """Take the stage that nobody mapped out of the mapping file."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows(row for row in rows if NOBODY_MAPPED not in row)


def with_a_new_mart(project: Path) -> Path:
    """A copy of the dbt project with a mart and a metric that are nobody's but this installation's."""
    shutil.copytree(REPOSITORY / "dbt_project", project, ignore=shutil.ignore_patterns("target", "logs"))
    local = project / "models" / "marts" / "local"
    local.mkdir(exist_ok=True)
    (local / "mart_leads_by_employee.sql").write_text(_SQL)
    (local / "mart_leads_by_employee.yml").write_text(_YAML)
    (local / "my_channels.yml").write_text(_METRIC)
    return project


def steps(house: House) -> dict[str, str]:
    return dict(house.published("select stage_key, step from dim_pipeline_stage"))


_HOLD = """
import sys
from pathlib import Path
from orchestration.deployment.deployment import read_deployment
from orchestration.turns.turn import Turn, hold_turn
import os
with hold_turn(read_deployment(Path(sys.argv[1]), os.environ), "night", Turn(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_by_another_process(house: House, turn: str = "warehouse") -> Iterator[int]:
    """Another process has the turn; gives its id."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(house.file), turn],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(house.environment),
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid
    finally:
        process.communicate()
