"""What the sandbox is told of the exchange: where it lives, its key, and what its refusals look like."""

from __future__ import annotations

from sandbox.vendors.mango_office import codes, records
from sandbox.vendors.mango_office.vendor import Mango
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import DAY_FAULTS
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX = "/mango"
KEY, SALT = "k7sevsvet0vpbx0key000000000000001", "s4sevsvet0salt0000000000000000002"


def start(stage: Stage) -> Running:
    """Open the exchange to the holder of one key and its salt."""
    mango = Mango(stage.showing(records.render), stage.clock, key=KEY, salt=SALT)
    return Running(
        answer=mango.answer,
        limits=dict.fromkeys(vars(mango.limits), mango.limits),
        greeting=lambda url: {"mango": f"{url}{PREFIX}/vpbx", "mango_key": KEY, "mango_salt": SALT},
        account=lambda url: {"api_key": KEY, "api_salt": SALT, "base_url": f"{url}{PREFIX}/vpbx"},
        recover=mango.recover,
        turn=mango.turn,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the exchange's own code."""
    if status == 429:
        return codes.too_fast(headers)
    if status == 401:
        return codes.shut_out()
    return codes.refused(codes.NO_MONEY if status == 402 else codes.NO_RIGHT)


def broken() -> Reply:
    """Give its code for a fault of the server."""
    return codes.refused(codes.SERVER_FAULT, status=500)


SIMULATORS = (
    Simulator(
        name="mango_office",
        start=start,
        prefix=PREFIX,
        side="telephony",
        faults=(
            *DAY_FAULTS,
            "never_ready",
            "lost_key",
            "bad_status",
            "wrong_totals",
            "data_object",
            "leg_object",
        ),
        refusal=refusal,
        broken=broken,
    ),
)
