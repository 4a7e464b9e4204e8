"""What a report is asked to keep: goods by themselves or by their folders, and the only places there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.vendors.moysklad.errors import Refused
from sandbox.vendors.moysklad.filterable import Fields
from sandbox.vendors.moysklad.filters import Condition, check, typed
from sandbox.vendors.moysklad.tables import Tables
from sandbox.vendors.moysklad.values import ref


@dataclass(frozen=True)
class Wish:
    """A report's filter, understood: (field, sign) → values."""

    values: dict[tuple[str, str], list[Any]]

    @classmethod
    def read(cls, conditions: Sequence[Condition], fields: Fields) -> Wish:
        """Take the conditions of a report. Raises Refused: as `check`; 1069 of goods and folders at once."""
        check(conditions, fields)
        names = {one.name for one in conditions}
        if {"product", "productFolder"} <= names:
            raise Refused(1069, "product, productFolder")
        values: dict[tuple[str, str], list[Any]] = {}
        for one in conditions:
            values.setdefault((one.name, one.sign), []).append(typed(one, fields[one.name]))
        return cls(values)

    def keeps(self, name: str, own: Any) -> bool:
        """Tell whether a field is as was asked, if anything was."""
        return own in self.values.get((name, "="), [own])

    def keeps_goods(self, paths: Sequence[str], product: str, tables: Tables) -> bool:
        """Tell whether goods are those asked for: by their own addresses or those of their folders."""
        folders = list(_folders(product, tables))
        is_deep = True in self.values.get(("withSubFolders", "="), [True])
        own = {"product": paths, "productFolder": folders if is_deep else folders[:1]}
        return all(
            bool(set(several).intersection(self.values[name, sign])) is (sign == "=")
            for name, several in own.items()
            for sign in ("=", "!=")
            if (name, sign) in self.values
        )


def _folders(product: str, tables: Tables) -> Iterator[str]:
    """Give the folders of a product or a service from the nearest up."""
    found = tables.find(ref("product", product)) or tables.find(ref("service", product))
    while found and (folder := found.get("productFolder")):
        yield folder.path
        found = tables.find(folder)
