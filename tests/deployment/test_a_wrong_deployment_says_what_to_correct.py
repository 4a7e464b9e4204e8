"""A wrong or missing setting ends in one message that names file, place and remedy, before anything runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.kit.errors import SettingsError
from orchestration.deployment.deployment import read_deployment
from orchestration.deployment.settings import connector_types, open_connectors
from orchestration.failures import DeploymentError
from tests.deployment.written import SURROUNDINGS, written
from texts import speaking


def test_a_missing_secret_is_asked_for_by_its_variable(tmp_path: Path):
    file = written(tmp_path)
    surroundings = {name: value for name, value in SURROUNDINGS.items() if name != "SANDBOX_AMOCRM_TOKEN"}

    with pytest.raises(DeploymentError) as stopped:
        open_connectors(read_deployment(file, surroundings))

    assert "amocrm_main.token needs the environment variable SANDBOX_AMOCRM_TOKEN" in stopped.value.what
    assert str(file) in stopped.value.what
    assert "SANDBOX_AMOCRM_TOKEN" in stopped.value.fix


def test_all_missing_variables_are_named_at_once(tmp_path: Path):
    with pytest.raises(DeploymentError) as stopped:
        open_connectors(read_deployment(written(tmp_path), {}))

    assert all(name in stopped.value.what for name in SURROUNDINGS)


def test_an_empty_variable_is_a_missing_one(tmp_path: Path):
    with pytest.raises(DeploymentError, match=r"onec_main\.password needs the environment variable"):
        open_connectors(read_deployment(written(tmp_path), {**SURROUNDINGS, "SANDBOX_ONEC_PASSWORD": ""}))


def test_the_address_of_an_alert_may_not_stand_in_the_file(tmp_path: Path):
    target = {"name": "chat", "url": "tgram://a-token-nobody-should-see/1"}
    file = written(tmp_path, lambda raw: raw.update(alerts={"targets": [target]}))

    with pytest.raises(
        DeploymentError, match=r"alerts\.targets\.0\.url is a secret.*write \{env: NAME\}"
    ) as e:
        read_deployment(file, {})

    assert "nobody-should-see" not in str(e.value)


def test_the_graph_of_a_deployment_needs_no_secret(tmp_path: Path):
    assert set(connector_types(read_deployment(written(tmp_path), {}))) == {
        "amocrm_main",
        "onec_main",
        "mango_main",
        "direct_main",
        "mappings",
        "plans",
        "costs",
    }


def _set(*path: str, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        for name in path[:-1]:
            raw = raw[name]
        raw[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set("timezone", to="Moscow"), "timezone is not an IANA time zone"),
        (_set("kurrency", to="RUB"), "kurrency is not a setting"),
        (_set("sources", "amocrm_main", "beginning", to="2026-01-01T00:00:00"), "beginning needs an offset"),
        (_set("working_hours", to={"start": "18:00", "end": "09:00"}), "ends at 09:00"),
        (_set("payment_sources", to=["onec_old"]), "payment_sources names onec_old"),
        (_set("schedule", to={"nightly": "at three"}), "schedule.nightly"),
        (_set("company", to=None), "company should be text"),
        (_set("sources", to={}), "sources"),
        (_set("keep_versions", to=1), "keep_versions"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_with_its_place(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], told: str
):
    with pytest.raises(DeploymentError) as stopped:
        read_deployment(written(tmp_path, change), SURROUNDINGS)

    assert told in stopped.value.what
    assert str(tmp_path) in stopped.value.what
    assert stopped.value.fix


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set("sources", "amocrm_main", "vendor", to="amocm"), "amocrm_main.vendor: amocm is not a vendor"),
        (_set("sources", "amocrm_main", "streams", to=["lead"]), "lead is not a stream of amocrm"),
        (
            _set("sources", "amocrm_main", "settings", "tokn", to="x"),
            "amocrm_main.tokn is not a setting of amocrm",
        ),
        (_set("sources", "onec_main", "settings", to={}), "onec_main.base_url is missing"),
        (
            _set("sources", "amocrm_main", "settings", "token", to="abc"),
            "amocrm_main.token is a secret and stands in the file",
        ),
    ],
)
def test_a_source_is_checked_against_its_vendor_before_any_secret_is_read(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], told: str
):
    with pytest.raises(DeploymentError) as stopped:
        connector_types(read_deployment(written(tmp_path, change), {}))

    assert told in stopped.value.what


def test_a_value_the_vendor_refuses_is_named_without_being_shown(tmp_path: Path):
    surroundings = {**SURROUNDINGS, "SANDBOX_AMOCRM_BASE_URL": "not-an-address-nobody-should-see"}

    with pytest.raises(SettingsError) as stopped:
        open_connectors(read_deployment(written(tmp_path), surroundings))

    assert "amocrm_main.base_url" in stopped.value.what
    assert "nobody-should-see" not in str(stopped.value)


def test_an_address_that_is_written_otherwise_is_told_with_what_it_should_be(tmp_path: Path):
    surroundings = {**SURROUNDINGS, "SANDBOX_ONEC_BASE_URL": "https://erp.example.ru/ut"}

    with speaking("en"), pytest.raises(SettingsError) as stopped:
        open_connectors(read_deployment(written(tmp_path), surroundings))

    assert "onec_main.base_url: is not written as it has to be (address of OData" in stopped.value.what
    assert "erp.example.ru/ut)" not in stopped.value.what


def test_a_key_written_twice_is_refused(tmp_path: Path):
    file = written(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + "\ncurrency: USD\n", encoding="utf-8")

    with pytest.raises(DeploymentError, match="currency stands twice"):
        read_deployment(file, SURROUNDINGS)


def test_a_file_that_is_not_yaml_is_told_with_its_line(tmp_path: Path):
    file = tmp_path / "deployment.yml"
    file.write_text("company: [unclosed\ntimezone: Europe/Moscow\n")

    with pytest.raises(DeploymentError, match="is not YAML: line"):
        read_deployment(file, {})


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path):
    with pytest.raises(DeploymentError, match=r"nowhere\.yml does not exist"):
        read_deployment(tmp_path / "nowhere.yml", {})


def test_a_secret_inside_of_a_setting_may_not_stand_in_the_file_either(tmp_path: Path):
    oauth = {
        "client_id": "6f0c",
        "client_secret": "typed-into-the-file",
        "redirect_uri": "https://etl.example/cb",
        "refresh_token": {"env": "AMOCRM_REFRESH_TOKEN"},
    }
    file = written(tmp_path, _set("sources", "amocrm_main", "settings", "oauth", to=oauth))
    with pytest.raises(DeploymentError, match=r"amocrm_main\.oauth\.client_secret is a secret") as stopped:
        connector_types(read_deployment(file, SURROUNDINGS))
    assert "typed-into-the-file" not in str(stopped.value)
