"""1C's `$expand`: objects in place of references, through lines and references as deep as is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sandbox.vendors.onec.odata_filter import Entity, Refused, property_of
from sandbox.vendors.onec.odata_paths import target_of
from sandbox.vendors.onec.odata_query import Options
from sandbox.vendors.onec.schema import EntitySet, Properties

Find = Callable[[EntitySet, str], Entity | None]


def expanded_names(options: Options) -> set[str]:
    """Give the names that stand first in what is to be expanded."""
    return {name.partition("/")[0] for name in options.names("$expand")}


def expand(
    rows: Sequence[Entity],
    options: Options,
    entity_set: EntitySet,
    published: dict[str, EntitySet],
    find: Find,
) -> list[Entity]:
    """Put objects into rows. Raises Refused for names that lead nowhere."""
    found = list(rows)
    for name in options.names("$expand"):
        path = name.split("/")
        inner = [one.split("/")[1:] for one in options.names("$select") if one.split("/")[0] == path[0]]
        cut = [one[0] for one in inner if one] if len(path) == 1 else []
        reader = _Reader(published, find, cut)
        reader.check(path, entity_set.properties, entity_set)
        found = [reader.put(row, path, entity_set.properties, entity_set) for row in found]
    return found


class _Reader:
    def __init__(self, published: dict[str, EntitySet], find: Find, cut: list[str]) -> None:
        self._published, self._find, self._cut = published, find, cut

    def check(self, path: list[str], known: Properties, owner: EntitySet | None) -> None:
        """Refuse a path that leads nowhere, and inner fields that are none."""
        name, *rest = path
        if owner is not None and name in owner.parts:
            if rest:
                self.check(rest, owner.parts[name], None)
            return
        target = target_of(name, known, self._published)
        if target is None:
            raise Refused(400, f"Сегмент пути {name} не найден!")
        for field in self._cut:
            property_of(field, target.properties)
        if rest:
            self.check(rest, target.properties, target)

    def put(self, row: Entity, path: list[str], known: Properties, owner: EntitySet | None) -> Entity:
        """Give a row with what the path leads to."""
        name, *rest = path
        if owner is not None and name in owner.parts:
            lines = (
                [self.put(line, rest, owner.parts[name], None) for line in row[name]] if rest else row[name]
            )
            return {**row, name: lines}
        target = target_of(name, known, self._published)
        if target is None:
            return row
        # the same object may stand there already, with something of its own put in
        held = row.get(name) or self._find(target, row[f"{name}_Key"])
        if held is not None and rest:
            held = self.put(held, rest, target.properties, target)
        elif held is not None and self._cut:
            held = {field: held[field] for field in self._cut}
        shown = {key: value for key, value in row.items() if key != f"{name}@navigationLinkUrl"}
        return {**shown, name: held}
