"""The metrics of dbt_project/models/metrics as types: what each is called, counted from and made of."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

_REF = "ref('"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Proof(_Entry):
    """How the truth proves a simple metric: by `cells` that hold it, or `through` cells that it adds up."""

    cells: str | None = None
    through: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.cells is None) == (self.through is None):
            raise ValueError("name either cells or through")
        return self


class Meta(_Entry):
    """`config.meta` of a metric. `entities`: what must be loaded; `column`: its other name in a mart.

    `panel`: the column of its mart that names the person for whom a value counts in mart_metric_long.
    `panel_month`: it stands there by month, for the company and each channel.
    """

    label_ru: str
    description_ru: str
    unit: Literal["count", "money", "seconds", "minutes", "days", "share"]
    direction: Literal["higher", "lower", "none"]
    additivity: Literal["all", "units", "parts", "none"]
    entities: tuple[str, ...]
    tier: Literal[1, 2, 3]
    owner: Literal["sales", "marketing", "finance"]
    is_planned: bool = False
    proof: Proof | None = None
    column: str | None = None
    panel: str | None = None
    panel_month: bool = False


class Metric(_Entry):
    """One metric: a simple one has an aggregate of a mart's columns by a date, any other has `parts`."""

    name: str
    label: str
    description: str
    kind: Literal["simple", "ratio", "derived"]
    meta: Meta
    parts: tuple[str, ...] = ()
    expression: str = ""
    aggregate: str = ""
    mart: str = ""
    date_column: str = ""

    @property
    def numerator(self) -> str | None:
        """The metric above the line of a ratio."""
        return self.parts[0] if self.kind == "ratio" else None

    @property
    def denominator(self) -> str | None:
        """The metric below the line of a ratio."""
        return self.parts[1] if self.kind == "ratio" else None

    @property
    def column(self) -> str:
        """What a mart calls the metric."""
        return self.meta.column or self.name


def read_catalogue(dbt_project: Path) -> dict[str, Metric]:
    """Every metric of the project's folder models/metrics, in the order of files and of their lines."""
    found: dict[str, Metric] = {}
    for file in sorted((dbt_project / "models" / "metrics").glob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        simple = [one for model in content.get("semantic_models", ()) for one in _simple(model)]
        found |= {one.name: one for one in [*simple, *map(_made_of, content.get("metrics", ()))]}
    return found


def measures_of(dbt_project: Path, mart: str, catalogue: Mapping[str, Metric]) -> list[Metric]:
    """The metrics that are columns of a mart, in the mart's order."""
    columns = {metric.column: metric for metric in catalogue.values()}
    file = next((dbt_project / "models" / "marts").rglob(f"{mart}.yml"))
    models = yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    declared = next(one for one in models if one["name"] == mart)["columns"]
    return [columns[one["name"]] for one in declared if one["name"] in columns]


def _simple(model: Mapping[str, Any]) -> Iterator[Metric]:
    """A measure that makes a metric of its own name."""
    for measure in model["measures"]:
        yield Metric(
            name=measure["name"],
            label=measure["label"],
            description=measure["description"],
            kind="simple",
            meta=measure["config"]["meta"],
            expression=str(measure.get("expr", measure["name"])),
            aggregate=measure["agg"],
            mart=model["model"].removeprefix(_REF).removesuffix("')"),
            date_column=measure.get("agg_time_dimension", model["defaults"]["agg_time_dimension"]),
        )


def _made_of(metric: Mapping[str, Any]) -> Metric:
    how = metric["type_params"]
    is_ratio = metric["type"] == "ratio"
    return Metric(
        name=metric["name"],
        label=metric["label"],
        description=metric["description"],
        kind=metric["type"],
        meta=metric["config"]["meta"],
        parts=(how["numerator"], how["denominator"]) if is_ratio else tuple(how["metrics"]),
        expression="" if is_ratio else how["expr"],
    )
