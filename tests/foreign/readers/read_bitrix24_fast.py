"""Bitrix24 by fast-bitrix24: first page and total, the rest by batches of 50 side by side."""

from __future__ import annotations

import asyncio
from typing import Any

from fast_bitrix24 import BitrixAsync

from tests.foreign.readers.telling import Read, tell

_LISTS = {
    "deals": ("crm.deal.list", {"select": ["*", "UF_*"]}),
    "contacts": ("crm.contact.list", {"select": ["ID", "NAME", "PHONE"]}),
    "companies": ("crm.company.list", None),
    "activities": ("crm.activity.list", None),
    "users": ("user.get", None),
    "moves": ("crm.stagehistory.list", {"entityTypeId": 2}),
    "calls": ("voximplant.statistic.get", None),
    "departments": ("department.get", None),
}


async def _everything(account: dict[str, Any]) -> Read:
    portal = BitrixAsync(account["webhook"], verbose=False)
    found: Read = {name: await portal.get_all(*asked) for name, asked in _LISTS.items()}
    ids = [deal["ID"] for deal in found["deals"]]
    found["links"] = await portal.get_by_ID("crm.deal.contact.items.get", ids, ID_field_name="id")
    return found


def read(account: dict[str, Any]) -> Read:
    """Every list of the portal, and the contacts of every deal."""
    return asyncio.run(_everything(account))


if __name__ == "__main__":
    tell(read)
