"""`voronka demo`: three nights of a company that knows its own truth, each proved cell by cell."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from rich.console import Console

from orchestration.assets.page_file import write_page
from orchestration.commands.serving import surroundings
from orchestration.commands.show import show_night, show_proof, show_whereabouts
from orchestration.demo.pretend import Pretend, pretend_company, systems_of
from orchestration.demo.proof import Line, prove, read_kpis
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.deployment.layout import REPOSITORY
from orchestration.deployment.privacy import keep_private
from orchestration.nights.night import Night, Nights
from orchestration.reports.run_report import BuildReport
from orchestration.reports.screen import Screen
from orchestration.turns.stopping import ending_by_itself
from orchestration.turns.turn import Turn, hold_turn
from texts import say

_LOOK_SECONDS, _END_SECONDS = 0.5, 30.0


def run_demo(
    file: Path, console: Console, *, environment: Mapping[str, str], seed: int = 7, scale: float = 1.0
) -> bool:
    """Run the demo; True when every stream arrived, every domain went out and every difference is 0.00."""
    started = time.monotonic()
    before = read_deployment(file, environment)
    state = before.state
    with (
        hold_turn(before, "demo", Turn.LANDING, patience=0),
        hold_turn(before, "demo", Turn.WAREHOUSE, patience=0),
    ):
        shutil.rmtree(state.root, ignore_errors=True)
    keep_private(before)
    console.print(say("A pretend company with {scale:g} × 3 000 leads starts on this machine …", scale=scale))
    with pretend_company(
        state.root / "sandbox", seed=seed, scale=scale, systems=systems_of(file.parent)
    ) as company:
        deployment = read_deployment(file, {**environment, **company.environment})
        well = [one_night.ok and proven for one_night, proven in _nights(deployment, company, console)]
    show_whereabouts(deployment, console)
    console.print(say("The page to open: {file}", file=write_page(deployment)), soft_wrap=True)
    console.print(
        say("{count} nights in {seconds:.0f} s", count=len(well), seconds=time.monotonic() - started)
    )
    return all(well)


def _nights(deployment: Deployment, company: Pretend, console: Console) -> list[tuple[Night, bool]]:
    clock = _Clock(company.nights[0])
    company.set_clock(clock.moment)
    nights = Nights(deployment, now=clock, watcher=Screen(console))
    went: list[tuple[Night, bool]] = []
    for number, moment in enumerate(company.nights, start=1):
        clock.moment = moment
        company.set_clock(moment)
        night = nights.run()
        show_night(night, console)
        lines = proof_of(deployment, company, company.nights[:number])
        show_proof(lines, moment, console)
        went.append((night, not any(line.difference for line in lines)))
    return went


def proof_of(deployment: Deployment, company: Pretend, mornings: tuple[datetime, ...]) -> list[Line]:
    """The published KPIs beside the company's truth after loads at `mornings`."""
    published = Path(deployment.state.root / "shelf" / "voronka.duckdb")
    as_of = mornings[-1].astimezone(deployment.zone).date()
    return prove(published, as_of, company.truth(mornings), read_kpis(_proof_file(deployment.file.parent)))


def _proof_file(folder: Path) -> Path:
    """How the marts are read to be proved: one file serves every demo."""
    own = folder / "proof.yml"
    return own if own.exists() else folder.parent / "demo" / own.name


class _Clock:
    """A clock that is set by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def open_ui(deployment: Deployment, console: Console, *, port: int, is_demo: bool) -> int:
    """Run the Dagster UI until it is stopped; give its exit code. The demo gets its company and clock."""
    around = surroundings(deployment, Screen(console).noticed)
    if not is_demo:
        return _dagster(around, console, port)
    with pretend_company(deployment.state.root / "sandbox") as company:
        last = BuildReport.read(deployment.state.run / "build.json")
        moment = last.as_of if last else company.nights[0]
        company.set_clock(moment)
        around |= {**company.environment, "VORONKA_NOW": moment.isoformat()}
        return _dagster(around, console, port)


def _dagster(around: Mapping[str, str], console: Console, port: int) -> int:
    console.print(say("Dagster: http://127.0.0.1:{port} (Ctrl-C ends it)", port=port))
    dagster = Path(sys.executable).with_name("dagster")
    words = [str(dagster), "dev", "-m", "orchestration.definitions", "-h", "127.0.0.1", "-p", str(port)]
    with ending_by_itself() as told:
        # A session of its own: Ctrl-C reaches us, and we tell Dagster once.
        process = subprocess.Popen(  # noqa: S603 - our own words only
            words, env=dict(around), cwd=REPOSITORY, start_new_session=True
        )
        while process.poll() is None:
            if told.wait(_LOOK_SECONDS):
                return _end(process)
        return process.returncode


def _end(process: "subprocess.Popen[bytes]") -> int:
    """Dagster ends by an interrupt, and all that it started with it."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
    return 0
