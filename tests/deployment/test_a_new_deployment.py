"""What `voronka init` writes: only what was chosen, every table with its header, secrets for the owner."""

import re
import stat
from datetime import date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from connectors.catalog import declarations
from connectors.tables.streams import CONTRACTS
from orchestration.cli import app
from orchestration.deployment.deployment import read_deployment
from orchestration.deployment.settings import connector_types, open_connectors
from orchestration.failures import DeploymentError
from orchestration.installing.choices import FAMILIES, accounts
from orchestration.installing.new import Company, write_deployment


def _init(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["init", str(folder), "--no-input", *words])


def test_the_smallest_choice_is_a_whole_deployment(tmp_path: Path):
    answer = _init(tmp_path / "mine", "--crm", "amocrm")

    assert answer.exit_code == 0, answer.output
    deployment = read_deployment(tmp_path / "mine" / "deployment.yml", {})
    assert set(connector_types(deployment)) == {"amocrm_main", "mappings", "plans", "costs"}
    assert deployment.company == "mine"
    assert re.findall(r"^\s+([A-Z_]+)$", answer.output, re.M) == ["AMOCRM_SUBDOMAIN", "AMOCRM_TOKEN"]


@pytest.mark.parametrize(
    ("family", "vendor"),
    [(one.family, name) for name, one in declarations().items() if one.family != "manual"],
)
def test_every_vendor_of_the_catalogue_can_be_chosen(tmp_path: Path, family: str, vendor: str):
    answer = _init(tmp_path, f"--{family}", vendor, "--language", "en", "--timezone", "Asia/Tashkent")

    assert answer.exit_code == 0, answer.output
    deployment = read_deployment(tmp_path / "deployment.yml", {})
    assert f"{vendor}_main" in connector_types(deployment)
    with pytest.raises(DeploymentError, match="needs the environment variable"):
        open_connectors(deployment)


_ACCOUNT = {
    "BITRIX24_WEBHOOK": "https://mine.bitrix24.ru/rest/1/not-a-secret/",
    "ONEC_BASE_URL": "https://a.example/odata/standard.odata",
    "YANDEX_METRICA_COUNTER": "41",
}
"""What a person fills in; of the others an address ends in `_URL`, and the rest are words."""


@pytest.mark.parametrize(
    ("family", "vendor"),
    [(one.family, name) for name, one in declarations().items() if one.family != "manual"],
)
def test_every_variable_filled_in_is_enough_to_read_a_vendor(tmp_path: Path, family: str, vendor: str):
    asked = re.findall(r"^\s+([A-Z0-9_]+)$", _init(tmp_path, f"--{family}", vendor).output, re.M)

    filled = {name: "https://a.example" if name.endswith("_URL") else "word" for name in asked} | {
        name: value for name, value in _ACCOUNT.items() if name in asked
    }
    opened = open_connectors(read_deployment(tmp_path / "deployment.yml", filled))

    assert opened[f"{vendor}_main"].name == vendor


@pytest.mark.parametrize(
    ("vendor", "chosen", "written"),
    [
        ("vk_ads", "2025-01-01", "2026-01-01"),  # a year back, and some weeks for the first night
        ("vk_ads", "2025-12-08", "2026-01-01"),
        ("vk_ads", "2026-02-01", "2026-02-01"),
        ("yandex_direct", "2020-01-01", "2024-01-01"),
        ("yandex_direct", "2025-01-01", "2025-01-01"),
        ("yandex_metrica", "2020-01-01", "2020-01-01"),
    ],
)
def test_a_source_begins_no_sooner_than_its_vendor_gives_days(tmp_path: Path, vendor, chosen, written):
    company = Company("mine", "Europe/Moscow", "en", datetime.fromisoformat(f"{chosen}T00:00:00+03:00"))
    write_deployment(tmp_path, company, accounts({"marketing": [vendor]}), date(2026, 12, 5))

    sources = read_deployment(tmp_path / "deployment.yml", {}).sources
    assert sources[f"{vendor}_main"].beginning == datetime.fromisoformat(f"{written}T00:00:00+03:00")
    assert sources["mappings"].beginning == company.beginning


