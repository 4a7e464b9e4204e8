"""A mart does not lose more rows than it may."""

# ruff: noqa: S608 - names come from a checked contract and are quoted

from collections.abc import Iterator

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Строк не стало резко меньше",
        "В {mart} строк {observed}, а должно быть {expected} (сравнение с опубликованной версией).",
        "проверьте, не пропала ли часть источника; если убыль правильна: voronka night --accept-loss {mart}.",
    ),
    "en": Sentences(
        "The mart did not collapse",
        "{mart} has {observed} rows where {expected} are needed (against the published version).",
        "check whether part of a source vanished; if the loss is right: voronka night --accept-loss {mart}.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For marts that are published, with `max_drop`; a loss that was accepted is a warning."""
    if contract.mart in around.previous and contract.max_drop is not None:
        sql = _collapse(contract.mart, contract.max_drop)
        yield sql_rule("no_collapse", sql, severity=around.severity_of_loss(contract.mart))


def _collapse(mart: str, max_drop: float) -> str:
    """One row if the candidate has lost more than this share of the published rows."""
    return f"""
        select
            '' as record,
            cast(candidate_rows as varchar) as found,
            '>= ' || cast(needed_rows as varchar) as wanted
        from (
            select
                (select count(*) from batch) as candidate_rows,
                cast(ceil((select count(*) from prev_{mart}) * (1 - {max_drop})) as bigint) as needed_rows
        ) as counted
        where candidate_rows < needed_rows
    """
