"""A dbt project in a folder of the test's own, run as a process, asked through its warehouse."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager

from orchestration.assets.run_dbt import main as run_by_night
from orchestration.deployment.calendars import write_calendar
from orchestration.deployment.declared import vendor_variables
from tests.models.landed import HandMadeLanding

PROJECT = Path(__file__).parents[2] / "dbt_project"


@dataclass(frozen=True)
class Warehouse:
    """One installation: its var folder, dbt over it, and what the tables then say."""

    var: Path
    target: Path

    @property
    def landing(self) -> HandMadeLanding:
        return HandMadeLanding(self.var)

    def dbt(self, *words: str, **variables: Any) -> str:
        """Run dbt; what it printed. Fails the test when dbt fails."""
        # One name for every installation of the session: dbt parses the project again when the name changes.
        link = self.target.parent / "var"
        link.unlink(missing_ok=True)
        link.symlink_to(self.var)
        said = json.dumps({**vendor_variables(), **variables})
        command = [*words, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
        command += [
            "--target-path",
            str(self.target),
            "--log-path",
            str(self.target / "logs"),
            "--vars",
            said,
        ]
        surroundings = {
            "VORONKA_VAR": str(link),
            "DBT_TARGET_PATH": str(self.target),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        # Where nobody asks for the manifest or for a text of its own, as a night runs it and in this process:
        # one of its own would spend most of its time on importing dbt.
        by_night = words[0] in ("run", "test")
        code, told = (_by_night if by_night else _by_hand)(command, surroundings, self.target)
        assert code == 0, told[-4000:]
        return told

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.var / "warehouse.duckdb"), read_only=True) as warehouse:
            return warehouse.execute(question).fetchall()

    def tell(self, command: str) -> None:
        with duckdb.connect(str(self.var / "warehouse.duckdb")) as warehouse:
            warehouse.execute(command)

    def tables(self, schema: str) -> dict[str, list[str]]:
        """Every table of a schema as sorted rows of text."""
        names = self.ask(f"select table_name from information_schema.tables where table_schema = '{schema}'")
        return {
            name: sorted(str(row) for row in self.ask(f'select * from "{schema}"."{name}"'))
            for (name,) in names
        }

    def copy(self, folder: Path) -> Warehouse:
        """The same landing and run files without a warehouse."""
        for part in ("landing", "run"):
            shutil.copytree(self.var / part, folder / part)
        return Warehouse(folder, self.target)


def _by_night(command: list[str], surroundings: Mapping[str, str], target: Path) -> tuple[int, str]:
    told = io.StringIO()
    with pytest.MonkeyPatch.context() as around, redirect_stdout(told):
        for name, value in surroundings.items():
            around.setenv(name, value)
        try:
            code = run_by_night(command, target)
        finally:
            DuckDBConnectionManager.close_all_connections()
    return code, _words_of(told.getvalue())


def _by_hand(command: list[str], surroundings: Mapping[str, str], _: Path) -> tuple[int, str]:
    dbt = str(Path(sys.executable).with_name("dbt"))
    around = {**os.environ, **surroundings}
    done = subprocess.run([dbt, *command], env=around, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr[-2000:]


def _words_of(output: str) -> str:
    """What the events of a night's dbt say, a line each."""
    return "\n".join(json.loads(line)["info"]["msg"] for line in output.splitlines() if line.startswith("{"))


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Every model built over an installation where nothing has ever landed."""
    folder = tmp_path_factory.mktemp("dbt")
    (folder / "untouched").mkdir()
    empty = Warehouse(folder / "untouched", folder / "target")
    (empty.var / "run").mkdir()
    write_calendar(empty.var / "run", "RU", date(2026, 6, 2), "ru")
    empty.dbt("build", "--exclude-resource-type", "unit_test")
    return empty


@pytest.fixture
def warehouse(tmp_path: Path, untouched: Warehouse) -> Warehouse:
    return Warehouse(tmp_path, untouched.target)


@pytest.fixture(scope="session")
def manifest(untouched: Warehouse) -> dict[str, Any]:
    text: dict[str, Any] = json.loads((untouched.target / "manifest.json").read_text(encoding="utf-8"))
    return text
