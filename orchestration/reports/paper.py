"""What commands write on: a console and a table that never cut a word or a number in the middle."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

_GAPS, _INSET = (2, 1), 4
# A word ends at a space, but not at the one between the thousands of a number.
_WORD = re.compile(r"(?:[^ ]|(?<=\d) (?=\d{3}(?!\d)))+")


class Paper(Console):
    """A console on which a word that is longer than a line stays whole: a path can be copied."""

    def print(self, *objects: Any, **how: Any) -> None:
        """As rich prints, in lines that end between words."""
        lines = () if how.get("soft_wrap") else objects
        shown = [_folded(one, self.width) if isinstance(one, str) else one for one in lines] or objects
        super().print(*shown, **{"overflow": "ignore", "crop": False, **how})


class Grid:
    """A table: side by side where every word has room, else its last column or all of them beneath."""

    def __init__(self, title: str = "", *columns: tuple[str, bool]) -> None:
        """Columns as (heading, whether it holds numbers); the title is plain, cells are rich's markup."""
        self._title = title
        self._right = [right for _, right in columns]
        self._heads = [Text(name, style="bold") for name, _ in columns]
        self._rows: list[list[Text]] = []

    def add(self, *cells: str) -> None:
        """One row, a cell per column."""
        self._rows.append([Text.from_markup(cell, emoji=False) for cell in cells])

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Whole lines, for whatever width the console has."""
        width = options.max_width
        titles = [Text(self._title, style="italic")] if self._title else []
        for line in [*_wrapped(titles, width), *self._lines(width)]:
            line.no_wrap, line.overflow = True, "ignore"
            yield line

    def _lines(self, width: int) -> Iterator[Text]:
        columns = len(self._heads)
        for beside in (columns,) if self._right[-1] else (columns, columns - 1):
            for gap in _GAPS:
                if widths := self._widths(beside, width, gap):
                    for row in (self._heads, *self._rows):
                        yield from _across(row[:beside], widths, self._right, gap)
                        yield from _beneath(row[beside:], width)
                    return
        for row in self._rows:
            yield Text("")
            yield from _listed(self._heads, row, width)

    def _widths(self, columns: int, width: int, gap: int) -> list[int]:
        """Room for each of the first columns; none where a word would not fit."""
        cells = list(zip(*(row[:columns] for row in [self._heads, *self._rows]), strict=True))
        least = [max(_longest_word(cell) for cell in column) for column in cells]
        whole = [max(_longest_line(cell) for cell in column) for column in cells]
        spare = width - sum(least) - gap * (columns - 1)
        if spare < 0:
            return []
        # Columns that lack little are given all of it, the others share what is left.
        order = sorted(range(columns), key=lambda place: whole[place] - least[place])
        for done, place in enumerate(order):
            given = min(whole[place] - least[place], spare // (columns - done))
            least[place] += given
            spare -= given
        return least


def _across(cells: Sequence[Text], widths: Sequence[int], right: Sequence[bool], gap: int) -> Iterator[Text]:
    """The lines of one row."""
    folded = [list(_wrapped([cell], width)) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(len(one) for one in folded)):
        line = Text()
        for place, lines in enumerate(folded):
            part = lines[number] if number < len(lines) else Text("")
            room = Text(" " * (widths[place] - part.cell_len))
            line.append_text(room + part if right[place] else part + room)
            line.append("" if place == len(folded) - 1 else " " * gap)
        line.rstrip()
        yield line


def _beneath(cells: Sequence[Text], width: int) -> Iterator[Text]:
    for cell in cells:
        if cell.plain.strip():
            for line in _wrapped([cell], width - _INSET):
                yield Text(" " * _INSET) + line


def _listed(heads: Sequence[Text], row: Sequence[Text], width: int) -> Iterator[Text]:
    """Each cell on a line of its own, after its heading."""
    for head, cell in zip(heads, row, strict=True):
        said = Text(f"{head.plain}: ", style="bold") + cell if head.plain else cell
        if cell.plain.strip():
            yield from _wrapped([said], width)


def _folded(markup: str, width: int) -> Text:
    folded = Text("\n").join(_wrapped([Text.from_markup(markup, emoji=False)], width))
    folded.no_wrap = True
    return folded


def _wrapped(texts: Sequence[Text], width: int) -> Iterator[Text]:
    """Lines that end between words; lines of a paragraph that is set in stay set in."""
    for text in texts:
        for paragraph in text.split("\n", allow_blank=True):
            inset = len(paragraph.plain) - len(paragraph.plain.lstrip(" "))
            for number, line in enumerate(paragraph.divide(_breaks(paragraph.plain, width, inset))):
                line.rstrip()
                if number:
                    line = Text(" " * inset) + line
                yield line


def _breaks(plain: str, width: int, inset: int) -> list[int]:
    """Where lines begin anew: each at the first letter of a word that had no room."""
    breaks: list[int] = []
    start, shift = 0, 0
    for word in _WORD.finditer(plain):
        is_first = word.start() <= start + (0 if breaks else inset)
        if not is_first and _cells(plain[start : word.end()]) + shift > width:
            breaks.append(word.start())
            start, shift = word.start(), inset
    return breaks


def _cells(plain: str) -> int:
    return Text(plain).cell_len


def _longest_word(cell: Text) -> int:
    return max((_cells(word) for line in cell.plain.split("\n") for word in _words(line)), default=0)


def _words(line: str) -> list[str]:
    """The words of a line, the first with what it is set in by."""
    inset = line[: len(line) - len(line.lstrip(" "))]
    return [inset + one for one in _WORD.findall(line)]


def _longest_line(cell: Text) -> int:
    return max(_cells(line) for line in cell.plain.split("\n"))
