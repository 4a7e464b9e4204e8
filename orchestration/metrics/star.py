"""The picture docs/img/star.svg: which published tables join to which, and by what key."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from orchestration.metrics.marts import Mart

_NAMES, _CELL, _LINE, _TOP, _PAD = 250, 138, 15, 84, 10
_FONT = "font-family='Segoe UI, Helvetica, Arial, sans-serif'"
_KINDS = (("fct_", "#1f5f8b"), ("bdg_", "#7a4fa0"), ("dim_", "#2e7d4f"), ("mart_", "#8a5a12"))


def star_text(marts: Iterable[Mart]) -> str:
    """An SVG of a row per table that joins and a column per table that is joined; a cell names the keys."""
    rows = sorted((mart for mart in marts if mart.joins), key=lambda mart: (_kind(mart.name)[0], mart.name))
    counts = Counter(to for mart in rows for to in {join.to for join in mart.joins})
    targets = sorted(counts, key=lambda name: (-counts[name], name))
    return "\n".join(_drawn(rows, targets)) + "\n"


def _drawn(rows: Sequence[Mart], targets: Sequence[str]) -> Iterator[str]:
    heights = [_LINE * max(map(len, _keys(mart).values())) + _PAD for mart in rows]
    width, height = _NAMES + _CELL * len(targets) + 2 * _PAD, _TOP + sum(heights) + 2 * _PAD
    yield f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' {_FONT}>"
    yield f"<rect width='{width}' height='{height}' fill='#ffffff'/>"
    yield _text(_PAD, 24, "Joins: row → column, by the key in the cell", size=15)
    yield _text(_PAD, 46, "Соединения: строка → столбец, по ключу в ячейке", size=15)
    for place, name in enumerate(targets):
        yield _text(_left(place) + _CELL / 2, _TOP - 8, name, size=10, color=_kind(name)[1], anchor="middle")
    top = float(_TOP)
    for number, (mart, tall) in enumerate(zip(rows, heights, strict=True)):
        if number % 2 == 0:
            yield f"<rect x='{_PAD}' y='{top:g}' width='{width - 2 * _PAD}' height='{tall}' fill='#f3f5f7'/>"
        yield _text(_PAD + 6, top + tall / 2 + 4, mart.name, size=12, color=_kind(mart.name)[1])
        for target, keys in _keys(mart).items():
            yield from _cell(_left(targets.index(target)), top, tall, keys)
        top += tall
    yield "</svg>"


def _cell(left: float, top: float, tall: float, keys: Sequence[str]) -> Iterator[str]:
    box = f"x='{left + 3:g}' y='{top + 3:g}' width='{_CELL - 6}' height='{tall - 6:g}'"
    yield f"<rect {box} rx='4' fill='#e3edf5' stroke='#9db8cc'/>"
    first = top + (tall - _LINE * len(keys)) / 2 + 11
    for line, key in enumerate(keys):
        yield _text(left + _CELL / 2, first + _LINE * line, key, size=10, anchor="middle")


def _keys(mart: Mart) -> dict[str, list[str]]:
    """Joined table → the keys by which it is joined."""
    found: dict[str, list[str]] = {}
    for join in mart.joins:
        found.setdefault(join.to, []).append(" + ".join(join.columns))
    return found


def _left(place: int) -> float:
    return _PAD + _NAMES + _CELL * place


def _kind(name: str) -> tuple[int, str]:
    """Where tables of its kind stand, and their colour."""
    return next((place, color) for place, (start, color) in enumerate(_KINDS) if name.startswith(start))


def _text(x: float, y: float, text: str, *, size: int, color: str = "#24292f", anchor: str = "start") -> str:
    place = f"x='{x:g}' y='{y:g}' font-size='{size}' fill='{color}' text-anchor='{anchor}'"
    return f"<text {place}>{escape(text)}</text>"
