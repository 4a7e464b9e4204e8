"""What the sandbox is told of the advertiser: where he lives, his token, and what refusals look like."""

from __future__ import annotations

from sandbox.vendors.yandex_direct import codes, records
from sandbox.vendors.yandex_direct.records import account_of
from sandbox.vendors.yandex_direct.vendor import Direct
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import DAY_FAULTS
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX = "/direct"
TOKEN = "sandbox-direct-token-of-sevsvet"  # noqa: S105  the door of a pretend company
_REFUSALS = {
    401: (codes.NO_TOKEN, "Invalid OAuth token"),
    402: (codes.NO_POINTS, "Not enough points to perform the operation"),
    403: (codes.NOT_APPROVED, "The application has no approved access to the API"),
    429: (codes.TOO_OFTEN, "Try again later"),
}


def start(stage: Stage) -> Running:
    """Open the account to one token."""
    direct = Direct(stage.showing(records.render), stage.clock, token=TOKEN)
    login = account_of(stage.company).login
    return Running(
        answer=direct.answer,
        limits=dict.fromkeys(vars(direct.limits), direct.limits),
        greeting=lambda url: {"direct": f"{url}{PREFIX}", "direct_token": TOKEN, "direct_login": login},
        account=lambda url: {"token": TOKEN, "client_login": login, "base_url": f"{url}{PREFIX}"},
        recover=direct.recover,
        turn=direct.turn,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the service's own error: of reports with a status of its own, of all others with 200."""
    is_report = ask.path.endswith("/reports")
    code, detail = _REFUSALS[status]
    spent = (("Units", "0/12/64000"),) if code == codes.NO_POINTS else ()
    return codes.envelope(
        code, detail, status=400 if is_report else 200, number=is_report, headers=(*headers, *spent)
    )


def broken() -> Reply:
    """Give its code for a fault of the server."""
    return codes.envelope(codes.SERVER_FAULT, "Try again later", status=500)


SIMULATORS = (
    Simulator(
        name="yandex_direct",
        start=start,
        prefix=PREFIX,
        side="ads",
        faults=(*DAY_FAULTS, "never_ready", "no_summary"),
        refusal=refusal,
        broken=broken,
    ),
)
