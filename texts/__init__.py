"""What the house says to people: English in the code, Russian in `ru/*.po`, one language a process."""

from texts.harmless import harmless, quoted
from texts.speech import (
    Language,
    apart,
    language,
    language_for,
    marked,
    russian,
    say,
    speak,
    speaking,
    translated,
    with_fix,
)

__all__ = [
    "Language",
    "apart",
    "harmless",
    "language",
    "language_for",
    "marked",
    "quoted",
    "russian",
    "say",
    "speak",
    "speaking",
    "translated",
    "with_fix",
]
