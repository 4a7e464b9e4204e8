"""`voronka serve`: schedules, history and graph of one deployment, for a machine that runs by itself."""

from typing import Annotated

import typer

from orchestration.commands.entrance import DeploymentFile, clear_errors, deployment_at, open_console
from texts import say


def serve(
    deployment: DeploymentFile = None,
    host: Annotated[str, typer.Option(help="Where the UI listens; it has no log-in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Of the UI.")] = 3000,
) -> None:
    """Run the schedules and the Dagster UI until told to end; the history stays in the var folder."""
    with clear_errors():
        from orchestration.automation.schedules import check_crons
        from orchestration.commands.serving import Address, serve
        from orchestration.deployment.settings import open_connectors
        from orchestration.reports.screen import Screen

        read = deployment_at(deployment)
        check_crons(read)
        open_connectors(read)  # a missing secret is said now, not at three in the morning
        console = open_console()
        console.print(
            say("Dagster: http://{host}:{port} (Ctrl-C ends it; schedules run)", host=host, port=port)
        )
        code = serve(read, Address(host, port), Screen(console).noticed)
        if code:
            console.print(say("A part of Dagster died, so all of it is ended"))
    raise typer.Exit(code)
