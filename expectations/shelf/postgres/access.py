"""The map of who sees which rows: `access.csv` of a deployment, checked line by line, and its table."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from psycopg import sql

from durable.files import sha256_of
from expectations.errors import ShelfError
from expectations.shelf.postgres.database import Connection
from texts import harmless, say

COLUMNS = ("login", "unit", "email")
TABLE = "access"
_EVERYTHING = "*"
_LONGEST_LOGIN = 63  # bytes; PostgreSQL cuts what is longer


class Right(NamedTuple):
    """A row of the map. A head has one for his unit, and one for each employee who is in it now."""

    login: str
    sees: Literal["company", "unit", "employee"]
    org_unit_key: str | None = None
    employee_key: str | None = None


@dataclass(frozen=True)
class People:
    """Who can be named in the map: employees by address and unit, units by key and by name."""

    by_email: Mapping[str, Sequence[str]] = field(default_factory=dict)
    of_unit: Mapping[str, Sequence[str]] = field(default_factory=dict)
    units: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_people(connection: Connection, employees: sql.Composable, units: sql.Composable) -> People:
    """From relations like `dim_employee` and `dim_org_unit`. Raises psycopg.Error."""
    by_email: dict[str, list[str]] = defaultdict(list)
    of_unit: dict[str, list[str]] = defaultdict(list)
    asked = sql.SQL("select employee_key, lower(email), org_unit_key from {}").format(employees)
    for key, email, unit in connection.execute(asked):
        of_unit[unit].append(key)
        if email:
            by_email[email].append(key)
    named: dict[str, list[str]] = defaultdict(list)
    for key, name in connection.execute(sql.SQL("select org_unit_key, org_unit_name from {}").format(units)):
        for word in {key, str(name).strip().lower()}:
            named[word].append(key)
    return People(by_email, of_unit, named)


def rights_in(file: Path, people: People) -> tuple[list[Right], list[str]]:
    """The rows that the file gives, and a sentence for each line that gives nothing. Raises ShelfError."""
    rights: dict[Right, None] = {}
    told = []
    for number, line in _lines(file):
        found = _rights(*line, people)
        if isinstance(found, str):
            told.append(
                say(
                    "{file}, line {number}: {reason}; the line gives no access",
                    file=file.name,
                    number=number,
                    reason=found,
                )
            )
        else:
            rights |= dict.fromkeys(found)
    return list(rights), told


def store_rights(connection: Connection, schema: str, rights: Sequence[Right], file: Path) -> None:
    """Replace the map in one transaction; its comment says which file it holds. Raises psycopg.Error."""
    table = sql.Identifier(schema, TABLE)
    with connection.transaction():
        connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
        connection.execute(
            sql.SQL(
                "create table if not exists {} (login text not null, sees text not null,"
                " org_unit_key text, employee_key text)"
            ).format(table)
        )
        connection.execute(sql.SQL("delete from {}").format(table))
        connection.cursor().executemany(
            sql.SQL("insert into {} values (%s, %s, %s, %s)").format(table), rights
        )
        connection.execute(sql.SQL("comment on table {} is {}").format(table, sql.Literal(sha256_of(file))))


def is_stored(connection: Connection, schema: str, file: Path) -> bool:
    """Whether the map in force is that of the file. Raises OSError, psycopg.Error."""
    row = connection.execute(
        "select obj_description(to_regclass(format('%%I.%%I', %s::text, %s::text)), 'pg_class')",
        (schema, TABLE),
    ).fetchone()
    return row is not None and row[0] == sha256_of(file)


def _lines(file: Path) -> list[tuple[int, tuple[str, str, str]]]:
    """(number, login, unit, email) of each line that is not empty."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ShelfError(
            say("The map of access {file} cannot be read.", file=file),
            fix=say("put a CSV file in UTF-8 there, with the columns {columns}.", columns=", ".join(COLUMNS)),
        ) from error
    sign = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=sign)
    if tuple(name.strip().lower() for name in reader.fieldnames or ()) != COLUMNS:
        raise ShelfError(
            say("The map of access {file} has other columns than it must.", file=file.name),
            fix=say("let its first line be {columns}.", columns=",".join(COLUMNS)),
        )
    reader.fieldnames = COLUMNS
    return [
        (reader.line_num, (words[0], words[1], words[2]))
        for row in reader
        if any(words := [(row[name] or "").strip() for name in COLUMNS])
    ]


def _rights(login: str, unit: str, email: str, people: People) -> list[Right] | str:
    """What a line gives, or why it gives nothing."""
    if not login or len(login.encode()) > _LONGEST_LOGIN:
        return say("it names no login that PostgreSQL can have")
    if bool(unit) == bool(email):
        return say("it must name either a unit, `*` or the address of an employee")
    if unit == _EVERYTHING:
        return [Right(login, "company")]
    if email:
        return _one(
            [Right(login, "employee", None, key) for key in people.by_email.get(email.lower(), ())],
            say("no employee has the address {email}", email=harmless(email)),
            say("several employees have the address {email}", email=harmless(email)),
        )
    found = _one(
        [Right(login, "unit", key) for key in people.units.get(unit, people.units.get(unit.lower(), ()))],
        say("there is no unit {unit}", unit=harmless(unit)),
        say("several units are called {unit}: name it by org_unit_key of dim_org_unit", unit=harmless(unit)),
    )
    if isinstance(found, str):
        return found
    key = found[0].org_unit_key or ""
    return found + [Right(login, "unit", key, employee) for employee in people.of_unit.get(key, ())]


def _one(found: list[Right], none: str, several: str) -> list[Right] | str:
    return found if len(found) == 1 else several if found else none
