"""A sum equals another relation's, or the control total of a source."""

# ruff: noqa: S608 - names come from a checked contract and are quoted

from collections.abc import Iterator, Sequence

from expectations.contract import Contract, Severity, Total
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import joined, listed, literal, quote
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Итог сходится: {subject}",
        "Итог «{subject}» в {mart} не сходится (у нас ≠ там): расхождений {observed}.",
        "сверьте названные записи с другой стороной и исправьте правило или источник.",
    ),
    "en": Sentences(
        "The total agrees: {subject}",
        "The total “{subject}” of {mart} does not agree (ours ≠ theirs): {observed} differences.",
        "compare the named records with the other side and correct the rule or the source.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For each of `totals`."""
    for number, one in enumerate(contract.totals):
        yield _total(contract, number, one, around)


def total_table(mart: str, number: int) -> str:
    """The bench table with the other side of a total that stands in the warehouse only."""
    return f"total_{mart}_{number}"


def _total(contract: Contract, number: int, total: Total, around: Surroundings) -> Rule:
    """A control total that the source did not give makes a warning, not a stop: it was not compared."""
    other = total.equals
    if other.control is not None:
        theirs = f"select value from facts.control where name = {literal(other.control)}"
    elif other.relation in contract.relations:
        theirs = f"select * from facts.{total_table(contract.mart, number)}"
    else:
        theirs = other_side_sums(total, str(other.relation))
    missing = other.control is not None and other.control not in around.control
    severity: Severity = "warn" if missing else total.severity
    return sql_rule("total", _different_sums(total, theirs), severity=severity, subject=total.name)


def _different_sums(total: Total, their_sums: str) -> str:
    """Groups whose sums differ; a group that one side lacks counts as zero there."""
    places = range(len(total.by))
    same = " and ".join(f"theirs.k{place} is not distinct from ours.k{place}" for place in places)
    group = joined(f"coalesce(ours.k{place}, theirs.k{place})" for place in places)
    return f"""
        , ours as ({_sums("batch", total.measure, total.where, total.by)}),
        theirs as ({their_sums})
        select
            {group if total.by else literal(total.name)} as record,
            coalesce(cast(ours.value as varchar), '0') as found,
            coalesce(cast(theirs.value as varchar), '0') as wanted
        from ours full join theirs on {same or "true"}
        where abs(coalesce(ours.value, 0) - coalesce(theirs.value, 0)) > {total.tolerance}
    """


def other_side_sums(total: Total, relation: str) -> str:
    """The sums of a total's other side: k0, k1, … and value."""
    by = total.by if total.equals.by is None else total.equals.by
    return _sums(relation, total.equals.measure or total.measure, total.equals.where, by)


def _sums(relation: str, measure: str, where: str | None, by: Sequence[str]) -> str:
    keys = "".join(f"{quote(column)} as k{place}, " for place, column in enumerate(by))
    grouped = f" group by {listed(by)}" if by else ""
    return f"select {keys}{measure} as value from {relation} where {where or 'true'}{grouped}"
