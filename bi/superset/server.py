"""The Superset of `make bi` and of its test: an environment of its own, on this machine alone."""

import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from bi.errors import BIRefused
from bi.superset.declared import Language
from durable.files import sha256_of, write_file
from texts import say

REPOSITORY = Path(__file__).resolve().parents[2]
PYTHON = REPOSITORY / ".venv" / "superset" / "bin" / "python"
USER = "admin"
_LOCK = Path(__file__).parent / "requirements.lock"
_INSIDE = Path(__file__).parent / "inside"
_PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Server:
    """Where a Superset keeps its tables, log, password and secret, and the port at which it answers."""

    folder: Path
    port: int
    language: Language = "ru"

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        """The administrator's, made at the first start and readable by its owner alone."""
        return _kept(self.folder / "password")

    @property
    def log(self) -> Path:
        """What Superset told."""
        return self.folder / "superset.log"

    def prepare(self) -> None:
        """Bring Superset's tables up to date; raises BIRefused if that fails."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not PYTHON.exists():
            what = say("Superset is not installed: {path} is missing", path=PYTHON)
            raise BIRefused(what, say("run `make bi`, which installs it"))
        wanted = sha256_of(_LOCK)
        prepared = self.folder / "prepared"
        if not prepared.exists() or prepared.read_text(encoding="utf-8") != wanted:
            with self.log.open("a") as log:
                code = subprocess.run(  # noqa: S603 its own Python
                    [str(PYTHON), str(_INSIDE / "first_start.py")],
                    env=self._environment(),
                    stdout=log,
                    stderr=log,
                ).returncode
            if code:
                what = say("Superset could not make its own tables")
                raise BIRefused(
                    what, say("read {log}; remove {folder} to begin anew", log=self.log, folder=self.folder)
                )
            write_file(prepared, wanted)

    @contextmanager
    def running(self) -> Iterator["Server"]:
        """The server, until the block ends; raises BIRefused where the port is taken or nobody answers."""
        _see_free(self.port)
        gunicorn = [
            "-m",
            "gunicorn",
            "--workers=1",
            "--threads=8",
            "--timeout=300",
            f"--bind=127.0.0.1:{self.port}",
        ]
        command = [str(PYTHON), *gunicorn, "superset.app:create_app()"]
        with (
            self.log.open("a") as log,
            subprocess.Popen(  # noqa: S603 its own Python
                command, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            ) as process,
        ):
            try:
                self._wait_for(process)
                yield self
            finally:
                process.terminate()

    def _wait_for(self, process: "subprocess.Popen[bytes]") -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                if requests.get(f"{self.address}/health", timeout=5).ok:
                    return
            except requests.RequestException:
                time.sleep(1)
        what = say("Superset does not answer at {address}", address=self.address)
        raise BIRefused(what, say("read {log}: it says why", log=self.log))

    def _environment(self) -> Mapping[str, str]:
        return os.environ | {
            "SUPERSET_CONFIG_PATH": str(_INSIDE / "superset_config.py"),
            "VORONKA_BI_VAR": str(self.folder.resolve()),
            "VORONKA_BI_LANGUAGE": self.language,
            "VORONKA_BI_SECRET": _kept(self.folder / "secret"),
            "VORONKA_BI_PASSWORD": self.password,
            "SCARF_ANALYTICS": "false",
            "FLASK_APP": "superset",
        }


def _see_free(port: int) -> None:
    """Another server there would answer in place of ours."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError as error:
            what = say("Port {port} of this machine is taken", port=port)
            fix = say("end the program that holds it, or run `python -m bi.superset serve --port 8089`")
            raise BIRefused(what, fix) from error


def _kept(file: Path) -> str:
    """A word that nobody can guess, made once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        write_file(file, secrets.token_urlsafe(24), 0o600)
    return file.read_text(encoding="utf-8")
