"""What one spreadsheet cell may hold and the value it stands for: numbers, months, days, flags, texts.

Nothing is guessed. A value that could be read in two ways ("1,250": a thousand or one and a quarter?) is
refused, and the person who wrote it is told what to write.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from connectors.tables.broken import broken, kind_of_error
from texts import marked, say, translated

Value = str | int | bool | None
"""A read cell as it lands in JSON: decimals and dates are text, so nothing is rounded on the way."""

_KOPECK = Decimal("0.01")
_SAFE_FLOAT = 10**13  # above it a spreadsheet number no longer holds single kopecks
_SAFE_INT = 10**15  # above it a spreadsheet number has lost digits
_MAX_AMOUNT = Decimal(10) ** 16  # decimal(18, 2)
_YEARS = range(1990, 2101)

_PLAIN = re.compile(r"\d+(?:[.,]\d{1,2})?")
_SPACED = re.compile(r"\d{1,3}(?:\s\d{3})+(?:[.,]\d{1,2})?")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d{1,2})?|(?:,\d{3})+\.\d{1,2})")
_DOT_GROUPS = re.compile(r"\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d{1,2})?|(?:\.\d{3})+,\d{1,2})")
_CURRENCY = re.compile(r"\s*(?:₽|руб\.?|р\.|rub)$", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00)?")
_LOCAL_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+0?0:00(?::00)?)?")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")
_LOCAL_MONTH = re.compile(r"(\d{1,2})\.(\d{4})")
_NAMED_MONTH = re.compile(r"([a-zа-я]{3,})[\s.,'-]*(\d{4}|\d{2})\s*(?:г\.?|год|года)?")
_TAX_ID = re.compile(r"\d{10}|\d{12}")
_PHONE = re.compile(r"\+?[\d\s().-]+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # signs without width: copied from pages, never typed
_NO_DIGIT = re.compile(r"\D")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

_MONTH_NAMES = (
    ("январь", "января", "january"),
    ("февраль", "февраля", "february"),
    ("март", "марта", "march"),
    ("апрель", "апреля", "april"),
    ("май", "мая", "may"),
    ("июнь", "июня", "june"),
    ("июль", "июля", "july"),
    ("август", "августа", "august"),
    ("сентябрь", "сентября", "september"),
    ("октябрь", "октября", "october"),
    ("ноябрь", "ноября", "november"),
    ("декабрь", "декабря", "december"),
)
_YES = frozenset({"true", "yes", "y", "да", "1", "истина"})
_NO = frozenset({"false", "no", "n", "нет", "0", "ложь"})


class Unreadable(ValueError):
    """The cell does not hold what its column promises. Carries no value: a cell may be personal data."""


@dataclass(frozen=True)
class CellKind:
    """What a column's cells hold: `expected` says it in words, `parse` returns it or raises Unreadable.

    `is_list`: the words are the values of a closed list.
    """

    expected: str
    parse: Callable[[object], Value]
    is_list: bool = False

    def in_words(self) -> str:
        """What is expected, in the language spoken now."""
        return say("one of {choices}", choices=self.expected) if self.is_list else translated(self.expected)

    def or_nothing(self, cell: object) -> str:
        """The cell as a text that can be typed into the column; "" for what the column would refuse."""
        try:
            self.parse(cell)
        except Unreadable:
            return ""
        return str(cell)


def is_blank(cell: object) -> bool:
    """Whether the cell is empty or holds white space only."""
    return (
        cell is None
        or (isinstance(cell, str) and not _UNSEEN.sub("", cell).strip())
        or (isinstance(cell, float) and math.isnan(cell))
    )


def kind_of(cell: object) -> str:
    """The type of a cell in words a person who keeps tables uses; never the value."""
    if wrong := broken(cell):
        return kind_of_error(wrong)
    if is_blank(cell):
        return say("an empty cell")
    if isinstance(cell, bool):
        return say("a yes/no cell")
    if isinstance(cell, int | float):
        return say("a number")
    if isinstance(cell, dt.date):
        return say("a date")
    return say("a text") if isinstance(cell, str) else say("a time")


def one_of(choices: Mapping[str, str], *, expected: str) -> CellKind:
    """A closed list. `choices` maps every accepted label to its value; case, spaces and ё/е do not matter."""
    known = {plain(label): value for label, value in choices.items()}

    def parse(cell: object) -> Value:
        found = known.get(plain(cell)) if isinstance(cell, str) else None
        if found is None:
            raise Unreadable
        return found

    return CellKind(expected, parse, is_list=True)


def plain(text: str) -> str:
    """A label without what does not tell it apart: case, ё, white space, a trailing `:` or `*`."""
    return " ".join(_UNSEEN.sub("", text).casefold().replace("ё", "е").split()).rstrip(":* ")


def spelling(value: Value) -> Value:
    """What tells one key from another: the models compare texts without case, and nobody sees two spaces."""
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def _text(cell: object) -> Value:
    if isinstance(cell, str):
        return _UNSEEN.sub("", cell).strip()
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise Unreadable
    # Spreadsheets keep numeric ids as floats: 8123001.0 stands for the text 8123001.
    if cell != int(cell) or abs(cell) >= _SAFE_INT:
        raise Unreadable
    return str(int(cell))


def _email(cell: object) -> Value:
    if not isinstance(cell, str) or not _EMAIL.fullmatch(cell.strip()):
        raise Unreadable
    return cell.strip().lower()


def _amount(cell: object) -> Value:
    if isinstance(cell, bool):
        raise Unreadable
    if isinstance(cell, str):
        amount = _amount_from_text(cell)
    elif isinstance(cell, int) or (isinstance(cell, float) and abs(cell) < _SAFE_FLOAT):
        # A formula such as =1000000/12 has more digits than money: its shortest text, to the kopeck.
        amount = Decimal(repr(cell)).quantize(_KOPECK, ROUND_HALF_UP)
    else:
        raise Unreadable
    if not 0 <= amount < _MAX_AMOUNT:
        raise Unreadable
    return str(amount)


def _amount_from_text(cell: str) -> Decimal:
    text = _CURRENCY.sub("", cell.strip())
    if _SPACED.fullmatch(text) or _PLAIN.fullmatch(text):
        digits = re.sub(r"\s", "", text).replace(",", ".")
    elif _COMMA_GROUPS.fullmatch(text):
        digits = text.replace(",", "")
    elif _DOT_GROUPS.fullmatch(text):
        digits = text.replace(".", "").replace(",", ".")
    else:
        raise Unreadable
    return Decimal(digits).quantize(_KOPECK) if len(digits) < 20 else _MAX_AMOUNT


def _count(cell: object) -> Value:
    text = _text(cell)
    if not isinstance(text, str) or not re.fullmatch(r"\d{1,9}", text):
        raise Unreadable
    return int(text)


def _tax_id(cell: object) -> Value:
    text = str(_text(cell))
    if not _TAX_ID.fullmatch(text):
        raise Unreadable
    return text


def _phone(cell: object) -> Value:
    text = str(_text(cell))
    digits = _NO_DIGIT.sub("", text)
    if not _PHONE.fullmatch(text) or not 5 <= len(digits) <= 15:
        raise Unreadable
    # 8 is what one dials inside Russia for 7: two spellings of one line must be one key.
    if len(digits) == 11 and digits[0] == "8":
        return "7" + digits[1:]
    return "7" + digits if len(digits) == 10 else digits


def _flag(cell: object) -> Value:
    if isinstance(cell, bool):
        return cell
    word = plain(str(_text(cell)))
    if word not in _YES | _NO:
        raise Unreadable
    return word in _YES


def _day(cell: object) -> Value:
    return _date_of(cell).isoformat()


def _month(cell: object) -> Value:
    day = _named_or_numbered_month(cell) if isinstance(cell, str) else None
    day = day or _date_of(cell)
    # A later day may be the second row of a daily plan: taking its month would double the plan in silence.
    if day.day != 1:
        raise Unreadable
    return day.isoformat()


def _date_of(cell: object) -> dt.date:
    if isinstance(cell, dt.datetime):
        return _checked(cell.year, cell.month, cell.day)
    if isinstance(cell, dt.date):
        return _checked(cell.year, cell.month, cell.day)
    text = cell.strip() if isinstance(cell, str) else ""
    if found := _ISO_DAY.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if found := _LOCAL_DAY.fullmatch(text):
        return _checked(int(found[3]), int(found[2]), int(found[1]))
    raise Unreadable


def _named_or_numbered_month(cell: str) -> dt.date | None:
    text = plain(cell)
    if found := _ISO_MONTH.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), 1)
    if found := _LOCAL_MONTH.fullmatch(text):
        return _checked(int(found[2]), int(found[1]), 1)
    if found := _NAMED_MONTH.fullmatch(text):
        year = int(found[2]) + (2000 if len(found[2]) == 2 else 0)
        return _checked(year, _month_number(found[1]), 1)
    return None


def _month_number(word: str) -> int:
    for number, names in enumerate(_MONTH_NAMES, start=1):
        if any(name.startswith(word) for name in names):
            return number
    raise Unreadable


def _checked(year: int, month: int, day: int) -> dt.date:
    if year not in _YEARS:
        raise Unreadable
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Unreadable from None


TEXT = CellKind(marked("a text (a long id must be typed as text, or the spreadsheet cuts its digits)"), _text)
EMAIL = CellKind(marked("an e-mail address"), _email)
AMOUNT = CellKind(marked("a number, not below zero, with at most two decimals, such as 1250000.50"), _amount)
COUNT = CellKind(marked("a whole number, not below zero"), _count)
TAX_ID = CellKind(marked("a tax id of 10 or 12 digits (typed as text, or a leading zero is lost)"), _tax_id)
PHONE = CellKind(marked("a phone number in full, such as 74951230077"), _phone)
FLAG = CellKind(marked("true or false (да or нет, 1 or 0)"), _flag)
DAY = CellKind(marked("a date, such as 2026-06-01 or 01.06.2026"), _day)
MONTH = CellKind(
    marked("a month: its first day as a date, or text such as 2026-06, 06.2026 or июнь 2026"), _month
)
