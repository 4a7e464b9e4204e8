"""What a path of 1C's OData means: a set, an object by its key, what hangs on an object, a count, a slice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.vendors.onec.odata_filter import Entity, Refused
from sandbox.vendors.onec.schema import EntitySet, Properties

_SLICE = re.compile(r"(?P<name>[^/(]+)/SliceLast\((?P<given>.*)\)", re.DOTALL)
_KEYED = re.compile(r"(?P<name>[^/(]+)\((?P<key>[^()]*)\)(?:/(?P<inner>[^/()]+))?")
_PLAIN_KEY = re.compile(r"guid'(?P<guid>[0-9a-fA-F-]{36})'")
_KEY_PART = re.compile(
    r"\s*(?P<name>\w+)=(?:(?P<kind>guid|datetime)?'(?P<text>[^']*)'|(?P<number>\d+))\s*(?:,|$)"
)


@dataclass(frozen=True)
class Path:
    """A path that was read: the set's name, and what else is said of it."""

    name: str
    key: Entity | None = None
    inner: str = ""
    slice_of: str | None = None
    is_count: bool = False


def read_path(text: str) -> Path:
    """Read a path below the service. Raises Refused."""
    if found := _SLICE.fullmatch(text):
        return Path(found["name"], slice_of=found["given"])
    if found := _KEYED.fullmatch(text):
        return Path(found["name"], _key(found["key"]), found["inner"] or "")
    if text.endswith("/$count"):
        return Path(text.removesuffix("/$count"), is_count=True)
    return Path(text)


def _key(text: str) -> Entity:
    """Read `guid'...'` or `Name=value,Name=value`; an empty name is the set's only key."""
    if found := _PLAIN_KEY.fullmatch(text.strip()):
        return {"": found["guid"].lower()}
    key: Entity = {}
    place = 0
    while place < len(text):
        part = _KEY_PART.match(text, place)
        if part is None:
            raise Refused(400, f"Неверный ключ сущности: {text}")
        value = part["text"] if part["number"] is None else part["number"]
        key[part["name"]] = value.lower() if part["kind"] == "guid" else value
        place = part.end()
    return key


def is_keyed(row: Entity, key: Entity, entity_set: EntitySet) -> bool:
    """Say whether a row has a key. Raises Refused for a key of other names than the set's."""
    named = {name or entity_set.key[0]: value for name, value in key.items()}
    if set(named) != set(entity_set.key):
        raise Refused(400, f"Неверный ключ сущности {entity_set.name}")
    return all(str(row[name]) == value for name, value in named.items())


def target_of(name: str, known: Properties, published: dict[str, EntitySet]) -> EntitySet | None:
    """Give the set that a navigation name leads to, None where it leads nowhere that is published."""
    reference = known.get(f"{name}_Key")
    return published.get(reference.target) if reference is not None and reference.target else None
