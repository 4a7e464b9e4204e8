"""What others than the exchange call a telephone call: numbers, names, and what a CRM's note repeats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sandbox.company.company import Company
from sandbox.company.pbx_records import PbxCall

FIRST = 88001
FIRST_SESSION = 910000001


def number_calls(calls: Iterable[PbxCall]) -> dict[str, int]:
    """Return entry id -> number, in the order in which the statistics learnt of them; none ever shifts."""
    ordered = sorted(calls, key=lambda call: (call.published_at, call.entry_id))
    return {call.entry_id: FIRST + place for place, call in enumerate(ordered)}


def number_sessions(calls: Iterable[PbxCall]) -> dict[str, int]:
    """Return entry id -> UIS's number of the session, in the order in which they began; none ever shifts."""
    return {call.entry_id: FIRST_SESSION + place for place, call in enumerate(calls)}


def call_id(call: PbxCall) -> str:
    """Return the portal's own name of a call."""
    name = hashlib.sha256(call.entry_id.encode()).hexdigest()[:16].upper()
    return f"{name}.{int(call.started_at.timestamp())}.58231"


def names_in_notes(company: Company) -> dict[str, str]:
    """Return entry id -> what a CRM's note repeats of a call, where that is not the entry id itself."""
    if company.layout.telephony == "bitrix24":
        return {call.entry_id: call_id(call) for call in company.calls}
    if company.layout.telephony == "uis":
        return {id_: str(number) for id_, number in number_sessions(company.calls).items()}
    return {}


def writer_of_notes(company: Company) -> str:
    """Return which telephony writes calls into the CRM, also where nobody may read its own statistics."""
    telephony = company.layout.telephony
    return "mango" if telephony == "none" else telephony
