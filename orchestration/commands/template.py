"""`voronka template`: an empty table for a person to fill in."""

import os
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.entrance import DeploymentFile, clear_errors, deployment_at, open_console
from texts import language, language_for, say, speak


def template(
    table: Annotated[str, typer.Argument(help="Its name, such as sales_plan, costs or stages.")],
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write, .xlsx or .csv; left out: the table's name, in this folder."),
    ] = None,
    deployment: DeploymentFile = None,
) -> None:
    """Write an empty table with notes at its header: the plan, costs, or any mapping."""
    with clear_errors():
        if deployment is None:
            speak(language_for(os.environ, "ru"))
        else:
            deployment_at(deployment)
        written, page = _write(table, out)
        open_console().print(say("{file}: fill it in; {page} explains each column", file=written, page=page))


def _write(table: str, out: Path | None) -> tuple[Path, str]:
    from connectors.tables.template import write_template
    from orchestration.failures import RunError
    from orchestration.installing.tables import all_tables, page_of

    tables = all_tables()
    if table not in tables:
        raise RunError(
            say("There is no table {table}", table=table),
            fix=say("Name one of {tables}", tables=", ".join(tables)),
        )
    file = out or Path(f"{table}.xlsx" if table in ("sales_plan", "costs") else f"{table}.csv")
    try:
        write_template(tables[table], file, language=language())
    except FileExistsError as error:
        raise RunError(
            say("{file} is there already", file=file),
            fix=say("Move it away, or name another file with --out"),
        ) from error
    return file, page_of(table, language())
