"""Clients with their places and routes, and the visits of agents, planned ones too."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.company.charter_told import PLACES
from sandbox.company.current import CompanyState, ErpRow
from sandbox.company.erp_records import CounterpartyFacts, ErpRecord
from sandbox.company.field_records import ClientPlace, FieldVisit, VisitFacts
from sandbox.company.history import change_at
from sandbox.vendors.sales_doctor.dictionaries import CATEGORY_OF_CLIENTS
from sandbox.vendors.sales_doctor.values import Row, filial_of, ids, money, stamp

TOWNS = {place.region: f"d0_{number}" for number, place in enumerate(PLACES, start=1)}


def clients(state: CompanyState) -> Iterator[Row]:
    """Give every client, the inactive too."""
    places = {one.client: one for one in state.company.places}
    records = {one.key: one for one in state.company.counterparties}
    for row in state.counterparties:
        yield _client(row, records[row.key], places.get(row.key), state)


def _client(
    row: ErpRow[CounterpartyFacts],
    record: ErpRecord[CounterpartyFacts],
    place: ClientPlace | None,
    state: CompanyState,
) -> Row:
    facts, prefix = row.facts, filial_of(row.key)
    created, updated = stamp(record.versions[0].at), stamp(row.written_at)
    return ids(row.key) | {
        "name": facts.name,
        "firmName": facts.full_name,
        "address": facts.address,
        "waymark": None,
        "tel": ", ".join(facts.phones),
        "lon": _point(place.longitude if place else None),
        "lat": _point(place.latitude if place else None),
        "allowKredit": 1,
        "allowConsig": 0,
        "comment": None,
        "photo": None,
        "active": "N" if facts.deletion_mark else "Y",
        "inn": facts.tax_id,
        "contract": None,
        "updatedAt": updated,
        "createdAt": created,
        "nspCode": None,
        "bankDetails": {"bank": None, "account": None, "mfo": None},
        "category": ids(CATEGORY_OF_CLIENTS),
        "type": ids("1"),
        "channel": ids("1"),
        "city": ids(TOWNS.get(facts.region)),
        "expeditor": ids(f"{prefix}-d0_5"),
        "agents": list(_agents(place, state)) if place else [],
        "_filial": prefix,
        "_days": {"update": [updated], "create": [created]},
    }


def _point(degrees: object) -> float | None:
    return None if degrees is None else float(str(degrees))


def _agents(place: ClientPlace, state: CompanyState) -> Iterator[Row]:
    for route in place.routes:
        if route.since <= state.at and (route.until is None or state.at < route.until):
            yield {"id": ids(route.agent)["SD_id"], "code": None, "days": list(route.days)}


def visits(state: CompanyState) -> Iterator[Row]:
    """Give every visit that is planned or told of, in the order of days."""
    company = state.company
    agents = {one.key: one.name for one in company.erp_users}
    names = {row.key: row.facts.name for row in state.counterparties}
    for visit in company.visits:
        told = change_at(visit.versions, state.at)
        if told is None or (visit.removed_at is not None and visit.removed_at <= state.at):
            continue
        yield _visit(visit, told.value, agents[visit.agent], names.get(visit.client, ""))


def _visit(visit: FieldVisit, facts: VisitFacts, agent: str, client: str) -> Row:
    day = visit.day.isoformat()
    return {
        "agent_id": ids(visit.agent)["SD_id"],
        "agent_name": agent,
        "client_id": ids(visit.client)["SD_id"],
        "client_name": client,
        "category_name": "Розница",
        "date": day,
        "start_date": stamp(facts.started_at) if facts.started_at else "",
        "end_date": stamp(facts.ended_at) if facts.ended_at else "",
        "planned": int(facts.is_planned),
        "visited": int(facts.is_made),
        "reject": facts.reject,
        "has_photo_report": int(facts.has_photo),
        "gps_visit": int(facts.is_gps_confirmed),
        "has_order": int(facts.order_sum is not None),
        "order_summa": 0.0 if facts.order_sum is None else money(facts.order_sum),
        "_filial": filial_of(visit.agent),
        "_days": {"date": [day]},
    }
