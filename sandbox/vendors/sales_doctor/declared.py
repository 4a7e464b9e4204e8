"""What the sandbox is told of the server: where it lives, its login, and what its refusals look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sandbox.company.books_kept import as_kept
from sandbox.company.company import Company
from sandbox.company.current import CompanyState
from sandbox.company.snapshot import state_at
from sandbox.vendors.sales_doctor import tables
from sandbox.vendors.sales_doctor.door import LOGIN, PASSWORD
from sandbox.vendors.sales_doctor.errors import Refused
from sandbox.vendors.sales_doctor.vendor import SalesDoctor
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import DAY_FAULTS
from sandbox.wire.simulator import Headers, Running, Simulator, Stage
from sandbox.world.odd_entries import type_odd_entries
from sandbox.world.visits import go_out

PREFIX = "/sales_doctor"


def start(stage: Stage) -> Running:
    """Open the server to one user."""
    server = SalesDoctor(stage.showing(_renderer()), stage.clock)
    return Running(
        answer=server.answer,
        limits=dict.fromkeys(vars(server.terms), server.terms),
        greeting=lambda url: {
            "sales_doctor": f"{url}{PREFIX}",
            "sales_doctor_login": LOGIN,
            "sales_doctor_password": PASSWORD,
        },
        account=lambda url: {"base_url": f"{url}{PREFIX}", "login": LOGIN, "password": PASSWORD},
        recover=server.turn,
        turn=server.turn,
    )


def _renderer() -> Callable[[CompanyState], tables.Tables]:
    """Show a company that keeps its books elsewhere as it would look here."""
    kept: list[Company] = []

    def render(state: CompanyState) -> tables.Tables:
        company = state.company
        if company.layout.erp == "sales_doctor":
            return tables.render(state)
        if not kept:
            here = as_kept(replace(company, layout=replace(company.layout, erp="sales_doctor")))
            kept.append(type_odd_entries(go_out(here)))
        return tables.render(state_at(kept[0], state.at))

    return render


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the API's own error, under HTTP 200."""
    return Refused(status).reply(by_status=False, headers=headers)


def broken() -> Reply:
    """Give its error for a fault of the server."""
    return Refused(500).reply(by_status=True)


SIMULATORS = (
    Simulator(
        name="sales_doctor",
        start=start,
        prefix=PREFIX,
        side="erp",
        faults=(*DAY_FAULTS, "token_killed", "too_often", "switched_off"),
        refusal=refusal,
        broken=broken,
    ),
)
