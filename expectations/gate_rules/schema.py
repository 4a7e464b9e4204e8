"""The columns and types are those of the contract."""

# ruff: noqa: S608 - names come from a checked contract and are quoted

from collections.abc import Iterator

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import literal
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Столбцы и типы как в контракте",
        "Столбцы {mart} не те, что обещаны (есть ≠ обещано): расхождений {observed}.",
        "приведите SQL и columns в YAML витрины друг к другу; новый смысл — новый столбец.",
    ),
    "en": Sentences(
        "Columns and types as in the contract",
        "The columns of {mart} are not the promised ones (found ≠ promised): {observed} differ.",
        "bring the mart's SQL and the columns in its YAML together; a new meaning is a new column.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For every mart."""
    yield sql_rule("schema", _wrong_columns(contract.mart))


def _wrong_columns(mart: str) -> str:
    """Columns that are missing, unexpected or of another type than promised."""
    return f"""
        , promised as (select * from facts.promised_column where mart = {literal(mart)}),
        found as (select * from facts.found_column where mart = {literal(mart)})
        select
            coalesce(promised.column_name, found.column_name) as record,
            coalesce(found.column_type, '—') as found,
            coalesce(promised.column_type, '—') as wanted
        from promised
        full join found on found.column_name = promised.column_name
        where found.column_type is distinct from promised.column_type
    """
