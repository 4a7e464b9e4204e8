"""Words of strangers as they may stand in a sentence: nothing a terminal obeys or a reader is misled by."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
# Codes that move the cursor, ring, colour or erase; marks that turn or hide letters; halves of characters.
_OBEYED = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?"
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_FIX = re.compile(r"\b(Fix|Что делать)\s*:", re.IGNORECASE)


def harmless(text: str) -> str:
    """The text on one line, without codes that a terminal obeys and marks that turn or hide letters."""
    return _OBEYED.sub("", _LINE_ENDS.sub(" ", text))


def quoted(text: str) -> str:
    """Words of a stranger inside what happened: harmless, and no remedy can be forged in them."""
    return _FIX.sub(r"\1 –", harmless(text))
