"""Answers that are no pages of records: the list of filials, and a count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from connectors.kit.http import Reply
from connectors.vendors.sales_doctor.records import Filial
from connectors.vendors.sales_doctor.streams import FILIALS
from texts import say


class _Pagination(msgspec.Struct):
    total: Any = None


class _Counted(msgspec.Struct):
    pagination: _Pagination | None = None


def total_of(reply: Reply) -> int | None:
    """How many records the vendor counts, None where the answer does not say."""
    pagination = msgspec.json.decode(reply.body, type=_Counted).pagination
    total = str(pagination.total) if pagination else ""
    return int(total) if total.isdecimal() else None


class _Filials(msgspec.Struct):
    result: Any = None


def filials_in(reply: Reply) -> list[dict[str, Any]]:
    """The list under its name, or bare."""
    told = msgspec.json.decode(reply.body, type=_Filials).result
    listed = told.get(FILIALS.place) if isinstance(told, dict) else told
    return [each for each in listed or () if isinstance(each, dict)]


def filial_of(record: Mapping[str, Any]) -> Filial:
    """A record of the list as a filial."""
    code = record.get("filial_id")
    return Filial("" if code is None else str(code), str(record.get("prefix") or ""))


def fewer_than_counted(method: str, came: int, total: int) -> str:
    """What is said of pages that end before as many records came as the server counts."""
    return say(
        "{method}: {came} records came of {total} that the server counts",
        method=method,
        came=came,
        total=total,
    )
