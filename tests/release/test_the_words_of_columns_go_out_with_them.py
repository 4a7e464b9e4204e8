"""What a column means is told where it is read: comments in the deployment's language, a table in both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from expectations.contract import Column, Reference
from expectations.metric_words import column_words, metric_words
from expectations.shelf.kinds.duckdb_file import DuckDbFile
from expectations.versions import Publication
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import read_catalogue
from orchestration.metrics.marts import read_marts
from tests.release.made_publication import Made, Releases

PAID = Column(
    name="paid_amount",
    type="DECIMAL(18,2)",
    description="Payments less refunds.",
    label_ru="Поступления",
    label_en="Revenue paid",
    description_ru="Оплаты за вычетом возвратов.",
    metric="revenue_paid_amount",
    unit="money",
)
KEY = Column(name="employee_key", type="VARCHAR", description="The employee.")


def _published(folder: Path, language: str) -> duckdb.DuckDBPyConnection:
    releases = Releases(folder / "releases")
    query = "select 'e1' as employee_key, 5.00 as paid_amount"
    made = releases.publish({"mart_paid": Made(query, russian="Строка — оплата."), "mart_own": Made(query)})
    mart = made.marts["mart_paid"].model_copy(
        update={
            "columns": (KEY, PAID),
            "grain": ("employee_key",),
            "references": (Reference(columns=("employee_key",), to="dim_employee"),),
        }
    )
    publication: Publication = made.model_copy(
        update={"marts": {**made.marts, "mart_paid": mart}, "language": language}
    )
    shelf = DuckDbFile(folder / "marts.duckdb")
    assert releases.put(shelf, publication).error is None
    return duckdb.connect(str(shelf.path), read_only=True)


def test_both_languages_stand_in_the_table_whatever_the_deployment_speaks(tmp_path: Path):
    shelf = _published(tmp_path, "en")
    told = shelf.execute(
        "select place, column_name, is_grain, joins_to, label_ru, label_en, metric, unit"
        " from kpi.publication_column where mart = 'mart_paid' order by place"
    ).fetchall()
    assert told == [
        (1, "employee_key", True, "dim_employee.employee_key", "employee_key", "employee_key", None, None),
        (2, "paid_amount", False, None, "Поступления", "Revenue paid", "revenue_paid_amount", "money"),
    ]
    about = shelf.execute(
        "select description_ru, description_en from kpi.publication_column where mart = 'mart_paid'"
        " order by place"
    ).fetchall()
    assert about == [
        (None, "The employee."),
        ("Оплаты за вычетом возвратов.", "Payments less refunds."),
    ]


def test_a_comment_is_in_the_language_of_the_deployment(tmp_path: Path):
    comments = "select comment from duckdb_columns() where table_name = 'mart_paid' order by column_index"
    for language, said in (
        ("ru", "Поступления. Оплаты за вычетом возвратов."),
        ("en", "Payments less refunds."),
    ):
        shelf = _published(tmp_path / language, language)
        # A key has no label: its description is better than nothing.
        assert shelf.execute(comments).fetchall() == [("The employee.",), (said,)]


def test_a_column_of_ones_own_without_russian_words_is_told_in_those_it_has():
    own = Column(name="grade", type="VARCHAR", description="The grade.", label_ru="Оценка")
    assert own.comment("ru") == "Оценка. The grade."
    assert own.comment("en") == "The grade."


def test_a_label_is_not_said_twice_in_a_comment():
    form = Column(name="f", type="VARCHAR", label_ru="Форма оплаты", description_ru="Форма оплаты; пусто.")
    age = Column(name="a", type="VARCHAR", label_ru="Возраст долга, дн.", description_ru="Дней после срока.")
    assert form.comment("ru") == "Форма оплаты; пусто."
    assert age.comment("ru") == "Возраст долга, дн. Дней после срока."
    assert Column(name="l", type="VARCHAR", label_ru="Метка").comment("ru") == "Метка."


def test_a_column_says_its_own_russian_words_else_the_catalogues_else_its_metrics():
    metric = {"metric": "paid_amount", "label_en": "Paid", "description_ru": "Оплаты.", "unit": "money"}
    said = "Business date of the\n  document."  # a block of columns.md may break its lines

    def _russian(description: str, words: Mapping[str, str], **meta: str) -> str:
        return column_words({"description": description, "config": {"meta": meta}}, words)["description_ru"]

    assert _russian(said, metric, description_ru="Дата акта.") == "Дата акта."
    assert _russian(said, metric) == "Дата документа по времени компании."
    assert _russian("Nobody knows this.", metric) == "Оплаты."
    assert "description_ru" not in column_words({"description": "Nobody knows this."}, {})


def test_what_a_mart_holds_is_said_in_the_language_of_the_deployment_or_in_the_one_there_is(tmp_path: Path):
    comments = "select table_name, comment from duckdb_tables() where table_name like 'mart%' order by 1"
    for language, said in (("ru", "Строка — оплата."), ("en", "mart_paid of the small house.")):
        shelf = _published(tmp_path / language, language)
        assert shelf.execute(comments).fetchall() == [
            ("mart_own", "mart_own of the small house."),
            ("mart_paid", said),
        ]


def test_a_column_that_bears_a_metrics_name_and_is_another_number_has_none_of_its_words():
    metric = {"metric": "entered_count", "label_en": "Entered", "description_ru": "Визиты.", "unit": "count"}
    own = {"description": "Leads that came so far.", "config": {"meta": {"metric": False}}}
    assert column_words(own, metric) == {"description": "Leads that came so far.", "label_ru": ""}
    marts = {one.name: one for one in read_marts(DBT_PROJECT, read_catalogue(DBT_PROJECT))}
    told = {
        (mart, column.name): column.metric
        for mart in ("mart_employee_scorecard", "mart_sales_funnel_stage")
        for column in marts[mart].columns
    }
    assert told["mart_employee_scorecard", "entered_count"] is None
    assert told["mart_sales_funnel_stage", "entered_count"]


def test_a_metrics_words_are_its_measures_and_a_private_metric_has_none():
    meta = {"label_ru": "Поступления", "description_ru": "Оплаты.", "unit": "money"}
    manifest = {
        "semantic_models": {"s": {"measures": [{"name": "paid_amount", "config": {"meta": meta}}]}},
        "metrics": {
            "a": {"name": "paid_amount", "label": "Revenue paid", "config": {"meta": {}}},
            "b": {"name": "romi", "label": "ROMI", "config": {"meta": {**meta, "column": "romi_pct"}}},
            "c": {"name": "own", "label": "Own", "config": {"meta": {"unit": "money"}}},
        },
    }
    words = metric_words(manifest)
    assert {column: one["metric"] for column, one in words.items()} == {
        "paid_amount": "paid_amount",
        "romi_pct": "romi",
    }
    assert words["paid_amount"]["label_en"] == "Revenue paid" and words["romi_pct"]["unit"] == "money"
