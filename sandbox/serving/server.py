"""The sandbox process: `python -m sandbox.serving.server` puts every pretend vendor behind one local port."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import uvicorn

from sandbox.company import charter
from sandbox.company.layout import USUAL, Layout, choices
from sandbox.serving.catalog import simulators
from sandbox.serving.control import Controls, control_app
from sandbox.serving.front import Front, Ledger, Mount
from sandbox.serving.site import Site, read_moment
from sandbox.wire.faults import FaultBoard
from sandbox.wire.simulator import Running
from sandbox.world.world import generate


@dataclass(frozen=True)
class Assembly:
    """The whole sandbox, ready to be served."""

    front: Front
    site: Site
    running: Mapping[str, Running]


def assemble(site: Site) -> Assembly:
    """Put the vendors of a site and the control door together; people's files are written."""
    ledger = Ledger()
    known = {name: vendor for name, vendor in simulators().items() if vendor.is_there(site.company)}
    running = {name: simulator.start(site) for name, simulator in known.items()}
    mounts = tuple(
        Mount(known[name], vendor.answer) for name, vendor in running.items() if vendor.answer is not None
    )
    controls = Controls(site, ledger, known, running)
    controls.refresh(running)
    return Assembly(Front(mounts, site.board, ledger, control_app(controls), site.clock), site, running)


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
    parser.add_argument("--crm", choices=choices("crm"), default=USUAL.crm)
    parser.add_argument("--enquiries", choices=choices("enquiries"), default=USUAL.enquiries)
    parser.add_argument("--telephony", choices=choices("telephony"), default=USUAL.telephony)
    parser.add_argument("--ads", choices=choices("ads"), default=USUAL.ads)
    parser.add_argument("--erp", choices=choices("erp"), default=USUAL.erp)
    parser.add_argument("--letters", choices=choices("letters"), default=USUAL.letters)
    parser.add_argument("--site", choices=choices("site"), default=USUAL.site)
    parser.add_argument("--properties", choices=choices("properties"), default=USUAL.properties)
    parser.add_argument("--parent-pid", type=int, help="stop when this process is gone")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the company, listen, say so in one line of JSON, serve until told to stop."""
    asked = read_arguments(arguments)
    parent = os.getppid()
    layout = Layout(**{one.name: getattr(asked, one.name) for one in fields(Layout)})
    company = generate(asked.seed, asked.scale, layout)
    site = Site(company, asked.now, asked.state.absolute(), FaultBoard())
    asyncio.run(_serve(assemble(site), _listen(asked.host, asked.port), asked, parent))


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
    print(json.dumps(_ready(url, assembly), ensure_ascii=False), flush=True)
    while not serving.done():
        await asyncio.wait([serving], timeout=0.5)
        if asked.parent_pid is not None and _is_gone(asked.parent_pid, parent):
            server.should_exit = True


def _ready(url: str, assembly: Assembly) -> dict[str, object]:
    """Say what a client needs; `accounts`: vendor → settings of a connector that may read it."""
    site, greetings = assembly.site, [running.greeting(url) for running in assembly.running.values()]
    accounts = {name: dict(running.account(url)) for name, running in assembly.running.items()}
    return {
        "url": url,
        "start": site.company.start.isoformat(),
        "nights": [night.isoformat() for night in charter.NIGHTS],
        "now": site.now.isoformat(),
        "accounts": accounts,
        **{word: value for greeting in greetings for word, value in greeting.items()},
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
