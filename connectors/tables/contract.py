"""The shape a table promises: columns with labels and kinds of cell, a key, what must hold inside a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from connectors.tables.cells import CellKind, Value, plain
from connectors.tables.note import Note

Row = Mapping[str, Value]
RowRule = Callable[[Row], Mapping[str, str]]
"""Given a row whose cells are all readable, the wrong fields and what each was expected to be."""


def _anything_goes(row: Row) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class TableColumn:
    """One field of a table: how it is labelled in a header, what its cells hold.

    `may_be_absent`: the header may lack it. `may_be_blank`: a cell may be empty. Either way it reads `blank`.
    """

    field: str
    kind: CellKind
    labels: tuple[str, ...] = ()
    may_be_blank: bool = False
    may_be_absent: bool = False
    blank: Value = None

    def answers_to(self, label: str) -> bool:
        """Whether a header cell with this text is this column."""
        return plain(label) in {plain(known) for known in (self.field, *self.labels)}


@dataclass(frozen=True)
class TableContract:
    """One stream of tables. `key` names the fields that may not repeat over all the files of the stream.

    `about_ru`, `notes`: of a table that the guide does not know: its title in Russian, what its columns hold.
    """

    stream: str
    about: str
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...]
    row_rule: RowRule = field(default=_anything_goes)
    about_ru: str = ""
    notes: Mapping[str, Note] = field(default_factory=dict)

    def columns_of(self, header: Sequence[object]) -> dict[str, list[int]]:
        """Field → positions (from 0) of its labels in a header row; absent fields are left out."""
        found: dict[str, list[int]] = {}
        for position, cell in enumerate(header):
            for column in self.columns:
                if isinstance(cell, str) and column.answers_to(cell):
                    found.setdefault(column.field, []).append(position)
        return found

    def missing(self, found: Mapping[str, object]) -> tuple[TableColumn, ...]:
        """The columns that must be in a header and are not in `found`."""
        return tuple(
            column for column in self.columns if not column.may_be_absent and column.field not in found
        )
