"""How truth is handed out: cells of a KPI, keyed by what a mart's key columns hold, written as text."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

Key = str | int
Cells = list[list[Key | None]]
CENT = Decimal("0.01")
Number = Decimal | int
K = TypeVar("K", bound=tuple[date | str | int, ...])
H = TypeVar("H", bound=Hashable)
V = TypeVar("V", bound=Decimal | int | str | None)


def round_half_up(value: Decimal) -> Decimal:
    """Round to kopecks, half away from zero."""
    return value.quantize(CENT, ROUND_HALF_UP)


def text_of(value: Number | str | None) -> str | None:
    """Return a value as text: counts without a point, Decimals with two digits, None for unknown."""
    return None if value is None else str(round_half_up(value)) if isinstance(value, Decimal) else str(value)


def key_of(part: date | Key) -> Key:
    """Return a key part as JSON can carry it."""
    return part.isoformat() if isinstance(part, date) else part


def to_cells(values: Mapping[K, V]) -> Cells:
    """Return [key..., value] rows in order of their keys."""
    rows: Cells = [[*map(key_of, key), text_of(value)] for key, value in values.items()]
    return sorted(rows, key=lambda row: [str(part) for part in row[:-1]])


def count(keys: Iterable[tuple[date | Key, ...]]) -> dict[tuple[date | Key, ...], int]:
    """Count how often each key comes."""
    counts: dict[tuple[date | Key, ...], int] = defaultdict(int)
    for key in keys:
        counts[key] += 1
    return dict(counts)


def sum_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Add what is known; None where there is something to add and nothing of it is known."""
    listed = [amount for amount in amounts if amount is None or amount]
    known = [amount for amount in listed if amount is not None]
    return None if listed and not known else sum(known, Decimal(0))


def add_known(pairs: Iterable[tuple[H, Decimal | None]]) -> dict[H, Decimal | None]:
    """Add the amounts of each key of which some may not be known."""
    listed: dict[H, list[Decimal | None]] = defaultdict(list)
    for key, amount in pairs:
        listed[key].append(amount)
    return {key: sum_known(amounts) for key, amounts in listed.items()}


def add_up(
    pairs: Iterable[tuple[tuple[date | Key, ...], Decimal]],
) -> dict[tuple[date | Key, ...], Decimal]:
    """Add the amounts of each key."""
    sums: dict[tuple[date | Key, ...], Decimal] = defaultdict(Decimal)
    for key, amount in pairs:
        sums[key] += amount
    return dict(sums)
