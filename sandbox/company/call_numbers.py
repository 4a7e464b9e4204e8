"""What a portal calls a telephone call: a number in its statistics, and a name from the first ring on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sandbox.company.pbx_records import PbxCall

FIRST = 88001


def number_calls(calls: Iterable[PbxCall]) -> dict[str, int]:
    """Return entry id -> number, in the order in which the statistics learnt of them; none ever shifts."""
    ordered = sorted(calls, key=lambda call: (call.published_at, call.entry_id))
    return {call.entry_id: FIRST + place for place, call in enumerate(ordered)}


def call_id(call: PbxCall) -> str:
    """Return the portal's own name of a call."""
    name = hashlib.sha256(call.entry_id.encode()).hexdigest()[:16].upper()
    return f"{name}.{int(call.started_at.timestamp())}.58231"
