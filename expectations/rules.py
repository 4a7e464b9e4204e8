"""Turns a contract into Great Expectations configurations: the rules by which a published mart is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from expectations import statements
from expectations.cells import Changed
from expectations.contract import Check, Contract, Reference, Severity, Total
from expectations.texts import Language

GX_SEVERITY = {"stop": "critical", "warn": "warning"}


@dataclass(frozen=True)
class Surroundings:
    """What stands beside a candidate: marts with a published version, controls given, losses accepted.

    `changed`: mart → columns in which personal data were masked or hidden codes taken away.
    """

    previous: frozenset[str] = frozenset()
    control: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    changed: Mapping[str, Sequence[Changed]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One expectation with what the report needs to name it."""

    name: str
    type: str
    kwargs: dict[str, Any]
    severity: Severity = "stop"
    subject: str = ""
    said: dict[Language, dict[str, str]] | None = None

    def config(self, description: str) -> dict[str, Any]:
        """The plain Great Expectations configuration; `description` is what Data Docs show."""
        return {
            "type": self.type,
            "kwargs": self.kwargs,
            "severity": GX_SEVERITY[self.severity],
            "description": description.replace("$", "$$"),
            "meta": {"rule": self.name, "subject": self.subject, "said": self.said or {}},
        }


def rules_of(contract: Contract, around: Surroundings) -> list[Rule]:
    """Every rule the mart is judged by, the extra suite last."""
    rules = _own_rules(contract)
    for one in around.changed.get(contract.mart, ()):
        sql = statements.changed_cells(contract.mart, one.column, one.how)
        rules.append(_sql(one.how, sql, severity="warn", subject=one.column))
    if contract.mart in around.previous:
        rules += _against_previous(contract, "warn" if contract.mart in around.accepted else "stop")
    rules += [_reference(contract, one) for one in contract.references]
    rules += [_total(contract, number, one, around) for number, one in enumerate(contract.totals)]
    rules += [_check(contract, number, one) for number, one in enumerate(contract.checks)]
    return rules + [_extra(one) for one in contract.suite]


def assembled_rule(contract: Contract, reference: Reference, child: str, parent: str) -> Rule:
    """The foreign key between two views of the assembled set, one of them carried over."""
    sql = statements.orphans(child, parent, reference, contract.grain)
    subject = f"{contract.mart} → {reference.to}"
    return _sql("reference_assembled", sql, severity=reference.severity, subject=subject)


def total_table(mart: str, number: int) -> str:
    """The bench table with the other side of a total that stands in the warehouse only."""
    return f"total_{mart}_{number}"


def check_table(mart: str, number: int) -> str:
    """The bench table with the rows that a check over a warehouse model found."""
    return f"check_{mart}_{number}"


def _sql(name: str, sql: str, **described: Any) -> Rule:
    """A rule from SQL that reads `batch`; braces and colons of the SQL stay what they are."""
    # GX formats the statement with str.format and SQLAlchemy reads :name as a parameter.
    kept = sql.strip().replace("{", "{{").replace("}", "}}").replace("::", "\0").replace(":", "\\:")
    query = "with batch as (select * from {batch}) " + kept.replace("\0", "::")  # noqa: S608
    return Rule(name, "unexpected_rows_expectation", {"unexpected_rows_query": query}, **described)


def _own_rules(contract: Contract) -> list[Rule]:
    """The rules that need nothing but the candidate and the night's facts."""
    mart, grain = contract.mart, contract.grain
    scanned = [column for column in contract.columns if column.name not in contract.pii]
    rules = [
        _sql("schema", statements.wrong_columns(mart)),
        _sql("unique", statements.repeated_keys(grain), subject=", ".join(grain)),
        _sql(
            "not_null",
            statements.empty_values(grain, contract.never_null),
            subject=", ".join(contract.never_null),
        ),
        _sql("personal_data", statements.personal_data(grain, scanned)),
        _sql("described", statements.undescribed_columns(mart), severity="warn"),
    ]
    if not contract.allow_empty:
        rules.append(Rule("rows", "expect_table_row_count_to_be_between", {"min_value": 1}))
    if contract.fresh_within is not None:
        rules.append(
            _sql("fresh", statements.stale_streams(mart), subject=", ".join(contract.fresh_entities))
        )
    if contract.conservation is not None:
        rules.append(_sql("conservation", statements.unbalanced_cells(contract.conservation)))
    return rules


def _against_previous(contract: Contract, severity: Severity) -> list[Rule]:
    rules, kept = [], contract.kept_columns
    if contract.max_drop is not None:
        rules.append(
            _sql("no_collapse", statements.collapse(contract.mart, contract.max_drop), severity=severity)
        )
    if kept:
        sql = statements.lost_keys(contract.mart, kept)
        rules.append(_sql("keeps_keys", sql, severity=severity, subject=", ".join(kept)))
    return rules


def _reference(contract: Contract, reference: Reference) -> Rule:
    sql = statements.orphans("batch", reference.to, reference, contract.grain)
    return _sql("reference", sql, severity=reference.severity, subject=reference.to)


def _total(contract: Contract, number: int, total: Total, around: Surroundings) -> Rule:
    """A control total that the source did not give makes a warning, not a stop: it was not compared."""
    other = total.equals
    if other.control is not None:
        theirs = f"select value from facts.control where name = {statements.literal(other.control)}"  # noqa: S608
    elif other.relation in contract.relations:
        theirs = f"select * from facts.{total_table(contract.mart, number)}"  # noqa: S608
    else:
        theirs = statements.other_side_sums(total, str(other.relation))
    missing = other.control is not None and other.control not in around.control
    severity: Severity = "warn" if missing else total.severity
    return _sql("total", statements.different_sums(total, theirs), severity=severity, subject=total.name)


def _check(contract: Contract, number: int, check: Check) -> Rule:
    if check.relation in contract.relations:
        sql = f"select record from facts.{check_table(contract.mart, number)}"  # noqa: S608
    else:
        shown = statements.key(check.show or contract.grain)
        sql = f"select distinct {shown} as record from {check.relation or 'batch'} where {check.where}"  # noqa: S608
    return _sql(
        "check", sql, severity=check.severity, subject=check.name, said=_own_words(check.message, check.fix)
    )


def _own_words(message: str | dict[str, str], fix: str | dict[str, str]) -> dict[Language, dict[str, str]]:
    languages: tuple[Language, ...] = ("ru", "en")
    return {
        language: {
            "message": message if isinstance(message, str) else message.get(language, ""),
            "fix": fix if isinstance(fix, str) else fix.get(language, ""),
        }
        for language in languages
    }


def _extra(config: dict[str, Any]) -> Rule:
    """An expectation of suites/<mart>.yml as it stands there."""
    meta = config.get("meta") or {}
    subject = str(meta.get("name") or config["type"])
    said = _own_words(meta.get("message", ""), meta.get("fix", ""))
    severity: Severity = "stop" if config.get("severity", "critical") == "critical" else "warn"
    return Rule("suite", config["type"], dict(config.get("kwargs", {})), severity, subject, said=said)
