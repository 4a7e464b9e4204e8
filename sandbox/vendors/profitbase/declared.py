"""What the sandbox is told of the account: where it lives, its key, and what its refusals look like."""

from __future__ import annotations

from sandbox.vendors.profitbase.door import KEY, Gate
from sandbox.vendors.profitbase.errors import Refused
from sandbox.vendors.profitbase.vendor import BASE, Profitbase
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX = "/profitbase"


def start(stage: Stage) -> Running:
    """Open the account to one key."""
    gate = Gate(stage.seconds)
    account = Profitbase(stage.company, stage.clock, gate)
    holders = {name: holder for holder in (account.terms, gate.terms) for name in vars(holder)}
    paces = dict.fromkeys(("per_second", "patience", "block_seconds"), gate.pace)
    return Running(
        answer=account.answer,
        limits={**holders, **paces},
        greeting=lambda url: {"profitbase": f"{url}{PREFIX}{BASE}", "profitbase_key": KEY},
        account=lambda url: {"base_url": f"{url}{PREFIX}{BASE}", "api_key": KEY},
        recover=gate.pace.forgive,
        turn=gate.pace.forgive,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the account's own error."""
    return Refused(status, headers=headers).reply()


def broken() -> Reply:
    """Give its error for a server that fell over."""
    return Refused(500).reply()


SIMULATORS = (
    Simulator(
        name="profitbase",
        start=start,
        prefix=PREFIX,
        faults=("token_dies", "error_under_200", "shrinking_list"),
        refusal=refusal,
        broken=broken,
    ),
)
