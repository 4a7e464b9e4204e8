"""Records as they are landed: with a key that is one in all filials, and what the settings make of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from connectors.kit.stream import Page, Payload, Rejected

Stamp = Callable[[Mapping[str, Any]], dict[str, object]]
"""Some fields of a record → fields that are added to it."""


class Names(msgspec.Struct):
    """How a record is called. `CS_id`: with the prefix of its filial; the case of letters varies."""

    CS_id: str | None = None
    SD_id: str | int | None = None


@dataclass(frozen=True, slots=True)
class Filial:
    """A branch. `code`: as requests name it, "" for a server without branches; `prefix`: of its `CS_id`."""

    code: str = ""
    prefix: str = ""

    @property
    def start(self) -> str:
        """What the keys of its records begin with."""
        return f"{self.prefix.lower()}-" if self.prefix else ""

    def key_of(self, names: Names) -> str:
        """The key of a record of the filial, "" where it has no name."""
        if names.CS_id:
            return names.CS_id.lower()
        return self.key_of_id(names.SD_id)

    def key_of_id(self, own_id: object) -> str:
        """The same of an id that should be without prefix."""
        text = "" if own_id is None else str(own_id).strip().lower()
        return f"{self.start}{text.removeprefix(self.start)}" if text else ""


def nothing(record: Mapping[str, Any]) -> dict[str, object]:
    """The stamp that adds nothing."""
    return {}


@dataclass
class Stamper:
    """Makes pages of landed records out of the vendor's. A record comes once, whatever pages hold it.

    `edition`: a name of what the stamp is made of, which every version begins with.
    """

    stamp: Stamp = nothing
    edition: str = ""
    landed: Mapping[str, str | None] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)

    def page(self, found: Page, filial: Filial) -> Page:
        """The page with keys and stamps, without what is landed in this very version."""
        keys, payloads, versions, rejected = [], [], [], list(found.rejected)
        for payload in found.payloads or ():
            key, stamped = self._stamped(payload, filial)
            if not key:
                rejected.append(Rejected("no usable CS_id", bytes(payload).decode()))
                continue
            version = f"{self.edition}{hashlib.sha256(stamped).hexdigest()[:16]}"
            if self.seen.get(key) != version and self.landed.get(key) != version:
                keys.append(key)
                payloads.append(stamped)
                versions.append(version)
            self.seen[key] = version
        return Page(
            keys,
            payloads,
            versions=versions,
            rejected=tuple(rejected),
            received=found.received,
        )

    def _stamped(self, payload: Payload, filial: Filial) -> tuple[str, bytes]:
        fields = msgspec.json.decode(payload)
        if not isinstance(fields, dict):
            return "", bytes(payload)
        added = self.stamp(fields)
        key = str(added.pop("_key", "")) or filial.key_of(names_of(fields))
        if not added:
            return key, bytes(payload)
        return key, b"{%b,%b" % (msgspec.json.encode(added)[1:-1], bytes(payload).lstrip()[1:])


def names_of(fields: Mapping[str, Any]) -> Names:
    """How a record, or a reference to one, is called."""
    own, short = fields.get("CS_id"), fields.get("SD_id")
    return Names(own if isinstance(own, str) else None, short if isinstance(short, (str, int)) else None)


def by_days(page: Page, days: Sequence[str], closes: Sequence[str]) -> Page:
    """The page of whole days."""
    return replace(page, days=list(days), closes=tuple(closes))
