"""Required columns and keys are filled."""

# ruff: noqa: E501, S608 - a sentence stays on one line; names come from a checked contract and are quoted

from collections.abc import Iterator, Sequence

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import key, literal, quote
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Обязательные столбцы заполнены: {subject}",
        "В {mart} пусты обязательные столбцы: строк {observed}.",
        "найдите эти записи в источнике или в карантине; если пусто — правильно, уберите столбец из required.",
    ),
    "en": Sentences(
        "Required columns are filled: {subject}",
        "{mart} has empty required columns in {observed} rows.",
        "find these records in the source or in quarantine; if empty is right, drop the column from required.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For every mart, over its grain and `required`."""
    never_null = contract.never_null
    yield sql_rule("not_null", _empty_values(contract.grain, never_null), subject=", ".join(never_null))


def _empty_values(grain: Sequence[str], columns: Sequence[str]) -> str:
    """Rows in which one of the columns is null."""
    missing = ", ".join(f"case when {quote(one)} is null then {literal(one)} end" for one in columns)
    somewhere = " or ".join(f"{quote(one)} is null" for one in columns)
    return f"select {key(grain)} as record, concat_ws(', ', {missing}) as found from batch where {somewhere}"
