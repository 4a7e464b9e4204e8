"""Which rows of a view a login sees: conditions inside the views, by the map of access."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from psycopg import sql

from expectations.shelf.postgres.access import TABLE

_EMPLOYEE, _UNIT = "employee_key", "org_unit_key"
_UNITS = (_UNIT, "org_unit_then_key", "org_unit_now_key")
_LEADS = "head_employee_key"  # who leads a unit: not whose row it is
_OF_ANY = {"unit_type", "unit_key"}


@dataclass(frozen=True)
class Guard:
    """Who sees everything beside those of the map: the owner of the views, members of the reader role."""

    schema: str
    owner: str
    reader: str | None

    def condition(self, columns: Collection[str]) -> sql.Composable:
        """Rows of a view with these columns; without a column of employees or units only for who sees all."""
        own = [self._among(one, _EMPLOYEE) for one in columns if _is_of_employee(one)]
        own += [self._among(one, _UNIT) for one in columns if one in _UNITS]
        if set(columns) >= _OF_ANY:
            of_each = sql.SQL("(unit_type = {} and {})")
            own.append(of_each.format(sql.Literal("employee"), self._among("unit_key", _EMPLOYEE)))
            own.append(of_each.format(sql.Literal("department"), self._among("unit_key", _UNIT)))
        return sql.SQL(" or ").join([self.sees_all(), *own])

    def of_the_map(self) -> sql.Composable:
        """Rows of the map itself: everybody's own."""
        return sql.SQL("{} or login = cast(session_user as text)").format(self.sees_all())

    def sees_all(self) -> sql.Composable:
        """Asked once a query. The session's user decides: no role that he takes, no view of others."""
        words = [
            sql.SQL("session_user = {}").format(sql.Literal(self.owner)),
            sql.SQL(
                "exists (select 1 from {} where login = cast(session_user as text) and sees = 'company')"
            ).format(self._table),
        ]
        if self.reader is not None:
            words.append(sql.SQL("pg_has_role(session_user, {}, 'member')").format(sql.Literal(self.reader)))
        return sql.SQL("(select {})").format(sql.SQL(" or ").join(words))

    @property
    def _table(self) -> sql.Identifier:
        return sql.Identifier(self.schema, TABLE)

    def _among(self, column: str, key: str) -> sql.Composable:
        return sql.SQL(
            "{} in (select mine.{} from {} as mine"
            " where mine.login = cast(session_user as text) and mine.{} is not null)"
        ).format(sql.Identifier(column), sql.Identifier(key), self._table, sql.Identifier(key))


def _is_of_employee(column: str) -> bool:
    return column == _EMPLOYEE or (column.endswith(f"_{_EMPLOYEE}") and column != _LEADS)
