"""A copy of the demo deployment with a var folder of its own, and the pretend company it reads."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml

from benchmarks.measure import REPOSITORY, run
from orchestration.demo.pretend import Pretend

_DEMO = REPOSITORY / "deployments" / "demo"


@dataclass
class House:
    """A folder with a deployment file, its mappings and its state."""

    folder: Path
    company: Pretend

    @classmethod
    def build(cls, folder: Path, company: Pretend) -> House:
        """An empty one."""
        shutil.copytree(_DEMO / "mappings", folder / "mappings")
        raw = yaml.safe_load((_DEMO / "deployment.yml").read_text(encoding="utf-8"))
        raw["var"] = "var"
        (folder / "deployment.yml").write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
        return cls(folder, company)

    def night(self, moment: datetime) -> dict[str, Any]:
        """One night at `moment` in a fresh process; the company lives until its own clock says."""
        file = str(self.folder / "deployment.yml")
        words = [sys.executable, "-m", "benchmarks.nights.one_night", file, moment.isoformat()]
        found: dict[str, Any] = json.loads(run(words, self.company.environment))
        assert not found["problems"], found["problems"]
        return found

    def save(self) -> None:
        """Keep the state as it is now."""
        shutil.rmtree(self.folder / "saved", ignore_errors=True)
        shutil.copytree(self.folder / "var", self.folder / "saved", symlinks=True)

    def restore(self) -> None:
        """The state as it was saved."""
        shutil.rmtree(self.folder / "var")
        shutil.copytree(self.folder / "saved", self.folder / "var", symlinks=True)

    def landed(self) -> set[tuple[str, str, str, str]]:
        """Stream, key, operation and payload of every landed row: what is said twice counts once."""
        rows: set[tuple[str, str, str, str]] = set()
        for file in (self.folder / "var" / "landing").rglob("*.parquet"):
            stream = "/".join(file.parts[-4:-2])
            table = pq.read_table(file, columns=["_key", "_op", "_payload", "_day"])
            columns = [table.column(name).to_pylist() for name in ("_key", "_op", "_payload")]
            rows.update((stream, *row) for row in zip(*columns, strict=True))
        return rows
