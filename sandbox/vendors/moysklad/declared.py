"""What the sandbox is told of the account: where it lives, its keys, and what its refusals look like."""

from __future__ import annotations

from sandbox.vendors.moysklad import door, tables
from sandbox.vendors.moysklad.errors import Refused
from sandbox.vendors.moysklad.vendor import PATH, MoySklad
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import DAY_FAULTS
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX = "/moysklad"
_CODES = {401: 1056, 402: 1070, 403: 1016, 429: 1049}
_USUAL_WAIT = "3000"


def start(stage: Stage) -> Running:
    """Open the account to its token and its login."""
    account = MoySklad(stage.showing(tables.render), stage.clock)
    return Running(
        answer=account.answer,
        limits=dict.fromkeys(vars(account.terms), account.terms),
        greeting=lambda url: {
            "moysklad": f"{url}{PREFIX}{PATH}",
            "moysklad_token": door.TOKEN,
            "moysklad_login": door.LOGIN,
            "moysklad_password": door.PASSWORD,
        },
        account=lambda url: {"base_url": f"{url}{PREFIX}{PATH}", "token": door.TOKEN},
        recover=account.recover,
        turn=account.turn,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the API's own error; how long to wait it tells in milliseconds and under a name of its own."""
    waits = [(name, value) for name, value in headers if name != "Retry-After" or not value.isdigit()]
    waits += [("X-Lognex-Retry-After", f"{value}000") for _, value in headers if value.isdigit()]
    if status == 429 and not waits:
        waits = [("X-Lognex-Retry-After", _USUAL_WAIT)]
    return Refused(_CODES[status], "Неверный токен", headers=tuple(waits)).reply()


def broken() -> Reply:
    """Give its error for a fault of the server."""
    return Refused(1083).reply()


SIMULATORS = (
    Simulator(
        name="moysklad",
        start=start,
        prefix=PREFIX,
        side="erp",
        faults=(*DAY_FAULTS, "rows_move", "parallel_limit", "hidden_objects", "no_right"),
        refusal=refusal,
        broken=broken,
    ),
)
