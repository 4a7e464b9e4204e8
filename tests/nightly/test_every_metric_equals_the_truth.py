"""After three nights each metric of the catalogue, asked by its own formula, adds up to the truth."""

import csv
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import Metric, read_catalogue
from tests.nightly.simulated import House, ThreeNights

CATALOGUE = read_catalogue(DBT_PROJECT)
MF = Path(sys.executable).with_name("mf")
NO_NETWORK = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")
LAST = pytest.mark.parametrize("after", ["night 3"], indirect=True)


def _cells(metric: Metric) -> str | None:
    """The truth's cells that hold the metric itself, where it may be added up over everything."""
    if metric.kind != "simple" or metric.meta.additivity != "all":
        return None
    return metric.meta.proof.cells if metric.meta.proof else metric.name


ADDED_UP = {name: cells for name, one in CATALOGUE.items() if (cells := _cells(one))}


def _truth(three_nights: ThreeNights) -> dict[str, Decimal]:
    return {line.kpi: line.truth for line in three_nights.proofs[-1]}


@LAST
def test_the_formula_of_a_metric_over_the_published_mart_gives_the_truth(
    after: House, three_nights: ThreeNights
):
    truth = _truth(three_nights)
    found = {}
    for name in ADDED_UP:
        one = CATALOGUE[name]
        # of a mart that nothing of this company feeds there is nothing to add
        total = f"coalesce({one.aggregate}({one.expression}), 0)"
        found[name] = after.published(f"select {total} from {one.mart}")[0][0]

    assert len(found) > 25
    assert found == {name: truth[cells] for name, cells in ADDED_UP.items()}


def _in_a_row(name: str) -> str:
    """What a metric is in one row of the mart that holds all its parts as columns."""
    one = CATALOGUE[name]
    if one.kind == "ratio":
        return f"({_in_a_row(one.parts[0])}) / nullif({_in_a_row(one.parts[1])}, 0)"
    if one.kind == "derived":
        return re.sub(r"\w+", lambda part: f"({_in_a_row(part[0])})", one.expression)
    return one.expression


def _mart_of(name: str) -> str:
    one = CATALOGUE[name]
    return one.mart or _mart_of(one.parts[0])


@LAST
@pytest.mark.parametrize("name", ["cac_amount", "full_cac_amount", "romi"])
def test_a_ratio_that_a_mart_publishes_is_the_catalogues_quotient(after: House, name: str):
    one = CATALOGUE[name]
    factor = 100 if one.meta.unit == "share" else 1
    rows = after.published(
        f"select {one.column}, {factor} * cast({_in_a_row(name)} as double) from {_mart_of(name)}"
    )

    # At this scale no campaign that spends wins a customer of its own.
    assert name == "cac_amount" or [row for row in rows if row[0] is not None]
    # What cost nothing has no cost: a row without spend says null where the quotient would be 0.
    assert [
        row for row in rows if (row[0] is None) != ((not row[1] and name != "romi") or row[1] is None)
    ] == []
    assert all(float(row[0]) == pytest.approx(row[1], abs=0.0051) for row in rows if row[0] is not None)


@LAST
def test_the_catalogue_is_published_in_both_languages(after: House):
    rows = after.published("select metric, label_ru, label_en, entities from dim_metric")

    assert {row[0]: row[1:] for row in rows} == {
        name: (one.meta.label_ru, one.label, ", ".join(one.meta.entities)) for name, one in CATALOGUE.items()
    }


@pytest.mark.skipif(not MF.exists(), reason="MetricFlow is an extra: pip install 'voronka[metrics]'")
@LAST
def test_metricflow_answers_on_the_warehouse_with_the_network_off(
    after: House, three_nights: ThreeNights, tmp_path: Path
):
    ask = _parsed(after, tmp_path)
    truth = _truth(three_nights)

    told = ask("--metrics", ",".join(ADDED_UP))[0]
    by_month = ask("--metrics", "conversion_period,average_ticket_amount", "--group-by", "metric_time__month")

    assert {name: Decimal(told[name]) for name in ADDED_UP} == {n: truth[c] for n, c in ADDED_UP.items()}
    linked, deals = after.published(
        "select sum(amount), count(distinct case when direction = 'in' then deal_key end) from fct_payment"
        " where deal_key is not null and date_trunc('month', paid_date) = date '2026-05-01'"
    )[0]
    may = next(row for row in by_month if row["metric_time__month"].startswith("2026-05"))
    assert float(may["average_ticket_amount"]) == pytest.approx(float(linked) / deals)
    assert 0 < float(may["conversion_period"]) < 1


class _Asking:
    """MetricFlow in a copy of the project, which it wants to stand in."""

    def __init__(self, project: Path, around: dict[str, str]) -> None:
        self.project = project
        self._around = around

    def run(self, program: str, *words: str) -> None:
        command = [str(Path(sys.executable).with_name(program)), *words]
        done = subprocess.run(
            command, cwd=self.project, env=self._around, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]

    def __call__(self, *words: str) -> list[dict[str, str]]:
        """The rows of `mf query`."""
        answer = self.project / "answer.csv"
        self.run("mf", "query", *words, "--csv", str(answer))
        with answer.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def _parsed(house: House, folder: Path) -> _Asking:
    project = folder / "dbt_project"
    shutil.copytree(DBT_PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    state = house.deployment.state.root
    around = {**os.environ, **NO_NETWORK, "VORONKA_VAR": str(state), "DBT_PROFILES_DIR": str(project)}
    asking = _Asking(project, around)
    asking.run("dbt", "parse")
    return asking
