"""The map of access in force: conditions in the views, the view `access`, and the role of those it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from psycopg import sql

from expectations.errors import ShelfError
from expectations.shelf.postgres.access import TABLE, People, is_stored, read_people, rights_in, store_rights
from expectations.shelf.postgres.database import Connection
from expectations.shelf.postgres.filters import Guard
from expectations.shelf.postgres.names import Views
from expectations.shelf.postgres.roles import grant_views, make_role, revoke_views
from expectations.shelf.postgres.views import Shown, tables_shown, write_view
from expectations.versions import Publication
from texts import say

_EMPLOYEES, _UNITS = "dim_employee", "dim_org_unit"
# How fresh the data are, and what columns mean, is for everybody; a finding names records of others.
_PUBLIC_TABLES = {"publication", "publication_release", "publication_column"}
_RIGHT = ("login", "sees", "org_unit_key", "employee_key")


@dataclass(frozen=True)
class AccessMap:
    """`file`: None where a deployment has no map and readers see all. `person`: the role of those in it."""

    file: Path | None
    views: Views
    reader: str | None
    person: str

    @property
    def _schema(self) -> str:
        return f"{self.views.schema}_access"

    def check(self, connection: Connection) -> None:
        """Raises ShelfError that names each line that gives no access, by the employees published now."""
        if self.file is None:
            return
        shown = tables_shown(connection, self.views)
        if {_EMPLOYEES, _UNITS} <= set(shown):
            people = self._people(connection, shown[_EMPLOYEES], shown[_UNITS])
            _, told = rights_in(self.file, people)
            if told:
                raise ShelfError(
                    say("The map of access has wrong lines: {lines}.", lines="; ".join(told)),
                    fix=say("correct them; dim_employee has the addresses, dim_org_unit the units."),
                )
        else:
            rights_in(self.file, People())

    def is_in_force(self, connection: Connection) -> bool:
        """Whether the database goes by the map as it stands in the file now. Raises ShelfError."""
        try:
            return self.file is None or is_stored(connection, self._schema, self.file)
        except OSError as error:
            raise ShelfError(
                say("The map of access {file} cannot be read.", file=self.file),
                fix=say("put the file back, or take `access` out of the deployment file."),
            ) from error

    def put(
        self, connection: Connection, publication: Publication, wanted: Mapping[str, Shown]
    ) -> tuple[list[str], Mapping[str, Shown]]:
        """Store the map, and give what is to be shown its conditions. Raises ShelfError, psycopg.Error.

        Returns a sentence for each line that gives no access.
        """
        if self.file is None:
            # Before the conditions go: whom they held back must not see all.
            revoke_views(connection, self.views.schema, self.person)
            return [], wanted
        people = People()
        if {_EMPLOYEES, _UNITS} <= set(wanted):
            people = self._people(connection, wanted[_EMPLOYEES].schema, wanted[_UNITS].schema)
        rights, told = rights_in(self.file, people)
        make_role(connection, self.person)
        store_rights(connection, self._schema, rights, self.file)
        guard = self._guard(connection)
        public = _PUBLIC_TABLES | {name for name, mart in publication.marts.items() if mart.public}
        return told, {
            name: shown
            if name in public
            else replace(shown, condition=guard.condition([one.name for one in shown.columns]))
            for name, shown in wanted.items()
        }

    def show(self, connection: Connection) -> None:
        """Make the view `access`, for tools that filter by themselves, and let those of the map read."""
        if self.file is None:
            return
        table = sql.Identifier(self._schema, TABLE)
        write_view(connection, self.views, TABLE, _RIGHT, table, self._guard(connection).of_the_map())
        about = say("Who sees which rows: one row per login and unit or employee; company is everything.")
        comment = sql.SQL("comment on view {} is {}")
        connection.execute(comment.format(self.views.of(TABLE), sql.Literal(about)))
        for role in filter(None, (self.reader, self.person)):
            grant_views(connection, self.views.schema, role)

    def _people(self, connection: Connection, of_employees: str, of_units: str) -> People:
        employees = sql.Identifier(of_employees, _EMPLOYEES)
        return read_people(connection, employees, sql.Identifier(of_units, _UNITS))

    def _guard(self, connection: Connection) -> Guard:
        row = connection.execute("select current_user").fetchone()
        return Guard(self._schema, str(row[0]) if row else "", self.reader)
