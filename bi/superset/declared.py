"""The declarations as types: datasets.yml, codes.yml, and a file of dashboards/ for each dashboard."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

Language = Literal["ru", "en"]
Unit = Literal["count", "money", "seconds", "minutes", "days", "share", "number"]
Kind = Literal["number", "trend", "line", "bar", "rank", "table", "pivot", "heat"]
Grain = Literal["day", "week", "month"]
HERE = Path(__file__).parent


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Declared):
    """What a thing is called in both languages."""

    ru: str
    en: str

    def get(self, language: Language) -> str:
        """The words in one language."""
        return self.ru if language == "ru" else self.en


class Formula(Words):
    """A metric that the catalogue does not have: its SQL, or a sum above a sum."""

    unit: Unit
    sql: str = ""
    share: tuple[str, str] | None = None


class Dataset(_Declared):
    """What charts ask: a published mart, whole or a part of it.

    `date`: the day that the period's filter narrows. `latest`: only the rows of the newest such day, which no
    period narrows. `where`: only these rows. `sums`: columns that are added up beside the catalogue's metrics
    of the mart. `known_only`: metrics that speak of the rows in which they are known; of any other, one
    unknown row makes the sum unknown. `columns`: the columns of a table that is no mart of dbt. `computed`:
    columns made of the mart's. `labels`: other names of columns than the mart's.
    """

    mart: str
    date: str | None = None
    latest: str | None = None
    where: str | None = None
    sums: tuple[str, ...] = ()
    known_only: tuple[str, ...] = ()
    metrics: Mapping[str, Formula] = Field(default_factory=dict)
    columns: Mapping[str, "TypedWords"] = Field(default_factory=dict)
    computed: Mapping[str, "Computed"] = Field(default_factory=dict)
    labels: Mapping[str, Words] = Field(default_factory=dict)


class TypedWords(Words):
    """A column that dbt does not declare."""

    type: str = "varchar"


class Computed(TypedWords):
    """A column that is computed of the mart's."""

    sql: str


class Codes(_Declared):
    """What the codes of a column mean: words of the page by their prefix, of the catalogue, or spelled out.

    `missing`: what stands where there is none. `ordered_by`: the column whose number is put before the words,
    so that they sort as they follow each other.
    """

    page: str = ""
    of_page: tuple[str, ...] = ()
    catalogue: bool = False
    ordered_by: str = ""
    missing: Words | None = None
    also: Mapping[str, Words] = Field(default_factory=dict)


class Chart(_Declared):
    """One chart: `metrics` along the axis `x`, split `by` columns; or `columns` of rows as they are.

    `x` is a day (then with `grain`) or a column; `y` the other axis of a heat map; a pivot has rows `by` and
    heads of `columns`. `sort`: the metric or column that comes greatest first; with `up`, least first. `top`:
    how many bars, or rows a page. `bars`: behind the sums of a table. `may_be_empty`: no rows is an
    answer too.
    """

    id: str
    title: Words
    kind: Kind
    dataset: str
    x: str | None = None
    y: str | None = None
    grain: Grain | None = None
    metrics: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    where: str | None = None
    sort: str | None = None
    up: bool = False
    stacked: bool = False
    bars: bool = True
    top: int = 100
    unit: Unit | None = None
    width: int = 6
    height: int = 46
    note: Words | None = None
    may_be_empty: bool = False


class Dashboard(_Declared):
    """One dashboard: its charts from left to right, twelve columns a row."""

    id: str
    title: Words
    charts: tuple[Chart, ...]


class Declared(_Declared):
    """All that is declared."""

    datasets: Mapping[str, Dataset]
    codes: Mapping[str, Codes]
    dashboards: tuple[Dashboard, ...]


def read_declared(folder: Path = HERE) -> Declared:
    """Everything of the folder; dashboards in the order of their files."""
    datasets = {
        name: {"mart": name} | (given or {}) for name, given in _read(folder / "datasets.yml").items()
    }
    dashboards = [_read(file) for file in sorted((folder / "dashboards").glob("*.yml"))]
    return Declared.model_validate(
        {"datasets": datasets, "codes": _read(folder / "codes.yml"), "dashboards": dashboards}
    )


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return content
