"""The numbers that a portal gives to calls: in the order in which its statistics learnt of them."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.company.pbx_records import PbxCall

FIRST = 88001


def number_calls(calls: Iterable[PbxCall]) -> dict[str, int]:
    """Return entry id -> number over the whole history: no number ever shifts."""
    ordered = sorted(calls, key=lambda call: (call.published_at, call.entry_id))
    return {call.entry_id: FIRST + place for place, call in enumerate(ordered)}
