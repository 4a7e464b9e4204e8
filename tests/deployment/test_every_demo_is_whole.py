"""Each demo beside the first one has the same tables, and a company that says which systems it has."""

import csv
from pathlib import Path

import pytest
import yaml

from orchestration.commands.entrance import DEMO, demo_file
from orchestration.demo.pretend import systems_of
from orchestration.failures import DeploymentError

OTHERS = sorted(folder for folder in DEMO.parent.parent.glob("demo_*") if folder.is_dir())


def _table(folder: Path, name: str) -> tuple[list[str], list[dict[str, str]]]:
    with (folder / "mappings" / name).open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        return list(reader.fieldnames or ()), list(reader)


def _read_tables(folder: Path) -> list[str]:
    """The mapping files that a demo's deployment reads."""
    raw = yaml.safe_load((folder / "deployment.yml").read_text(encoding="utf-8"))
    return sorted(f"{stream}.csv" for stream in raw["sources"]["mappings"]["streams"])


@pytest.mark.parametrize("folder", OTHERS, ids=lambda folder: folder.name)
def test_it_has_every_table_that_it_reads_with_the_columns_of_the_first(folder: Path):
    names = sorted(file.name for file in (folder / "mappings").iterdir())
    first = sorted(file.name for file in (DEMO.parent / "mappings").iterdir())

    assert names == _read_tables(folder)
    # a company without some systems keeps no tables about them
    assert set(names) < set(first) if "none" in systems_of(folder) else names == first
    for name in names:
        header, rows = _table(folder, name)
        assert header == _table(DEMO.parent, name)[0]
        assert rows and all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("folder", OTHERS, ids=lambda folder: folder.name)
def test_its_tables_speak_of_its_own_sources(folder: Path):
    raw = yaml.safe_load((folder / "deployment.yml").read_text(encoding="utf-8"))
    has_stages = "stages.csv" in _read_tables(folder)
    stages = {row["source"] for row in _table(folder, "stages.csv")[1]} if has_stages else set()
    crms = {name for name, source in raw["sources"].items() if source["vendor"] in ("amocrm", "bitrix24")}

    assert stages == crms


def test_a_company_is_named_by_its_folder():
    assert {demo_file(folder.name.removeprefix("demo_")).parent for folder in OTHERS} == set(OTHERS)
    assert demo_file("") == DEMO
    assert systems_of(DEMO.parent) == []
    assert systems_of(demo_file("both").parent) == ["--crm", "both"]
    assert systems_of(demo_file("uis").parent) == [
        *("--telephony", "uis"), *("--letters", "unisender"), *("--site", "metrica"),
    ]  # fmt: skip
    assert systems_of(demo_file("vk").parent) == ["--ads", "vk"]
    assert systems_of(demo_file("developer").parent) == ["--properties", "profitbase"]
    assert systems_of(demo_file("moysklad").parent) == ["--erp", "moysklad"]
    assert systems_of(demo_file("sales_doctor").parent) == ["--erp", "sales_doctor"]
    assert systems_of(demo_file("field_tables").parent)[-2:] == ["--erp", "field_tables"]
    assert systems_of(demo_file("one_erp").parent) == [
        *("--crm", "none"), *("--telephony", "none"), *("--ads", "none"),
    ]  # fmt: skip
    many = systems_of(demo_file("bitrix24_vk_moysklad").parent)
    assert dict(zip(many[::2], many[1::2], strict=True)) == {
        "--crm": "bitrix24",
        "--telephony": "bitrix24",
        "--ads": "vk",
        "--erp": "moysklad",
    }


def test_a_company_that_does_not_exist_is_told_with_those_that_do():
    with pytest.raises(DeploymentError) as told:
        demo_file("nobody")

    assert "nobody" in str(told.value) and "both" in told.value.fix
