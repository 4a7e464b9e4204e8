"""Every column is described."""

# ruff: noqa: S608 - names come from a checked contract and are quoted

from collections.abc import Iterator

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import literal
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Каждый столбец описан",
        "В {mart} нет описания у столбцов: {observed}.",
        "допишите description в YAML: его увидят в BI.",
    ),
    "en": Sentences(
        "Every column is described",
        "{mart} has columns without a description: {observed}.",
        "add description in the YAML: it is what people see in BI.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For every mart; BI shows the descriptions."""
    yield sql_rule("described", _undescribed_columns(contract.mart), severity="warn")


def _undescribed_columns(mart: str) -> str:
    """Columns without a description."""
    return f"""
        select column_name as record from facts.promised_column
        where mart = {literal(mart)} and description = ''
    """