def test_every_vendor_but_tables_belongs_to_a_family_that_can_be_asked_for():
    assert {one.family for name, one in declarations().items() if name != "files"} <= set(FAMILIES)


def test_a_catalogue_of_properties_is_no_source_of_payments(tmp_path: Path):
    _init(tmp_path, "--crm", "amocrm", "--property", "profitbase")

    assert read_deployment(tmp_path / "deployment.yml", {}).payment_sources == ()


@pytest.mark.parametrize(("language", "separator"), [("ru", ";"), ("en", ",")])
def test_every_table_a_person_fills_is_there_with_its_header(tmp_path: Path, language: str, separator: str):
    _init(tmp_path, "--crm", "amocrm", "--language", language)

    files = {file.stem: file for file in (*tmp_path.glob("mappings/*"), *tmp_path.glob("tables/*"))}
    assert set(files) == set(CONTRACTS)
    for stream, file in files.items():
        raw = file.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") == (language == "ru"), file
        header = raw.decode("utf-8-sig").strip().split(separator)
        assert set(CONTRACTS[stream].columns_of(header)) == {one.field for one in CONTRACTS[stream].columns}


def test_secrets_are_the_owners_and_stay_out_of_git(tmp_path: Path):
    _init(tmp_path, "--crm", "amocrm")

    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert ".env" in (tmp_path / ".gitignore").read_text().splitlines()


def test_nothing_is_overwritten(tmp_path: Path):
    (tmp_path / ".env").write_text("AMOCRM_TOKEN=mine\n")
    first = _init(tmp_path, "--crm", "amocrm")
    deployment = (tmp_path / "deployment.yml").read_bytes()

    again = _init(tmp_path, "--crm", "amocrm", "--erp", "onec")

    assert first.exit_code == 0
    assert again.exit_code == 1
    assert "nothing is overwritten" in again.output or "ничего не перезаписано" in again.output
    assert (tmp_path / ".env").read_text() == "AMOCRM_TOKEN=mine\n"
    assert (tmp_path / "deployment.yml").read_bytes() == deployment


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Nothing is chosen"),
        (("--crm", "amocm"), "amocm is not known as --crm"),
        (("--erp", "amocrm"), "amocrm is not known as --erp"),
        (("--crm", "amocrm", "--timezone", "Moscow"), "is not an IANA time zone"),
        (("--crm", "amocrm", "--language", "de"), "--language de is not known"),
    ],
)
def test_a_wrong_choice_is_said_and_nothing_is_written(tmp_path: Path, words: tuple[str, ...], told: str):
    answer = _init(tmp_path / "mine", "--language", "en", *words)

    assert answer.exit_code == 1
    assert told in " ".join(answer.output.split())
    assert not (tmp_path / "mine").exists()


def test_the_env_file_beside_a_deployment_is_read_and_the_environment_wins(tmp_path: Path):
    _init(tmp_path, "--erp", "onec")
    (tmp_path / ".env").write_bytes(
        "\ufeffONEC_USER=Читатель\nONEC_PASSWORD='pa$$ w#rd${HOME}'\n"
        'ONEC_BASE_URL="https://a.example/odata/standard.odata"\n'.encode()
    )

    opened = open_connectors(read_deployment(tmp_path / "deployment.yml", {"ONEC_USER": "reader"}))

    settings = opened["onec_main"].settings
    assert settings.user == "reader"
    assert settings.password.get_secret_value() == "pa$$ w#rd${HOME}"
    assert settings.base_url == "https://a.example/odata/standard.odata"


def test_a_env_file_that_cannot_be_read_is_named(tmp_path: Path):
    _init(tmp_path, "--erp", "onec", "--language", "en")
    (tmp_path / ".env").write_bytes(b"ONEC_PASSWORD=\xef\xf0\xe8")

    with pytest.raises(DeploymentError, match=r"\.env cannot be read"):
        read_deployment(tmp_path / "deployment.yml", {})
