"""1C's query options besides the filter: order by presentation, `$select` into tabular parts, numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from sandbox.vendors.onec.odata_filter import Entity, Refused, Test, parse_filter, property_of
from sandbox.vendors.onec.schema import EntitySet
from sandbox.wire.exchange import read_whole

Presentation = Callable[[str | None, str], Any]


@dataclass(frozen=True)
class Options:
    """The options of one request, read but not yet understood."""

    values: Mapping[str, str]

    @classmethod
    def read(cls, query: str) -> Options:
        """Read a query string; names with and without `$` are different options, a plus is a plus."""
        return cls(dict(parse_qsl(query.replace("+", "%2B"), keep_blank_values=True)))

    def whole(self, name: str) -> int | None:
        """Give a non-negative whole number, None where the option is missing."""
        text = self.values.get(name)
        if text is None:
            return None
        number = read_whole(text)
        if number is None:
            raise Refused(400, f"Неверное значение параметра {name}")
        return number

    def names(self, name: str) -> list[str]:
        """Give the names of a list, none where the option is missing."""
        return [part.strip() for part in self.values.get(name, "").split(",") if part.strip()]

    def wants_json(self, accept: str) -> bool:
        """Tell whether JSON was asked for; Atom is the usual answer."""
        return "json" in self.values.get("$format", accept)


def chosen(entities: list[Entity], options: Options, entity_set: EntitySet) -> list[Entity]:
    """Keep the entities that satisfy `$filter`."""
    text = options.values.get("$filter")
    if not text:
        return entities
    test: Test = parse_filter(text, entity_set.properties, entity_set.parts)
    return [entity for entity in entities if test(entity)]


def ordered(
    entities: list[Entity], options: Options, entity_set: EntitySet, presentation: Presentation
) -> list[Entity]:
    """Sort by `$orderby`; a reference sorts by what a person sees, never by its GUID."""
    for term in reversed([term for term in options.values.get("$orderby", "").split(",") if term.strip()]):
        name, _, way = term.strip().partition(" ")
        if way.strip() not in ("", "asc", "desc"):
            raise Refused(400, f"Синтаксическая ошибка в выражении $orderby около {way}")
        key = _order_key(name, entity_set, presentation)
        entities = sorted(entities, key=key, reverse=way.strip() == "desc")
    return entities


def _order_key(name: str, entity_set: EntitySet, presentation: Presentation) -> Callable[[Entity], Any]:
    kind = property_of(name, entity_set.properties)
    if name == "Ref_Key" and entity_set.presentation:
        return lambda entity: tuple(entity[part] for part in entity_set.presentation)
    if kind == "guid":
        target = entity_set.properties[name].target
        return lambda entity: presentation(target, entity[name])
    if kind in ("money", "number", "int64"):
        return lambda entity: Decimal(str(entity[name] or 0))
    return lambda entity: entity[name]


def selected(
    entities: list[Entity], options: Options, entity_set: EntitySet, expanded: Collection[str] = ()
) -> list[Entity]:
    """Cut the entities down to `$select`; `Товары/Цена` cuts the lines, `expanded` is cut elsewhere."""
    wanted = options.names("$select")
    wanted = [name for name in wanted if name.partition("/")[0] not in expanded]
    if not options.names("$select") or "*" in wanted:
        return entities
    plain, inner = _split(wanted, entity_set)
    return [_cut(entity, plain, inner) for entity in entities]


def _split(wanted: list[str], entity_set: EntitySet) -> tuple[list[str], dict[str, list[str]]]:
    plain: list[str] = []
    inner: dict[str, list[str]] = {}
    for name in wanted:
        part, _, column = name.partition("/")
        if part in entity_set.parts:
            inner.setdefault(part, [])
            if column:
                property_of(column, entity_set.parts[part])
                inner[part].append(column)
        else:
            property_of(name, entity_set.properties)
            plain.append(name)
    return plain, inner


def _cut(entity: Entity, plain: list[str], inner: dict[str, list[str]]) -> Entity:
    cut = {name: entity[name] for name in plain}
    for part, columns in inner.items():
        cut[part] = [{name: line[name] for name in columns} if columns else line for line in entity[part]]
    return cut
