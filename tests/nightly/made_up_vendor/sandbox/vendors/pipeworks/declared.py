"""The company as Pipeworks shows it: four lists under one token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.company.current import CompanyState
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

TOKEN = "token-of-the-pipes"
Lists = dict[str, list[dict[str, Any]]]


def render(state: CompanyState) -> Lists:
    """Give everything that is shown."""
    stages = sorted({lead.stage.stage_id for lead in state.leads})
    return {
        "people": [{"id": user.id, "name": user.name, "mail": user.email} for user in state.users],
        "stages": [{"id": stage, "title": f"Stage {stage}"} for stage in stages],
        "customers": [
            {"id": card.id, "owner": card.responsible, "since": int(card.created_at.timestamp())}
            for card in state.contacts
        ],
        "deals": [
            {
                "id": lead.id,
                "stage": lead.stage.stage_id,
                "owner": lead.responsible,
                "sum": str(lead.price),
                "created": int(lead.created_at.timestamp()),
            }
            for lead in state.leads
        ],
    }


def start(stage: Stage) -> Running:
    """Open the account to one token."""
    lists = stage.showing(render)
    return Running(
        answer=lambda ask: _answer(ask, lists),
        account=lambda url: {"base_url": f"{url}/pipeworks", "token": TOKEN},
    )


def _answer(ask: Ask, lists: Callable[[], Lists]) -> Reply:
    name = ask.path.strip("/")
    if ask.headers.get("authorization") != f"Bearer {TOKEN}":
        return refusal(ask, 401, ())
    if name not in lists():
        return Reply(404, b"{}", "application/json")
    return Reply(200, encode_json({name: lists()[name]}), "application/json")


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the account's own error."""
    return Reply(status, encode_json({"error": status}), "application/json", headers)


SIMULATORS = (Simulator(name="pipeworks", start=start, prefix="/pipeworks", refusal=refusal),)
