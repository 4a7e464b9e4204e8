"""What the sandbox is told of the account: where it lives, its keys, and what its refusals look like."""

from __future__ import annotations

from sandbox.vendors.vk_ads import tables
from sandbox.vendors.vk_ads.errors import Refused, Shape
from sandbox.vendors.vk_ads.oauth import CLIENT_ID, CLIENT_SECRET, Keyring
from sandbox.vendors.vk_ads.vendor import VkAds
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import DAY_FAULTS, LIST_FAULTS
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX = "/vkads"
_REFUSALS = {
    401: ("invalid_token", "Access token is invalid"),
    402: ("ERR_ACCESS_DENIED", "The account has no money for the API"),
    403: ("ERR_ACCESS_DENIED", "Access is denied"),
    429: ("throttled", "Request limit exceeded"),
}
_REFUSED_KEYS = {
    401: ("invalid_client", "Invalid client id or secret"),
    402: ("access_denied", "Access is denied"),
    403: ("access_denied", "Access is denied"),
}


def start(stage: Stage) -> Running:
    """Open the account to one client of its API."""
    keyring = Keyring(stage.seconds, tables.USERNAME, tables.account_of(stage.company).client_id)
    account = VkAds(stage.showing(tables.render), stage.clock, keyring)
    keys = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    holders = (account.terms, account.pace, keyring.terms)
    return Running(
        answer=account.answer,
        limits={name: holder for holder in holders for name in vars(holder)},
        greeting=lambda url: {"vk_ads": f"{url}{PREFIX}", **{f"vk_ads_{k}": v for k, v in keys.items()}},
        account=lambda url: {**keys, "base_url": f"{url}{PREFIX}"},
        turn=account.turn,
        authorise=keyring.authorise,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the account's own error, of keys in their own envelope."""
    is_keys = "/oauth2/" in ask.path and status in _REFUSED_KEYS
    code, text = (_REFUSED_KEYS if is_keys else _REFUSALS)[status]
    shape: Shape = "keys" if is_keys else "token" if status == 401 else "request"
    return Refused(status, code, text, shape=shape).reply(headers)


def broken() -> Reply:
    """Give its code for a fault of the server."""
    return Refused(500, "ERR_INTERNAL", "Internal error").reply()


SIMULATORS = (
    Simulator(
        name="vk_ads",
        start=start,
        prefix=PREFIX,
        side="ads",
        faults=(
            *LIST_FAULTS, *DAY_FAULTS, "token_dies", "token_revoked", "refresh_refused", "growing_list",
            "wrong_total", "plain_500",
        ),
        refusal=refusal,
        broken=broken,
    ),
)  # fmt: skip
