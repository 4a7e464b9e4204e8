"""1C's `$filter`: the part of the OData language that the platform understands, and what it refuses."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.vendors.onec.schema import RECORD_SET, Properties

Entity = dict[str, Any]
Test = Callable[[Entity], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<literal>(?:datetime|guid)'[^']*')|(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<word>[^\W\d][\w/]*)|(?P<sign>[(),:]))"
)
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_LITERALS = {
    "datetime": MOMENT,
    "guid": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
}
_FUNCTIONS = {
    **dict.fromkeys(("year", "month", "day"), ("date",)),
    **dict.fromkeys(("substringof", "startswith", "endswith"), ("text", "text")),
    "cast": ("guid", "text"),
}
_DATE_PARTS = {"year": slice(0, 4), "month": slice(5, 7), "day": slice(8, 10)}


class Refused(Exception):
    """The base refuses the query: `status` and the text of the error."""

    def __init__(self, status: int, text: str) -> None:
        """Keep what goes into the answer."""
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Operand:
    """A side of a comparison: its kind (guid, date, text, bool, number, cast) and how to get the value."""

    kind: str
    value: Callable[[Entity], Any]
    name: str = ""


def property_of(name: str, known: Properties) -> str:
    """Give the kind of a property or refuse the query the way the platform does."""
    if name not in known:
        raise Refused(400, f"Сегмент пути {name} не найден!")
    return known[name].kind


def parse_filter(text: str, known: Properties, parts: Mapping[str, Properties] | None = None) -> Test:
    """Compile a filter over entities with these properties; `parts` can be searched with `any`."""
    reader = _Reader(_tokens(text), known, parts or {})
    try:
        test = reader.either()
    except RecursionError:
        raise Refused(400, "Выражение $filter вложено слишком глубоко") from None
    if reader.rest:
        raise Refused(400, f"Синтаксическая ошибка в выражении $filter около {reader.rest[0][1]}")
    return test


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise Refused(400, f"Синтаксическая ошибка в выражении $filter около {text[place : place + 20]}")
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(
        self,
        rest: list[tuple[str, str]],
        known: Properties,
        parts: Mapping[str, Properties],
        alias: str = "",
    ) -> None:
        self.rest, self.known, self.parts, self.alias = rest, known, parts, alias

    def either(self) -> Test:
        sides = [self.both()]
        while self._take("word", "or"):
            sides.append(self.both())
        return sides[0] if len(sides) == 1 else lambda entity: any(side(entity) for side in sides)

    def both(self) -> Test:
        sides = [self.unary()]
        while self._take("word", "and"):
            sides.append(self.unary())
        return sides[0] if len(sides) == 1 else lambda entity: all(side(entity) for side in sides)

    def unary(self) -> Test:
        if self._take("word", "not"):
            inner = self.unary()
            return lambda entity: not inner(entity)
        if self._take("sign", "("):
            inner = self.either()
            self._need(")")
            return inner
        return self._comparison()

    def _any(self, part: str) -> Test:
        """Read `(r: ...)` after `Part/any`: some line of the part satisfies what stands inside."""
        self._need("(")
        alias = self._next()[1]
        self._need(":")
        test = _Reader(self.rest, self.parts[part], {}, alias).either()
        self._need(")")
        return lambda entity: any(test(line) for line in entity[part])

    def _comparison(self) -> Test:
        part, _, word = self.rest[0][1].partition("/") if self.rest else ("", "", "")
        if word == "any" and part in self.parts:
            self._next()
            return self._any(part)
        left = self._operand()
        if left.kind == "bool" and not (self.rest and self.rest[0][1] in _SIGNS):
            return lambda entity: bool(left.value(entity))
        sign = self._next()[1]
        if sign not in _SIGNS:
            raise Refused(400, f"Синтаксическая ошибка в выражении $filter около {sign}")
        right = self._operand()
        return _compare(left, sign, right)

    def _operand(self) -> Operand:
        group, word = self._next()
        if group == "literal":
            return _literal(word)
        if group == "text":
            return _constant("text", word[1:-1].replace("''", "'"))
        if group == "number":
            return _constant("number", Decimal(word))
        if word in ("true", "false"):
            return _constant("bool", word == "true")
        if self._take("sign", "("):
            return self._call(word)
        return self._field(word)

    def _field(self, name: str) -> Operand:
        if name.startswith(f"{RECORD_SET}/"):
            raise Refused(500, "Произошла внутренняя ошибка OData сервиса")
        if self.alias:
            name = name.removeprefix(f"{self.alias}/")
        kind = property_of(name, self.known)
        if kind in ("money", "number", "int64"):
            return Operand("number", lambda entity: Decimal(str(entity[name] or 0)), name)
        return Operand("text" if kind == "enum" else kind, lambda entity: entity[name], name)

    def _call(self, name: str) -> Operand:
        arguments = [self._operand()]
        while self._take("sign", ","):
            arguments.append(self._operand())
        self._need(")")
        _check_kinds(name, [argument.kind for argument in arguments])
        if name in _DATE_PARTS:
            part = _DATE_PARTS[name]
            return Operand("number", lambda entity: Decimal(arguments[0].value(entity)[part]))
        first, second = arguments
        if name == "substringof":
            return Operand("bool", lambda entity: first.value(entity) in (second.value(entity) or ""))
        if name == "startswith":
            return Operand(
                "bool", lambda entity: (first.value(entity) or "").startswith(second.value(entity))
            )
        if name == "endswith":
            return Operand("bool", lambda entity: (first.value(entity) or "").endswith(second.value(entity)))
        return Operand("cast", lambda entity: (first.value(entity), f"StandardODATA.{second.value(entity)}"))

    def _next(self) -> tuple[str, str]:
        if not self.rest:
            raise Refused(400, "Неожиданный конец выражения $filter")
        return self.rest.pop(0)

    def _take(self, group: str, word: str) -> bool:
        if self.rest and self.rest[0] == (group, word):
            self.rest.pop(0)
            return True
        return False

    def _need(self, sign: str) -> None:
        if self._next()[1] != sign:
            raise Refused(400, f"В выражении $filter пропущен символ {sign}")


def _literal(word: str) -> Operand:
    """Read `datetime'...'` or `guid'...'`; both must be what they say."""
    kind, _, body = word.partition("'")
    value = body.rstrip("'").lower().replace("t", "T")
    if not _LITERALS[kind].fullmatch(value):
        raise Refused(400, f"Неверное значение {word}")
    return _constant("date" if kind == "datetime" else "guid", value)


def _check_kinds(name: str, kinds: list[str]) -> None:
    """Refuse a function that the platform does not know, or of other values than it takes."""
    if tuple(kinds) != _FUNCTIONS.get(name):
        raise Refused(400, f"Функция {name} не поддерживается")


def _constant(kind: str, value: Any) -> Operand:
    return Operand(kind, lambda _: value)


def _compare(left: Operand, sign: str, right: Operand) -> Test:
    if "cast" in (left.kind, right.kind):
        return _compare_composite(left, sign, right)
    if left.kind != right.kind:
        raise Refused(
            400, f"Несоответствие типов при сравнении: {left.name or left.kind} {sign} {right.kind}"
        )
    if left.kind == "guid" and sign not in ("eq", "ne"):
        raise Refused(500, "Операции сравнения на больше/меньше допустимы только для примитивных типов")
    decide, is_equality = _SIGNS[sign], sign in ("eq", "ne")

    def test(entity: Entity) -> bool:
        own, other = left.value(entity), right.value(entity)
        # what is not filled is less and greater than nothing
        return (is_equality or None not in (own, other)) and decide(own, other)

    return test


def _compare_composite(left: Operand, sign: str, right: Operand) -> Test:
    field, cast = (right, left) if left.kind == "cast" else (left, right)
    if not field.name or sign not in ("eq", "ne"):
        raise Refused(500, "Операции сравнения на больше/меньше допустимы только для примитивных типов")
    decide = _SIGNS[sign]
    return lambda entity: decide((entity[field.name], entity.get(f"{field.name}_Type")), cast.value(entity))
