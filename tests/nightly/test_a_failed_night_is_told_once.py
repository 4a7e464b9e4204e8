"""One message per failed night reaches a real mailbox and a real web hook; of a good night nobody hears."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner, Result

from orchestration.assets.releases import published_key
from orchestration.assets.sources import raw_key
from orchestration.cli import app
from orchestration.commands.show import night_as_json, status_as_json
from orchestration.demo.pretend import Pretend
from orchestration.jobs import BUILD, LAND
from orchestration.nights.build import build
from orchestration.turns.instance import open_instance
from tests.nightly.simulated import House, ThreeNights, Trouble
from tests.receivers import PASSWORD, Receivers

NIGHT_1 = pytest.mark.parametrize("after", ["night 1"], indirect=True)
ONE = [raw_key("mappings", "stages")]


def test_of_good_nights_nobody_hears(three_nights: ThreeNights):
    assert all(night.ok for night in three_nights.nights)
    assert three_nights.told == []


def test_a_failed_night_is_one_mail_and_one_post(refused: Trouble):
    mail, post = refused.told

    assert mail.strip() == post.strip()
    assert mail.startswith("Северный свет, 03.06.2026 03:00: данные обновлены не полностью\nПричины:\n")


def test_the_message_names_causes_remedies_and_what_readers_see(refused: Trouble):
    text = refused.told[0]

    assert text.count("401") == 1
    assert text.count("Что делать: ") >= 2
    assert "• amocrm_main.account, amocrm_main.users, amocrm_main.pipelines and " in text
    assert "• onec_main." in text
    assert [line.split(":")[0] for line in text.split("Опубликовано:\n")[1].splitlines()[:7]] == [
        "• calls",
        "• core",
        "• customers",
        "• marketing",
        "• money",
        "• people",
        "• sales",
    ]
    # Both were refused: they are known up to the night before. Money by region asks the CRM too.
    assert "• sales: данные на 02.06.2026 02:59, им 24 часа" in text
    assert "• money: данные на 02.06.2026 02:59, им 24 часа" in text
    assert "Traceback" not in text


def test_the_message_holds_no_secret_and_nobodys_address(refused: Trouble):
    secrets = (
        "SANDBOX_AMOCRM_TOKEN",
        "SANDBOX_ONEC_PASSWORD",
        "SANDBOX_MANGO_OFFICE_API_KEY",
        "SANDBOX_YANDEX_DIRECT_TOKEN",
    )

    for text in refused.told:
        assert not [name for name in secrets if refused.house.environment[name] in text]
        assert not re.search(r"@|\+7\d|(?<!\d)[78]\d{10}(?!\d)", text)


def test_a_receiver_that_is_silent_is_reported_and_changes_nothing_else(refused: Trouble):
    told = {one.target: one.trouble for one in refused.night.alerts}

    assert told["alert_mail"] is None
    assert told["alert_hook"] is None
    silent = told["alert_silent"]
    assert silent is not None
    assert "alert_silent did not take the message" in silent.what
    assert "ALERT_SILENT" in silent.fix
    assert not [line for line in refused.night.problems if "alert" in line]
    printed = json.dumps(night_as_json(refused.night), ensure_ascii=False)
    assert PASSWORD not in printed
    assert str(silent.what) in printed


def test_status_remembers_whom_the_message_did_not_reach(refused: Trouble):
    refused.house.restore("refused")

    (line,) = status_as_json(refused.house.deployment, refused.night.moment)["untold"]

    assert "alert_silent did not take the message" in line


def _call(house: House, *words: str, **changed: str) -> Result:
    return CliRunner().invoke(
        app, [*words, "-d", str(house.file)], env={**house.environment, "COLUMNS": "400", **changed}
    )


def test_a_night_that_could_not_begin_is_told_too(company: Pretend, receivers: Receivers, tmp_path: Path):
    house = House.open(tmp_path, company, receivers)
    receivers.forget()

    answer = _call(house, "night", SANDBOX_ONEC_PASSWORD="")

    assert answer.exit_code == 1
    assert "SANDBOX_ONEC_PASSWORD" in answer.output
    assert "alert_silent did not take the message" in answer.output
    assert PASSWORD not in answer.output
    assert len(receivers.mails) == len(receivers.posts) == 1
    assert "ночная загрузка не началась" in receivers.posts[0]["title"]
    assert "needs the environment variable SANDBOX_ONEC_PASSWORD" in receivers.posts[0]["message"]


@NIGHT_1
def test_the_doctor_sends_a_trial_when_asked(after: House, receivers: Receivers):
    receivers.forget()

    tried = json.loads(_call(after, "doctor", "--json", "--send-trial").output)["examined"]

    assert {one["name"] for one in tried if not one["ok"]} == {"alert alert_silent"}
    assert [text.splitlines()[0] for text in receivers.texts()] == ["Северный свет: проверка оповещений"] * 2


@NIGHT_1
def test_a_night_of_the_schedule_is_told_by_a_sensor_once(after: House, receivers: Receivers):
    receivers.forget()
    no_room = after.deployment.model_copy(update={"min_free_disk_mb": 10**9})
    graph = build(no_room, now=lambda: after.moment, sleep=lambda _: None)
    with open_instance(after.deployment.state) as instance:
        landed = _run(graph, instance, LAND, ONE)
        follow = _ask(graph, instance, "build_after_failed_land", landed)
        assert isinstance(follow, dg.RunRequest)
        built = _run(graph, instance, BUILD, [published_key("dim_date")], tags=follow.tags)
        said = [_ask(graph, instance, "tell_after_failed_build", built) for _ in range(2)]

    assert ["told alert_hook" in str(one) for one in said] == [True, True]
    assert len(receivers.mails) == len(receivers.posts) == 1
    (cause,) = re.findall(r"• (.*)", receivers.posts[0]["message"])
    assert "min_free_disk_mb is 1000000000" in cause
    assert "Ничего не опубликовано" in receivers.posts[0]["message"]


@NIGHT_1
def test_runs_of_the_command_line_move_no_sensor(after: House, receivers: Receivers):
    receivers.forget()
    graph = build(after.deployment, now=lambda: after.moment)
    with open_instance(after.deployment.state) as instance:
        ran = {run.job_name: run.run_id for run in instance.get_runs()}
        said = [
            _ask(graph, instance, "build_after_land", ran[LAND]),
            _ask(graph, instance, "tell_after_build", ran[BUILD]),
        ]

    assert all(isinstance(one, dg.SkipReason) for one in said)
    assert receivers.texts() == []


def _run(
    graph: dg.Definitions,
    instance: dg.DagsterInstance,
    job: str,
    assets: Sequence[dg.AssetKey] = (),
    tags: dict[str, str] | None = None,
) -> str:
    return (
        graph.resolve_job_def(job)
        .execute_in_process(
            instance=instance,
            raise_on_error=False,
            asset_selection=list(assets) or None,
            tags=tags,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
        .run_id
    )


def _ask(graph: dg.Definitions, instance: dg.DagsterInstance, sensor: str, run_id: str) -> object:
    """What a sensor says of a run that has ended, asked as the daemon asks."""
    run = instance.get_run_by_id(run_id)
    assert run is not None
    ended = dg.DagsterEventType.RUN_SUCCESS if run.is_success else dg.DagsterEventType.RUN_FAILURE
    (entry,) = instance.all_logs(run_id, of_type=ended)
    assert entry.dagster_event is not None
    context = dg.build_run_status_sensor_context(
        sensor_name=sensor, dagster_instance=instance, dagster_run=run, dagster_event=entry.dagster_event
    )
    return graph.resolve_sensor_def(sensor)(context)
