"""Text as it may stand in a cell of a spreadsheet: nothing in it is calculated or reaches out."""

from __future__ import annotations

import re

_SPACE = "\\s\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
# Spreadsheets also trim what stands before, and take the full-width signs for the usual ones. A dash alone
# is a dash. The pattern means the same to Python and to DuckDB.
FORMULA = f"^[{_SPACE}]*[=+\\-@＝＋－＠\\t\\r\\n][{_SPACE}]*[^{_SPACE}]"
_FORMULA = re.compile(FORMULA)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that reads or edits this text would calculate it."""
    return _FORMULA.match(text) is not None


def writable_text(text: str) -> str:
    """The text without the signs that no XML file can hold."""
    return _CONTROL.sub("", text)
