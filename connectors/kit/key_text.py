"""Keys and versions of records as the text that lands."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


def key_text(parts: Sequence[object]) -> str | None:
    """The key of a record as text, parts joined by "|"; None where a part is absent or not a name."""
    if len(parts) == 1:
        return _part(parts[0])
    texts = [_part(part) for part in parts]
    return None if None in texts else "|".join(text for text in texts if text is not None)


def _part(part: object) -> str | None:
    kind = type(part)
    if kind is int:
        return str(part)
    return part if kind is str and part else None  # type: ignore[return-value]


def as_text(value: object) -> str | None:
    """A value as text, such as the version of a record; None where it is absent."""
    return None if value is None or value is msgspec.UNSET else str(value)
