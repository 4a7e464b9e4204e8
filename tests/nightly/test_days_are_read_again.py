"""`voronka backfill`: any days of a source again as one run, built and published; the rest is refused."""

import json
from datetime import date
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner, Result

from connectors.landing.landing import Landing
from orchestration.assets.again import Again
from orchestration.cli import app
from orchestration.demo.pretend import Pretend
from orchestration.turns.instance import open_instance
from tests.nightly.simulated import House

NOW = "2026-06-02T03:00:00+03:00"


def _call(house: House, *words: str) -> Result:
    words = ("backfill", *words, "-d", str(house.file), "--now", NOW)
    return CliRunner().invoke(app, words, env={**house.environment, "COLUMNS": "400"})


@pytest.fixture(scope="module")
def empty(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> House:
    return House.open(tmp_path_factory.mktemp("again"), company)


@pytest.mark.parametrize(
    ("words", "what", "fix"),
    [
        ("--source crm --from 2026-05-01", "crm is not a source of", "Name one of amocrm_main"),
        (
            "--source mango_main --stream talks --from 2026-05-01",
            "talks is not a deployed stream of mango_main",
            "Name some of calls, or none",
        ),
        (
            "--source mango_main --stream users --from 2026-05-01",
            "mango_main.users is read whole every time",
            "Leave it out",
        ),
        ("--source mappings --from 2026-05-01", "No stream of mappings has days", "voronka night reads it"),
        (
            "--source mango_main --from 2026-05-03 --to 2026-05-01",
            "2026-05-03 is after 2026-05-01",
            "Give the earlier day as --from",
        ),
        (
            "--source mango_main --from 2026-06-02",
            "2026-06-02 is not over yet",
            "Ask for days up to 2026-06-01",
        ),
        (
            "--source mango_main --from 2026-05-01 --to 2026-07-01",
            "2026-07-01 is not over yet",
            "Ask for days up to 2026-06-01",
        ),
        (
            "--source mango_main --from 2025-12-31 --to 2026-01-02",
            "2025-12-31 is before the beginning of mango_main, 2026-01-01",
            "Ask for days from 2026-01-01",
        ),
    ],
)
def test_what_cannot_be_read_again_is_refused_before_anything_is_read(
    empty: House, words: str, what: str, fix: str
):
    answer = _call(empty, *words.split())

    assert answer.exit_code == 1
    said = " ".join(answer.output.split())
    assert what in said
    assert f"Fix: {fix}" in said
    assert not list(Path(empty.deployment.state.root).glob("landing/**/*.parquet"))


def test_a_day_that_is_no_date_is_refused(empty: House):
    answer = _call(empty, "--source", "mango_main", "--from", "yesterday")

    assert answer.exit_code == 2
    assert "yesterday" in answer.output


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
def test_a_range_is_one_run_that_is_built_and_published(after: House):
    after.set_clock(after.company.nights[0])
    before = after.published("select count(*) from fct_call")

    answer = _call(
        after, "--source", "mango_main", "--stream", "calls", "--from=2026-03-30", "--to=2026-05-02", "--json"
    )

    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    assert (told["streams"], told["from"], told["to"]) == (["calls"], "2026-03-30", "2026-05-02")
    (calls,) = told["land"]["streams"]
    assert calls["stream"] == "calls"
    assert len(calls["days"]) == 34
    assert {one["domain"] for one in told["build"]["domains"] if one["published"]} >= {"core", "sales"}
    assert after.published("select count(*) from fct_call") == before

    range_ = Again(days=(date(2026, 3, 30), date(2026, 5, 2)))
    with open_instance(after.deployment.state) as instance:
        runs = instance.get_runs(filters=dg.RunsFilter(tags=range_.tags()))
    assert [(run.job_name, run.status) for run in runs] == [("backfill", dg.DagsterRunStatus.SUCCESS)]
    batches = Landing(str(after.deployment.state.landing)).batches("mango_main", "calls")
    assert {day for one in batches[-2:] for day in one.days} == set(calls["days"])
