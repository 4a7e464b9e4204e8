"""What a chart should answer: rows read from the published file one by one, and added up in plain Python."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from bi.superset.declared import Chart, Dataset
from orchestration.metrics.catalogue import Metric

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Asked:
    """One chart, its dataset as the bundle has it, and what it was declared from."""

    name: str
    uuid: str
    chart: Chart
    dataset: dict[str, Any]
    declared: Dataset
    catalogue: Mapping[str, Metric]

    @property
    def relation(self) -> str:
        return f"({self.dataset['sql'] or 'select * from kpi.' + self.dataset['table_name']}) as asked"

    def has(self, column: str) -> bool:
        return any(one["column_name"] == column for one in self.dataset["columns"])

    def expression(self, column: str) -> str:
        """The SQL of a column of the dataset."""
        found = next(one for one in self.dataset["columns"] if one["column_name"] == column)
        return str(found["expression"] or column)


def groups(
    asked: Asked, columns: Sequence[str], where: str, shelf: duckdb.DuckDBPyConnection
) -> dict[Any, Any]:
    """Metric values by the key of their group, as Superset writes keys."""
    chart = asked.chart
    keys = [_key(asked, one) for one in columns]
    parts = sorted({part for metric in chart.metrics for part in _parts(asked, metric)})
    read = [*keys, *(_row_value(asked, part) for part in parts)]
    rows = shelf.execute(f"select {', '.join(read)} from {asked.relation} where {where}").fetchall()
    by_key: dict[Any, Rows] = defaultdict(list)
    for row in rows:
        by_key[tuple(map(written, row[: len(keys)]))].append(row[len(keys) :])
    if not keys and not rows:
        by_key[()] = []
    return {key: [_value(asked, name, parts, own) for name in chart.metrics] for key, own in by_key.items()}


def _key(asked: Asked, column: str) -> str:
    expression = asked.expression(column)
    is_axis = asked.chart.grain and asked.chart.x == column
    return f"cast(date_trunc('{asked.chart.grain}', {expression}) as date)" if is_axis else expression


def _parts(asked: Asked, name: str) -> list[str]:
    """The sums that a metric is made of."""
    formula = asked.declared.metrics.get(name)
    if formula is not None:
        return [one for part in formula.share for one in _parts(asked, part)] if formula.share else [name]
    metric = asked.catalogue.get(name)
    if metric is not None and metric.parts and name not in asked.declared.sums:
        return [one for part in metric.parts for one in _parts(asked, part)]
    return [name]


def _row_value(asked: Asked, name: str) -> str:
    """What one row gives to a sum."""
    formula = asked.declared.metrics.get(name)
    if formula is not None:
        whole = {"count(*)": "1", "sum(metric_value)": "metric_value"}
        return whole.get(formula.sql) or _inside(formula.sql)
    metric = asked.catalogue.get(name)
    return metric.expression if metric is not None and metric.mart == asked.declared.mart else name


def _inside(sql: str) -> str:
    """The row's part of a formula that is written out: the median of a column, or the rows with a flag."""
    told = re.search(r"order by (\w+)", sql)
    if told:
        return told[1]
    told = re.search(r"case when (\w+) then 1", sql)
    assert told, sql
    return f"case when {told[1]} then 1 when not {told[1]} then 0 end"


def _value(asked: Asked, name: str, parts: Sequence[str], rows: Rows) -> Any:
    formula = asked.declared.metrics.get(name)
    if formula is not None and formula.share:
        return _divided(*(_value(asked, part, parts, rows) for part in formula.share))
    metric = asked.catalogue.get(name)
    is_own = metric is not None and (metric.mart == asked.declared.mart or metric.parts)
    if formula is None and metric is not None and is_own and metric.parts:
        values = {part: _value(asked, part, parts, rows) for part in metric.parts}
        if metric.kind == "ratio":
            return _divided(*values.values())
        return _summed_up(metric.expression, values)
    return _added(asked, name, metric, [row[parts.index(name)] for row in rows])


def _summed_up(expression: str, values: Mapping[str, Any]) -> Any:
    sign, total = 1, Decimal(0)
    for word in expression.split():
        if word in ("+", "-"):
            sign = 1 if word == "+" else -1
        elif values[word] is None:
            return None
        else:
            total += sign * Decimal(values[word])
    return total


def _added(asked: Asked, name: str, metric: Metric | None, values: list[Any]) -> Any:
    known = [one for one in values if one is not None]
    formula = asked.declared.metrics.get(name)
    aggregate = metric.aggregate if metric is not None and formula is None else ""
    if aggregate == "median" or (formula is not None and formula.sql.startswith("percentile_cont(0.5)")):
        return statistics.median(known) if known else None
    if aggregate == "count_distinct":
        return len(set(known))
    if formula is not None:
        whole = sum(known, Decimal(0)) if known else None
        return _divided(whole, len(known)) if formula.unit == "share" else whole
    total = sum(known, Decimal(0))
    if name in asked.declared.known_only:
        return total if known else None
    if metric is not None and metric.mart == asked.declared.mart and _has_condition(metric.expression):
        return total
    return total if len(known) == len(values) and values else None


def _has_condition(expression: str) -> bool:
    """Rows outside the condition give nothing, and are not unknown."""
    return expression.startswith("case") and "else" not in expression


def _divided(above: Any, below: Any) -> Any:
    return None if above is None or not below else Decimal(str(above)) / Decimal(str(below))


def written(value: Any) -> Any:
    """A value as Superset writes it: instants as milliseconds, decimals as numbers."""
    if isinstance(value, datetime):
        return int(value.replace(tzinfo=UTC).timestamp() * 1000)
    if isinstance(value, date):
        return int(datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp() * 1000)
    return float(value) if isinstance(value, Decimal) else value


def is_same(ours: Any, theirs: Any) -> bool:
    """Equal to the kopeck; of large sums to a billionth."""
    if ours is None or theirs is None:
        return ours is None and theirs is None
    one, other = float(ours), float(theirs)
    return abs(one - other) <= max(0.0051, 1e-9 * abs(one))
