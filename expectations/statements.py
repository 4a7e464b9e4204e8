"""The SQL of the built-in rules: each returns the rows that break it.

The columns are `record` (the key), `found` and `wanted`, all text. Every statement reads its mart through
`batch`, the candidate that Great Expectations hands in.
"""
# ruff: noqa: S608 - the names come from a checked contract and are quoted; values of people never enter.

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from expectations.contract import Column, Conservation, Reference, Total
from expectations.personal import found_sql, is_key


def quote(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def as_pattern(path: Path) -> str:
    """A path for whatever takes a pattern of files: each of its signs means itself."""
    return re.sub(r"[\[*?]", r"[\g<0>]", str(path.resolve()))


def one_file(path: Path) -> str:
    """A path as an SQL literal that a reader of many files takes for this one file."""
    return literal(as_pattern(path))


def listed(columns: Iterable[str]) -> str:
    """Column names, quoted, with commas."""
    return ", ".join(quote(column) for column in columns)


def key(columns: Iterable[str], alias: str = "") -> str:
    """An expression that names a row by these columns."""
    return _joined(f"{alias}{quote(column)}" for column in columns)


def wrong_columns(mart: str) -> str:
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


def undescribed_columns(mart: str) -> str:
    """Columns without a description."""
    return f"""
        select column_name as record from facts.promised_column
        where mart = {literal(mart)} and description = ''
    """


def repeated_keys(grain: Sequence[str]) -> str:
    """Keys that occur more than once."""
    return f"""
        select {key(grain)} as record, cast(count(*) as varchar) as found, '1' as wanted
        from batch group by {listed(grain)} having count(*) > 1
    """


def empty_values(grain: Sequence[str], columns: Sequence[str]) -> str:
    """Rows in which one of the columns is null."""
    missing = ", ".join(f"case when {quote(one)} is null then {literal(one)} end" for one in columns)
    somewhere = " or ".join(f"{quote(one)} is null" for one in columns)
    return f"select {key(grain)} as record, concat_ws(', ', {missing}) as found from batch where {somewhere}"


def personal_data(grain: Sequence[str], columns: Iterable[Column]) -> str:
    """Rows with what looks like a phone or an e-mail; `found` names the columns and never their content."""
    texts = [one.name for one in columns if one.type == "VARCHAR"]
    cases = [
        f"case when {found_sql(quote(name), in_key=is_key(name))} then {literal(name)} end" for name in texts
    ] or ["null"]
    return f"""
        select record, found from (
            select {key(grain)} as record, concat_ws(', ', {", ".join(cases)}) as found from batch
        ) as scanned where found <> ''
    """


def changed_cells(mart: str, column: str, how: str) -> str:
    """Rows whose cell of this column is published otherwise than it was typed, changed in this way."""
    return f"""
        select record from facts.changed_cell
        where mart = {literal(mart)} and column_name = {literal(column)} and how = {literal(how)}
        order by record
    """


def collapse(mart: str, max_drop: float) -> str:
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


def lost_keys(mart: str, columns: Sequence[str]) -> str:
    """Published keys that the candidate no longer has."""
    same = " and ".join(
        f"candidate.{quote(one)} is not distinct from earlier.{quote(one)}" for one in columns
    )
    return f"""
        select distinct {key(columns, "earlier.")} as record from prev_{mart} as earlier
        where not exists (select 1 from batch as candidate where {same})
    """


def stale_streams(mart: str) -> str:
    """Streams that are not loaded as far as the mart needs them."""
    return f"""
        select stream as record, covered_to as found, needed as wanted from facts.stream_age
        where mart = {literal(mart)} and is_late
    """


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


def different_sums(total: Total, their_sums: str) -> str:
    """Groups whose sums differ; a group that one side lacks counts as zero there."""
    places = range(len(total.by))
    same = " and ".join(f"theirs.k{place} is not distinct from ours.k{place}" for place in places)
    group = _joined(f"coalesce(ours.k{place}, theirs.k{place})" for place in places)
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


def unbalanced_cells(law: Conservation) -> str:
    """Cells in which the law fails, over consecutive complete days: of an uncovered day nothing is known."""
    day, cell = quote(law.day), listed(law.cell)
    entered = " + ".join(f"coalesce(sum({quote(one)}), 0)" for one in law.entered)
    gone = " + ".join(f"coalesce(sum({quote(one)}), 0)" for one in law.left)
    same = " and ".join(f"today.{quote(one)} is not distinct from earlier.{quote(one)}" for one in law.cell)
    cell_key = _joined(f"coalesce(today.{quote(one)}, earlier.{quote(one)})" for one in law.cell)
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


def _joined(expressions: Iterable[str]) -> str:
    texts = [f"coalesce(cast({one} as varchar), 'null')" for one in expressions]
    return "concat_ws(' | ', " + ", ".join(texts) + ")"
