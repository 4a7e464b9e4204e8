"""A chart of Superset: the settings of its kind, and the question that it asks."""

import json
from collections.abc import Mapping
from typing import Any

from bi.superset.datasets import FORMATS, Made, unit_of
from bi.superset.declared import Chart, Grain

VIZ: Mapping[str, str] = {
    "number": "big_number_total",
    "trend": "big_number",
    "line": "echarts_timeseries_line",
    "bar": "echarts_timeseries_bar",
    "rank": "echarts_timeseries_bar",
    "table": "table",
    "pivot": "pivot_table_v2",
    "heat": "heatmap_v2",
}
_ROWS = 1000
_SCROLLED = 100
_GRAINS: Mapping[Grain, str] = {"day": "P1D", "week": "P1W", "month": "P1M"}
_DAYS = {"ru": "%d.%m.%Y", "en": "%Y-%m-%d"}
_AXIS = {
    "ru": {"day": "%d.%m", "week": "%d.%m", "month": "%m.%Y"},
    "en": {"day": "%b %d", "week": "%b %d", "month": "%b %Y"},
}


class Drawn:
    """One chart over one made dataset."""

    def __init__(self, chart: Chart, made: Made) -> None:
        self.chart = chart
        self.made = made
        self.metrics = [made.measure(name).name for name in chart.metrics]
        self.by = [made.shown(name) for name in chart.by]
        self.columns = [made.shown(name) for name in chart.columns]
        self.x = made.shown(chart.x) if chart.x else None
        self.y = made.shown(chart.y) if chart.y else None

    @property
    def params(self) -> dict[str, Any]:
        """What Superset calls form data."""
        shared = {
            "viz_type": VIZ[self.chart.kind],
            "adhoc_filters": self._filters(),
            "row_limit": self.chart.top
            if self.chart.kind == "rank"
            else _ROWS
            if self.chart.kind == "table"
            else 10000,
            "color_scheme": "supersetColors",
            "extra_form_data": {},
        }
        own: dict[str, Any] = getattr(self, f"_{self.chart.kind}")()
        return shared | own

    def _filters(self) -> list[dict[str, Any]]:
        filters: list[dict[str, Any]] = []
        if self.made.declared.date:
            period = {"clause": "WHERE", "comparator": "No filter", "expressionType": "SIMPLE"}
            filters.append(period | {"operator": "TEMPORAL_RANGE", "subject": self.made.declared.date})
        if self.chart.where:
            filters.append({"clause": "WHERE", "expressionType": "SQL", "sqlExpression": self.chart.where})
        return filters

    def _format(self) -> str:
        return FORMATS[self.chart.unit or self.made.measure(self.metrics[0]).unit]

    def _number(self) -> dict[str, Any]:
        return {"metric": self.metrics[0], "y_axis_format": self._format(), "header_font_size": 0.4}

    def _trend(self) -> dict[str, Any]:
        return self._number() | {
            "x_axis": self.x,
            "time_grain_sqla": "P1D",
            "show_trend_line": True,
            "start_y_axis_at_zero": True,
            "show_timestamp": True,
            "time_format": _DAYS[self.made.language],
        }

    def _axis(self) -> dict[str, Any]:
        grain = self.chart.grain
        time = (
            {"x_axis_time_format": _AXIS[self.made.language][grain], "time_grain_sqla": _GRAINS[grain]}
            if grain
            else {}
        )
        return time | {
            "x_axis": self.x,
            "metrics": self.metrics,
            "groupby": self.by,
            "y_axis_format": self._format(),
            "show_legend": len(self.metrics) + len(self.by) > 1 or bool(self.by),
            "legendOrientation": "top",
            "legendType": "scroll",
            "rich_tooltip": True,
            "tooltipTimeFormat": _DAYS[self.made.language],
            "truncate_metric": True,
            "truncateXAxis": False,
            "show_empty_columns": True,
            "x_axis_title_margin": 15,
            "y_axis_title_margin": 15,
            "y_axis_bounds": [None, None],
            "comparison_type": "values",
            "annotation_layers": [],
        }

    def _line(self) -> dict[str, Any]:
        few = self.chart.grain != "day"
        return self._axis() | {"markerEnabled": few, "markerSize": 6, "seriesType": "line", "opacity": 0.2}

    def _bar(self) -> dict[str, Any]:
        ordered = {} if self.chart.grain else {"x_axis_sort": self.x, "x_axis_sort_asc": True}
        kind = {"orientation": "vertical", "stack": "Stack" if self.chart.stacked else None}
        return self._axis() | kind | ordered | {"xAxisForceCategorical": self.chart.grain is None}

    def _rank(self) -> dict[str, Any]:
        order: dict[str, Any] = {} if self.by else {"x_axis_sort": self.metrics[0], "x_axis_sort_asc": True}
        kind = {"orientation": "horizontal", "stack": "Stack" if self.chart.stacked else None}
        labels = {"show_value": not self.chart.stacked, "xAxisForceCategorical": True}
        order |= {"x_axis_sort_series": "sum", "x_axis_sort_series_ascending": True, "order_desc": True}
        return self._axis() | kind | order | labels

    def _table(self) -> dict[str, Any]:
        rows = {
            "query_mode": "raw",
            "all_columns": self.columns,
            "order_by_cols": [json.dumps(one) for one in self._order()] if self.columns else [],
        }
        sums = {
            "query_mode": "aggregate",
            "groupby": self.by,
            "metrics": self.metrics,
            "timeseries_limit_metric": self.chart.sort if self.chart.sort in self.metrics else None,
            "order_desc": not self.chart.up,
        }
        return (rows if self.columns else sums) | {
            "table_timestamp_format": _DAYS[self.made.language],
            "column_config": self._columns_as_shown(),
            "show_cell_bars": self.chart.bars and bool(self.metrics),
            "color_pn": True,
            "page_length": self.chart.top if self.chart.top < _SCROLLED else 0,
            "allow_rearrange_columns": False,
        }

    def _sorted(self) -> str:
        """Sorted by the column itself, not by its words."""
        return str(self.chart.sort)

    def _columns_as_shown(self) -> dict[str, Any]:
        """Formats of numbers that are no metrics, and no bars where they mean nothing."""
        shown: dict[str, Any] = {}
        for name in self.columns:
            kind = self.made.columns[name].type.lower()
            if kind.startswith(("decimal", "double")):
                form = ",.1f" if name.endswith(("_pct", "_days", "_day")) else FORMATS[unit_of(name)]
                shown[name] = {"d3NumberFormat": form}
        return shown

    def _pivot(self) -> dict[str, Any]:
        return {
            "groupbyRows": self.by,
            "groupbyColumns": self.columns,
            "metrics": self.metrics,
            "metricsLayout": "COLUMNS",
            "aggregateFunction": "Sum",
            "rowTotals": False,
            "colTotals": True,
            "valueFormat": self._format(),
            "rowOrder": "key_a_to_z",
            "colOrder": "key_a_to_z",
            "order_desc": True,
        }

    def _heat(self) -> dict[str, Any]:
        return {
            "x_axis": self.x,
            "groupby": self.y,
            "metric": self.metrics[0],
            "sort_x_axis": "alpha_asc",
            "sort_y_axis": "alpha_desc",
            "normalize_across": "heatmap",
            "linear_color_scheme": "schemeBlues",
            "legend_type": "continuous",
            "show_legend": False,
            "show_values": len(self.columns) == 0 and self.chart.width < 12,
            "show_percentage": False,
            "y_axis_format": self._format(),
            "value_bounds": [None, None],
            "x_axis_time_format": _DAYS[self.made.language],
            "time_grain_sqla": "P1D",
            "xscale_interval": -1,
            "yscale_interval": 1,
        }

    @property
    def question(self) -> dict[str, Any]:
        """The chart's question for `POST /api/v1/chart/data`."""
        return {
            "datasource": {"id": 0, "type": "table"},
            "force": False,
            "queries": [self._query()],
            "form_data": self.params,
            "result_format": "json",
            "result_type": "full",
        }

    def _query(self) -> dict[str, Any]:
        grain = {"time_grain_sqla": _GRAINS[self.chart.grain]} if self.chart.grain else {}
        axes = [self._asked_axis(self.x)] if self.x else []
        others = [name for name in (self.y, *self.by, *self.columns) if name]
        query: dict[str, Any] = {
            "columns": [*axes, *others],
            "filters": [_asked(one) for one in self._filters() if one["expressionType"] == "SIMPLE"],
            "extras": grain | {"having": "", "where": f"({self.chart.where})" if self.chart.where else ""},
            "orderby": self._order(),
            "row_limit": self.params["row_limit"],
            "annotation_layers": [],
        }
        return query | ({"metrics": self.metrics} if self.metrics else {})

    def _asked_axis(self, name: str) -> str | dict[str, Any]:
        if not self.chart.grain:
            return name
        axis = {"columnType": "BASE_AXIS", "expressionType": "SQL", "label": name, "sqlExpression": name}
        return axis | {"timeGrain": _GRAINS[self.chart.grain]}

    def _order(self) -> list[list[Any]]:
        if self.chart.sort and (self.columns or self.chart.sort in self.metrics):
            return [[self._sorted(), self.chart.up], *([name, True] for name in self.chart.then)]
        return [[self.metrics[0], False]] if self.metrics else []


def _asked(simple: Mapping[str, Any]) -> dict[str, Any]:
    return {"col": simple["subject"], "op": simple["operator"], "val": simple["comparator"]}
