"""What a person is told of a column of a table."""

from __future__ import annotations

from dataclasses import dataclass

from texts import Language


@dataclass(frozen=True)
class Note:
    """An example of a cell, and what the column is for. An empty example: the cell is usually empty."""

    example: str
    en: str
    ru: str

    def said(self, language: Language) -> str:
        """The sentence in a language."""
        return self.ru if language == "ru" else self.en
