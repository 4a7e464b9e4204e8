"""What belongs to leads and deals and is asked for one by one: their contacts, their product rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from connectors.kit.stream import Page
from connectors.vendors.bitrix24.batches import Batches, Part, Said
from connectors.vendors.bitrix24.paging import PAGE
from connectors.vendors.bitrix24.wire import is_gone, is_hidden

_PRODUCTS = "crm.item.productrow.list"


def belongings(batches: Batches, method: str, owners: Sequence[str]) -> Iterator[Page]:
    """One record per owner: `owner_id` and its `rows`, none included."""
    for start in range(0, len(owners), batches.size):
        some = list(owners[start : start + batches.size])
        rows: dict[str, list[msgspec.Raw]] = {owner: [] for owner in some}
        left = dict.fromkeys(some, 0)
        while left:
            parts = {owner: _part(method, owner, begin) for owner, begin in left.items()}
            left = {}
            for owner, said in batches.ask(parts):
                if said.refused is not None:
                    if not (is_gone(said.refused) or is_hidden(said.refused)):
                        raise batches.refused(parts[owner], said.refused)
                    del rows[owner]  # gone or hidden meanwhile: the sweep of ids tells
                    continue
                rows[owner] += (found := _rows(method, said))
                if said.next is not None and len(found) >= PAGE:
                    left[owner] = said.next
        yield Page(list(rows), [_record(owner, found) for owner, found in rows.items()])


def _part(method: str, owner: str, begin: int) -> Part:
    if method != _PRODUCTS:
        return Part(method, {"id": owner})
    asked: dict[str, Any] = {"filter": {"=ownerType": "D", "=ownerId": owner}, "order": {"id": "ASC"}}
    return Part(method, asked | {"start": begin})


class _Products(msgspec.Struct):
    productRows: list[msgspec.Raw] = []


def _rows(method: str, said: Said) -> list[msgspec.Raw]:
    kind: Any = _Products | list[msgspec.Raw] if method == _PRODUCTS else list[msgspec.Raw]
    told = msgspec.json.decode(said.result or b"[]", type=kind)
    return told.productRows if isinstance(told, _Products) else list(told)


def _record(owner: str, rows: Sequence[msgspec.Raw]) -> bytes:
    return b'{"owner_id":%d,"rows":[%b]}' % (int(owner), b",".join(bytes(row) for row in rows))
