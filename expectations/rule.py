"""What a rule of the gate is: one expectation of Great Expectations with what the report needs to name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from expectations.cells import Changed
from expectations.contract import Contract, Severity
from expectations.statements import literal
from expectations.texts import Language, Sentences

ROWS_ONCE = "unexpected_rows_once"
"""Our own kind of expectation (rows_once.py), by the name under which Great Expectations knows it."""
_OF_ROWS = (ROWS_ONCE, "unexpected_rows_expectation")
GX_SEVERITY = {"stop": "critical", "warn": "warning"}
Words = dict[Language, Sentences]


@dataclass(frozen=True)
class Surroundings:
    """What stands beside a candidate: marts with a published version, controls given, losses accepted.

    `changed`: mart → columns in which personal data were masked or hidden codes taken away. `unsourced`:
    marts of which no deployed source can give a row.
    """

    previous: frozenset[str] = frozenset()
    control: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    changed: Mapping[str, Sequence[Changed]] = field(default_factory=dict)
    unsourced: frozenset[str] = frozenset()

    def severity_of_loss(self, mart: str) -> Severity:
        """Of rows or keys that vanished: a loss that a person accepted is told and stops nothing."""
        return "warn" if mart in self.accepted else "stop"


@dataclass(frozen=True)
class Rule:
    """One expectation with what the report needs to name it."""

    name: str
    type: str
    kwargs: dict[str, Any]
    severity: Severity = "stop"
    subject: str = ""
    said: dict[Language, dict[str, str]] | None = None

    @property
    def finds_rows(self) -> bool:
        """Whether it is a statement that gives the rows which must not exist."""
        return self.type in _OF_ROWS

    def config(self, description: str) -> dict[str, Any]:
        """The plain Great Expectations configuration; `description` is what Data Docs show."""
        return {
            "type": self.type,
            "kwargs": self.kwargs,
            "severity": GX_SEVERITY[self.severity],
            "description": description.replace("$", "$$"),
            "meta": {"rule": self.name, "subject": self.subject, "said": self.said or {}},
        }


def sql_rule(name: str, sql: str, **described: Any) -> Rule:
    """A rule from SQL that reads `batch`; braces and colons of the SQL stay what they are."""
    # GX formats the statement with str.format and SQLAlchemy reads :name as a parameter.
    kept = sql.strip().replace("{", "{{").replace("}", "}}").replace("::", "\0").replace(":", "\\:")
    query = "with batch as (select * from {batch}) " + kept.replace("\0", "::")  # noqa: S608
    return Rule(name, ROWS_ONCE, {"unexpected_rows_query": query}, **described)


def changed_cells(how: str, contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """Rows whose cell is published otherwise than it was typed, changed in this way: a rule per column."""
    for one in around.changed.get(contract.mart, ()):
        if one.how == how:
            sql = f"""
                select record from facts.changed_cell
                where
                    mart = {literal(contract.mart)}
                    and column_name = {literal(one.column)}
                    and how = {literal(how)}
                order by record
            """  # noqa: S608
            yield sql_rule(how, sql, severity="warn", subject=one.column)


def own_words(message: str | dict[str, str], fix: str | dict[str, str]) -> dict[Language, dict[str, str]]:
    """Sentences of a mart's author by language; plain ones are the same in both."""
    languages: tuple[Language, ...] = ("ru", "en")
    return {
        language: {
            "message": message if isinstance(message, str) else message.get(language, ""),
            "fix": fix if isinstance(fix, str) else fix.get(language, ""),
        }
        for language in languages
    }
