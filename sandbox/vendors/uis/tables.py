"""Everything that the account shows at one instant, put together."""

from __future__ import annotations

from typing import Any

from sandbox.company.current import CompanyState
from sandbox.vendors.uis import visits
from sandbox.vendors.uis.calls import TAGS, sessions_and_legs
from sandbox.vendors.uis.people import directories

Tables = dict[str, list[dict[str, Any]]]
"""Rows by table, with Python's own values: instants are aware; a field that is not there is null."""


def render(state: CompanyState) -> Tables:
    """Give everything that the account shows at the state's instant."""
    calls, legs = sessions_and_legs(state)
    chats, messages = visits.chats(state), visits.offline_messages(state)
    return {
        **directories(state, TAGS),
        "calls": calls,
        "legs": legs,
        "chats": chats,
        "offline_messages": messages,
        "communications": visits.communications(calls, chats, messages),
    }
