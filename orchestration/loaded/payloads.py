"""Rows of a table as the JSON that the vendor would have sent: nested fields and lists put together again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from expectations.statements import literal, quote
from orchestration.loaded.opening import JSON_TEXT, Opened

OWN = ("_airbyte_", "_ab_", "_fivetran_", "_dlt_")
"""How columns begin that a loader adds for itself."""

# dlt keeps values of another type than the column's in a column beside it.
_VARIANT = re.compile(r"(.+)__v_[a-z]+")
_Tree = dict[str, Any]


@dataclass(frozen=True)
class Payload:
    """The JSON of a row of `alias`, as SQL, and the joins that it needs."""

    sql: str
    joins: tuple[str, ...] = ()


def payload(opened: Opened, table: str, alias: str, renamed: Mapping[str, str]) -> Payload:
    """The rows of a table as JSON; of Airbyte's raw tables the record that they hold."""
    columns = opened.columns(table)
    if "_airbyte_data" in columns:
        return Payload(f'cast({alias}."_airbyte_data" as json)')
    return (
        _nested(opened, table, alias, renamed)
        if "_dlt_id" in columns
        else Payload(
            _written(
                {
                    renamed.get(name, name): _value(f"{alias}.{quote(name)}", kind)
                    for name, kind in _plain(columns)
                }
            )
        )
    )


def _plain(columns: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    return [(name, kind) for name, kind in columns.items() if not name.startswith(OWN)]


def _nested(opened: Opened, table: str, alias: str, renamed: Mapping[str, str]) -> Payload:
    """A row of dlt: `a__b` is field b of a, the tables `<table>__<list>` hold the items of its lists."""
    tree: _Tree = {}
    for name, kind in _plain(opened.columns(table)):
        base = _VARIANT.fullmatch(name)
        path = (base[1] if base else name).split("__")
        _put(tree, [renamed.get(path[0], path[0]), *path[1:]], _value(f"{alias}.{quote(name)}", kind))
    joins: list[str] = []
    for number, child in enumerate(_children(opened, table)):
        inner, items = f"{alias}_{number}", f"{alias}_{number}_items"
        item = _item(opened, child, inner)
        joins.append(  # names of tables and columns alone, quoted
            f'left join (select {inner}."_dlt_parent_id" as parent,'
            f' to_json(list({item.sql} order by {inner}."_dlt_list_idx")) as items'
            f" from {opened.relation(child)} as {inner} {' '.join(item.joins)} group by 1) as {items}"
            f' on {alias}."_dlt_id" = {items}.parent'
        )
        path = child.removeprefix(f"{table}__").split("__")
        _put(tree, [renamed.get(path[0], path[0]), *path[1:]], f"coalesce({items}.items, json('[]'))")
    return Payload(_written(tree), tuple(joins))


def _item(opened: Opened, child: str, alias: str) -> Payload:
    """An item of a list: an object, or the bare value that dlt calls `value`."""
    plain = [name for name, _ in _plain(opened.columns(child))]
    if any(name != "value" and not name.startswith("value__v_") for name in plain) or _children(
        opened, child
    ):
        return _nested(opened, child, alias, {})
    values = (_value(f"{alias}.{quote(name)}", opened.columns(child)[name]) for name in plain)
    return Payload(f"coalesce({', '.join(values)})")


def _children(opened: Opened, table: str) -> list[str]:
    """The tables of the lists of a table, without the lists inside of those."""
    below = sorted(
        name
        for name in opened.tables
        if name.startswith(f"{table}__") and "_dlt_parent_id" in opened.columns(name)
    )
    return [one for one in below if not any(one.startswith(f"{other}__") for other in below)]


def _put(tree: _Tree, path: Sequence[str], value: str) -> None:
    """A value at a path; where there is one already the first that is filled counts."""
    *branches, last = path
    for name in branches:
        if not isinstance(tree.get(name), dict):
            tree[name] = {}
        tree = tree[name]
    known = tree.get(last)
    if isinstance(known, dict):
        return
    tree[last] = f"coalesce({known}, {value})" if known else value


def _written(tree: _Tree) -> str:
    parts = (
        f"{literal(name)}, {_written(value) if isinstance(value, dict) else value}"
        for name, value in tree.items()
    )
    return f"json_object({', '.join(parts)})"


def _value(column: str, kind: str) -> str:
    """A column as JSON: instants as ISO 8601, whole numbers without a point."""
    if kind.startswith("TIMESTAMP"):
        zone = "|| '+00:00'" if "WITH TIME ZONE" in kind else ""
        moment = f"{column} at time zone 'UTC'" if zone else column
        text = f"replace(strftime({moment}, '%Y-%m-%dT%H:%M:%S.%f'), '.000000', '') {zone}"
        return f"to_json({text})"
    if kind in ("DOUBLE", "FLOAT", "HUGEINT") or kind.startswith("DECIMAL"):
        whole = f"cast(cast({column} as bigint) as varchar)"
        text = f"case when abs({column}) < 1e15 and {column} = trunc({column}) then {whole}"
        finite = f" when isfinite(cast({column} as double)) then cast({column} as varchar) end"
        return f"cast({text}{finite} as json)"
    if kind == JSON_TEXT:
        return f"cast({column} as json)"
    return column if kind == "JSON" else f"to_json({column})"
