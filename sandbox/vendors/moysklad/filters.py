"""`filter`, `order` and `search`: OR of equalities, AND of the rest, of two same comparisons the first.

Unverified and decided here: a comparison of a field with a sign or a value that it does not take is refused
whatever rows there are; a search looks for the beginnings of words in names, codes, notes and addresses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.vendors.moysklad.errors import Refused
from sandbox.vendors.moysklad.filterable import CHOICES, SIGNS, Fields
from sandbox.vendors.moysklad.values import Lines, Ref, Row

_CONDITION = re.compile(
    r"(?P<name>[\w.]+|https?://[^=<>!~]+?)(?P<sign>!=|>=|<=|~=|=~|=|>|<|~)(?P<value>.*)", re.S
)
_SHAPE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d(\.\d{1,3})?)?)?", re.A)
_FORMS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_EARLIEST = "1970-01-01 03:00:00.000"
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,2})?", re.A)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ROOT = "/api/remap/1.2/"
_SEARCHED = (
    *("name", "code", "article", "description", "fullName", "legalTitle", "phone", "email", "inn"),
    *("actualAddress", "paymentPurpose", "incomingNumber"),
)


@dataclass(frozen=True)
class Condition:
    """A field, a sign and what was typed behind it."""

    name: str
    sign: str
    value: str


def read_filter(text: str) -> list[Condition]:
    """Take a filter apart; a field that is named by its address is known by what stands behind the root.

    Raises Refused: 1034.
    """
    found = []
    for part in re.split(r"(?<!\\);", text):
        if not part.strip():
            continue
        matched = _CONDITION.fullmatch(part.strip())
        if matched is None:
            raise Refused(1034, f"неверное условие '{part.strip()}'")
        name, value = matched["name"].split(ROOT)[-1], matched["value"].replace("\\;", ";")
        found.append(Condition(name, matched["sign"], value))
    return found


def check(conditions: Iterable[Condition], fields: Fields) -> None:
    """Hold a filter against what a list knows. Raises Refused: 1014, 1034, 1035, 1041, 1052."""
    signs = defaultdict[str, set[str]](set)
    for one in conditions:
        type_ = fields.get(one.name)
        if type_ is None:
            raise Refused(1034, f"неизвестное поле фильтрации '{one.name}'")
        if one.sign not in SIGNS[type_]:
            raise Refused(1034, f"оператор '{one.sign}' не поддерживается для поля '{one.name}'")
        signs[one.name].add(one.sign)
        typed(one, type_)
    for name, several in signs.items():
        if "=" in several and several - {"="}:
            raise Refused(1034, f"для поля '{name}' нельзя сочетать '=' с другими операторами")


def typed(one: Condition, type_: str) -> Any:
    """Give what was typed as the field has it; hrefs are known by what stands behind the root."""
    text = one.value
    if not text:
        return ""
    if type_ in ("moment", "since"):
        return read_moment(text)
    if type_ == "number":
        if not _NUMBER.fullmatch(text.strip()):
            raise Refused(1014, one.name, text)
        return float(text)
    if type_ in ("flag", "switch"):
        if text not in ("true", "false"):
            raise Refused(1014, one.name, text)
        return text == "true"
    if type_ in ("ref", "refs", "link"):
        if not text.startswith("http") or ROOT not in text:
            raise Refused(1014, one.name, text)
        return text.split(ROOT)[-1]
    if type_ == "uuid" and not UUID.fullmatch(text):
        raise Refused(1052)
    if text not in CHOICES.get(type_, (text,)):
        raise Refused(1041, one.name, text, ", ".join(CHOICES[type_]))
    return text


def read_moment(text: str) -> str:
    """Write a typed moment in full. Raises Refused: 1035."""
    if not _SHAPE.fullmatch(text.strip()):
        raise Refused(1035)
    for form in _FORMS:
        try:
            moment = datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        told = f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}"
        if told >= _EARLIEST:
            return told
        break
    raise Refused(1035)


def chosen(rows: Sequence[Row], conditions: Sequence[Condition], fields: Fields) -> list[Row]:
    """Return the rows that a filter keeps; `isDeleted` and `archived` speak of what a list hides anyway."""
    check(conditions, fields)
    by_field = defaultdict[str, list[Condition]](list)
    for one in conditions:
        by_field[one.name].append(one)
    for name, several in by_field.items():
        test = _test(several, fields[name])
        rows = [row for row in rows if test(_values(row, name))]
    return list(rows)


def _values(row: Row, name: str) -> list[Any]:
    """Give what a field holds, each of several; what only filters know stands in a row under `_`."""
    if name == "isDeleted":
        return ["deleted" in row]
    if "/attributes/" in name:
        return [one["value"] for one in row.get("attributes", ()) if one["meta"].path == name]
    value = row.get(f"_{name}", row.get(name))
    several = value if isinstance(value, list) else [value]
    return [one.path if isinstance(one, Ref) else one for one in several if one is not None]


def _test(several: Sequence[Condition], type_: str) -> Callable[[list[Any]], bool]:
    first: dict[str, Condition] = {}
    for one in several:
        first.setdefault(one.sign, one)
    equal = [typed(one, type_) for one in several if one.sign == "="]
    unequal = [typed(one, type_) for one in several if one.sign == "!="]
    compared = [(sign, typed(one, type_)) for sign, one in first.items() if sign in ("<", ">", "<=", ">=")]
    likened = [(sign, one.value.lower()) for sign, one in first.items() if "~" in sign]

    def keeps(values: list[Any]) -> bool:
        return (
            (not equal or any(_is(values, wanted) for wanted in equal))
            and not any(_is(values, refused) for refused in unequal)
            and all(any(_compare(one, sign, limit) for one in values) for sign, limit in compared)
            and all(any(_resembles(one, sign, text) for one in values) for sign, text in likened)
        )

    return keeps


def _is(values: list[Any], wanted: Any) -> bool:
    return not any(one != "" for one in values) if wanted == "" else wanted in values


def _compare(value: Any, sign: str, limit: Any) -> bool:
    if limit == "" or value == "":
        return False
    if sign == ">":
        return bool(value > limit)
    if sign == "<":
        return bool(value < limit)
    return bool(value >= limit if sign == ">=" else value <= limit)


def _resembles(value: Any, sign: str, text: str) -> bool:
    told = str(value).lower()
    if sign == "~=":
        return told.startswith(text)
    return told.endswith(text) if sign == "=~" else text in told


def searched(rows: Sequence[Row], text: str) -> list[Row]:
    """Return the rows in whose texts each of the words is the beginning of a word."""
    words = re.findall(r"\w+", text.lower())

    def finds(row: Row) -> bool:
        told = re.findall(r"\w+", " ".join(str(row[name]) for name in _SEARCHED if name in row).lower())
        return all(any(one.startswith(word) for one in told) for word in words)

    return [row for row in rows if finds(row)]


def ordered(rows: list[Row], text: str, fields: Fields) -> list[Row]:
    """Sort by `field,direction` pairs joined with `;`. Raises Refused: 1063."""
    for part in reversed([part for part in text.split(";") if part]):
        name, _, direction = part.partition(",")
        is_plain = fields.get(name) not in (None, "ref", "refs", "tags") and name.isidentifier()
        is_known = (is_plain and name != "isDeleted") or any(name in row for row in rows)
        if not is_known or direction not in ("", "asc", "desc") or _is_no_value(rows, name):
            raise Refused(1063, name)
        rows = sorted(rows, key=lambda row: _key(row.get(name)), reverse=direction == "desc")
    return rows


def _is_no_value(rows: Sequence[Row], name: str) -> bool:
    return any(isinstance(row.get(name), list | dict | Lines | Ref) for row in rows) or name.startswith("_")


def _key(value: Any) -> tuple[int, Any]:
    if value is None:
        return 0, ""
    return (2, value) if isinstance(value, str) else (1, float(value))
