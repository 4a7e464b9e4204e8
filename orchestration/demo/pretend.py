"""The pretend company as a process of its own, spoken to over HTTP; its code is never imported here."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
import yaml

from orchestration.failures import RunError
from texts import say

_END_SECONDS = 10
_ANSWER_SECONDS = 120


@dataclass(frozen=True)
class Pretend:
    """A running pretend company. `nights`: the instants at which its demo nights run.

    `environment`: SANDBOX_<vendor>_<setting> → what a connector of the vendor is set to, to read the company.
    """

    url: str
    nights: tuple[datetime, ...]
    environment: dict[str, str]

    def set_clock(self, moment: datetime) -> None:
        """Let the company live until `moment`; its plan files are rewritten for it."""
        self._ask("POST", "clock", json={"now": moment.isoformat()})

    def truth(self, mornings: Sequence[datetime]) -> dict[str, list[list[Any]]]:
        """KPI → cells `[key..., value]` as of the last morning, given the loads that ran."""
        asked = ",".join(moment.isoformat() for moment in mornings)
        answer = self._ask("GET", "truth", params={"mornings": asked})
        kpis: dict[str, list[list[Any]]] = answer["kpis"]
        return kpis

    def break_vendor(self, vendor: str, fault: str, **how: Any) -> None:
        """Switch a fault on."""
        self._ask("POST", "faults", json={"vendor": vendor, "fault": fault, **how})

    def heal(self) -> None:
        """Switch every fault off."""
        self._ask("DELETE", "faults")

    def _ask(self, method: str, path: str, **how: Any) -> Any:
        answer = requests.request(method, f"{self.url}/_sandbox/{path}", timeout=_ANSWER_SECONDS, **how)
        answer.raise_for_status()
        return answer.json() if answer.content else None


def systems_of(folder: Path) -> list[str]:
    """Which systems the company of a demo's folder has, as words for `pretend_company`; none: the usual."""
    file = folder / "company.yml"
    said = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    return [word for name, value in said.items() for word in (f"--{name}", str(value))]


@contextmanager
def pretend_company(
    state: Path, *, seed: int = 7, scale: float = 1.0, systems: Sequence[str] = ()
) -> Iterator[Pretend]:
    """Start the company, give it, and end its process. `state`: a folder of its own. Raises RunError.

    `systems`: which CRM and whose telephony it has, in the sandbox's own words (`--crm`, `both`).
    """
    state.mkdir(parents=True, exist_ok=True)
    words = ["--port", "0", "--seed", str(seed), "--scale", str(scale), "--state", str(state)]
    words += [*systems, "--parent-pid", str(os.getpid())]  # a killed demo leaves no company behind
    with (state / "server.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words only
            [sys.executable, "-m", "sandbox.serving.server", *words],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield _read_greeting(process, state)
    finally:
        process.terminate()
        process.wait(timeout=_END_SECONDS)


def _read_greeting(process: "subprocess.Popen[str]", state: Path) -> Pretend:
    line = process.stdout.readline() if process.stdout else ""
    try:
        told = json.loads(line)
    except ValueError:
        raise RunError(
            say("The pretend company did not start (exit code {code})", code=process.poll()),
            fix=say(
                "Install with the extra `sandbox` (make install does) and read {value}",
                value=state / "server.log",
            ),
        ) from None
    return Pretend(
        url=told["url"],
        nights=tuple(datetime.fromisoformat(night) for night in told["nights"]),
        environment={
            f"SANDBOX_{vendor}_{setting}".upper(): str(value)
            for vendor, settings in told["accounts"].items()
            for setting, value in settings.items()
        },
    )
