"""What the sandbox is told of the account: where it lives, its key, and what its refusals look like."""

from __future__ import annotations

from sandbox.vendors.unisender.errors import Refused
from sandbox.vendors.unisender.vendor import KEY, UniSender
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import DAY_FAULTS
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX, LANGUAGE = "/unisender", "/ru/api"
_REFUSALS = {
    401: "invalid_api_key",
    402: "not_enough_money",
    403: "access_denied",
    429: "api_call_limit_exceeded_for_api_key",
}


def start(stage: Stage) -> Running:
    """Open the account to one key."""
    account = UniSender(stage.company, stage.clock)
    return Running(
        answer=account.answer,
        limits=dict.fromkeys(vars(account.terms), account.terms),
        greeting=lambda url: {"unisender": f"{url}{PREFIX}{LANGUAGE}", "unisender_key": KEY},
        account=lambda url: {"base_url": f"{url}{PREFIX}{LANGUAGE}", "api_key": KEY},
        recover=account.turn,
        turn=account.turn,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the service's own error; how long to wait it does not tell."""
    return Refused(_REFUSALS[status]).reply()


def broken() -> Reply:
    """Give its error for a server that has too much to do."""
    return Refused("retry_later").reply()


SIMULATORS = (
    Simulator(
        name="unisender",
        start=start,
        prefix=PREFIX,
        faults=(*DAY_FAULTS, "retry_later", "broken_campaign", "falling_counter"),
        refusal=refusal,
        broken=broken,
    ),
)
