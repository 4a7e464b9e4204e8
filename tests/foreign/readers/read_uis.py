"""UIS by comagic-data-api-sdk: it logs in and asks for every field that it knows; paging is ours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from comagic import Comagic

from tests.foreign.readers.telling import Read, lead, tell

_PAGE = 100


def _paged(ask: Callable[..., Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while page := [dict(row.items()) for row in ask(limit=_PAGE, offset=len(found))]:
        found += page
    return found


def read(account: dict[str, Any]) -> Read:
    """The account's lists and the reports of a period; `get_campaigns` of this client fails on any answer."""
    host = "dataapi.uiscom.ru"
    lead(host, account["base_url"].removesuffix("/v2.0"))
    uis = Comagic(login=account["login"], password=account["password"], uis=True)
    period = [datetime.fromisoformat(account[end]) for end in ("since", "until")]
    reports = {
        "calls": uis.get_calls_report,
        "legs": uis.get_call_legs_report,
        "communications": uis.get_communication_report,
        "messages": uis.get_offline_messages_report,
        "chats": uis.get_chats_report,
    }
    lists = {
        "employees": uis.get_employees,
        "groups": uis.get_employees_groups,
        "lines": uis.get_virtual_numbers,
        "sites": uis.get_sites,
        "tags": uis.get_tags,
    }
    found: Read = {name: _paged(ask) for name, ask in lists.items()}
    found |= {name: _paged(lambda ask=ask, **page: ask(*period, **page)) for name, ask in reports.items()}
    return found | {"account": dict(uis.get_account().items())}


if __name__ == "__main__":
    tell(read)
