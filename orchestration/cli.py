"""The command line. Every expected error ends here as one clear message and exit code 1.

Heavy imports stand inside the commands, so that `voronka --help` answers at once.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.dbt import ANY_WORDS, dbt
from orchestration.commands.entrance import (
    DEMO,
    AsJson,
    DeploymentFile,
    Named,
    Now,
    age_at_most,
    clear_errors,
    demo_file,
    deployment_at,
    open_clock,
    open_console,
    print_json,
)
from orchestration.commands.helping import Spoken
from orchestration.commands.init import init
from orchestration.commands.serve import serve
from orchestration.commands.template import template

app = typer.Typer(
    cls=Spoken,
    help="Sales-funnel and KPI marts you can prove.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(init)
app.command()(template)
app.command()(serve)
app.command(context_settings=ANY_WORDS)(dbt)


@app.command()
def demo(
    scale: Annotated[float, typer.Option(help="1.0 is a company with some 3 000 leads.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Another seed is another company.")] = 7,
    company: Annotated[str, typer.Option(help="With other systems: <name> of deployments/demo_<name>.")] = "",
    shelf: Annotated[str, typer.Option(help="postgres: publish in a PostgreSQL of this machine too.")] = "",
) -> None:
    """Run three nights of the pretend company from scratch and prove every number against its truth."""
    with clear_errors():
        from orchestration.commands.demo import is_postgres, run_demo

        file = demo_file(company)
        proven = run_demo(
            file,
            open_console(),
            environment=dict(os.environ),
            seed=seed,
            scale=scale,
            in_postgres=is_postgres(shelf),
        )
    raise typer.Exit(0 if proven else 1)


@app.command()
def shelf(
    company: Annotated[str, typer.Option(help="Of which demo: <name> of deployments/demo_<name>.")] = "",
) -> None:
    """Run the PostgreSQL of the last demo until it is stopped, for a BI tool of this machine."""
    with clear_errors():
        from orchestration.commands.demo import open_postgres

        open_postgres(deployment_at(demo_file(company)), open_console())


@app.command()
def dev(
    deployment: Annotated[Path, Named] = DEMO, port: Annotated[int, typer.Option(help="Of the UI.")] = 3000
) -> None:
    """Open the Dagster UI on a deployment; for the demo, the pretend company is started beside it."""
    with clear_errors():
        from orchestration.commands.demo import open_ui

        code = open_ui(
            deployment_at(deployment), open_console(), port=port, is_demo=deployment.resolve() == DEMO
        )
    raise typer.Exit(code)


@app.command()
def night(
    deployment: DeploymentFile = None,
    accept_loss: Annotated[
        list[str] | None,
        typer.Option(help="A mart that may have lost rows or keys this once; may be repeated."),
    ] = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Run one night: read every source, build, judge, publish. Exit code 1 if anything is missing or held."""
    with clear_errors(as_json):
        from orchestration.commands.show import night_as_json, show_night
        from orchestration.nights.night import Nights, telling_of_stillborn
        from orchestration.reports.screen import Screen
        from orchestration.turns.journal import Journal

        read, clock, console = deployment_at(deployment), open_clock(now), open_console(quiet=as_json)
        screen = Screen(console)
        with telling_of_stillborn(read, clock, screen), Journal(read.state).entered("night"):
            found = Nights(read, now=clock, watcher=screen).run(accept_loss or ())
        if as_json:
            print_json(night_as_json(found))
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
    deployment: DeploymentFile = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Read days of a source again in one run, then build and publish as a night does."""
    with clear_errors(as_json):
        from orchestration.commands.show import backfill_as_json, show_night
        from orchestration.nights.backfill import backfill, choose
        from orchestration.reports.screen import Screen

        read, clock, console = deployment_at(deployment), open_clock(now), open_console(quiet=as_json)
        days = (first.date(), last.date() if last else None)
        wanted = choose(read, source, stream or (), days, now=clock())
        done = backfill(read, wanted, now=clock, watcher=Screen(console))
        if as_json:
            print_json(backfill_as_json(done))
        else:
            show_night(done.outcome, console)
    raise typer.Exit(0 if done.outcome.ok else 1)


@app.command()
def rebuild(deployment: DeploymentFile = None, now: Now = None, as_json: AsJson = False) -> None:
    """Throw away the warehouse and build, judge and publish all from the landing; no source is read."""
    with clear_errors(as_json):
        from orchestration.commands.show import night_as_json, show_night
        from orchestration.nights.rebuild import rebuild, show_removed
        from orchestration.reports.screen import Screen

        read, clock, console = deployment_at(deployment), open_clock(now), open_console(quiet=as_json)
        done = rebuild(read, now=clock, watcher=Screen(console))
        if as_json:
            removed = [{"path": str(path), "bytes": size} for path, size in done.removed]
            print_json({"removed": removed, **night_as_json(done.outcome)})
        else:
            show_removed(done, console)
            show_night(done.outcome, console)
    raise typer.Exit(0 if done.outcome.ok else 1)


@app.command()
def status(
    deployment: DeploymentFile = None,
    max_age: Annotated[
        str | None, typer.Option(help="How old data may be, as 36h or 2d; left out: the deployment says.")
    ] = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """What is published, how old it is, how the last night ended. Exit code 1: stale or failed."""
    with clear_errors(as_json):
        from orchestration.commands.show import show_status, status_as_json

        read, moment, most = deployment_at(deployment), open_clock(now)(), age_at_most(max_age)
        if as_json:
            told = status_as_json(read, moment, most)
            print_json(told)
            well = told["ok"]
        else:
            well = show_status(read, open_console(), moment, most)
    raise typer.Exit(0 if well else 1)


@app.command()
def doctor(
    deployment: DeploymentFile = None,
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
    with clear_errors(as_json):
        from orchestration.commands.show import show_examined, show_mappings

        read = deployment_at(deployment)
        if write_mappings:
            from orchestration.commands.mappings import list_for_people

            target = folder or read.file.resolve().parent / "mappings"
            show_mappings(list_for_people(read, target), target, open_console(), as_json)
            return
        from orchestration.clock import utc_now
        from orchestration.doctor.doctor import examine

        well = show_examined(examine(read, now=utc_now, trial=send_trial), open_console(), as_json)
    raise typer.Exit(0 if well else 1)


@app.command()
def verify(deployment: DeploymentFile = None, as_json: AsJson = False) -> None:
    """Check every file of the landing against its seal. Exit code 1 if one is damaged; nothing is changed."""
    with clear_errors(as_json):
        from orchestration.doctor.verify import show_verified, verified_as_json
        from orchestration.doctor.verify import verify as check

        found = check(deployment_at(deployment))
        if as_json:
            print_json(verified_as_json(found))
            well = not any(one.damaged for one in found.values())
        else:
            well = show_verified(found, open_console())
    raise typer.Exit(0 if well else 1)


@app.command()
def releases(deployment: DeploymentFile = None, as_json: AsJson = False) -> None:
    """The published versions that are kept, newest first."""
    with clear_errors(as_json):
        from orchestration.commands.show import releases_as_json, show_releases

        read = deployment_at(deployment)
        if as_json:
            print_json(releases_as_json(read))
        else:
            show_releases(read, open_console())


@app.command()
def rollback(
    version: Annotated[
        str | None, typer.Argument(help="Left out: the version before the current one.")
    ] = None,
    deployment: DeploymentFile = None,
) -> None:
    """Publish an earlier version again."""
    with clear_errors():
        from orchestration.commands.show import roll_back

        roll_back(deployment_at(deployment), version, open_console())


@app.command()
def report(
    deployment: DeploymentFile = None,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; left out: report.html in the var folder.")
    ] = None,
) -> None:
    """Write the published numbers as one HTML page: it opens by double click and needs no network."""
    with clear_errors():
        from orchestration.assets.page_file import write_page

        typer.echo(write_page(deployment_at(deployment), out))


@app.command()
def morning(
    deployment: DeploymentFile = None,
    send: Annotated[bool, typer.Option(help="Send it to the targets of kpi_alerts.send_to.")] = False,
) -> None:
    """What came yesterday, what is due, how the month stands, and which KPIs left their course."""
    with clear_errors():
        from orchestration.commands.morning import show_morning

        well = show_morning(deployment_at(deployment), open_console(), send=send)
    raise typer.Exit(0 if well else 1)
