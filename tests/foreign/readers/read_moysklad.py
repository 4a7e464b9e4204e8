"""МойСклад by moysklad-api-client: its addresses, gzip, login and repeats; the pages are ours."""

from __future__ import annotations

import asyncio
from typing import Any

from moysklad_api_client.api_client import APIClient
from moysklad_api_client.msurlbuilder import URLbuilder
from moysklad_api_client.objects_enum import MSObject

from tests.foreign.readers.telling import Read, tell

_PAGE = 100
_LISTS = (
    *("counterparty", "product", "customerorder", "demand", "salesreturn", "paymentin", "cashin"),
    *("paymentout", "cashout"),
)


async def _paged(client: APIClient, account: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = URLbuilder(MSObject[name], base_url=account["base_url"]).limit(_PAGE).offset(len(found))
        answer = (await client.get(account["token"], page.url, params=page.params)).json()
        found += answer["rows"]
        if len(found) >= answer["meta"]["size"]:
            return found


async def _everything(account: dict[str, Any]) -> Read:
    async with APIClient() as client:
        return {name: await _paged(client, account, name) for name in _LISTS}


def read(account: dict[str, Any]) -> Read:
    """Every list of the account, a hundred rows at once."""
    return asyncio.run(_everything(account))


if __name__ == "__main__":
    tell(read)
