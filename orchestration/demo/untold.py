"""What a deployment cannot know: a metric that needs an entity of no source has no value in any mart."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb

from connectors.catalog import declarations
from expectations.statements import literal, quote
from orchestration.demo.proof import Line
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import Metric, read_catalogue

KPI, LABEL = "untold_metrics", "Показатели, о которых не сообщает ни один источник"
_LONG = ("metric_value", "fact_day", "fact_to_date")
"""Columns that hold the value of the metric whose name stands in the column `metric`."""


def told_entities(deployment: Deployment) -> frozenset[str]:
    """The entities of which a source of the deployment tells: it reads all streams that they need."""
    known = declarations()
    return frozenset(
        entity
        for name, source in deployment.sources.items()
        for entity, streams in known[source.vendor].entities.items()
        if (source.streams is None or set(streams) <= set(source.streams))
        and (entity != "payments" or name in deployment.payment_sources)
    )


def untold_line(told: frozenset[str], published: Path) -> Line:
    """A line of the proof: where metrics stand of which nothing is told, and how many values stand there."""
    untold = [one for one in read_catalogue(DBT_PROJECT).values() if not told.issuperset(one.meta.entities)]
    with duckdb.connect() as shelf:
        shelf.execute(f"attach {literal(str(published))} as shelf (read_only)")
        shelf.execute("use shelf.kpi")
        found = list(_counts(shelf, untold))
    return Line(
        kpi=KPI,
        label=LABEL,
        cells=len(found),
        truth=Decimal(0),
        published=Decimal(sum(count for _, count in found)),
        difference=Decimal(sum(count for _, count in found)),
        examples=tuple(f"{place}: truth absent, published {count}" for place, count in found if count)[:3],
    )


def _counts(shelf: duckdb.DuckDBPyConnection, untold: list[Metric]) -> Iterator[tuple[str, int]]:
    """Each column of which the dictionary says such a metric, or that holds it by rows: its values."""
    by_name = {metric.name: metric for metric in untold}
    columns = shelf.execute(
        "select table_name, column_name from duckdb_columns()"
        " where database_name = 'shelf' and schema_name = 'kpi' order by all"
    ).fetchall()
    said = "select mart, column_name, metric from publication_column where metric is not null"
    metric_of = {(mart, column): metric for mart, column, metric in shelf.execute(said).fetchall()}
    long = {table for table, column in columns if column == "metric"} - {"publication_column"}
    for table, column in columns:
        metric = by_name.get(metric_of.get((table, column), ""))
        if table in long and column in _LONG:
            yield from _rows_of(shelf, table, column, list(by_name))
        elif table not in long and metric:
            needs = ", ".join(metric.meta.entities)
            yield f"{table}.{column} ({needs})", _count(shelf, table, column, "true")


def _rows_of(
    shelf: duckdb.DuckDBPyConnection, table: str, column: str, metrics: list[str]
) -> Iterator[tuple[str, int]]:
    for metric in metrics:
        yield f"{table}.{column} · {metric}", _count(shelf, table, column, f"metric = {literal(metric)}")


def _count(shelf: duckdb.DuckDBPyConnection, table: str, column: str, where: str) -> int:
    row = shelf.execute(
        f"select count({quote(column)}) from {quote(table)} where {where}"  # noqa: S608
    ).fetchone()
    return int(row[0]) if row else 0
