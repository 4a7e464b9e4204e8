"""What the sandbox is told of the counter: where it lives, its token, and what its refusals look like."""

from __future__ import annotations

from sandbox.vendors.yandex_metrica.counter import COUNTER
from sandbox.vendors.yandex_metrica.errors import Refused
from sandbox.vendors.yandex_metrica.vendor import Metrica
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import DAY_FAULTS, LIST_FAULTS
from sandbox.wire.simulator import Headers, Running, Simulator, Stage
from sandbox.world.site import visits_at

PREFIX = "/metrica"
TOKEN = "sandbox-metrica-token-of-sevsvet"  # noqa: S105  the door of a pretend company
_REFUSALS = {
    401: ("invalid_token", "Invalid oauth_token"),
    402: ("access_denied", "Access is denied"),
    403: ("access_denied", "Access is denied"),
    429: ("quota_requests_by_ip", "Quota exceeded"),
}


def start(stage: Stage) -> Running:
    """Open the counter to one token."""
    metrica = Metrica(
        stage.showing(lambda state: visits_at(state.company, state.at)), stage.clock, token=TOKEN
    )
    holders = (metrica.terms, metrica.quotas)
    return Running(
        answer=metrica.answer,
        limits={name: holder for holder in holders for name in vars(holder)},
        greeting=lambda url: {
            "metrica": f"{url}{PREFIX}",
            "metrica_token": TOKEN,
            "metrica_counter": COUNTER,
        },
        account=lambda url: {"token": TOKEN, "counter": COUNTER, "base_url": f"{url}{PREFIX}"},
        recover=metrica.recover,
        turn=metrica.turn,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the counter's own error."""
    return Refused(status, *_REFUSALS[status]).reply(headers)


def broken() -> Reply:
    """Give its words for a fault of the server."""
    return Refused(500, "backend_error", "Backend error").reply()


SIMULATORS = (
    Simulator(
        name="yandex_metrica",
        start=start,
        prefix=PREFIX,
        faults=(
            *LIST_FAULTS, *DAY_FAULTS, "three_at_once", "complicated", "wrong_totals", "hidden_rows",
            "always_sampled", "log_fails", "log_waits_again", "log_never_ready", "cut_part",
        ),
        refusal=refusal,
        broken=broken,
    ),
)  # fmt: skip
