"""Text as it may stand in a cell of a spreadsheet: nothing in it is calculated or reaches out."""

from __future__ import annotations

import re

# Spreadsheets also trim what stands before, and take the full-width signs for the usual ones.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r\n]\s*\S")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that reads or edits this text would calculate it; a dash alone is a dash."""
    return _FORMULA.match(text) is not None


def writable_text(text: str) -> str:
    """The text without the signs that no XML file can hold."""
    return _CONTROL.sub("", text)
