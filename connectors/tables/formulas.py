"""Texts that a spreadsheet program would run as a formula: written with an apostrophe, read without it."""

from __future__ import annotations

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """The text as it may stand in a CSV that people open: `=1+1` becomes `'=1+1`."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def plain_cell(text: str) -> str:
    """The text that `safe_cell` was given. An apostrophe before anything else is the person's own."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text
