"""The key of a mart does not repeat."""

# ruff: noqa: S608 - names come from a checked contract and are quoted

from collections.abc import Iterator, Sequence

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import key, listed
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Ключ {subject} не повторяется",
        "В {mart} повторяется ключ {subject}: ключей с повторами {observed}.",
        "найдите соединение, которое размножает строки, или исправьте grain.",
    ),
    "en": Sentences(
        "The key {subject} is unique",
        "{mart} repeats its key {subject}: {observed} keys occur more than once.",
        "find the join that multiplies rows, or correct grain.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For every mart, over its grain."""
    yield sql_rule("unique", _repeated_keys(contract.grain), subject=", ".join(contract.grain))


def _repeated_keys(grain: Sequence[str]) -> str:
    """Keys that occur more than once."""
    return f"""
        select {key(grain)} as record, cast(count(*) as varchar) as found, '1' as wanted
        from batch group by {listed(grain)} having count(*) > 1
    """
