"""Cutting an answer into records without decoding them: the payload stays the vendor's own bytes.

Only what the pipeline itself needs (keys, versions, the cursor field, the link to the next page) is decoded.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec
import pyarrow as pa
from msgspec import UNSET, Raw, UnsetType

_Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where things are in an answer: dotted paths to `records` and `wants`, field names in a record."""

    records: str
    fields: tuple[str, ...]
    wants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A decoded answer. `payloads`: one slice per record; `values`: per asked field, one value per record."""

    payloads: Sequence[Raw] = field(default=(), repr=False)
    keys: Sequence[str] = ()
    extras: dict[str, object] = field(default_factory=dict)

    @property
    def received(self) -> int:
        """Records in the answer."""
        return len(self.payloads)

    def text(self, path: str) -> str | None:
        """The value at a dotted path of `wants` as text; None where absent, null or empty."""
        value = self.extras.get(path)
        return None if value in (None, "", UNSET) else str(value)


def cut(body: bytes, shape: Shape) -> tuple[list[Raw], dict[str, object]]:
    """The records of an answer as slices, and the values at `wants`.

    Raises msgspec.ValidationError where the records are not where the shape says. A null in place of the list
    is an empty one if the vendor counts none.
    """
    _meet_bad_text(body)
    if not shape.records:
        return _bare(body), {}
    envelope = _decoder(shape, Raw).decode(body)
    found, told = _walk(envelope, shape.records), {path: _walk(envelope, path) for path in shape.wants}
    if found is None and any(type(value) is int and value == 0 for value in told.values()):
        return [], told
    if isinstance(found, UnsetType) or found is None:
        raise msgspec.ValidationError(f"there is no list of records at {shape.records}")
    return found, told


def read_fields(body: bytes, shape: Shape, payloads: Sequence[Raw]) -> list[tuple[object, ...]]:
    """The values of `shape.fields` of each record, UNSET where absent or where a record is no object."""
    try:
        if shape.records:
            records = _walk(_decoder(shape, _row_type(shape.fields)).decode(body), shape.records)
        else:
            records = [_row_decoder(shape.fields).decode(payload) for payload in payloads]
        return [msgspec.structs.astuple(record) for record in records or ()]
    except msgspec.ValidationError:
        return [_fields_of_one(payload, shape.fields) for payload in payloads]


def _meet_bad_text(body: bytes) -> None:
    """Raise UnicodeDecodeError where bytes are not UTF-8: a slice is never decoded, so nobody else looks.

    Arrow looks without making a text of them, which costs a twentieth.
    """
    if body.isascii():
        return
    ends = pa.py_buffer(array("i", (0, len(body))))
    text = pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(body)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        body.decode()


def _bare(body: bytes) -> list[Raw]:
    if body.lstrip()[:1] == b"[":
        return msgspec.json.decode(body, type=list[Raw])
    return [msgspec.json.decode(body, type=Raw)]


def _fields_of_one(payload: Raw, fields: tuple[str, ...]) -> tuple[object, ...]:
    try:
        return msgspec.structs.astuple(_row_decoder(fields).decode(payload))
    except msgspec.ValidationError:
        return (UNSET,) * len(fields)


def _walk(value: Any, path: str) -> Any:
    """Follow a dotted path; PHP writes an empty object as [], which holds no records."""
    for name in path.split("."):
        if isinstance(value, list):
            return value if not value else UNSET
        if value is None or value is UNSET:
            return UNSET
        value = getattr(value, type(value).places[name])
    return value


@lru_cache
def _row_type(fields: tuple[str, ...]) -> type[msgspec.Struct]:
    names = {f"f{number}": name for number, name in enumerate(fields)}
    members = [(name, Any, UNSET) for name in names]
    return msgspec.defstruct("Row", members, rename=names, gc=False)


@lru_cache
def _row_decoder(fields: tuple[str, ...]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_row_type(fields))


@lru_cache
def _decoder(shape: Shape, leaf: type) -> msgspec.json.Decoder[Any]:
    tree: _Tree = {}
    for path in shape.wants:
        _plant(tree, path, Any)
    _plant(tree, shape.records, list[leaf] | None)  # type: ignore[valid-type]
    return msgspec.json.Decoder(_level(tree))


def _plant(tree: _Tree, path: str, leaf: object) -> None:
    *branches, last = path.split(".")
    for name in branches:
        tree = tree.setdefault(name, {})
    tree[last] = leaf


def _level(tree: _Tree) -> type[msgspec.Struct]:
    """A struct type that looks at the names of this level and skips all others."""
    places = {name: f"f{number}" for number, name in enumerate(tree)}
    members = []
    for name, below in tree.items():
        kind = _level(below) | list[Any] | None if isinstance(below, dict) else below
        members.append((places[name], kind if kind is Any else kind | UnsetType, UNSET))
    rename = {place: name for name, place in places.items()}
    return msgspec.defstruct("Level", members, rename=rename, namespace={"places": places})
