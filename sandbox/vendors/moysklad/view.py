"""How rows are shown: references as meta or expanded, lists inside a row, what only `fields=stock` shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.vendors.moysklad.tables import Tables
from sandbox.vendors.moysklad.values import MEDIA, Lines, Ref, Row

LARGEST_INSIDE, DEEPEST = 100, 3
_ONLINE = "https://online.moysklad.ru/app/#{kind}/edit?id={id}"
_WITHOUT_METADATA = frozenset(("state", "attributemetadata", "metadata", "audit", "auditevent", "files"))
Tree = Mapping[str, Any]


def read_expand(text: str) -> dict[str, Any]:
    """Read `positions.assortment,agent` as a tree; what is deeper than three is left out."""
    tree: dict[str, Any] = {}
    for path in text.split(","):
        branch = tree
        for name in path.strip().split(".")[:DEEPEST]:
            if name:
                branch = branch.setdefault(name, {})
    return tree


@dataclass(frozen=True)
class View:
    """What is looked through: `root` is the API's, `hidden` the kinds that the user may not see."""

    tables: Tables
    root: str
    has_stock: bool = False
    hidden: frozenset[str] = frozenset()

    def row(self, row: Row, tree: Tree) -> Row:
        """Show a row."""
        shown = {
            name: self._meta(value) if name == "meta" else self._value(value, tree.get(name))
            for name, value in row.items()
            if not name.startswith("_")
        }
        return shown | (self._stock(row) if self.has_stock and "_cost" in row else {})

    def _value(self, value: Any, tree: Tree | None) -> Any:
        if isinstance(value, Ref):
            return self._reference(value, tree)
        if isinstance(value, Lines):
            return self._inside(value, tree)
        if isinstance(value, dict):
            return self.row(value, tree or {})
        if isinstance(value, list):
            return [self._linked(item, tree) for item in value]
        return value

    def _linked(self, item: Row, tree: Tree | None) -> Any:
        """Show one of several links; expanded, what it leads to stands beside what it says itself."""
        target = item.get("meta")
        found = self.tables.find(target) if isinstance(target, Ref) and tree is not None else None
        return self.row({**(found or {}), **item}, tree or {})

    def _reference(self, value: Ref, tree: Tree | None) -> Row:
        meta = self._meta(value)
        if tree is None:
            return {"meta": meta}
        if value.kind in self.hidden:
            return {"meta": meta | {"permitted": False}}
        found = self.tables.find(value)
        return {"meta": meta} if found is None else self.row(found, tree)

    def _inside(self, lines: Lines, tree: Tree | None) -> Row:
        size = {"size": len(lines.rows), "limit": 1000, "offset": 0}
        meta = {"href": f"{self.root}/{lines.path}", "type": lines.kind, "mediaType": MEDIA, **size}
        if tree is None:
            return {"meta": meta}
        rows = [self.row(row, tree) for row in lines.rows[:LARGEST_INSIDE]]
        return {"meta": meta | {"limit": LARGEST_INSIDE}, "rows": rows}

    def _meta(self, value: Ref) -> Row:
        meta = {"href": f"{self.root}/{value.path}"}
        is_entity = value.path == f"entity/{value.kind}/{value.id}"
        if is_entity and value.kind not in _WITHOUT_METADATA:
            meta["metadataHref"] = f"{self.root}/entity/{value.kind}/metadata"
        meta |= {"type": value.kind, "mediaType": MEDIA}
        if is_entity and value.kind not in ("employee", "group"):
            meta["uuidHref"] = _ONLINE.format(kind=value.kind, id=value.id)
        return meta

    def _stock(self, row: Row) -> Row:
        counts = {"quantity": 0.0, "reserve": 0.0, "intransit": 0.0, "available": 0.0}
        return {"stock": {"cost": row["_cost"], **counts}}
