"""What is written from the catalogue of metrics and the marts' YAML, and checked in.

The table of docs/kpi.md, words of the page, docs/dictionary.md and its picture:
`python -m orchestration.metrics` writes them anew; tests hold them to where they come from.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from orchestration.metrics.catalogue import Metric
from orchestration.metrics.dictionary import dictionary_text
from orchestration.metrics.marts import read_marts
from orchestration.metrics.star import star_text

_REPOSITORY = Path(__file__).resolve().parents[2]
KPI = _REPOSITORY / "docs" / "kpi.md"
PAGE = _REPOSITORY / "page" / "assets" / "words" / "metrics.json"
DICTIONARY = _REPOSITORY / "docs" / "dictionary.md"
STAR = _REPOSITORY / "docs" / "img" / "star.svg"
_BEGIN = "<!-- metrics: written from dbt_project/models/metrics by python -m orchestration.metrics -->"
_END = "<!-- metrics: end -->"
_HEAD = ("name", "Russian label", "definition", "counted from", "known where loaded")


def kpi_text(text: str, catalogue: Mapping[str, Metric]) -> str:
    """The page `text` with its table of metrics written anew."""
    before, _, rest = text.partition(_BEGIN)
    return before + _BEGIN + "\n" + "".join(_table(catalogue.values())) + _END + rest.partition(_END)[2]


def _table(metrics: Iterable[Metric]) -> Iterator[str]:
    yield "| " + " | ".join(_HEAD) + " |\n" + "|---" * len(_HEAD) + "|\n"
    for one in metrics:
        needs = ", ".join(one.meta.entities) or "typed in by hand"
        yield f"| `{one.name}` | {one.meta.label_ru} | {one.description} | {_counted(one)} | {needs} |\n"


def _counted(metric: Metric) -> str:
    if metric.kind == "simple":
        return f"`{metric.mart}` by `{metric.date_column}`"
    return f"`{' / '.join(metric.parts) if metric.kind == 'ratio' else metric.expression}`"


def page_text(catalogue: Mapping[str, Metric]) -> str:
    """The page's words of metrics: what each is called, and what a ratio or a sum of metrics is made of."""
    entries = {name: _entry(one) for name, one in catalogue.items()}
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _entry(metric: Metric) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "ru": metric.meta.label_ru,
        "en": metric.label,
        "how_ru": metric.meta.description_ru,
        "how_en": metric.description,
        "unit": metric.meta.unit,
        "direction": metric.meta.direction,
        "tier": metric.meta.tier,
        "is_planned": metric.meta.is_planned,
    }
    if metric.kind == "ratio":
        entry |= {"numerator": metric.numerator, "denominator": metric.denominator}
    elif metric.kind == "derived":
        entry["terms"] = dict(_terms(metric.expression))
    return entry


def _terms(expression: str) -> Iterator[tuple[str, int]]:
    """The metrics of a sum or difference with their signs."""
    sign = 1
    for word in expression.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            yield word, sign


def write(dbt_project: Path, catalogue: Mapping[str, Metric]) -> None:
    """Write all of it anew."""
    KPI.write_text(kpi_text(KPI.read_text(encoding="utf-8"), catalogue), encoding="utf-8")
    PAGE.write_text(page_text(catalogue), encoding="utf-8")
    marts = read_marts(dbt_project, catalogue)
    DICTIONARY.write_text(dictionary_text(marts, catalogue), encoding="utf-8")
    STAR.write_text(star_text(marts), encoding="utf-8")
