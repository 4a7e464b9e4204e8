"""The roles that may read the views: made if they are missing, granted, and taken their rights again."""

from __future__ import annotations

from psycopg import sql

from expectations.shelf.postgres.database import Connection


def is_role(connection: Connection, role: str) -> bool:
    """Whether the server knows the role."""
    return connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone() is not None


def make_role(connection: Connection, role: str) -> None:
    """Make a role that nobody logs in with, unless it is there. Raises psycopg.Error."""
    if not is_role(connection, role):
        connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))


def grant_views(connection: Connection, views: str, role: str) -> None:
    """Let a role read every view of the schema. Raises psycopg.Error."""
    names = {"schema": sql.Identifier(views), "role": sql.Identifier(role)}
    connection.execute(sql.SQL("grant usage on schema {schema} to {role}").format(**names))
    connection.execute(sql.SQL("grant select on all tables in schema {schema} to {role}").format(**names))


def revoke_views(connection: Connection, views: str, role: str) -> None:
    """Let a role read nothing there any more, if there is such a role. Raises psycopg.Error."""
    if is_role(connection, role):
        names = {"schema": sql.Identifier(views), "role": sql.Identifier(role)}
        connection.execute(sql.SQL("revoke all on all tables in schema {schema} from {role}").format(**names))
        connection.execute(sql.SQL("revoke all on schema {schema} from {role}").format(**names))
