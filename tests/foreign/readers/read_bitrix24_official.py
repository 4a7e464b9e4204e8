"""Bitrix24 by its official SDK, b24pysdk: lists by `next` and, the fast way, by ids without a total."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from b24pysdk import BitrixWebhook, Client

from tests.foreign.readers.telling import Read, lead, tell

_HOST = "sevsvet.bitrix24.ru"


def read(account: dict[str, Any]) -> Read:
    """Deals both ways, contacts, users and who is asking; the SDK knows only https and a bare domain."""
    address = urlsplit(account["webhook"])
    before, _, token = address.path.partition("/rest/")
    lead(_HOST, f"{address.scheme}://{address.netloc}{before}")
    client = Client(BitrixWebhook(domain=_HOST, webhook_token=token))
    return {
        "profile": client.profile().result,
        "deals": list(client.crm.deal.list(select=["*"]).as_list().result),
        "deals_fast": list(client.crm.deal.list(select=["*"]).as_list_fast().result),
        "contacts": list(client.crm.contact.list(select=["ID", "NAME"]).as_list().result),
        "users": list(client.user.get().as_list().result),
    }


if __name__ == "__main__":
    tell(read)
