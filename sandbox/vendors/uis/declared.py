"""What the sandbox is told of the account: where it lives, its keys, and what its refusals look like."""

from __future__ import annotations

import json

from sandbox.vendors.uis import keys, tables
from sandbox.vendors.uis.errors import Refused
from sandbox.vendors.uis.vendor import PATH, Uis
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import DAY_FAULTS
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX = "/uis"
_REFUSALS = {
    401: "access_token_expired",
    402: "account_inactive",
    403: "forbidden",
    429: "limit_exceeded",
}


def start(stage: Stage) -> Running:
    """Open the account to its permanent token and its login."""
    uis = Uis(stage.showing(tables.render), stage.clock, stage.seconds)
    return Running(
        answer=uis.answer,
        limits=dict.fromkeys(vars(uis.terms), uis.terms),
        greeting=lambda url: {
            "uis": f"{url}{PREFIX}{PATH}",
            "uis_token": keys.TOKEN,
            "uis_login": keys.LOGIN,
            "uis_password": keys.PASSWORD,
        },
        account=lambda url: {"access_token": keys.TOKEN, "base_url": f"{url}{PREFIX}{PATH}"},
        recover=uis.turn,
        turn=uis.turn,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the service's own error; how long to wait only the limits of other answers tell."""
    try:
        call = json.loads(ask.body)
    except ValueError:
        call = None
    return Refused(_REFUSALS[status]).reply(call.get("id") if isinstance(call, dict) else None)


def broken() -> Reply:
    """Give its error for a fault of the server, under HTTP 200 as any other."""
    return Refused("internal_error").reply(None)


SIMULATORS = (
    Simulator(
        name="uis",
        start=start,
        prefix=PREFIX,
        side="telephony",
        faults=(*DAY_FAULTS, "growing_total", "session_lost", "token_blocked"),
        refusal=refusal,
        broken=broken,
    ),
)
