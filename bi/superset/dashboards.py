"""A dashboard of Superset: where its charts stand, and the filters that narrow them."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from bi.superset.charts import Drawn
from bi.superset.datasets import DEPARTMENT
from bi.superset.declared import Language, Words, in_rows

_FILTERS = (
    (DEPARTMENT, Words(ru="Отдел", en="Department")),
    ("employee_name", Words(ru="Менеджер", en="Manager")),
    ("channel_name", Words(ru="Канал", en="Channel")),
    ("pipeline_name", Words(ru="Воронка", en="Pipeline")),
    ("project_name", Words(ru="Проект", en="Project")),
    ("house_name", Words(ru="Дом", en="House")),
)
_PERIOD = Words(ru="Период", en="Period")


class Placed(NamedTuple):
    """A chart of a dashboard: its number in the file, and its lasting names."""

    number: int
    uuid: str
    dataset_uuid: str
    drawn: Drawn


def positions(title: str, charts: Sequence[Placed]) -> dict[str, Any]:
    """The grid: rows of charts, as many as fit into twelve columns."""
    rows = list(in_rows(charts, lambda one: one.drawn.chart.width))
    names = [f"ROW-{number}" for number in range(len(rows))]
    grid: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]},
        "GRID_ID": {"id": "GRID_ID", "type": "GRID", "children": names, "parents": ["ROOT_ID"]},
        "HEADER_ID": {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": title}},
    }
    for name, row in zip(names, rows, strict=True):
        grid[name] = {
            "id": name,
            "type": "ROW",
            "children": [f"CHART-{one.number}" for one in row],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
            "parents": ["ROOT_ID", "GRID_ID"],
        }
        grid |= {f"CHART-{one.number}": _cell(one, name) for one in row}
    return grid


def _cell(placed: Placed, row: str) -> dict[str, Any]:
    chart = placed.drawn.chart
    title = chart.title.get(placed.drawn.made.language)
    meta = {
        "chartId": placed.number,
        "uuid": placed.uuid,
        "sliceName": title,
        "width": chart.width,
        "height": chart.height,
    }
    place = {
        "id": f"CHART-{placed.number}",
        "type": "CHART",
        "children": [],
        "parents": ["ROOT_ID", "GRID_ID", row],
    }
    return place | {"meta": meta}


def filters(language: Language, charts: Sequence[Placed]) -> list[dict[str, Any]]:
    """The period, and each of department, manager and the others that a chart's dataset has."""
    timed = [one for one in charts if one.drawn.made.declared.date]
    found = [_filter("period", _PERIOD.get(language), "filter_time", [{}], charts, timed)] if timed else []
    for column, name in _FILTERS:
        having = [one for one in charts if column in one.drawn.made.columns]
        if having:
            widest = max(having, key=lambda one: one.drawn.made.is_whole)
            target = {"column": {"name": column}, "datasetUuid": widest.dataset_uuid}
            found.append(_filter(column, name.get(language), "filter_select", [target], charts, having))
    return found


def _filter(
    id_: str,
    name: str,
    kind: str,
    targets: list[dict[str, Any]],
    charts: Iterable[Placed],
    meant: Iterable[Placed],
) -> dict[str, Any]:
    numbers = {one.number for one in meant}
    return {
        "id": f"NATIVE_FILTER-{id_}",
        "name": name,
        "type": "NATIVE_FILTER",
        "filterType": kind,
        "targets": targets,
        "scope": {
            "rootPath": ["ROOT_ID"],
            "excluded": [one.number for one in charts if one.number not in numbers],
        },
        "controlValues": {"multiSelect": True, "enableEmptyFilter": False, "searchAllOptions": False},
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
        "description": "",
    }
