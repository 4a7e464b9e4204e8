"""The published marts as their YAML tells of them: grain, keys, columns, and which columns are metrics."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from orchestration.metrics.catalogue import Metric
from texts import russian

_BLOCK = re.compile(r"{% docs (\w+) %}\s*(.*?)\s*{% enddocs %}", re.DOTALL)
_ASKED = re.compile(r"{{\s*doc\(['\"](\w+)['\"]\)\s*}}")

_NUMBERS = ("decimal", "bigint", "double")


@dataclass(frozen=True)
class MartColumn:
    """A column; `own_ru`: its own Russian; `metric`: the metric of the catalogue that stands in it."""

    name: str
    type: str
    description: str
    own_ru: str
    label_ru: str
    metric: Metric | None

    @property
    def description_ru(self) -> str:
        """Its own in Russian, else the catalogue's of sentences, else the metric's."""
        metric = self.metric.meta.description_ru if self.metric else ""
        return self.own_ru or russian(self.description) or metric

    @property
    def label_en(self) -> str:
        """The metric's English label, else the name in words."""
        return self.metric.label if self.metric else self.name.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Join:
    """A foreign key: each known value of `columns` stands in `to_columns` of the mart `to`."""

    columns: tuple[str, ...]
    to: str
    to_columns: tuple[str, ...]


@dataclass(frozen=True)
class Mart:
    """A published mart."""

    name: str
    domain: str
    description: str
    description_ru: str
    grain: tuple[str, ...]
    joins: tuple[Join, ...]
    columns: tuple[MartColumn, ...]

    @property
    def example(self) -> str:
        """A query of its first rows: the grain, and up to three columns that people read, numbers first."""
        keys = {*self.grain, *(column for join in self.joins for column in join.columns)}
        read = [one for one in self.columns if one.label_ru and one.name not in keys]
        first = sorted(read, key=lambda one: not one.type.startswith(_NUMBERS))[:3]
        shown = ",\n    ".join((*self.grain, *(one.name for one in first)))
        return f"select\n    {shown}\nfrom {self.name}\norder by {', '.join(self.grain)}\nlimit 10\n"


def read_marts(dbt_project: Path, catalogue: Mapping[str, Metric]) -> list[Mart]:
    """Every published mart of the project's folder models/marts, in the order of their names."""
    words = _words(dbt_project)
    metrics = {one.column: one for one in catalogue.values()}
    return sorted(_found(dbt_project, words, metrics), key=lambda mart: mart.name)


def _words(dbt_project: Path) -> dict[str, str]:
    files = sorted((dbt_project / "models" / "docs").glob("*.md"))
    return {name: text for file in files for name, text in _BLOCK.findall(file.read_text(encoding="utf-8"))}


def _found(dbt_project: Path, words: Mapping[str, str], metrics: Mapping[str, Metric]) -> Iterator[Mart]:
    for file in (dbt_project / "models" / "marts").rglob("*.yml"):
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
        for model in content.get("models", ()):
            block = model.get("config", {}).get("meta", {}).get("publish")
            if block:
                yield _mart(model, block, words, metrics)


def _mart(
    model: Mapping[str, Any],
    block: Mapping[str, Any],
    words: Mapping[str, str],
    metrics: Mapping[str, Metric],
) -> Mart:
    return Mart(
        name=model["name"],
        domain=block["domain"],
        description=_said(model["description"], words),
        description_ru=model["config"]["meta"].get("description_ru", "").strip(),
        grain=tuple(block["grain"]),
        joins=tuple(
            Join(tuple(one["columns"]), one["to"], tuple(one.get("to_columns") or one["columns"]))
            for one in block.get("references", ())
        ),
        columns=tuple(_column(one, words, metrics) for one in model["columns"]),
    )


def _column(column: Mapping[str, Any], words: Mapping[str, str], metrics: Mapping[str, Metric]) -> MartColumn:
    meta = column.get("config", {}).get("meta") or {}
    return MartColumn(
        name=column["name"],
        type=column["data_type"],
        description=_said(column.get("description", ""), words),
        own_ru=_said(meta.get("description_ru", ""), words),
        label_ru=meta.get("label_ru", ""),
        metric=None if meta.get("metric") is False else metrics.get(column["name"]),
    )


def _said(text: str, words: Mapping[str, str]) -> str:
    """The description with the blocks that it asks for, on one line."""
    return " ".join(_ASKED.sub(lambda asked: words[asked[1]], text).split())
