"""The SQL of metrics: sums that are unknown where a part is, and ratios of sums."""

import re
from collections.abc import Collection, Mapping

from orchestration.metrics.catalogue import Metric

_WITHOUT_ELSE = re.compile(r"case when (?P<condition>.+) then (?P<column>\w+) end")
_MEDIAN = "percentile_cont(0.5) within group (order by {})"


def simple(metric: Metric, known_only: Collection[str]) -> str:
    """The SQL of a metric of its own mart."""
    expression = metric.expression
    if metric.aggregate == "median":
        return _MEDIAN.format(expression)
    if metric.aggregate == "count_distinct":
        return f"count(distinct {expression})"
    return total(expression, strict=metric.name not in known_only)


def total(expression: str, strict: bool = True) -> str:
    """A sum; a strict one is null as soon as one of its rows is unknown.

    Rows outside a condition without `else` are not asked; where none fulfils it, the sum is zero.
    """
    if not strict:
        return f"sum({expression})"
    found = _WITHOUT_ELSE.fullmatch(expression)
    if not found:
        return f"case when count(*) = count({expression}) then sum({expression}) end"
    asked = f"count(case when {found['condition']} then 1 end)"
    return f"case when {asked} = count({expression}) then coalesce(sum({expression}), 0) end"


def ratio(numerator: str, denominator: str) -> str:
    """One sum above another; nothing to divide by is unknown."""
    return f"({numerator}) * 1.0 / nullif(({denominator}), 0)"


def composed(metric: Metric, known: Mapping[str, str]) -> str | None:
    """The SQL of a ratio, sum or difference of metrics whose SQL is known; None where a part is missing."""
    if not metric.parts or any(part not in known for part in metric.parts):
        return None
    if metric.kind == "ratio":
        return ratio(known[metric.parts[0]], known[metric.parts[1]])
    return re.sub(
        r"\w+", lambda word: f"({known[word[0]]})" if word[0] in known else word[0], metric.expression
    )
