"""A kind of shelf target is one file: deployment, schema, doctor, release and status follow from it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

KIND = '''
"""Publishes how many rows each mart has, as one text file."""

import json
from pathlib import Path

from pydantic import SecretStr

from expectations.shelf.settings import FileSettings
from expectations.shelf.target import ShelfTarget, Stamp


class CountsSettings(FileSettings):
    """Where the counts go, and the password of whoever asks."""

    password: SecretStr


class Counts(ShelfTarget):
    settings_type = CountsSettings
    name = "counts"

    def __init__(self, file):
        self.file = file

    @classmethod
    def opened(cls, settings, root):
        assert settings.password.get_secret_value() == "hush-hush"
        return cls(root / settings.path)

    def check(self):
        return f"counts go to {self.file.name}"

    @property
    def location(self):
        return str(self.file)

    def stamp(self):
        return Stamp(*json.loads(self.file.read_text())["stamp"]) if self.file.exists() else None

    def fault(self, publication):
        return None

    def copy_of(self, publication, mart):
        return None

    def put(self, publication, releases, on_step):
        counts = {name: mart.rows for name, mart in publication.marts.items()}
        stamp = (publication.version, publication.sequence, publication.fingerprint)
        self.file.write_text(json.dumps({"stamp": stamp, "counts": counts}))
        return []


TARGET = Counts
'''
DEPLOYMENT = """
company: Ромашка
timezone: Europe/Moscow
var: var
sources:
  tables: {vendor: files, beginning: 2026-01-01T00:00:00+03:00, settings: {folder: tables}}
shelf:
  - {kind: counts, path: counts.json, password: PASSWORD}
"""
SCRIPT = """
import json, sys
from pathlib import Path
import expectations.shelf.kinds as room

folder = Path(sys.argv[1])
room.__path__.append(str(folder / "kinds"))

from dataclasses import replace
from datetime import datetime, UTC
from expectations.status import status
from orchestration.deployment.deployment import read_deployment
from orchestration.deployment.schema import deployment_schema
from orchestration.deployment.settings import secrets_of
from orchestration.deployment.shelf import shelf_of
from orchestration.doctor.doctor import examine
from tests.gate.house import build_house

deployment = read_deployment(folder / "deployment.yml", {"COUNTS_PASSWORD": "hush-hush", "HOME": "/"})
targets = tuple(shelf_of(deployment))
deployment.state.root.mkdir()
house = replace(build_house(folder / "house"), other_targets=targets)
house.night()
told = {one.name: one.is_up_to_date for one in status(house.var, house.shelf).targets}
schema = deployment_schema()["$defs"]["CountsEntry"]["properties"]
doctor = []
for one in examine(deployment, now=lambda: datetime(2026, 6, 1, tzinfo=UTC)):
    doctor.append([one.name, one.ok, one.said])
    if one.name == "shelf counts":
        break
counts = json.loads(targets[0].file.read_text())["counts"]
print(json.dumps([told, counts, sorted(schema), doctor[-1], secrets_of(deployment)]))
"""


def _deployment(folder: Path, password: str) -> None:
    (folder / "kinds").mkdir(exist_ok=True)
    (folder / "kinds" / "counts.py").write_text(KIND, encoding="utf-8")
    (folder / "deployment.yml").write_text(DEPLOYMENT.replace("PASSWORD", password), encoding="utf-8")


def _run(folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", SCRIPT, str(folder)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)


def test_one_file_is_all_that_a_new_kind_of_target_takes(tmp_path: Path):
    _deployment(tmp_path, "{env: COUNTS_PASSWORD}")

    done = _run(tmp_path)

    assert done.returncode == 0, done.stderr[-3000:]
    told, counts, schema, doctor, secrets = json.loads(done.stdout.splitlines()[-1])
    assert told == {"duckdb": True, "parquet": True, "counts": True}
    assert counts["fct_lead"] == 100
    assert schema == ["kind", "mode", "password", "path"]
    assert doctor == ["shelf counts", True, "counts go to counts.json"]
    assert secrets == ["hush-hush"]


def test_its_secret_may_not_stand_in_the_file(tmp_path: Path):
    _deployment(tmp_path, "hush-hush")

    done = _run(tmp_path)

    assert done.returncode != 0
    assert "password" in done.stderr
    assert "write {env: NAME} instead" in done.stderr
    assert "hush-hush" not in done.stderr
