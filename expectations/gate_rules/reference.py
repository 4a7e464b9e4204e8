"""A foreign key finds its row."""

# ruff: noqa: S608 - names come from a checked contract and are quoted

from collections.abc import Iterable, Iterator

from expectations.contract import Contract, Reference
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import key, quote
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Ссылки на {subject} целы",
        "В {mart} есть ссылки на {subject}, которым ничего не соответствует: строк {observed}.",
        "добавьте недостающие записи в {subject} или исправьте ключ.",
    ),
    "en": Sentences(
        "References to {subject} hold",
        "{mart} refers to records that {subject} does not have: {observed} rows.",
        "add the missing records to {subject} or correct the key.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For each of `references`."""
    for one in contract.references:
        sql = orphans("batch", one.to, one, contract.grain)
        yield sql_rule("reference", sql, severity=one.severity, subject=one.to)


def orphans(child: str, parent: str, reference: Reference, grain: Iterable[str]) -> str:
    """Rows of `child` whose reference has no row in `parent`; a null refers to nothing."""
    pairs = list(zip(reference.columns, reference.target_columns, strict=True))
    given = " and ".join(f"child.{quote(mine)} is not null" for mine, _ in pairs)
    same = " and ".join(f"parent.{quote(theirs)} = child.{quote(mine)}" for mine, theirs in pairs)
    return f"""
        select {key(grain, "child.")} as record, {key(reference.columns, "child.")} as found
        from {child} as child
        where {given} and not exists (select 1 from {parent} as parent where {same})
    """
