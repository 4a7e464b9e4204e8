"""How the names of views and columns are spelled that readers know; tables behind them are in lower case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from psycopg import sql

Spelling = Literal["lower", "upper"]


@dataclass(frozen=True)
class Views:
    """A schema of views, and how names in it are spelled."""

    schema: str
    spelling: Spelling = "lower"

    def spelled(self, name: str) -> str:
        """The name of a view or column as it stands here."""
        return name.upper() if self.spelling == "upper" else name

    def of(self, mart: str) -> sql.Identifier:
        """The view of a mart, for a statement."""
        return sql.Identifier(self.schema, self.spelled(mart))

    def written(self, mart: str) -> str:
        """The view of a mart as a person writes it."""
        return f'{self.schema}."{mart.upper()}"' if self.spelling == "upper" else f"{self.schema}.{mart}"
