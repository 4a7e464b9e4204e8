"""What a person at a terminal sees after three nights, and what a script reads."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from orchestration.cli import app
from tests.nightly.simulated import House
from tests.receivers import Receivers

LAST = pytest.mark.parametrize("after", ["night 3"], indirect=True)


def _call(house: House, *words: str, **changed: str) -> Result:
    return CliRunner().invoke(
        app, [words[0], "-d", str(house.file), *words[1:]], env={**house.environment, **changed}
    )


def _told(house: House, *words: str) -> Any:
    answer = _call(house, *words, "--json", VORONKA_NOW=house.company.nights[2].isoformat())
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


def test_help_imports_nothing_heavy():
    probe = (
        "import orchestration.cli, sys; print([m for m in ('dagster','duckdb','pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"


@LAST
def test_status_tells_what_readers_see(after: House):
    told = _told(after, "status")

    assert set(told["published"]["domains"]) == {
        *("calls", "core", "customers", "marketing", "money", "people", "sales")
    }
    assert all(target["is_up_to_date"] for target in told["shelf"])
    assert told["problems"] == []


@LAST
def test_status_shows_a_table_to_people(after: House):
    answer = _call(after, "status", VORONKA_NOW=after.company.nights[2].isoformat())

    assert answer.exit_code == 0
    assert "Северный свет" in answer.output
    assert "money" in answer.output


@LAST
def test_a_rollback_brings_an_earlier_version_back_to_the_shelf(after: House):
    versions = [one["version"] for one in _told(after, "releases")]
    leads = after.published("select count(*) from fct_lead")

    answer = _call(after, "rollback")

    assert answer.exit_code == 0, answer.output
    assert len(versions) == 3
    assert {one["version"]: one["is_current"] for one in _told(after, "releases")}[versions[1]]
    assert after.published("select count(*) from fct_lead") < leads


@LAST
def test_a_rollback_to_a_version_nobody_kept_says_so(after: House):
    answer = CliRunner().invoke(
        app, ["rollback", "20200101T000000Z-none", "-d", str(after.file)], env=dict(after.environment)
    )

    assert answer.exit_code == 1
    assert "There is no version 20200101T000000Z-none" in " ".join(answer.output.split())


@LAST
def test_the_doctor_finds_everything_well(after: House, receivers: Receivers):
    receivers.forget()

    told = _told(after, "doctor")

    assert told["ok"]
    assert {"amocrm_main", "onec_main", "mappings", "plans"} <= {one["name"] for one in told["examined"]}
    (mail,) = [one for one in told["examined"] if one["name"] == "alert alert_mail"]
    assert mail["said"].startswith("the address is understood")
    assert receivers.texts() == []


@LAST
def test_the_doctor_names_what_is_wrong_with_each_source(after: House):
    answer = _call(after, "doctor", "--json", SANDBOX_AMOCRM_TOKEN="an-old-token-nobody-should-see")

    told = {one["name"]: one for one in json.loads(answer.output)["examined"]}
    assert answer.exit_code == 1
    assert not told["amocrm_main"]["ok"]
    assert "401" in told["amocrm_main"]["said"]
    assert told["onec_main"]["ok"]
    assert "nobody-should-see" not in answer.output


@LAST
def test_a_night_without_its_secret_does_not_begin(after: House):
    answer = _call(after, "night", SANDBOX_ONEC_PASSWORD="")

    assert answer.exit_code == 1
    assert "onec_main.password needs the environment variable SANDBOX_ONEC_PASSWORD" in " ".join(
        answer.output.split()
    )
    assert "Traceback" not in answer.output


@LAST
def test_mappings_are_listed_to_be_filled_and_what_is_filled_stays(after: House, tmp_path: Path):
    header = "source,pipeline_id,pipeline_name,stage_id,stage_name,step,is_won"
    kept = f"{header}\namocrm_main,8123001,Мой,142,Победа,paid,true"
    (tmp_path / "stages.csv").write_text(kept, encoding="utf-8")
    (tmp_path / "fields.csv").write_text("source,entity,field,meaning\namocrm_main,lead,900210,channel\n")

    first = _told(after, "doctor", "--write-mappings", "--folder", str(tmp_path))
    again = _told(after, "doctor", "--write-mappings", "--folder", str(tmp_path))

    assert (tmp_path / "stages.csv").read_text(encoding="utf-8").startswith(kept + "\n")
    assert first["added"]["stages.csv"] == 17
    assert first["added"]["loss_reasons.csv"] == 8
    assert first["added"]["employees.csv"] == 23
    assert "Яндекс.Директ" in (tmp_path / "channels.csv").read_text(encoding="utf-8")
    assert set(again["added"].values()) == {0}
