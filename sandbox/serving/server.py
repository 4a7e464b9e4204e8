"""The sandbox process: `python -m sandbox.serving.server` puts every pretend vendor behind one local port."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from sandbox.company import charter
from sandbox.company.layout import Layout
from sandbox.serving.control import Controls, control_app
from sandbox.serving.front import Front, Ledger, Mount
from sandbox.serving.site import Site, read_moment
from sandbox.vendors.amocrm.oauth import Keyring
from sandbox.vendors.amocrm.vendor import AmoCrm
from sandbox.vendors.bitrix24 import declared as bitrix
from sandbox.vendors.bitrix24.vendor import Bitrix24
from sandbox.vendors.mango_office.vendor import Mango
from sandbox.vendors.onec.vendor import OneC
from sandbox.vendors.yandex_direct.records import account_of
from sandbox.vendors.yandex_direct.vendor import Direct
from sandbox.wire.faults import FaultBoard
from sandbox.wire.limits import Door
from sandbox.world.world import generate

AMOCRM_PREFIX = "/amocrm"
ONEC_PREFIX = "/ut/odata/standard.odata"
MANGO_PREFIX = "/mango"
DIRECT_PREFIX = "/direct"
AMOCRM_TOKEN = "sandbox-token-of-sevsvet"  # noqa: S105  the door of a pretend company
ONEC_USER, ONEC_PASSWORD = "Выгрузка", "Пароль-7"
MANGO_KEY, MANGO_SALT = "k7sevsvet0vpbx0key000000000000001", "s4sevsvet0salt0000000000000000002"
DIRECT_TOKEN = "sandbox-direct-token-of-sevsvet"  # noqa: S105  the same


@dataclass(frozen=True)
class Assembly:
    """The whole sandbox, ready to be served."""

    front: Front
    site: Site
    keyring: Keyring
    bitrix24: Bitrix24


def assemble(site: Site, *, token: str, door: Door) -> Assembly:
    """Put the vendors of a site and the control door together."""
    ledger = Ledger()
    keyring = Keyring(site.seconds)
    amocrm = AmoCrm(site.amocrm, site.seconds, token=token, door=door, keyring=keyring)
    onec = OneC(site.onec, user=ONEC_USER, password=ONEC_PASSWORD)
    mango = Mango(site.mango, site.clock, key=MANGO_KEY, salt=MANGO_SALT)
    direct = Direct(site.direct, site.clock, token=DIRECT_TOKEN)
    bitrix24 = Bitrix24(site.bitrix24, site.clock)
    mounts = (
        Mount("amocrm", AMOCRM_PREFIX, amocrm.answer),
        Mount("onec", ONEC_PREFIX, onec.answer),
        Mount("mango", MANGO_PREFIX, mango.answer),
        Mount("direct", DIRECT_PREFIX, direct.answer),
        Mount("bitrix24", bitrix.PREFIX, bitrix24.answer),
    )
    control = control_app(Controls(site, ledger, amocrm, onec, mango, direct, bitrix24))
    front = Front(mounts, site.board, ledger, control, site.clock)
    return Assembly(front, site, keyring, bitrix24)


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="sandbox.serving.server", description="A pretend company behind real protocols."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1.0, help="1.0: some 3 000 leads")
    parser.add_argument("--state", type=Path, required=True, help="folder for the people's files")
    parser.add_argument("--now", type=read_moment, default=charter.NIGHTS[0], help="the clock at start")
    parser.add_argument("--amocrm-token", default=AMOCRM_TOKEN)
    parser.add_argument("--amocrm-per-second", type=int, default=7)
    parser.add_argument("--amocrm-patience", type=int, default=30, help="refusals in a minute before a block")
    parser.add_argument("--amocrm-block-seconds", type=float, default=60.0)
    parser.add_argument("--crm", choices=("amocrm", "bitrix24", "both"), default="amocrm")
    parser.add_argument("--enquiries", choices=("deals", "leads"), default="deals")
    parser.add_argument("--telephony", choices=("mango", "bitrix24"), default="mango")
    parser.add_argument("--parent-pid", type=int, help="stop when this process is gone")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the company, listen, say so in one line of JSON, serve until told to stop."""
    asked = read_arguments(arguments)
    parent = os.getppid()
    layout = Layout(asked.crm, asked.enquiries, asked.telephony)
    company = generate(asked.seed, asked.scale, layout)
    site = Site(company, asked.now, asked.state.absolute(), FaultBoard())
    door = Door(asked.amocrm_per_second, asked.amocrm_patience, asked.amocrm_block_seconds)
    assembly = assemble(site, token=asked.amocrm_token, door=door)
    asyncio.run(_serve(assembly, _listen(asked.host, asked.port), asked, parent))


def _listen(host: str, port: int) -> socket.socket:
    # the protocol by name, else asyncio leaves Nagle's algorithm on and every answer waits 40 ms
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    return listener


async def _serve(assembly: Assembly, listener: socket.socket, asked: argparse.Namespace, parent: int) -> None:
    # h11 by name: the faults of the connection reach into its request cycle
    config = uvicorn.Config(
        assembly.front,
        http="h11",
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,  # the company has a clock of its own
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    url = f"http://{asked.host}:{listener.getsockname()[1]}"
    print(json.dumps(_ready(url, assembly, asked.amocrm_token), ensure_ascii=False), flush=True)
    while not serving.done():
        await asyncio.wait([serving], timeout=0.5)
        if asked.parent_pid is not None and _is_gone(asked.parent_pid, parent):
            server.should_exit = True


def _ready(url: str, assembly: Assembly, token: str) -> dict[str, object]:
    site, grant = assembly.site, assembly.keyring.authorise()
    return {
        "url": url,
        "amocrm": f"{url}{AMOCRM_PREFIX}",
        "onec": f"{url}{ONEC_PREFIX}",
        "mango": f"{url}{MANGO_PREFIX}/vpbx",
        "direct": f"{url}{DIRECT_PREFIX}",
        "files": str(site.plans),
        "costs": str(site.costs),
        "start": site.company.start.isoformat(),
        "nights": [night.isoformat() for night in charter.NIGHTS],
        "now": site.now.isoformat(),
        "amocrm_token": token,
        "onec_user": ONEC_USER,
        "onec_password": ONEC_PASSWORD,
        **{f"amocrm_{name}": value for name, value in grant.items()},
        **bitrix.greeting(url, assembly.bitrix24),
        "mango_key": MANGO_KEY,
        "mango_salt": MANGO_SALT,
        "direct_token": DIRECT_TOKEN,
        "direct_login": account_of(site.company).login,
    }


def _is_gone(pid: int, parent: int) -> bool:
    """Tell whether a process ended; a dead parent may linger as a zombie, but no longer be the parent."""
    if pid == parent and os.getppid() != parent:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


if __name__ == "__main__":
    main(sys.argv[1:])
