"""Which single record a path of amoCRM means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.vendors.amocrm.lists import METHODS, STATUSES, ListMethod
from sandbox.vendors.amocrm.query import Row

_BY_NUMBER = re.compile(
    r"(leads|contacts|companies|tasks|users|roles|sources|catalogs|leads/pipelines|leads/loss_reasons"
    r"|(?:leads|contacts|companies)/(?:notes|custom_fields))/([0-9]{1,18})"
)
_EVENT = re.compile(r"events/(\w+)")
_NOTE = re.compile(r"(leads|contacts|companies)/([0-9]{1,18})/notes/([0-9]{1,18})")
_STATUS = re.compile(r"leads/pipelines/([0-9]{1,18})/statuses/([0-9]{1,18})")


@dataclass(frozen=True)
class Single:
    """A record of a list by its id; `owner`: the column and the id of what it must belong to."""

    method: ListMethod
    id: int | str
    owner: tuple[str, int] | None = None

    def is_meant(self, row: Row) -> bool:
        """Say whether a row is that record."""
        return bool(row["id"] == self.id) and (self.owner is None or row[self.owner[0]] == self.owner[1])


def single_named(path: str) -> Single | None:
    """Read a path, None where it names no single record."""
    if found := _BY_NUMBER.fullmatch(path):
        return Single(METHODS[found[1]], int(found[2]))
    if found := _EVENT.fullmatch(path):
        return Single(METHODS["events"], found[1])
    if found := _NOTE.fullmatch(path):
        return Single(METHODS[f"{found[1]}/notes"], int(found[3]), ("entity_id", int(found[2])))
    if found := _STATUS.fullmatch(path):
        return Single(STATUSES, int(found[2]), ("pipeline_id", int(found[1])))
    return None
