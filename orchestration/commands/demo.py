"""`voronka demo`: three nights of a company that knows its own truth, each proved cell by cell."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter
from rich.console import Console

from expectations.versions import Versions
from orchestration.assets.page_file import write_page
from orchestration.commands.serving import surroundings
from orchestration.commands.show import show_night, show_proof, show_whereabouts
from orchestration.demo.local_postgres import LocalPostgres, folder_beside, make_anew, running
from orchestration.demo.pretend import Pretend, pretend_company, systems_of
from orchestration.demo.proof import Line, prove, read_kpis
from orchestration.demo.read_back import read_back
from orchestration.demo.untold import told_entities, untold_line
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.deployment.layout import REPOSITORY
from orchestration.deployment.privacy import keep_private
from orchestration.deployment.shelf_entry import entries
from orchestration.failures import RunError
from orchestration.nights.night import Night, Nights
from orchestration.reports.run_report import BuildReport
from orchestration.reports.screen import Screen
from orchestration.turns.stopping import ending_by_itself
from orchestration.turns.turn import Turn, hold_turn
from texts import say

_LOOK_SECONDS, _END_SECONDS = 0.5, 30.0


_ADDRESS = "VORONKA_DEMO_SHELF"


def run_demo(
    file: Path,
    console: Console,
    *,
    environment: Mapping[str, str],
    seed: int = 7,
    scale: float = 1.0,
    in_postgres: bool = False,
) -> bool:
    """Run the demo; True when every stream arrived, every domain went out and every difference is 0.00.

    `in_postgres`: publish into a PostgreSQL of this machine too, and prove what it shows.
    """
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
    with (
        _postgres(state.root, console, in_postgres) as server,
        pretend_company(
            state.root / "sandbox", seed=seed, scale=scale, systems=systems_of(file.parent)
        ) as company,
    ):
        deployment = read_deployment(file, {**environment, **company.environment})
        if server is not None:
            deployment = _published_there(file, deployment, server)
        nights = _nights(deployment, company, console, server)
        well = [one_night.ok and proven for one_night, proven in nights]
    show_whereabouts(deployment, console)
    if server is not None:
        console.print(say("PostgreSQL, for a BI tool: `make shelf` starts it and says how to connect"))
    console.print(say("The page to open: {file}", file=write_page(deployment)), soft_wrap=True)
    console.print(
        say("{count} nights in {seconds:.0f} s", count=len(well), seconds=time.monotonic() - started)
    )
    return all(well)


def is_postgres(shelf: str) -> bool:
    """Whether the demo is to publish there too. Raises RunError for a place that it does not know."""
    if shelf not in ("", "postgres"):
        raise RunError(
            say("The demo cannot publish in {shelf}", shelf=shelf),
            fix=say("Write --shelf postgres, or leave it out"),
        )
    return bool(shelf)


@contextmanager
def _postgres(root: Path, console: Console, is_wanted: bool) -> Iterator[LocalPostgres | None]:
    if not is_wanted:
        yield None
        return
    folder = folder_beside(root)
    make_anew(folder)
    with running(folder) as server:
        console.print(say("PostgreSQL, as long as the demo runs: {address}", address=server.reader))
        yield server


def _published_there(file: Path, deployment: Deployment, server: LocalPostgres) -> Deployment:
    """The deployment with one more place to publish in."""
    entry = TypeAdapter(entries()).validate_python({"kind": "postgres", "address": {"env": _ADDRESS}})
    known = read_deployment(file, {**deployment.environment, _ADDRESS: server.owner})
    return known.model_copy(update={"shelf": (*known.shelf, entry)})


def _nights(
    deployment: Deployment, company: Pretend, console: Console, server: LocalPostgres | None
) -> list[tuple[Night, bool]]:
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
        if server is not None:
            lines += _proof_of_postgres(deployment, company, company.nights[:number], server, console)
        went.append((night, not any(line.difference for line in lines)))
    return went


def _proof_of_postgres(
    deployment: Deployment,
    company: Pretend,
    mornings: tuple[datetime, ...],
    server: LocalPostgres,
    console: Console,
) -> list[Line]:
    """The same numbers as a BI tool reads them, said in one line; what differs is shown."""
    publication = Versions(deployment.state.root / "releases").current()
    if publication is None:
        return []
    copy = deployment.state.run / "read_back.duckdb"
    read_back(server.reader, "kpi", publication, copy)
    lines = proof_of(deployment, company, mornings, copy)
    copy.unlink()
    differing = [line for line in lines if line.difference]
    if differing:
        show_proof(differing, mornings[-1], console)
    console.print(
        say(
            "PostgreSQL shows {count} KPIs in {cells} cells, {difference:.2f} away from the truth",
            count=len(lines),
            cells=sum(line.cells for line in lines),
            difference=sum(line.difference for line in lines),
        )
    )
    return lines


def open_postgres(deployment: Deployment, console: Console) -> None:
    """Run the PostgreSQL of the last demo until it is stopped. Raises RunError."""
    with running(folder_beside(deployment.state.root)) as server, ending_by_itself() as told:
        console.print(say("PostgreSQL: {address} (Ctrl-C ends it)", address=server.reader), soft_wrap=True)
        console.print(say("Read the schema `kpi`; docs/bi/postgres.md says what stands there"))
        while server.process.poll() is None and not told.wait(_LOOK_SECONDS):
            pass


def proof_of(
    deployment: Deployment, company: Pretend, mornings: tuple[datetime, ...], file: Path | None = None
) -> list[Line]:
    """The published KPIs beside the company's truth after loads at `mornings`. `file`: null, the shelf's.

    The last line counts values of metrics of which no source of the deployment tells.
    """
    published = file or Path(deployment.state.root / "shelf" / "voronka.duckdb")
    as_of = mornings[-1].astimezone(deployment.zone).date()
    kpis = read_kpis(_proof_file(deployment.file.parent))
    return [
        *prove(published, as_of, company.truth(mornings), kpis),
        untold_line(told_entities(deployment), published),
    ]


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
