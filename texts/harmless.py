"""Words of strangers as they may stand in a sentence: nothing a terminal obeys or a reader is misled by."""

from __future__ import annotations

import re

# These three patterns mean the same to Python and to DuckDB.
LINE_ENDS = "[\\t\\n\\x0b\\x0c\\r\\x85\u2028\u2029]+"
# Codes that move the cursor, ring, colour or erase; marks that turn letters or cannot be seen.
CODES = (
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"
    "|[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Joiners belong between pictures; before a letter or at the end they make one name look like another.
JOINERS = "[\u200c\u200d]+([\\x01-\u052f]|$)"
_LINE_ENDS, _CODES, _JOINERS = re.compile(LINE_ENDS), re.compile(CODES), re.compile(JOINERS)
_HALVES = re.compile("[\ud800-\udfff]")
_FIX = re.compile(r"\b(Fix|Что делать)\s*:", re.IGNORECASE)


def harmless(text: str) -> str:
    """The text on one line, without codes that a terminal obeys and marks that turn or hide letters."""
    return _JOINERS.sub(r"\1", _HALVES.sub("", _CODES.sub("", _LINE_ENDS.sub(" ", text))))


def quoted(text: str) -> str:
    """Words of a stranger inside what happened: harmless, and no remedy can be forged in them."""
    return _FIX.sub(r"\1 –", harmless(text))
