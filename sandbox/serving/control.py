"""The sandbox's own door below /_sandbox: clock, faults, limits, truth and what was asked of the vendors."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.serving.front import Ledger
from sandbox.serving.site import Site, read_moment
from sandbox.truth.truth import compute_truth
from sandbox.vendors.amocrm.vendor import AmoCrm
from sandbox.vendors.bitrix24.vendor import Bitrix24
from sandbox.vendors.mango_office.vendor import Mango
from sandbox.vendors.onec.vendor import OneC
from sandbox.vendors.yandex_direct.vendor import Direct
from sandbox.wire.exchange import encode_json
from sandbox.wire.faults import Fault

_FAULTS: TypeAdapter[list[Fault]] = TypeAdapter(list[Fault])


@dataclass(frozen=True)
class Controls:
    """What the door can turn."""

    site: Site
    ledger: Ledger
    amocrm: AmoCrm
    onec: OneC
    mango: Mango
    direct: Direct
    bitrix24: Bitrix24


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
        ("authorisation", "POST", _authorise),
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
        controls.site.board.add(fault)
    if any(fault.vendor in ("files", "costs") for fault in faults):
        controls.site.write_files()
    return await _list_faults(controls, request)


async def _clear_faults(controls: Controls, request: Request) -> Response:
    recovered = controls.site.board.clear()
    controls.amocrm.recover()
    controls.onec.recover()
    controls.mango.recover()
    controls.direct.recover()
    controls.bitrix24.recover()
    if recovered & {"files", "costs"}:
        controls.site.write_files()
    return await _list_faults(controls, request)


def _limits(controls: Controls) -> dict[str, dict[str, Any]]:
    """Name the objects that hold each vendor's limits, by the names of the limits."""
    amocrm, onec = controls.amocrm, controls.onec.limits
    mango, direct = controls.mango.limits, controls.direct.limits
    return {
        "amocrm": dict.fromkeys(("per_second", "patience", "block_seconds"), amocrm.door)
        | dict.fromkeys(vars(amocrm.keyring.limits), amocrm.keyring.limits),
        "onec": dict.fromkeys(vars(onec), onec),
        "mango": dict.fromkeys(vars(mango), mango),
        "direct": dict.fromkeys(vars(direct), direct),
        "bitrix24": dict.fromkeys(vars(controls.bitrix24.limits), controls.bitrix24.limits),
    }


async def _list_limits(controls: Controls, _: Request) -> Response:
    return _answer(
        {
            vendor: {name: getattr(holder, name) for name, holder in known.items()}
            for vendor, known in _limits(controls).items()
        }
    )


async def _set_limits(controls: Controls, request: Request) -> Response:
    """Set limits by vendor; names beside a vendor are amoCRM's."""
    asked, known = await request.json(), _limits(controls)
    own = {name: value for name, value in asked.items() if name not in known}
    wanted = {**asked, "amocrm": {**asked.get("amocrm", {}), **own}}
    for vendor, holders in known.items():
        for name, value in wanted.get(vendor, {}).items():
            usual = getattr(holders[name], name)
            setattr(holders[name], name, type(usual)(value))
    controls.amocrm.door.forgive()
    controls.mango.turn()
    controls.direct.turn()
    controls.bitrix24.turn()
    return await _list_limits(controls, request)


async def _authorise(controls: Controls, _: Request) -> Response:
    return _answer(controls.amocrm.keyring.authorise())


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
