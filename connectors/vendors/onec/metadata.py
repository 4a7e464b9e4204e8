"""What a base publishes, by its `$metadata` (EDMX): entity sets, their fields and tabular parts."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

_COLLECTION = "Collection("


class NotMetadata(ValueError):
    """The text is not EDMX."""


@dataclass(frozen=True)
class Published:
    """Entity set → its fields; a field of a tabular part is written `Part/Field`."""

    fields: Mapping[str, frozenset[str]]
    others: frozenset[str] = frozenset()

    def missing(self, entity_set: str, wanted: Collection[str]) -> tuple[str, ...]:
        """The wanted fields that the entity set does not have, in their order; of `a|b` one is enough."""
        own = self.fields[entity_set]
        return tuple(name for name in wanted if own.isdisjoint(name.split("|")))


@dataclass
class _Found:
    sets: set[str] = field(default_factory=set)
    types: dict[str, dict[str, str]] = field(default_factory=dict)


def read_metadata(body: bytes, wanted: Collection[str]) -> Published:
    """The fields of those of the wanted entity sets that are published. NotMetadata if the body is not EDMX.

    Everything else is skipped: a base has thousands of objects.
    """
    found = _Found()
    try:
        for element, name in _elements(body):
            if element.tag.endswith("}EntitySet"):
                found.sets.add(name)
            elif name.startswith(tuple(wanted)):
                found.types[name] = {
                    child.get("Name", ""): child.get("Type", "")
                    for child in element
                    if child.tag.endswith(("}Property", "}NavigationProperty"))
                }
    except ElementTree.ParseError as error:
        raise NotMetadata(str(error)) from None
    fields = {name: frozenset(_fields(name, found.types)) for name in wanted if name in found.sets}
    return Published(fields, frozenset(found.sets - fields.keys()))


def _elements(body: bytes) -> Iterator[tuple[ElementTree.Element, str]]:
    """Entity sets and types with their names, each forgotten after use."""
    root: ElementTree.Element | None = None
    # expat resolves no external entities and bounds the expansion of internal ones
    for event, element in ElementTree.iterparse(io.BytesIO(body), ("start", "end")):  # noqa: S314
        if root is None:
            root = element
            if not root.tag.endswith("}Edmx"):
                raise NotMetadata("the root element is not Edmx")
        if event == "end" and element.tag.endswith(("}EntitySet", "}EntityType", "}ComplexType")):
            yield element, element.get("Name", "")
            element.clear()


def _fields(name: str, types: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for own, kind in types.get(name, {}).items():
        yield own
        if kind.startswith(_COLLECTION):
            row_type = kind.removeprefix(_COLLECTION).rstrip(")").rpartition(".")[2]
            yield from (f"{own}/{inner}" for inner in types.get(row_type, {}))
