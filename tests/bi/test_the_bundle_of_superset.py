"""The dashboards of Superset ask what is published, in both languages, without Superset at hand."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
import yaml

from bi.errors import BIRefused
from bi.superset.bundle import DATABASE, Sources, bundle, password_of, read_sources, zipped
from bi.superset.declared import Chart, Dashboard, Dataset, Words, in_rows
from bi.superset.formulas import ratio, total
from bi.superset.server import Server
from expectations.shelf.publication_rows import _DOMAIN_COLUMNS, _FINDING_COLUMNS

FILE = "duckdb:////srv/voronka.duckdb"
ROOMS = [
    *("morning", "funnel", "people", "visits", "plan", "stock", "money", "customers", "marketing", "letters"),
    "quality",
]


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources()


@pytest.fixture(scope="module")
def files(sources: Sources) -> dict[str, Any]:
    return bundle(FILE, sources=sources)


@pytest.fixture(scope="module")
def empty_shelf(sources: Sources) -> Iterator[duckdb.DuckDBPyConnection]:
    """Every published table with its columns and no rows."""
    with duckdb.connect() as connection:
        connection.execute("create schema kpi")
        tables = {
            mart.name: [(one.name, one.type) for one in mart.columns.values()]
            for mart in sources.marts.values()
        }
        tables["publication"] = [(one.name, one.type) for one in _DOMAIN_COLUMNS]
        tables["publication_finding"] = [(one.name, one.type) for one in _FINDING_COLUMNS]
        for name, columns in tables.items():
            told = ", ".join(f"{column} {type_}" for column, type_ in columns)
            connection.execute(f"create table kpi.{name} ({told})")
        yield connection


def _of(files: dict[str, Any], folder: str) -> dict[str, Any]:
    return {path: content for path, content in files.items() if path.startswith(f"{folder}/")}


def _asked(dataset: dict[str, Any]) -> str:
    return dataset["sql"] or f"select * from kpi.{dataset['table_name']}"


def test_a_server_that_stands_at_the_port_is_not_taken_for_ours(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        server = Server(tmp_path, other.getsockname()[1])
        with pytest.raises(BIRefused, match="is taken"), server.running():
            pass
    assert list(tmp_path.iterdir()) == []  # nothing was started


def test_every_room_has_a_dashboard_in_both_languages(files):
    slugs = [one["slug"] for one in _of(files, "dashboards").values()]
    assert slugs == [f"voronka-{room}-{language}" for language in ("ru", "en") for room in ROOMS]
    told = {one["slug"]: one for one in _of(files, "dashboards").values()}
    for slug, one in told.items():
        cells = [
            cell for cell in one["position"].values() if isinstance(cell, dict) and cell["type"] == "CHART"
        ]
        assert 4 <= len(cells) <= 12, slug


def _over(sources: Sources, *without: str) -> dict[str, Any]:
    """The bundle of a company that has all but these tables."""
    return bundle(FILE, sources=sources.over(sources.declared.needed - set(without)))


def test_what_no_table_with_rows_is_there_for_is_left_out(files, sources):
    assert {
        "fct_visit",
        "mart_visit_plan",
        "mart_unit_stock",
        "mart_email_campaign",
    } <= sources.declared.needed
    assert sources.declared.needed <= set(sources.marts)
    assert _over(sources) == files

    shopless = _over(sources, "fct_visit", "mart_visit_plan", "mart_unit_stock", "mart_email_campaign")
    gone = {path.split("/")[-1] for path in set(files) - set(shopless)}
    assert {"ru_visits.yaml", "en_stock.yaml", "ru_letters.yaml", "fct_visit_ru.yaml"} <= gone
    assert "ru_morning.yaml" not in gone and "mart_employee_activity_daily_ru.yaml" not in gone
    assert {path: files[path] for path in shopless} == shopless

    unplanned = _over(sources, "mart_visit_plan")
    assert {path.split("/")[-1] for path in set(files) - set(unplanned)} == {
        f"{language}_visits_round.yaml" for language in ("ru", "en")
    } | {f"round_next_{language}.yaml" for language in ("ru", "en")}
    cells = unplanned["dashboards/ru_visits.yaml"]["position"]
    shown = [
        one["meta"]["uuid"] for one in cells.values() if isinstance(one, dict) and one["type"] == "CHART"
    ]
    assert set(shown) == {
        one["uuid"] for path, one in unplanned.items() if path.startswith("charts/ru_visits_")
    }


def test_a_dashboard_of_which_no_chart_is_left_is_left_out(sources):
    declared = sources.declared
    title = Words(ru="Проба", en="Trial")
    chart = Chart(id="a", title=title, kind="number", dataset="fct_visit", needs="fct_visit")
    trial = declared.model_copy(update={"dashboards": (Dashboard(id="trial", title=title, charts=(chart,)),)})
    assert trial.needed == {"fct_visit"}
    assert trial.over({"fct_visit"}) == trial
    assert trial.over(()).dashboards == ()
    assert set(declared.datasets) - set(trial.over(()).datasets) == {"fct_visit"}


def test_charts_that_stay_fill_the_row_of_those_that_go(sources):
    without = sources.declared.over(sources.declared.needed - {"fct_lead", "fct_ad_spend_daily"})
    widths = {
        room.id: [[one.width for one in row] for row in in_rows(room.charts, lambda one: one.width)]
        for room in without.dashboards
    }
    morning = [
        [one.id for one in row] for row in in_rows(without.dashboards[0].charts, lambda one: one.width)
    ]
    assert morning == [["won", "paid"], ["plan", "due"], ["day"], ["alerts"]]
    assert widths["morning"] == [[6, 6], [7, 5], [12], [12]]
    assert {sum(row) for rows in widths.values() for row in rows} == {12}


def test_rows_of_the_same_come_in_the_order_of_then(files):
    (asked,) = json.loads(files["charts/ru_visits_round.yaml"]["query_context"])["queries"]
    assert asked["orderby"] == [["employee_name", True], ["visit_position", True]]
    drawn = files["charts/ru_visits_round.yaml"]["params"]["order_by_cols"]
    assert [json.loads(one) for one in drawn] == asked["orderby"]


def test_what_a_column_means_stands_beside_it_in_the_language_of_its_dataset(files, sources):
    silent = []
    told = {"ru": "Дата, к которой деньги должны поступить.", "en": "Date on which the money is due."}
    for language, said in told.items():
        due = []
        for name, declared in sources.declared.datasets.items():
            columns = files[f"datasets/voronka/{name}_{language}.yaml"]["columns"]
            due += [one["description"] for one in columns if one["column_name"] == "due_date"]
            if declared.mart in sources.marts:
                silent += [one["column_name"] for one in columns if not one["description"]]
        assert said in due
    computed = {name for one in sources.declared.datasets.values() for name in one.computed}
    assert set(silent) <= {"department", *computed}  # made by the dataset


def test_every_column_and_metric_is_answered_by_the_published_tables(files, empty_shelf):
    for path, dataset in _of(files, "datasets").items():
        metrics = [f"{one['expression']} as m_{one['metric_name']}" for one in dataset["metrics"]]
        columns = [f"{one['expression'] or one['column_name']}" for one in dataset["columns"]]
        for asked in (metrics, columns):
            if asked:
                empty_shelf.execute(f"select {', '.join(asked)} from ({_asked(dataset)}) as asked"), path


def test_every_chart_asks_for_what_its_dataset_has(files, empty_shelf):
    datasets = {one["uuid"]: one for one in _of(files, "datasets").values()}
    for path, chart in _of(files, "charts").items():
        dataset = datasets[chart["dataset_uuid"]]
        columns = {one["column_name"] for one in dataset["columns"]}
        metrics = {one["metric_name"] for one in dataset["metrics"]}
        (query,) = json.loads(chart["query_context"])["queries"]
        named = {one if isinstance(one, str) else one["label"] for one in query["columns"]}
        assert named <= columns, path
        assert set(query.get("metrics", ())) <= metrics, path
        assert {one for one, _ in query["orderby"]} <= columns | metrics, path
        if query["extras"]["where"]:
            empty_shelf.execute(
                f"select 1 from ({_asked(dataset)}) as asked where {query['extras']['where']}"
            )


def test_a_filter_leaves_alone_the_charts_that_lack_its_column(files):
    datasets = {one["uuid"]: one for one in _of(files, "datasets").values()}
    charts = {one["uuid"]: one for one in _of(files, "charts").values()}
    looked_at = 0
    for path, dashboard in _of(files, "dashboards").items():
        cells = [
            one for one in dashboard["position"].values() if isinstance(one, dict) and one["type"] == "CHART"
        ]
        for asked in dashboard["metadata"]["native_filter_configuration"]:
            column = asked["targets"][0].get("column", {}).get("name")
            for cell in cells:
                dataset = datasets[charts[cell["meta"]["uuid"]]["dataset_uuid"]]
                has = column in {one["column_name"] for one in dataset["columns"]}
                if column:
                    looked_at += 1
                    assert (cell["meta"]["chartId"] in asked["scope"]["excluded"]) is not has, (path, column)
    assert looked_at > 100


def test_names_last_and_are_nobody_elses(files, sources):
    uuids = [one["uuid"] for path, one in files.items() if path != "metadata.yaml"]
    assert len(uuids) == len(set(uuids))
    again = bundle(FILE, sources=sources)
    assert files == again
    assert zipped(files) == zipped(again)


def test_a_password_stays_out_of_the_bundle(files, sources):
    address = "postgresql+psycopg2://bi:s3cret%40word@db.romashka.ru:5432/bi"
    database = bundle(address, sources=sources)[DATABASE]
    assert "s3cret" not in yaml.safe_dump(database)
    assert password_of(address) == "s3cret@word"
    assert database["extra"] == {"allows_virtual_table_explore": True}
    assert files[DATABASE]["extra"]["engine_params"] == {"connect_args": {"read_only": True}}


def test_both_languages_name_everything_that_is_shown(files):
    for path, dataset in _of(files, "datasets").items():
        assert all(one["verbose_name"] for one in dataset["metrics"]), path
    russian = files["datasets/voronka/mart_channel_performance_ru.yaml"]
    english = files["datasets/voronka/mart_channel_performance_en.yaml"]
    assert {one["metric_name"]: one["verbose_name"] for one in russian["metrics"]}["cac_amount"] == (
        "Стоимость привлечения клиента"
    )
    assert {one["metric_name"]: one["verbose_name"] for one in english["metrics"]}["cac_amount"] == (
        "Cost of a new customer"
    )
    assert (russian["sql"], english["sql"]) == (None, "select * from kpi.mart_channel_performance")
    assert english["table_name"] == "mart_channel_performance_en"


def test_whatever_a_russian_chart_shows_has_a_russian_name(files):
    datasets = {one["uuid"]: one for one in _of(files, "datasets").values()}
    foreign = set()
    for path, chart in _of(files, "charts").items():
        if path.startswith("charts/ru_"):
            dataset = datasets[chart["dataset_uuid"]]
            names = {one["column_name"]: one["verbose_name"] for one in dataset["columns"]}
            (query,) = json.loads(chart["query_context"])["queries"]
            shown = {one if isinstance(one, str) else one["label"] for one in query["columns"]}
            foreign |= {(path, one) for one in shown - {"abc", "xyz"} if (names[one] or "?").isascii()}
    assert foreign == set()


def test_what_stands_side_by_side_in_a_chart_bears_different_names(files):
    datasets = {one["uuid"]: one for one in _of(files, "datasets").values()}
    for path, chart in _of(files, "charts").items():
        dataset = datasets[chart["dataset_uuid"]]
        names = {one["column_name"]: one["verbose_name"] for one in dataset["columns"]}
        names |= {one["metric_name"]: one["verbose_name"] for one in dataset["metrics"]}
        (query,) = json.loads(chart["query_context"])["queries"]
        asked = [one if isinstance(one, str) else one["label"] for one in query["columns"]]
        shown = [names[one] or one for one in (*asked, *query.get("metrics", ()))]
        assert len(shown) == len(set(shown)), (path, shown)


def _sum(expression: str, rows: str) -> Any:
    answer = (
        duckdb.connect().execute(f"select {expression} from (values {rows}) as t(step, amount)").fetchone()
    )
    return answer[0] if answer else None


def test_one_unknown_part_makes_a_sum_unknown():
    assert _sum(total("amount"), "('a', 1), ('b', 2)") == 3
    assert _sum(total("amount"), "('a', 1), ('b', null)") is None
    assert _sum(total("amount", strict=False), "('a', 1), ('b', null)") == 1
    won = "case when step = 'won' then amount end"
    assert _sum(total(won), "('won', 1), ('lead', null)") == 1
    assert _sum(total(won), "('won', 1), ('won', null)") is None
    assert _sum(total(won), "('lead', 5)") == 0


def test_a_share_is_a_sum_above_a_sum():
    rows = "('a', 1), ('b', 3)"
    halves = ratio(total("case when step = 'a' then amount end"), total("amount"))
    assert float(_sum(halves, rows)) == 0.25
    assert _sum(ratio(total("amount"), total("amount - amount")), rows) is None


def test_a_wrong_name_is_refused_with_the_dataset(sources):
    declared = sources.declared
    title = Words(ru="Проба", en="Trial")

    def with_chart(**chart: Any) -> Dashboard:
        asked = Chart(id="a", title=title, kind="table", dataset="fct_lead", **chart)
        return Dashboard(id="trial", title=title, charts=(asked,))

    for wrong in (
        {"columns": ("no_such_column",)},
        {"metrics": ("no_such_metric",), "by": ("channel_name",)},
    ):
        trial = declared.model_copy(update={"dashboards": (with_chart(**wrong),)})
        with pytest.raises(BIRefused, match="fct_lead"):
            bundle(FILE, sources=sources._replace(declared=trial))
    gone = declared.model_copy(
        update={"datasets": {**declared.datasets, "fct_lead": Dataset(mart="mart_of_nobody")}}
    )
    with pytest.raises(BIRefused, match="mart_of_nobody"):
        bundle(FILE, sources=sources._replace(declared=gone))
