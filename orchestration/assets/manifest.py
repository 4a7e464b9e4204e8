"""The dbt project as the graph sees it: one manifest per deployment, parsed again when it is stale.

A stale manifest would fail in the middle of a night with a KeyError, so its stamp (a hash of the project and
of the variables) is compared every time the graph is built.
"""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from connectors.catalog import declarations
from expectations.engine_words import said_by_engine
from expectations.plain_tests import TAG
from orchestration.assets.healing import set_target_aside
from orchestration.assets.orphans import PARENT
from orchestration.deployment.declared import card_addresses, present_vendors, vendor_variables
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import DBT_PROJECT, Var
from orchestration.deployment.settings import secrets_of, source_zones
from orchestration.deployment.surroundings import without_steering
from orchestration.failures import FREE_SOME, DiskFull, RunInProgress, TransformFailed, says_disk_full
from texts import say
from texts.redaction import Redactor

_PARTS = ("models", "macros", "seeds", "tests", "analyses", "snapshots")
_FILES = ("dbt_project.yml", "profiles.yml", "packages.yml", "dependencies.yml", "selectors.yml")

# Reading the project takes a minute at most, on a machine that does other things five.
_PATIENCE = 15 * 60.0
_LONGEST = 1500  # characters of dbt's last words


@dataclass(frozen=True)
class Transform:
    """A dbt project bound to a deployment: how dbt is called, and where it writes.

    `patience`: seconds to wait for another process that reads the project.
    """

    deployment: Deployment
    project: Path = DBT_PROJECT
    patience: float = _PATIENCE

    @property
    def target(self) -> Path:
        """dbt's target folder of this deployment."""
        return self.deployment.state.dbt_target

    @property
    def variables(self) -> str:
        """`--vars` as text, equal every night."""
        said = {
            **self.deployment.dbt_vars(),
            **vendor_variables(present_vendors(self.deployment)),
            "card_urls": card_addresses(self.deployment.sources),
            "source_zones": source_zones(self.deployment),
        }
        return json.dumps(said, sort_keys=True)

    @property
    def not_built(self) -> list[str]:
        """dbt's selectors of what no build of this deployment makes: staging of vendors it never read."""
        present = present_vendors(self.deployment)
        return [f"fqn:staging.{name}" for name in sorted(declarations()) if name not in present]

    @property
    def night_words(self) -> tuple[str, ...]:
        """What a night tells dbt to build; the gate judges the keys of publish blocks itself."""
        return (
            "build",
            *("--exclude-resource-type", "unit_test"),
            *("--exclude", f"tag:{TAG}", *self.not_built),
        )

    def command(self, *words: str) -> list[str]:
        """The dbt command line; dbt is the one installed beside this Python, whatever PATH says."""
        return [str(Path(sys.executable).with_name("dbt")), *words, "--vars", self.variables]

    def quiet_command(self, *words: str) -> list[str]:
        """The same for a night, which reads only how each node ended: `run_dbt`."""
        module = ("-P", "-m", "orchestration.assets.run_dbt")  # -P: nothing of the project is imported
        return [sys.executable, *module, *self.command(*words)[1:]]

    def environment(self) -> dict[str, str]:
        """The surroundings of a dbt process."""
        return {
            **without_steering(os.environ),
            "VORONKA_VAR": str(self.deployment.state.root),
            PARENT: str(os.getpid()),
            "DBT_PROJECT_DIR": str(self.project),
            "DBT_PROFILES_DIR": str(self.project),
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.target),
            # The statements in full cost a fifth of the CPU, and lie in the folders compiled and run anyway.
            "DBT_LOG_LEVEL_FILE": "info",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "PYTHONUNBUFFERED": "1",
        }

    def words(self, said: str, longest: int = 600) -> str:
        """What dbt says, as it may stand in a report: without secrets and cells, and only then made short."""
        return said_by_engine(Redactor(secrets_of(self.deployment))(said), longest)

    def stamp(self) -> str:
        """A hash of everything the manifest is made of."""
        digest = hashlib.sha256(f"{self.variables}\0{self.deployment.state.root}".encode())
        for file in self._files():
            digest.update(str(file.relative_to(self.project)).encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()

    def manifest(self) -> dict[str, Any]:
        """The parsed project, parsed again if a file or a variable has changed.

        Raises TransformFailed, or RunInProgress where another process does not come to an end with it.

        A manifest that a full disk or a crash has cut is set aside with all of dbt's target and made anew.
        """
        stamp = self.stamp()
        var = self.deployment.state
        var.run.mkdir(parents=True, exist_ok=True)
        if self.target.exists() and not self.target.is_dir():
            set_target_aside(var)
        with self._alone(var.run / "parse.lock"):
            if self._parsed_from() == stamp:
                with contextlib.suppress(OSError, ValueError):
                    return self._read()
                set_target_aside(var)
            self._parse_anyhow(var)
            (self.target / "voronka.stamp").write_text(stamp)
            return self._read()

    @contextlib.contextmanager
    def _alone(self, file: Path) -> Iterator[None]:
        lock = FileLock(file)
        try:
            lock.acquire(timeout=self.patience)
        except Timeout:
            raise RunInProgress(
                say(
                    "Another process has been reading the dbt project for {var} too long", var=file.parents[1]
                ),
                fix=say("Run again; if it happens again, see with `ps` which dbt hangs, and end it"),
            ) from None
        try:
            yield
        finally:
            lock.release()

    def _parsed_from(self) -> str | None:
        try:
            return (self.target / "voronka.stamp").read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return None

    def _read(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.target / "manifest.json").read_bytes())
        if not read.get("nodes"):
            raise ValueError("a manifest without nodes")
        return read

    def _parse_anyhow(self, var: Var) -> None:
        """Parse; where that fails and an earlier target may be the cause, once more without it."""
        had_earlier = (self.target / "partial_parse.msgpack").exists()
        try:
            self._parse()
            self._read()
        except DiskFull:
            raise
        except (TransformFailed, OSError, ValueError):
            if had_earlier:
                set_target_aside(var)
            self._parse()

    def _files(self) -> Iterator[Path]:
        yield from (self.project / name for name in _FILES if (self.project / name).exists())
        for part in _PARTS:
            yield from sorted(file for file in (self.project / part).rglob("*") if file.is_file())

    def run_models(self, names: Sequence[str]) -> None:
        """Build some models, whatever they read as it stands. Raises TransformFailed, DiskFull."""
        self.manifest()
        said = self._call("run", "--select", *names)
        if said is not None:
            raise TransformFailed(
                say(
                    "dbt cannot build {models}: {said}",
                    models=", ".join(names),
                    said=self.words(_end_of(said), _LONGEST),
                ),
                fix=say("Correct the model, or the setting that it names"),
            )

    def _parse(self) -> None:
        self.target.mkdir(parents=True, exist_ok=True)
        said = self._call("parse")
        if said is not None:
            raise TransformFailed(
                say(
                    "dbt cannot read the project in {folder}: {said}",
                    folder=self.project,
                    said=self.words(_end_of(said), _LONGEST),
                ),
                fix=say(
                    "If it names a model or a setting, correct that; `voronka doctor` parses the project "
                    "again. If it names none, install Voronka again: its own files are damaged"
                ),
            )

    def _call(self, *words: str) -> str | None:
        """Run dbt; None where it ends well, else what it printed. Raises DiskFull."""
        done = subprocess.run(  # noqa: S603 - our own words only
            self.command("--no-use-colors", *words),
            env=self.environment(),
            cwd=self.project,
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        if done.returncode and says_disk_full(said):
            raise DiskFull(say("The disk is full while dbt reads its project"), fix=FREE_SOME)
        return said if done.returncode else None


def _end_of(output: str) -> str:
    """The end of dbt's output, its time stamps removed: where the error stands."""
    lines = [line.split("  ", 1)[-1].strip() for line in output.splitlines() if line.strip()]
    return "\n".join(lines[-8:])
