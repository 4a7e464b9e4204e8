"""The command line. Every expected error ends here as one clear message and exit code 1.

Heavy imports stand inside the commands, so that `voronka --help` answers at once.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from orchestration.deployment import Deployment

app = typer.Typer(
    help="Sales-funnel and KPI marts you can prove.", no_args_is_help=True, pretty_exceptions_enable=False
)

DeploymentFile = Annotated[
    Path,
    typer.Option("--deployment", "-d", envvar="VORONKA_DEPLOYMENT", help="The deployment file."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document in place of tables.")]
Now = Annotated[
    str | None, typer.Option(envvar="VORONKA_NOW", help="Freeze the clock at this instant, with an offset.")
]
DEMO = Path(__file__).resolve().parent.parent / "deployments" / "demo" / "deployment.yml"


@app.command()
def demo(
    scale: Annotated[float, typer.Option(help="1.0 is a company with some 3 000 leads.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Another seed is another company.")] = 7,
) -> None:
    """Run three nights of the pretend company from scratch and prove every number against its truth."""
    with _clear_errors():
        from orchestration.demo import run_demo

        proven = run_demo(DEMO, _console(), environment=dict(os.environ), seed=seed, scale=scale)
    raise typer.Exit(0 if proven else 1)


@app.command()
def dev(
    deployment: DeploymentFile = DEMO, port: Annotated[int, typer.Option(help="Of the UI.")] = 3000
) -> None:
    """Open the Dagster UI on a deployment; for the demo, the pretend company is started beside it."""
    with _clear_errors():
        from orchestration.demo import open_ui

        code = open_ui(_read(deployment), _console(), port=port, is_demo=deployment.resolve() == DEMO)
    raise typer.Exit(code)


@app.command()
def night(
    deployment: DeploymentFile = DEMO,
    accept_loss: Annotated[
        list[str] | None,
        typer.Option(help="A mart that may have lost rows or keys this once; may be repeated."),
    ] = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Run one night: read every source, build, judge, publish. Exit code 1 if anything is missing or held."""
    with _clear_errors(as_json):
        from orchestration.night import Nights, telling_of_stillborn
        from orchestration.screen import Screen
        from orchestration.show import night_as_json, show_night

        read, clock, console = _read(deployment), _clock(now), _console(quiet=as_json)
        screen = Screen(console)
        with telling_of_stillborn(read, clock, screen):
            found = Nights(read, now=clock, watcher=screen).run(accept_loss or ())
        if as_json:
            _print(night_as_json(found))
        else:
            show_night(found, console)
    raise typer.Exit(0 if found.ok else 1)


@app.command()
def backfill(
    source: Annotated[str, typer.Option(help="The source to read again, as the deployment names it.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="The last day; left out: yesterday."),
    ] = None,
    stream: Annotated[
        list[str] | None,
        typer.Option(help="One of its streams, may be repeated; left out: all that have days."),
    ] = None,
    deployment: DeploymentFile = DEMO,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Read days of a source again in one run, then build and publish as a night does."""
    with _clear_errors(as_json):
        from orchestration.backfill import backfill, choose
        from orchestration.screen import Screen
        from orchestration.show import backfill_as_json, show_night

        read, clock, console = _read(deployment), _clock(now), _console(quiet=as_json)
        days = (first.date(), last.date() if last else None)
        wanted = choose(read, source, stream or (), days, now=clock())
        done = backfill(read, wanted, now=clock, watcher=Screen(console))
        if as_json:
            _print(backfill_as_json(done))
        else:
            show_night(done.outcome, console)
    raise typer.Exit(0 if done.outcome.ok else 1)


@app.command()
def status(deployment: DeploymentFile = DEMO, as_json: AsJson = False) -> None:
    """What is published, how fresh it is, and how the last night went."""
    with _clear_errors(as_json):
        from orchestration.show import show_status, status_as_json

        read = _read(deployment)
        if as_json:
            _print(status_as_json(read))
        else:
            show_status(read, _console())


@app.command()
def doctor(
    deployment: DeploymentFile = DEMO,
    write_mappings: Annotated[
        bool,
        typer.Option(
            "--write-mappings", help="List every stage, loss reason, channel and user as CSVs to fill."
        ),
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Where the CSVs go; left out: mappings/ beside the deployment file.")
    ] = None,
    send_trial: Annotated[
        bool, typer.Option("--send-trial", help="Also send a trial message to every alert target.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check everything a night needs, or write the mapping CSVs from what has been read."""
    with _clear_errors(as_json):
        from orchestration.show import show_examined, show_mappings

        read = _read(deployment)
        if write_mappings:
            from orchestration.mappings import write_mappings as write

            target = folder or read.file.resolve().parent / "mappings"
            show_mappings(write(read, target), target, _console(), as_json)
            return
        from orchestration.clock import utc_now
        from orchestration.doctor import examine

        well = show_examined(examine(read, now=utc_now, trial=send_trial), _console(), as_json)
    raise typer.Exit(0 if well else 1)


@app.command()
def releases(deployment: DeploymentFile = DEMO, as_json: AsJson = False) -> None:
    """The published versions that are kept, newest first."""
    with _clear_errors(as_json):
        from orchestration.show import releases_as_json, show_releases

        read = _read(deployment)
        if as_json:
            _print(releases_as_json(read))
        else:
            show_releases(read, _console())


@app.command()
def rollback(
    version: Annotated[
        str | None, typer.Argument(help="Left out: the version before the current one.")
    ] = None,
    deployment: DeploymentFile = DEMO,
) -> None:
    """Publish an earlier version again."""
    with _clear_errors():
        from orchestration.show import roll_back

        roll_back(_read(deployment), version, _console())


@app.command()
def report(
    deployment: DeploymentFile = DEMO,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; left out: report.html in the var folder.")
    ] = None,
) -> None:
    """Write the published numbers as one HTML page: it opens by double click and needs no network."""
    with _clear_errors():
        from orchestration.page.report import write_page

        typer.echo(write_page(_read(deployment), out))


def _read(file: Path) -> "Deployment":
    from orchestration.deployment import read_deployment

    return read_deployment(file, os.environ)


def _clock(frozen: str | None) -> Callable[[], datetime]:
    from orchestration.clock import clock

    return clock(frozen)


def _console(quiet: bool = False) -> Console:
    # The stream of now, not of later: a run redirects sys.stdout while dbt talks.
    import sys

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120  # of a log: lines stay whole
    return Console(file=sys.stdout, quiet=quiet, highlight=False, width=width)


def _print(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))


@contextmanager
def _clear_errors(as_json: bool = False) -> Iterator[None]:
    from orchestration.failures import two_sentences

    try:
        yield
    except Exception as error:
        said = two_sentences(error)
        if said is None:
            raise
        if as_json:
            _print({"error": {"what": said[0], "fix": said[1]}})
        else:
            problem = Console(stderr=True, highlight=False)
            problem.print(f"[red]✗[/] {escape(said[0])}")
            problem.print(f"  Fix: {escape(said[1])}")
        raise typer.Exit(1) from None
