"""What docs/dictionary.md says: every published mart, its grain, keys and columns, and every metric."""

from collections.abc import Iterable, Iterator, Mapping

from orchestration.metrics.catalogue import Metric
from orchestration.metrics.marts import Join, Mart, MartColumn

_TOP = """# Dictionary · Словарь данных

<!-- Written by `python -m orchestration.metrics` from the YAML of the marts and the catalogue of metrics. -->

Every published table, its grain, what it joins to, its columns and the metrics, with labels and
descriptions in Russian and English. The definitions behind them stand in [kpi.md](kpi.md), the
reports in [reports.md](reports.md).
The same words are published with the numbers: the table `publication_column` in DuckDB, PostgreSQL, Parquet
and CSV, and comments of tables and columns in the language of the deployment.

Все опубликованные таблицы: что в них одна строка, с чем они соединяются, столбцы и показатели с названиями
и описаниями на русском и английском. Эти же слова лежат рядом с числами: таблица `publication_column` и
комментарии к таблицам и столбцам на языке установки.

![Which tables join to which, and by what key](img/star.svg)

"""
_HEADS = {
    "column": ("column", "type", "название", "что это", "label", "what it is"),
    "metric": (
        *("metric", "название", "что это", "label", "what it is"),
        *("counted as", "unit", "better", "adds up over"),
    ),
}


def dictionary_text(marts: Iterable[Mart], catalogue: Mapping[str, Metric]) -> str:
    """The whole page; the same for the same YAML."""
    return "".join(_lines(list(marts), catalogue))


def _lines(marts: list[Mart], catalogue: Mapping[str, Metric]) -> Iterator[str]:
    yield _TOP
    yield "## Tables · Таблицы\n\n| table | domain | one row | что в строке |\n|---|---|---|---|\n"
    for mart in marts:
        first = " | ".join(_cell(text.split(". ")[0]) for text in (mart.description, mart.description_ru))
        yield f"| [{mart.name}](#{mart.name}) | {mart.domain} | {first} |\n"
    for mart in marts:
        yield from _told(mart)
    yield "\n## Metrics · Показатели\n\n" + _head("metric")
    for metric in catalogue.values():
        yield _metric(metric)


def _told(mart: Mart) -> Iterator[str]:
    yield f"\n### {mart.name}\n\n{mart.description}\n\n"
    if mart.description_ru:
        yield f"{mart.description_ru}\n\n"
    yield f"Grain · Одна строка: {_code(mart.grain)}.\n"
    if mart.joins:
        yield "Joins · Соединяется: " + "; ".join(map(_join, mart.joins)) + ".\n"
    yield "\n" + _head("column")
    for column in mart.columns:
        yield _column(column)
    yield f"\n```sql\n{mart.example}```\n"


def _head(kind: str) -> str:
    names = _HEADS[kind]
    return "| " + " | ".join(names) + " |\n" + "|---" * len(names) + "|\n"


def _join(join: Join) -> str:
    there = "" if join.columns == join.to_columns else f" ({_code(join.to_columns)})"
    return f"{_code(join.columns)} → [{join.to}](#{join.to}){there}"


def _column(column: MartColumn) -> str:
    ru, en = column.description_ru, column.description
    if column.metric and column.metric.description not in en:
        en = f"{en} Metric: {column.metric.description}"
        if column.metric.meta.description_ru not in ru:
            ru = f"{ru} Показатель: {column.metric.meta.description_ru}"
    told = (f"`{column.name}`", column.type, column.label_ru, ru, column.label_en, en)
    return f"| {' | '.join(map(_cell, told))} |\n"


def _metric(metric: Metric) -> str:
    ratio = " ÷ ".join(f"`{part}`" for part in metric.parts)
    counted = ratio if metric.kind == "ratio" else f"`{_cell(metric.expression)}`"
    if metric.kind == "simple":
        counted = (
            f"{metric.aggregate} of {counted} in [{metric.mart}](#{metric.mart}) by `{metric.date_column}`"
        )
    meta = metric.meta
    told = (f"`{metric.name}`", meta.label_ru, meta.description_ru, metric.label, metric.description)
    names = " | ".join(map(_cell, told))
    return f"| {names} | {counted} | {meta.unit} | {meta.direction} | {meta.additivity} |\n"


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
