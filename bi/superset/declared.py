"""The declarations as types: datasets.yml, codes.yml, and a file of dashboards/ for each dashboard."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field

Language = Literal["ru", "en"]
Unit = Literal["count", "money", "seconds", "minutes", "days", "share", "number"]
Kind = Literal["number", "trend", "line", "bar", "rank", "table", "pivot", "heat"]
Grain = Literal["day", "week", "month"]
HERE = Path(__file__).parent
_Placed = TypeVar("_Placed")
COLUMNS = 12
"""Of a dashboard."""


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
    heads of `columns`. `sort`: the metric or column that comes greatest first, with `up` least first; `then`:
    what orders rows of the same. `top`: how many bars, or rows a page. `bars`: behind the sums of a table.
    `may_be_empty`: no rows is an answer too. `needs`: the published table without whose rows the company has
    nothing that the chart could show, and the chart is left out.
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
    then: tuple[str, ...] = ()
    stacked: bool = False
    bars: bool = True
    top: int = 100
    unit: Unit | None = None
    width: int = 6
    height: int = 46
    note: Words | None = None
    may_be_empty: bool = False
    needs: str | None = None


class Dashboard(_Declared):
    """One dashboard: its charts from left to right, twelve columns a row; `needs` as of a chart."""

    id: str
    title: Words
    needs: str | None = None
    charts: tuple[Chart, ...]


class Declared(_Declared):
    """All that is declared."""

    datasets: Mapping[str, Dataset]
    codes: Mapping[str, Codes]
    dashboards: tuple[Dashboard, ...]

    @property
    def needed(self) -> frozenset[str]:
        """The published tables without which something is left out."""
        charts = [chart for one in self.dashboards for chart in one.charts]
        needs = [*(one.needs for one in self.dashboards), *(one.needs for one in charts)]
        return frozenset(one for one in needs if one)

    def over(self, filled: Collection[str]) -> "Declared":
        """What there is to show where, of the needed tables, those of `filled` have rows."""

        def has(one: Dashboard | Chart) -> bool:
            return one.needs is None or one.needs in filled

        shown = [
            one.model_copy(update={"charts": tuple(_left(one.charts, has))})
            for one in self.dashboards
            if has(one)
        ]
        dashboards = tuple(one for one in shown if one.charts)
        idle = _asked(self.dashboards) - _asked(dashboards)
        datasets = {name: one for name, one in self.datasets.items() if name not in idle}
        return self.model_copy(update={"dashboards": dashboards, "datasets": datasets})


def read_declared(folder: Path = HERE) -> Declared:
    """Everything of the folder; dashboards in the order of their files."""
    datasets = {
        name: {"mart": name} | (given or {}) for name, given in _read(folder / "datasets.yml").items()
    }
    dashboards = [_read(file) for file in sorted((folder / "dashboards").glob("*.yml"))]
    return Declared.model_validate(
        {"datasets": datasets, "codes": _read(folder / "codes.yml"), "dashboards": dashboards}
    )


def in_rows(charts: Iterable[_Placed], width: Callable[[_Placed], int]) -> Iterator[list[_Placed]]:
    """Rows of charts from left to right, as many as fit."""
    row: list[_Placed] = []
    for one in charts:
        if sum(map(width, row)) + width(one) > COLUMNS:
            yield row
            row = []
        row.append(one)
    yield row


def _left(charts: Iterable[Chart], has: Callable[[Chart], bool]) -> Iterator[Chart]:
    """The charts that stay, where they stood; those of a row that lost some are wider."""
    for row in in_rows(charts, lambda one: one.width):
        kept = [one for one in row if has(one)]
        if len(kept) == len(row):
            yield from kept
            continue
        taken, total = 0, sum(one.width for one in kept)
        for number, one in enumerate(kept, start=1):
            width = COLUMNS - taken if number == len(kept) else one.width * COLUMNS // total
            taken += width
            yield one.model_copy(update={"width": width})


def _asked(dashboards: tuple[Dashboard, ...]) -> set[str]:
    """The datasets that charts ask."""
    return {chart.dataset for one in dashboards for chart in one.charts}


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return content
