"""Rows that must not exist, in the words of whoever wrote the mart."""

# ruff: noqa: S608 - names come from a checked contract and are quoted

from collections.abc import Iterator

from expectations.contract import Check, Contract
from expectations.rule import Rule, Surroundings, Words, own_words, sql_rule
from expectations.statements import key
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Проверка «{subject}»",
        "Проверка «{subject}» витрины {mart}: строк {observed}.",
        "см. названные записи.",
    ),
    "en": Sentences(
        "Check “{subject}”", "Check “{subject}” of {mart}: {observed} rows.", "see the named records."
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For each of `checks`."""
    for number, one in enumerate(contract.checks):
        yield _check(contract, number, one)


def check_table(mart: str, number: int) -> str:
    """The bench table with the rows that a check over a warehouse model found."""
    return f"check_{mart}_{number}"


def _check(contract: Contract, number: int, check: Check) -> Rule:
    if check.relation in contract.relations:
        sql = f"select record from facts.{check_table(contract.mart, number)}"
    else:
        shown = key(check.show or contract.grain)
        sql = f"select distinct {shown} as record from {check.relation or 'batch'} where {check.where}"
    return sql_rule(
        "check", sql, severity=check.severity, subject=check.name, said=own_words(check.message, check.fix)
    )
