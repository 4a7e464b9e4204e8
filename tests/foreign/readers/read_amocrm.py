"""amoCRM by aioamocrm: its own paging by links, its limit of 7 requests a second, its retries, its OAuth."""

from __future__ import annotations

import asyncio
from typing import Any

from aioamocrm import AmoCRMClient, LongLivedToken, OAuth2

from tests.foreign.readers.telling import Read, tell

_PAGE = 50


def _plain(model: Any) -> dict[str, Any]:
    return dict(model.model_dump(mode="json", by_alias=True))


async def _everything(account: dict[str, Any]) -> Read:
    async with AmoCRMClient(base_url=account["base_url"], auth=LongLivedToken(account["token"])) as amo:
        lists = {
            "leads": amo.leads.iterate(limit=_PAGE, with_=["contacts", "loss_reason"]),
            "contacts": amo.contacts.iterate(limit=_PAGE, with_=["leads"]),
            "companies": amo.companies.iterate(limit=_PAGE),
            "tasks": amo.tasks.iterate(limit=_PAGE),
            "users": amo.users.iterate(limit=_PAGE),
            "notes": amo.leads.notes.iterate(limit=_PAGE),
        }
        found = {name: [_plain(one) async for one in rows] for name, rows in lists.items()}
        return found | {"pipelines": [_plain(one) for one in await amo.pipelines.list()]}


async def _by_oauth(account: dict[str, Any]) -> Read:
    """Exchange the code, then read twice; the first token is dropped in between, as if it had died."""
    auth = OAuth2(**{name: account[name] for name in ("client_id", "client_secret", "redirect_uri")})
    async with AmoCRMClient(base_url=account["base_url"], auth=auth) as amo:
        first = await amo.exchange_code(account["code"])
        users = [_plain(one) async for one in amo.users.iterate()]
        second = await auth.refresh(amo._endpoint)
        again = [_plain(one) async for one in amo.users.iterate()]
    tokens = [one.access_token for one in (first, second)]
    return {"users": users, "again": again, "tokens": tokens}


def read(account: dict[str, Any]) -> Read:
    """Every list of the account; with `code`, its people by OAuth."""
    return asyncio.run(_by_oauth(account) if "code" in account else _everything(account))


if __name__ == "__main__":
    tell(read)
