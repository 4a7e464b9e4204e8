"""The dbt project as the graph sees it: one manifest per deployment, parsed again when it is stale.

A stale manifest would fail in the middle of a night with a KeyError, so its stamp (a hash of the project and
of the variables) is compared every time the graph is built.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from orchestration.deployment import Deployment
from orchestration.failures import TransformFailed
from orchestration.layout import DBT_PROJECT

_PARTS = ("models", "macros", "seeds", "tests", "analyses", "snapshots")
_FILES = ("dbt_project.yml", "profiles.yml", "packages.yml", "dependencies.yml", "selectors.yml")


@dataclass(frozen=True)
class Transform:
    """A dbt project bound to a deployment: how dbt is called, and where it writes."""

    deployment: Deployment
    project: Path = DBT_PROJECT

    @property
    def target(self) -> Path:
        """dbt's target folder of this deployment."""
        return self.deployment.state.dbt_target

    @property
    def variables(self) -> str:
        """`--vars` as text, equal every night."""
        return json.dumps(self.deployment.dbt_vars(), sort_keys=True)

    def command(self, *words: str) -> list[str]:
        """The dbt command line; dbt is the one installed beside this Python, whatever PATH says."""
        return [str(Path(sys.executable).with_name("dbt")), *words, "--vars", self.variables]

    def environment(self) -> dict[str, str]:
        """The surroundings of a dbt process."""
        return {
            **os.environ,
            "VORONKA_VAR": str(self.deployment.state.root),
            "DBT_PROJECT_DIR": str(self.project),
            "DBT_PROFILES_DIR": str(self.project),
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.target),
            # The statements in full cost a fifth of the CPU, and lie in the folders compiled and run anyway.
            "DBT_LOG_LEVEL_FILE": "info",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "PYTHONUNBUFFERED": "1",
        }

    def stamp(self) -> str:
        """A hash of everything the manifest is made of."""
        digest = hashlib.sha256(f"{self.variables}\0{self.deployment.state.root}".encode())
        for file in self._files():
            digest.update(str(file.relative_to(self.project)).encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()

    def manifest(self) -> dict[str, Any]:
        """The parsed project, parsed again if a file or a variable has changed. Raises TransformFailed."""
        stamp = self.stamp()
        stamped = self.target / "voronka.stamp"
        self.target.mkdir(parents=True, exist_ok=True)
        with FileLock(self.target / "parse.lock"):
            if (
                not stamped.exists()
                or stamped.read_text() != stamp
                or not (self.target / "manifest.json").exists()
            ):
                self._parse()
                stamped.write_text(stamp)
            read: dict[str, Any] = json.loads((self.target / "manifest.json").read_bytes())
        return read

    def _files(self) -> Iterator[Path]:
        yield from (self.project / name for name in _FILES if (self.project / name).exists())
        for part in _PARTS:
            yield from sorted(file for file in (self.project / part).rglob("*") if file.is_file())

    def _parse(self) -> None:
        self.deployment.state.run.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(  # noqa: S603 - our own words only
            self.command("--no-use-colors", "parse"),
            env=self.environment(),
            cwd=self.project,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise TransformFailed(
                f"dbt cannot read the project in {self.project}: {_last_words(done.stdout + done.stderr)}",
                fix="Correct the model it names; `voronka doctor` parses the project again",
            )


def _last_words(output: str) -> str:
    """The end of dbt's output, its time stamps removed: where the error stands."""
    lines = [line.split("  ", 1)[-1].strip() for line in output.splitlines() if line.strip()]
    return " ".join(lines[-8:])[:1500]
