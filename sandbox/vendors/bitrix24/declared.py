"""What the sandbox is told of the portal: where it lives, its keys, and what a proxy's faults look like."""

from __future__ import annotations

from sandbox.company.charter import ADMIN
from sandbox.vendors.bitrix24.answers import Declined
from sandbox.vendors.bitrix24.keys import ADMIN_SECRET, MANAGER_SECRET, NARROW_SECRET
from sandbox.vendors.bitrix24.portal import MANAGER
from sandbox.vendors.bitrix24.vendor import Bitrix24
from sandbox.wire.exchange import Reply

PREFIX = "/bitrix24"
_REFUSALS = {
    401: ("expired_token", "The access token provided has expired."),
    402: ("ACCESS_DENIED", "REST API is available only on commercial plans"),
    403: ("INVALID_CREDENTIALS", "Invalid request credentials"),
    429: ("QUERY_LIMIT_EXCEEDED", "Too many requests"),
}
_STATUSES = {402: 403, 429: 503}


def refusal(status: int) -> Reply:
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
