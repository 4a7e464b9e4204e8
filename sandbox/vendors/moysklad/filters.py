"""`filter` and `order`: OR of equalities, AND of the rest, of two same comparisons the first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.vendors.moysklad.errors import Refused
from sandbox.vendors.moysklad.values import Lines, Ref, Row

_CONDITION = re.compile(
    r"(?P<name>[\w.]+|https?://[^=<>!~]+?)(?P<sign>!=|>=|<=|~=|=~|=|>|<|~)(?P<value>.*)", re.S
)
_MOMENTS = ("updated", "created", "deleted", "moment", "incomingDate", "paymentPlannedMoment")
_FORMS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_USUAL = frozenset(
    (
        *("id", "name", "accountId", "code", "externalCode", "description", "syncId", "shared", "updated"),
        *("created", "moment", "deleted", "applicable", "printed", "published", "sum", "owner", "group"),
        *("agent", "organization", "state", "store", "project", "contract", "salesChannel", "archived"),
        *("customerOrder", "demand", "product", "productFolder", "paymentPurpose", "inn", "email", "phone"),
    )
)


@dataclass(frozen=True)
class Condition:
    """A field, a sign and what was typed behind it."""

    name: str
    sign: str
    value: str


def read_filter(text: str) -> list[Condition]:
    """Take a filter apart. Raises Refused: 1034."""
    found = []
    for part in re.split(r"(?<!\\);", text):
        if not part.strip():
            continue
        matched = _CONDITION.fullmatch(part.strip())
        if matched is None:
            raise Refused(1034, f"неверное условие '{part.strip()}'")
        found.append(Condition(matched["name"], matched["sign"], matched["value"].replace("\\;", ";")))
    return found


def values_of(conditions: Iterable[Condition], name: str) -> list[str]:
    """Return what a field is to be equal to."""
    return [one.value for one in conditions if one.name == name and one.sign == "="]


def chosen(rows: Sequence[Row], conditions: Sequence[Condition]) -> list[Row]:
    """Return the rows that a filter keeps; `isDeleted` and `archived` speak of what a list hides anyway."""
    by_field = defaultdict[str, list[Condition]](list)
    for one in conditions:
        by_field[one.name].append(one)
    known = _USUAL.union(*(row.keys() for row in rows[:1])) | {"isDeleted"}
    for name, several in by_field.items():
        signs = {one.sign for one in several}
        if name not in known and not any(name in row for row in rows):
            raise Refused(1034, f"неизвестное поле фильтрации '{name}'")
        if "=" in signs and signs - {"="}:
            raise Refused(1034, f"для поля '{name}' нельзя сочетать '=' с другими операторами")
        test = _test(name, several)
        rows = [row for row in rows if test(_value(row, name))]
    return list(rows)


def _value(row: Row, name: str) -> Any:
    if name == "isDeleted":
        return "deleted" in row
    value = row.get(name)
    return value.path if isinstance(value, Ref) else value


def _test(name: str, several: Sequence[Condition]) -> Callable[[Any], bool]:
    first: dict[str, Condition] = {}
    for one in several:
        first.setdefault(one.sign, one)
    equal = [_typed(name, one.value) for one in several if one.sign == "="]
    unequal = [_typed(name, one.value) for one in several if one.sign == "!="]
    compared = [
        (sign, _typed(name, one.value)) for sign, one in first.items() if sign in ("<", ">", "<=", ">=")
    ]
    likened = [(sign, one.value.lower()) for sign, one in first.items() if "~" in sign]

    def keeps(value: Any) -> bool:
        return (
            (not equal or any(_is(value, wanted) for wanted in equal))
            and not any(_is(value, refused) for refused in unequal)
            and all(_compare(value, sign, limit) for sign, limit in compared)
            and all(_resembles(value, sign, text) for sign, text in likened)
        )

    return keeps


def _typed(name: str, text: str) -> str:
    """Read what was typed: moments may be cut short, hrefs are known by what stands behind the root."""
    if name in _MOMENTS and text:
        return read_moment(text)
    return text.split("/api/remap/1.2/")[-1] if text.startswith("http") else text


def read_moment(text: str) -> str:
    """Write a typed moment in full. Raises Refused: 1035."""
    for form in _FORMS:
        try:
            moment = datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}"
    raise Refused(1035)


def _is(value: Any, wanted: str) -> bool:
    if value is None or value == "":
        return wanted == ""
    if isinstance(value, bool):
        return wanted == str(value).lower()
    if isinstance(value, int | float):
        return _number(wanted) == float(value)
    return str(value) == wanted


def _compare(value: Any, sign: str, limit: str) -> bool:
    if value is None:
        return False
    left, right = (float(value), _number(limit)) if isinstance(value, int | float) else (str(value), limit)
    if sign == ">":
        return bool(left > right)  # type: ignore[operator]
    if sign == "<":
        return bool(left < right)  # type: ignore[operator]
    return bool(left >= right if sign == ">=" else left <= right)  # type: ignore[operator]


def _resembles(value: Any, sign: str, text: str) -> bool:
    told = str(value or "").lower()
    if sign == "~=":
        return told.startswith(text)
    return told.endswith(text) if sign == "=~" else text in told


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refused(1014, "sum", text) from None


def ordered(rows: list[Row], text: str) -> list[Row]:
    """Sort by `field,direction` pairs joined with `;`. Raises Refused: 1063."""
    for part in reversed([part for part in text.split(";") if part]):
        name, _, direction = part.partition(",")
        is_known = name in _USUAL or any(name in row for row in rows)
        if not is_known or direction not in ("", "asc", "desc") or _is_no_value(rows, name):
            raise Refused(1063, name)
        rows = sorted(rows, key=lambda row: _key(_value(row, name)), reverse=direction == "desc")
    return rows


def _is_no_value(rows: Sequence[Row], name: str) -> bool:
    return any(isinstance(row.get(name), list | dict | Lines) for row in rows[:50])


def _key(value: Any) -> tuple[int, Any]:
    if value is None:
        return 0, ""
    return 1, value if isinstance(value, str) else f"{float(value):030.6f}"
