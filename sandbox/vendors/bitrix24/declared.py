"""What the sandbox is told of the portal: where it lives, its keys, and what a proxy's faults look like."""

from __future__ import annotations

from sandbox.company.charter import ADMIN
from sandbox.company.split import part_of
from sandbox.vendors.bitrix24 import tables
from sandbox.vendors.bitrix24.answers import Declined
from sandbox.vendors.bitrix24.keys import ADMIN_SECRET, MANAGER_SECRET, NARROW_SECRET
from sandbox.vendors.bitrix24.portal import MANAGER
from sandbox.vendors.bitrix24.vendor import Bitrix24
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX = "/bitrix24"
_REFUSALS = {
    401: ("expired_token", "The access token provided has expired."),
    402: ("ACCESS_DENIED", "REST API is available only on commercial plans"),
    403: ("INVALID_CREDENTIALS", "Invalid request credentials"),
    429: ("QUERY_LIMIT_EXCEEDED", "Too many requests"),
}
_STATUSES = {402: 403, 429: 503}


def start(stage: Stage) -> Running:
    """Open the portal to its webhooks and its application."""
    portal = Bitrix24(stage.showing(lambda state: tables.render(part_of(state, "bitrix24"))), stage.clock)
    return Running(
        answer=portal.answer,
        limits=dict.fromkeys(vars(portal.limits), portal.limits),
        greeting=lambda url: greeting(url, portal),
        account=lambda url: {"webhook": f"{url}{PREFIX}/rest/{ADMIN}/{ADMIN_SECRET}/"},
        recover=portal.recover,
        turn=portal.turn,
        authorise=portal.keyring.authorise,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the portal's own answer for what is wrong: 401 token, 402 plan, 403 rights, 429 too often."""
    code, text = _REFUSALS[status]
    return Declined(_STATUSES.get(status, status), code, text).reply()


def greeting(url: str, portal: Bitrix24) -> dict[str, object]:
    """Give what the sandbox says of the portal when it starts: webhooks are whole addresses."""
    root = f"{url}{PREFIX}"
    return {
        "bitrix24": root,
        "bitrix24_webhook": f"{root}/rest/{ADMIN}/{ADMIN_SECRET}/",
        "bitrix24_webhook_of_manager": f"{root}/rest/{MANAGER}/{MANAGER_SECRET}/",
        "bitrix24_webhook_narrow": f"{root}/rest/{ADMIN}/{NARROW_SECRET}/",
        **{f"bitrix24_{name}": value for name, value in portal.keyring.authorise().items()},
    }


SIMULATORS = (
    Simulator(
        name="bitrix24",
        start=start,
        prefix=PREFIX,
        side="crm",
        faults=(
            "renamed",
            "authorization_moved",
            "another_portal",
            "overload",
            "operation_time",
            "part_fails",
            "method_gone",
            "filter_off",
            "iso_ignored",
            "hidden_rows",
        ),
        refusal=refusal,
    ),
)
