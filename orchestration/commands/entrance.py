"""What every command shares: the deployment it is about, the clock, the console, and how an error ends it."""

import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer
from rich.console import Console
from rich.markup import escape

from orchestration.commands.reader import patient
from orchestration.reports.paper import Paper
from orchestration.turns.stopping import listening, wait_if_ending
from texts import harmless, language_for, say, speak

if TYPE_CHECKING:
    from orchestration.deployment.deployment import Deployment

DEMO = Path(__file__).resolve().parents[2] / "deployments" / "demo" / "deployment.yml"
Named = typer.Option(
    "--deployment", "-d", envvar="VORONKA_DEPLOYMENT", help="The deployment file, or its folder."
)
DeploymentFile = Annotated[Path | None, Named]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document in place of tables.")]
Now = Annotated[
    str | None, typer.Option(envvar="VORONKA_NOW", help="Freeze the clock at this instant, with an offset.")
]


def demo_file(company: str) -> Path:
    """The deployment of a pretend company, the usual or one with other systems. Raises DeploymentError."""
    from orchestration.failures import DeploymentError

    file = _other_companies().get(company) if company else DEMO
    if file is None:
        raise DeploymentError(
            say("There is no pretend company {company}", company=company),
            fix=say("Name one of {names}, or none", names=", ".join(sorted(_other_companies()))),
        )
    return file


def _other_companies() -> dict[str, Path]:
    folders = DEMO.parent.parent.glob("demo_*")
    return {folder.name.removeprefix("demo_"): folder / DEMO.name for folder in folders}


def deployment_at(file: Path | None) -> "Deployment":
    """The deployment of this file, or of this folder. DeploymentError: none is named, or it is wrong."""
    from orchestration.deployment.deployment import read_deployment
    from orchestration.deployment.privacy import keep_private
    from orchestration.deployment.surroundings import shut_out_steering
    from orchestration.failures import DeploymentError

    if file is None:
        raise DeploymentError(
            say("No deployment is named"),
            fix=say(
                "Name its file with -d or in VORONKA_DEPLOYMENT. `voronka init deployments/mine` writes one; "
                "`voronka demo` runs a pretend company"
            ),
        )
    environment = dict(os.environ)  # with what its sources and alerts are told to look up, whatever the name
    shut_out_steering(os.environ)
    found = read_deployment(file / "deployment.yml" if file.is_dir() else file, environment)
    speak(language_for(os.environ, found.language))
    keep_private(found)
    return found


def age_at_most(text: str | None) -> timedelta | None:
    """`36h` or `2d` as a length of time. DeploymentError: it is neither."""
    from orchestration.deployment.deployment import age_of
    from orchestration.failures import DeploymentError

    if text is None:
        return None
    if not re.fullmatch(r"[1-9]\d{0,3}[hd]", text):
        raise DeploymentError(
            say("--max-age {text} is no age", text=text), fix=say("Write hours or days, as 36h or 2d")
        )
    return age_of(text)


def open_clock(frozen: str | None) -> Callable[[], datetime]:
    """The clock of a run: the machine's, or one that stands."""
    from orchestration.clock import clock

    return clock(frozen)


def open_console(quiet: bool = False) -> Console:
    """The console of now, not of later: a run redirects sys.stdout while dbt talks."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120  # of a log: lines stay whole
    return Paper(file=patient(sys.stdout), quiet=quiet, highlight=False, width=width)


def print_json(document: Any) -> None:
    """One JSON document on the standard output; every instant is ISO 8601 in UTC, to the second."""
    typer.echo(json.dumps(_timed(document), ensure_ascii=False, indent=1, default=str))


# An instant as the reports of pydantic, dataclasses and Python itself write it.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")


def _timed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timed(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_timed(inner) for inner in value]
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


@contextmanager
def clear_errors(as_json: bool = False) -> Iterator[None]:
    """An error somebody expected ends as two sentences and exit code 1; a defect keeps its traceback.

    A signal ends the command with one sentence and exit code 128 + its number.
    """
    from orchestration.failures import two_sentences

    with listening(_stopped_as_json if as_json else _stopped):
        try:
            yield
        except Exception as error:
            wait_if_ending()
            said = None if isinstance(error, typer.Exit) else two_sentences(error)
            if said is None:
                raise
            _complain(said, as_json)
            raise typer.Exit(1) from None


def _stopped(by: signal.Signals, _: TextIO, error: TextIO) -> None:
    problem = Console(file=error, highlight=False)
    problem.show_cursor()  # a moving line hides it
    what, fix = _said_of(by)
    problem.print(f"\n[red]✗[/] {escape(what)}. {escape(fix)}", soft_wrap=True)


def _stopped_as_json(by: signal.Signals, out: TextIO, _: TextIO) -> None:
    what, fix = _said_of(by)
    out.write(json.dumps({"error": {"what": what, "fix": fix}}, ensure_ascii=False, indent=1) + "\n")
    out.flush()


def _said_of(by: signal.Signals) -> tuple[str, str]:
    return (
        say("Stopped by {signal}", signal=by.name),
        say("Nothing to repair: what was committed is kept, the next run does the rest"),
    )


def _complain(said: tuple[str, str], as_json: bool) -> None:
    if as_json:
        print_json({"error": {"what": said[0], "fix": said[1]}})
        return
    problem = Paper(stderr=True, highlight=False)
    problem.print(f"[red]✗[/] {escape(harmless(said[0]))}")
    problem.print(f"  {say('Fix')}: {escape(harmless(said[1]))}")
