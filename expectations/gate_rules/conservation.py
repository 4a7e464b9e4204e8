"""What stood, and entered, and did not leave, stands."""

# ruff: noqa: S608 - names come from a checked contract and are quoted

from collections.abc import Iterator

from expectations.contract import Conservation, Contract
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import joined, listed, quote
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Закон сохранения воронки",
        "В {mart} «стояло + вошло − вышло» не равно «стоит» (стоит ≠ должно): ячеек {observed}.",
        "откройте названные ячейки: переход потерян, посчитан дважды или попал в другую ячейку.",
    ),
    "en": Sentences(
        "Conservation of the funnel",
        "In {mart} “stood + entered − left” is not “stands” (stands ≠ should): {observed} cells.",
        "open the named cells: a move was lost, counted twice or put into another cell.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For marts with `conservation`."""
    if contract.conservation is not None:
        yield sql_rule("conservation", _unbalanced_cells(contract.conservation))


def _unbalanced_cells(law: Conservation) -> str:
    """Cells in which the law fails, over consecutive complete days: of an uncovered day nothing is known."""
    day, cell = quote(law.day), listed(law.cell)
    entered = " + ".join(f"coalesce(sum({quote(one)}), 0)" for one in law.entered)
    gone = " + ".join(f"coalesce(sum({quote(one)}), 0)" for one in law.left)
    same = " and ".join(f"today.{quote(one)} is not distinct from earlier.{quote(one)}" for one in law.cell)
    cell_key = joined(f"coalesce(today.{quote(one)}, earlier.{quote(one)})" for one in law.cell)
    complete = f"bool_and(coalesce({quote(law.complete)}, false))" if law.complete else "true"
    return f"""
        , flow as (
            select
                {day} as day_of, {cell},
                coalesce(sum({quote(law.standing)}), 0) as standing, {entered} as entered, {gone} as gone
            from batch group by {day}, {cell}
        ),
        gap as (select {day} as day_of from batch group by {day} having not {complete}),
        edge as (select min({day}) as first_day, max({day}) as last_day from batch),
        balance as (
            select
                coalesce(today.day_of, earlier.day_of + 1) as day_of,
                {cell_key} as cell_key,
                coalesce(today.standing, 0) as standing,
                coalesce(earlier.standing, 0) + coalesce(today.entered, 0) - coalesce(today.gone, 0) as should
            from flow as today full join flow as earlier on today.day_of = earlier.day_of + 1 and {same}
        )
        select
            cast(day_of as varchar) || ' | ' || cell_key as record,
            cast(standing as varchar) as found,
            cast(should as varchar) as wanted
        from balance cross join edge
        where day_of > first_day and day_of <= last_day and standing <> should
            and day_of not in (select day_of from gap) and day_of - 1 not in (select day_of from gap)
    """
