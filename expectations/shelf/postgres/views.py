"""The views that readers know: how all change over in one transaction, and what of them must not change."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from expectations.contract import Column
from expectations.errors import ShelfError
from expectations.shelf.postgres.database import Connection
from expectations.shelf.postgres.names import Views
from texts import say

# Readers that come later wait behind whoever waits for a lock: so each try is short.
_LOCK_SECONDS = 2
_PAUSE_SECONDS = 3.0


@dataclass(frozen=True)
class Shown:
    """What a view is to show: the table in a data schema, which of its rows, and the words about it."""

    schema: str
    description: str
    columns: Sequence[Column]
    condition: sql.Composable | None = None
    language: str = "en"


def change_over(connection: Connection, views: Views, wanted: Mapping[str, Shown], patience: float) -> None:
    """Let every view of the schema show what is wanted, in one transaction; views of others stay.

    `patience`: seconds to wait for long queries of readers. Raises ShelfError, psycopg.Error.
    """
    ends = time.monotonic() + patience
    while True:
        try:
            with connection.transaction():
                connection.execute(f"set local lock_timeout = '{_LOCK_SECONDS}s'")
                _change(connection, views, wanted)
            return
        except psycopg.errors.LockNotAvailable:
            if time.monotonic() > ends:
                raise ShelfError(
                    say(
                        "Readers kept the views of {schema} busy for {seconds} seconds.",
                        schema=views.schema,
                        seconds=int(patience),
                    ),
                    fix=say("end the queries that hang, in pg_stat_activity; the next night publishes all."),
                ) from None
        time.sleep(_PAUSE_SECONDS)


def tables_shown(connection: Connection, views: Views) -> dict[str, str]:
    """Each mart that a view of ours shows → the data schema in which its table stands."""
    found = _shown(connection, views.schema)
    return {table: schema for view, table, schema in found if view == views.spelled(table)}


def refuse_other_spelling(connection: Connection, views: Views) -> None:
    """Raises ShelfError if the schema holds views of ours under names of the other spelling."""
    found = _shown(connection, views.schema)
    other = sorted(view for view, table, _ in found if view != views.spelled(table))
    if other:
        raise ShelfError(
            say(
                "{schema} has views named like {name}: `names: {spelling}` would take them from readers.",
                schema=views.schema,
                name=other[0],
                spelling=views.spelling,
            ),
            fix=say(
                "give this entry a schema of its own under `views`; or, if nobody reads the old names, drop "
                "the schema (`drop schema {schema} cascade`): the next night makes it anew.",
                schema=views.schema,
            ),
        )


def data_schemas(connection: Connection, views: Views) -> set[str]:
    """Every data schema behind these views, shown or not."""
    found = connection.execute(
        "select nspname from pg_namespace where nspname like %s", (_pattern(views.schema),)
    )
    return {str(name) for (name,) in found}


def describe(connection: Connection, views: Views, wanted: Mapping[str, Shown]) -> None:
    """Bring the comments of views and columns up to date; only what differs is written."""
    known = {
        (str(view), str(column)): str(text)
        for view, column, text in connection.execute(
            "select c.relname, coalesce(a.attname, ''), d.description from pg_description d"
            " join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass"
            " join pg_namespace n on n.oid = c.relnamespace and n.nspname = %s"
            " left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0",
            (views.schema,),
        )
    }
    for mart, shown in wanted.items():
        view = views.spelled(mart)
        if known.get((view, ""), "") != shown.description:
            about = sql.SQL("comment on view {} is {}")
            connection.execute(about.format(views.of(mart), sql.Literal(shown.description)))
        for column in shown.columns:
            said, place = column.comment(shown.language), views.spelled(column.name)
            if known.get((view, place), "") != said:
                about = sql.SQL("comment on column {} is {}")
                name = sql.Identifier(views.schema, view, place)
                connection.execute(about.format(name, sql.Literal(said)))


def drop_unread(connection: Connection, schemas: Iterable[str]) -> None:
    """Drop data schemas that nobody reads; one that is read, or that a view of others shows, stays."""
    for schema in schemas:
        try:
            with connection.transaction():
                connection.execute(f"set local lock_timeout = '{_LOCK_SECONDS}s'")
                tables = connection.execute(
                    "select tablename from pg_tables where schemaname = %s", (schema,)
                )
                for (table,) in tables.fetchall():
                    connection.execute(sql.SQL("drop table {}").format(sql.Identifier(schema, table)))
                connection.execute(sql.SQL("drop schema {}").format(sql.Identifier(schema)))
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DependentObjectsStillExist):
            continue


def _shown(connection: Connection, schema: str) -> list[tuple[str, str, str]]:
    """(view, table, data schema) of each of our views, however it is spelled."""
    found = connection.execute(
        "select view_name, table_name, table_schema from information_schema.view_table_usage"
        " where view_schema = %s and lower(view_name) = table_name and table_schema like %s",
        (schema, _pattern(schema)),
    )
    return [(str(view), str(table), str(data)) for view, table, data in found]


def _change(connection: Connection, views: Views, wanted: Mapping[str, Shown]) -> None:
    now = tables_shown(connection, views)
    offered = _columns(connection, [(shown.schema, mart) for mart, shown in wanted.items()])
    had = _columns_shown(
        connection, views, now, {mart: offered[wanted[mart].schema, mart] for mart in wanted}
    )
    refusals = [
        sentence
        for view in sorted(set(now) & set(wanted))
        for sentence in _breaks(view, had[view], offered[wanted[view].schema, view])
    ]
    if refusals:
        raise ShelfError(
            say("What BI tools know would break: {refusals}.", refusals="; ".join(refusals)),
            fix=say(
                "publish the change as a new mart, or, if nobody needs the old columns, drop the view "
                "(`drop view {schema}.<mart>`, with `cascade` if views of others stand on it): "
                "the next night makes it anew.",
                schema=views.schema,
            ),
        )
    for view in sorted(set(now) - set(wanted)):
        _drop(connection, views, view)
    guarded = _guarded(connection, views)
    for view, shown in wanted.items():
        # What a condition says may have changed with the roles: it is always written anew.
        is_guarded = shown.condition is not None or views.spelled(view) in guarded
        if now.get(view) != shown.schema or is_guarded:
            _show(connection, views, view, shown, had.get(view, {}), offered[shown.schema, view])


def _show(
    connection: Connection,
    views: Views,
    view: str,
    shown: Shown,
    had: Mapping[str, str],
    offered: Mapping[str, str],
) -> None:
    """Known columns first, as they stood: PostgreSQL lets a view grow at its end only."""
    names = [*had, *(name for name in offered if name not in had)]
    write_view(connection, views, view, names, sql.Identifier(shown.schema, view), shown.condition)


def write_view(
    connection: Connection,
    views: Views,
    view: str,
    names: Iterable[str],
    table: sql.Identifier,
    condition: sql.Composable | None,
) -> None:
    """Make or change a view. With a condition nothing that a reader writes sees a row before it does."""
    statement = sql.SQL("create or replace view {}{} as select {} from {}{}").format(
        views.of(view),
        sql.SQL(" with (security_barrier = true)" if condition is not None else ""),
        sql.SQL(", ").join(_as_spelled(views, name) for name in names),
        table,
        sql.SQL("") if condition is None else sql.SQL(" where {}").format(condition),
    )
    connection.execute(statement)


def _as_spelled(views: Views, column: str) -> sql.Composable:
    own, shown = sql.Identifier(column), sql.Identifier(views.spelled(column))
    return own if own == shown else sql.SQL("{} as {}").format(own, shown)


def _guarded(connection: Connection, views: Views) -> set[str]:
    found = connection.execute(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = %s and c.relkind = 'v' and c.reloptions @> array['security_barrier=true']",
        (views.schema,),
    )
    return {str(name) for (name,) in found}


def _drop(connection: Connection, views: Views, view: str) -> None:
    try:
        with connection.transaction():
            connection.execute(sql.SQL("drop view {}").format(views.of(view)))
    except psycopg.errors.DependentObjectsStillExist:
        raise ShelfError(
            say("{view} is published no more, and views of others stand on it.", view=views.written(view)),
            fix=say(
                "drop it with `drop view {view} cascade`, or publish the mart again.",
                view=views.written(view),
            ),
        ) from None


def _breaks(view: str, had: Mapping[str, str], offered: Mapping[str, str]) -> list[str]:
    gone = [say("{mart}.{column} is gone", mart=view, column=name) for name in had if name not in offered]
    return gone + [
        say("{mart}.{column} was {old} and is {new}", mart=view, column=name, old=kind, new=offered[name])
        for name, kind in had.items()
        if name in offered and offered[name] != kind
    ]


def _columns_shown(
    connection: Connection,
    views: Views,
    marts: Iterable[str],
    offered: Mapping[str, Mapping[str, str]],
) -> dict[str, dict[str, str]]:
    """Mart → columns of its view in order, with their types: by the tables' names where those have them."""
    found = _columns(connection, [(views.schema, views.spelled(mart)) for mart in marts])
    shown = {}
    for mart in marts:
        own = {views.spelled(name): name for name in offered.get(mart, ())}
        columns = found[views.schema, views.spelled(mart)]
        shown[mart] = {own.get(name, name): kind for name, kind in columns.items()}
    return shown


def _columns(
    connection: Connection, names: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, str]]:
    """(schema, relation) → its columns in order, with their types as PostgreSQL writes them."""
    found: dict[tuple[str, str], dict[str, str]] = {name: {} for name in names}
    rows = connection.execute(
        "select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) from pg_attribute a"
        " join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = any(%s) and a.attnum > 0 and not a.attisdropped order by a.attnum",
        (sorted({schema for schema, _ in names}),),
    )
    for schema, relation, column, kind in rows:
        if (schema, relation) in found:
            found[schema, relation][column] = kind
    return found


def _pattern(views: str) -> str:
    return f"{views}_data_%".replace("_", r"\_")
