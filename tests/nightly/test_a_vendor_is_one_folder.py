"""A vendor that nobody has heard of is dropped in as folders, and every room finds it by itself."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import requests

from tests.page.unfolded import unpacked

ROOT = Path(__file__).resolve().parents[2]
MADE_UP = Path(__file__).parent / "made_up_vendor"
ROOMS = (
    "connectors",
    "dbt_project",
    "deployments",
    "durable",
    "expectations",
    "orchestration",
    "page",
    "sandbox",
    "texts",
)
_NOT_READ = shutil.ignore_patterns("__pycache__", "target", "logs", "*.pyc")


@dataclass
class Tree:
    """A copy of the project with the vendor's folders in it, a deployment, and the pretend company."""

    root: Path
    mine: Path
    company: dict[str, str]

    def run(self, *words: str) -> str:
        """A command of the copy; what it printed. Fails the test when the command fails."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.root,
            env=_surroundings(self.root),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    def voronka(self, *words: str) -> str:
        return self.run("-c", "from orchestration.cli import app; app()", *words)


def _surroundings(root: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(root), "VORONKA_LANGUAGE": "en"}


def _copy(root: Path) -> None:
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=_NOT_READ)
    before = {file for file in root.rglob("*") if file.is_file()}
    files = [file for file in MADE_UP.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    for file in files:
        place = root / file.relative_to(MADE_UP)
        assert place not in before, f"{place} is there already"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    folder = tmp_path_factory.mktemp("vendor")
    root, state = folder / "tree", folder / "company"
    _copy(root)
    words = ["--state", str(state), "--scale", "0.05", "--parent-pid", str(os.getpid())]
    command = [sys.executable, "-m", "sandbox.serving.server", *words]
    with subprocess.Popen(
        command, cwd=root, env=_surroundings(root), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        now = datetime.now(UTC).isoformat()
        requests.post(f"{told['url']}/_sandbox/clock", json={"now": now}, timeout=60).raise_for_status()
        tree = Tree(root, root / "deployments" / "mine", told["accounts"]["pipeworks"])
        tree.voronka(
            *(
                "init",
                str(tree.mine),
                "--crm",
                "pipeworks",
                "--language",
                "en",
                "--timezone",
                "Europe/Moscow",
            ),
            *("--beginning", "2026-01-01", "--no-input"),
        )
        dotenv = tree.mine / ".env"
        text = dotenv.read_text(encoding="utf-8")
        for setting, value in tree.company.items():
            text = text.replace(f"PIPEWORKS_{setting.upper()}=", f"PIPEWORKS_{setting.upper()}={value}")
        dotenv.write_text(text, encoding="utf-8")
        file = tree.mine / "deployment.yml"
        address = "    vendor: pipeworks\n    url: https://pipes.example/\n"
        file.write_text(file.read_text(encoding="utf-8").replace("    vendor: pipeworks\n", address))
        yield tree
        process.terminate()


@pytest.fixture(scope="module")
def night(tree: Tree) -> duckdb.DuckDBPyConnection:
    """What readers see after the first night."""
    tree.voronka("night", "-d", str(tree.mine))
    return duckdb.connect(str(tree.mine / "var" / "shelf" / "voronka.duckdb"), read_only=True)


def test_the_schema_of_deployments_knows_its_settings(tree: Tree):
    said = tree.run("-c", "from orchestration.deployment.schema import schema_text; print(schema_text())")
    (entry,) = (
        one
        for one in json.loads(said)["$defs"]["SourceEntry"]["allOf"]
        if one["if"]["properties"]["vendor"]["const"] == "pipeworks"
    )
    assert set(entry["then"]["properties"]["settings"]["properties"]) == {"base_url", "token"}


def test_the_doctor_asks_it(tree: Tree):
    told = json.loads(tree.voronka("doctor", "-d", str(tree.mine), "--json"))
    (found,) = (one for one in told["examined"] if one["name"] == "pipeworks_main")
    assert found["ok"] and "4 streams answer" in found["said"]


def test_its_entities_are_those_of_a_night(tree: Tree, night: duckdb.DuckDBPyConnection):
    answer = requests.get(
        f"{tree.company['base_url']}/deals",
        headers={"Authorization": f"Bearer {tree.company['token']}"},
        timeout=10,
    ).json()
    deals = {f"pipeworks_main:{deal['id']}" for deal in answer["deals"]}
    leads = night.execute("select lead_key, source_url from kpi.fct_lead").fetchall()
    assert {key for key, _ in leads} == deals and len(deals) > 50
    assert {url for _, url in leads} >= {f"https://pipes.example/deal/{answer['deals'][0]['id']}/card"}


def test_vendors_that_nobody_has_cost_the_night_nothing(tree: Tree, night: duckdb.DuckDBPyConnection):
    with duckdb.connect(str(tree.mine / "var" / "warehouse.duckdb"), read_only=True) as warehouse:
        built = warehouse.execute("select table_name from duckdb_tables() where schema_name = 'staging'")
        vendors = {name.removeprefix("stg_").partition("__")[0] for (name,) in built.fetchall()}
    assert vendors == {"files", "pipeworks", "run"}


def test_its_streams_say_which_days_are_known(night: duckdb.DuckDBPyConnection):
    known = night.execute(
        "select stream, bool_or(is_complete) from kpi.mart_data_coverage "
        "where vendor = 'pipeworks' group by stream order by stream"
    ).fetchall()
    assert known == [
        ("customers", True),
        ("deals", True),
        ("people", True),
        ("stages", True),
    ]


def test_its_people_are_the_employees_whose_leads_are_counted(night: duckdb.DuckDBPyConnection):
    nameless = "leads.employee_key = 'unassigned' or people.employee_name is null"
    counted = night.execute(
        f"select count(*), count(case when {nameless} then 1 end) from kpi.fct_lead as leads "
        "left join kpi.dim_employee as people "
        "on leads.employee_key = people.employee_key"
    ).fetchone()
    assert counted is not None and counted[0] > 50 and counted[1] == 0


def test_the_page_calls_it_as_people_do(tree: Tree, night: duckdb.DuckDBPyConnection):
    page = unpacked((tree.mine / "var" / "report.html").read_text(encoding="utf-8"))
    assert "Pipeworks" in page and "Трубы" in page


def test_its_stages_and_people_are_listed_to_be_mapped(tree: Tree, night: duckdb.DuckDBPyConnection):
    tree.voronka("doctor", "-d", str(tree.mine), "--write-mappings")
    for table, least in (("stages", 5), ("employees", 5)):
        with (tree.mine / "mappings" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as text:
            rows = list(csv.DictReader(text))
        assert len([row for row in rows if row["source"] == "pipeworks_main"]) >= least


def test_every_promise_of_a_connector_is_tried_on_it(tree: Tree):
    for part in ("__init__.py", "conformance", "conftest.py", "pretend_nights.py"):
        place = tree.root / "tests" / part
        if (ROOT / "tests" / part).is_dir():
            shutil.copytree(ROOT / "tests" / part, place, ignore=_NOT_READ)
        else:
            place.parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / "tests" / part, place)
    shutil.copy(ROOT / "pyproject.toml", tree.root)
    said = tree.run(
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "pipeworks"),
        "tests/conformance/test_every_vendor_conforms.py",
    )
    assert " passed" in said and "failed" not in said
