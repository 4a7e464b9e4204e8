"""The sandbox's own door below /_sandbox: clock, faults, limits, truth and what was asked of the vendors."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.serving.catalog import faults_of
from sandbox.serving.front import Ledger
from sandbox.serving.site import Site, read_moment
from sandbox.truth.truth import compute_truth
from sandbox.wire.exchange import encode_json
from sandbox.wire.faults import Fault
from sandbox.wire.simulator import Running, Simulator

_FAULTS: TypeAdapter[list[Fault]] = TypeAdapter(list[Fault])


@dataclass(frozen=True)
class Controls:
    """What the door can turn."""

    site: Site
    ledger: Ledger
    simulators: Mapping[str, Simulator]
    running: Mapping[str, Running]

    def refresh(self, vendors: Iterable[str]) -> None:
        """Let vendors follow the clock and the faults of now."""
        for vendor in vendors:
            self.running[vendor].refresh()


def control_app(controls: Controls) -> Starlette:
    """Give the app that answers below /_sandbox."""
    routes: tuple[tuple[str, str, Callable[[Controls, Request], Awaitable[Response]]], ...] = (
        ("health", "GET", _health),
        ("clock", "GET", _health),
        ("clock", "POST", _set_clock),
        ("faults", "GET", _list_faults),
        ("faults", "POST", _add_faults),
        ("faults", "DELETE", _clear_faults),
        ("limits", "GET", _list_limits),
        ("limits", "POST", _set_limits),
        ("authorisation/{vendor}", "POST", _authorise),
        ("truth", "GET", _truth),
        ("requests", "GET", _requests),
        ("requests", "DELETE", _forget_requests),
    )
    return Starlette(
        routes=[Route(f"/_sandbox/{path}", _bound(controls, act), methods=[way]) for path, way, act in routes]
    )


def _bound(
    controls: Controls, act: Callable[[Controls, Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return await act(controls, request)
        except (ValueError, KeyError, TypeError) as error:
            return _answer({"what": f"the request was not understood: {error}"}, status=400)

    return endpoint


def _answer(content: Any, *, status: int = 200) -> Response:
    return Response(encode_json(content), status_code=status, media_type="application/json")


async def _health(controls: Controls, _: Request) -> Response:
    return _answer({"status": "ok", "now": controls.site.now.isoformat()})


async def _set_clock(controls: Controls, request: Request) -> Response:
    controls.site.set_clock(read_moment((await request.json())["now"]))
    controls.refresh(controls.running)
    return await _health(controls, request)


async def _list_faults(controls: Controls, _: Request) -> Response:
    return _answer({"faults": controls.site.board.listing()})


async def _add_faults(controls: Controls, request: Request) -> Response:
    asked = await request.json()
    try:
        faults = _FAULTS.validate_python(asked if isinstance(asked, list) else [asked])
    except ValidationError as error:
        return _answer({"what": str(error)}, status=400)
    for fault in faults:
        known = faults_of(controls.simulators[fault.vendor])
        if fault.fault not in known:
            raise ValueError(f"{fault.vendor} has no fault {fault.fault!r}; it has: {', '.join(known)}")
    for fault in faults:
        controls.site.board.add(fault)
    controls.refresh({fault.vendor for fault in faults})
    return await _list_faults(controls, request)


async def _clear_faults(controls: Controls, request: Request) -> Response:
    recovered = controls.site.board.clear()
    for running in controls.running.values():
        running.recover()
    controls.refresh(recovered)
    return await _list_faults(controls, request)


async def _list_limits(controls: Controls, _: Request) -> Response:
    return _answer(
        {
            vendor: {name: getattr(holder, name) for name, holder in running.limits.items()}
            for vendor, running in controls.running.items()
            if running.limits
        }
    )


async def _set_limits(controls: Controls, request: Request) -> Response:
    for vendor, wanted in (await request.json()).items():
        holders = controls.running[vendor].limits
        for name, value in wanted.items():
            usual = getattr(holders[name], name)
            setattr(holders[name], name, type(usual)(value))
    for running in controls.running.values():
        running.turn()
    return await _list_limits(controls, request)


async def _authorise(controls: Controls, request: Request) -> Response:
    vendor = request.path_params["vendor"]
    authorise = controls.running[vendor].authorise
    if authorise is None:
        raise ValueError(f"{vendor} has no tokens to grant")
    return _answer(authorise())


async def _truth(controls: Controls, request: Request) -> Response:
    mornings = [read_moment(text) for text in request.query_params["mornings"].split(",") if text]
    truth = await asyncio.to_thread(compute_truth, controls.site.company, mornings)
    return _answer(truth.to_json())


async def _requests(controls: Controls, request: Request) -> Response:
    newest = int(request.query_params.get("newest", "0"))
    summary: dict[str, Any] = controls.ledger.summary()
    if newest:
        summary["newest"] = list(controls.ledger.newest)[-newest:]
    return JSONResponse(summary)


async def _forget_requests(controls: Controls, _: Request) -> Response:
    controls.ledger.clear()
    return _answer({})
