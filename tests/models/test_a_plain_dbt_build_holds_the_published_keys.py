"""The keys of every publish block are dbt tests too, so that `dbt build` and the gate agree."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from expectations.manifest import contracts_from_manifest
from expectations.plain_tests import FOLDER, plain_tests
from orchestration.deployment.declared import entity_streams


def test_the_tests_in_the_project_are_those_of_the_contracts(manifest: dict[str, Any]):
    wanted = plain_tests(contracts_from_manifest(manifest, entities=entity_streams()))
    there = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.sql")}
    assert there == wanted, "run: make dbt-tests"


def test_a_doubled_key_is_named(untouched, tmp_path: Path):
    shutil.copytree(untouched.var, tmp_path / "var", symlinks=True)
    broken = type(untouched)(tmp_path / "var", untouched.target)
    broken.dbt("test", "--select", "dim_employee_as_published", "dim_org_unit_as_published")

    row = broken.ask("select * from marts.dim_employee limit 1")
    assert row, "the row of nobody is there before anything has landed"
    broken.tell("insert into marts.dim_employee select * from marts.dim_employee limit 1")
    with pytest.raises(AssertionError, match="dim_employee_as_published"):
        broken.dbt("test", "--select", "dim_employee_as_published")
