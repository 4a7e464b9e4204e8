"""The cells of a candidate as they may go out: hidden codes taken away, personal data masked, each noted.

Names are typed by anybody, and a phone or a code among them must neither go out nor keep everything else in.
"""
# ruff: noqa: S608 - the names come from a checked contract and are quoted.

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from expectations.codes import broken_sql, cleaned_sql, coded_sql
from expectations.contract import Contract
from expectations.personal import found_sql, is_key, masked_sql
from expectations.statements import key, literal, quote

CHANGED_CELLS = (
    "create table facts.changed_cell (mart varchar, column_name varchar, record varchar, how varchar)"
)


@dataclass(frozen=True)
class Changed:
    """A column whose cells go out otherwise than they were typed; `how` is the rule that tells of them."""

    how: str
    column: str


@dataclass(frozen=True)
class _Change:
    """One way in which a cell may have to change: where, and to what. `how` is empty where nobody is told."""

    how: str
    column: str
    where: str
    becomes: str


def outgoing_rows(connection: duckdb.DuckDBPyConnection, contract: Contract) -> tuple[str, list[Changed]]:
    """A query of the candidate's rows as they may be published, and the columns in which cells were changed.

    Which cells is noted in `facts.changed_cell`.
    """
    rows = f"select * from {contract.relation}"
    asked = list(_possible(connection.execute(f"describe {rows}").fetchall(), contract))
    if not asked:
        return rows, []
    each = ", ".join(f"count(*) filter (where {one.where})" for one in asked)
    counts = connection.execute(f"select {each} from {contract.relation}").fetchone()
    found = [one for one, count in zip(asked, counts or (), strict=True) if count]
    told = [one for one in found if one.how]
    for one in told:
        connection.execute(
            f"insert into facts.changed_cell select {literal(contract.mart)}, {literal(one.column)}, "
            f"{key(contract.grain)}, {literal(one.how)} from {contract.relation} where {one.where}"
        )
    # The mask comes last for a column, and already sees its text without codes.
    becomes = {one.column: one.becomes for one in found}
    if becomes:
        replaced = ", ".join(f"{text} as {quote(column)}" for column, text in becomes.items())
        rows = f"select * replace ({replaced}) from {contract.relation}"
    return rows, [Changed(one.how, one.column) for one in told]


def _possible(described: Sequence[tuple[str, ...]], contract: Contract) -> Iterator[_Change]:
    """Texts that name no records may be cleaned, and masked where the contract allows no mail in them."""
    for name, type_, *_ in described:
        if type_ != "VARCHAR" or name in contract.key_columns or is_key(name):
            continue
        shown = cleaned_sql(quote(name))
        yield _Change("", name, broken_sql(quote(name)), shown)  # a slip of typing: the cell is one line
        yield _Change("cleaned", name, coded_sql(quote(name)), shown)
        if name not in contract.pii:
            yield _Change("masked", name, found_sql(f"({shown})", in_key=False), masked_sql(f"({shown})"))
