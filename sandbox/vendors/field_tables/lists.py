"""Rows of who is who: agents, and the clients whom they visit."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.company.current import CompanyState
from sandbox.company.erp_records import CounterpartyFacts, ErpUser
from sandbox.company.field_records import ClientPlace
from sandbox.vendors.field_tables.cells import Row, code
from sandbox.vendors.field_tables.documents import branch_of

ODD_NAMES = {
    3: "=СУММ(A1:A9)",
    8: 'ИП "Лампа"; Иванов, П.',
    13: "Магазин\nна углу",
    17: "Свет 💡 <b>24/7</b>",
    21: "'; drop table clients; --",
}
"""How people called the shop of the n-th client."""
SUPERVISOR = "Марина Орлова"


def agents(state: CompanyState) -> Iterator[Row]:
    """Give every agent, those who have left too."""
    for place, one in enumerate(state.company.erp_users):
        yield _agent(one, place)


def _agent(one: ErpUser, place: int) -> Row:
    usual = 1 if place % 2 else None
    return {
        "agent_code": code(one.key, place),
        "agent_name": one.name,
        "supervisor": SUPERVISOR,
        "branch": branch_of(one.key),
        "active": usual if one.is_active else 0,
    }


def clients(state: CompanyState) -> Iterator[Row]:
    """Give every client, the inactive too."""
    places = {one.client: one for one in state.company.places}
    for place, row in enumerate(state.counterparties):
        yield _client(row.key, row.facts, place) | _whereabouts(places.get(row.key), state, place)


def _client(key: str, facts: CounterpartyFacts, place: int) -> Row:
    town = next((part for part in facts.address.split(", ") if part.startswith("г ")), None)
    return {
        "client_code": code(key, place),
        "client_name": ODD_NAMES.get(place, facts.name),
        "legal_name": facts.full_name or None,
        "inn": facts.tax_id or None,
        "category": "Розница",
        "channel": "Традиционный",
        "region": facts.region if town else None,
        "city": town,
        "active": 0 if facts.deletion_mark else 1,
    }


def _whereabouts(place: ClientPlace | None, state: CompanyState, number: int) -> Row:
    if place is None:
        return {}
    comes = [
        route.agent
        for route in place.routes
        if route.since <= state.at and (route.until is None or state.at < route.until)
    ]
    return {
        "agent_code": code(next(iter(comes), None), number),
        "lat": place.latitude,
        "lon": place.longitude,
    }
