"""What the sandbox is told of the account: where it lives, its keys, and what its refusals look like."""

from __future__ import annotations

from sandbox.company.split import part_of
from sandbox.vendors.amocrm import account
from sandbox.vendors.amocrm.oauth import Keyring
from sandbox.vendors.amocrm.vendor import AmoCrm
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.limits import Door
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX = "/amocrm"
TOKEN = "sandbox-token-of-sevsvet"  # noqa: S105  the door of a pretend company
_REFUSALS = {
    401: ("Unauthorized", "Token has expired"),
    402: ("Payment Required", "Account subscription expired"),
    403: ("Forbidden", "Account or IP address is blocked"),
    429: ("Too Many Requests", "Request limit exceeded"),
}


def start(stage: Stage) -> Running:
    """Open the account to one long-lived token and to what its keyring issues."""
    door, keyring = Door(), Keyring(stage.seconds)
    tables = stage.showing(lambda state: account.render(part_of(state, "amocrm")))
    amocrm = AmoCrm(tables, stage.seconds, token=TOKEN, door=door, keyring=keyring)
    return Running(
        answer=amocrm.answer,
        limits=dict.fromkeys(("per_second", "patience", "block_seconds"), door)
        | dict.fromkeys(vars(keyring.limits), keyring.limits),
        greeting=lambda url: {
            "amocrm": f"{url}{PREFIX}",
            "amocrm_token": TOKEN,
            **{f"amocrm_{name}": value for name, value in keyring.authorise().items()},
        },
        account=lambda url: {"subdomain": "sevsvet", "token": TOKEN, "base_url": f"{url}{PREFIX}"},
        recover=amocrm.recover,
        turn=door.forgive,
        authorise=keyring.authorise,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the problem+json of the account."""
    title, detail = _REFUSALS[status]
    content = {"title": title, "type": f"https://httpstatus.es/{status}", "status": status, "detail": detail}
    return Reply(status, encode_json(content), "application/problem+json", headers)


SIMULATORS = (
    Simulator(
        name="amocrm",
        start=start,
        prefix=PREFIX,
        side="crm",
        faults=("rows_move", "filter_off", "exclusive_bounds", "hidden_links", "empty_embedded"),
        refusal=refusal,
    ),
)
