"""`voronka dbt`: dbt for analysts, on the warehouse of a deployment."""

import typer

from orchestration.commands.entrance import (
    DeploymentFile,
    Now,
    clear_errors,
    deployment_at,
    open_clock,
    open_console,
)
from orchestration.failures import DeploymentError
from texts import say

ANY_WORDS = {"allow_extra_args": True, "ignore_unknown_options": True, "allow_interspersed_args": False}


def dbt(context: typer.Context, deployment: DeploymentFile = None, now: Now = None) -> None:
    """Run any dbt command on the deployment's warehouse: voronka dbt -d deployments/mine run -s my_mart."""
    with clear_errors():
        from orchestration.nights.by_hand import run_dbt

        read, clock = deployment_at(deployment), open_clock(now)
        if not context.args:
            raise DeploymentError(
                say("No dbt command is named"),
                fix=say("Write it behind the deployment, as: voronka dbt -d deployments/mine build"),
            )
        code = run_dbt(read, context.args, now=clock, waiting=open_console().print)
    raise typer.Exit(code)
