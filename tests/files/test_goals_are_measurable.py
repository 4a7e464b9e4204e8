"""A goal says what is to be reached, from where, by when and by whom, or it is kept out by name."""

import pytest

from connectors.tables.goals import MORE_METRICS, SHARES, goal_metric
from connectors.tables.opening import open_table
from connectors.tables.reading import read_file
from connectors.tables.streams import CONTRACTS, METRICS
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import read_catalogue

HEADER = (
    "Цель;Показатель;Уровень;Подразделение;База;База с;База по;"
    "Целевое значение;Рост, %;Начало;Срок;Ответственный"
)


ROW = "Рост;{metric};Отдел;Опт;20;01.03.2026;30.04.2026;25;;01.05.2026;30.06.2026;Ольга"


def reading(tmp_path, row):
    path = tmp_path / "goals.csv"
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    return read_file(CONTRACTS["goals"], open_table(path, file=path.name))


def test_a_goal_in_russian_lands_under_the_contracts_names(tmp_path):
    row = "Рост;Поступления;Отдел;Опт;1 000 000,50;01.03.2026;30.04.2026;;12,5;01.05.2026;30.06.2026;Ольга"
    (goal,) = reading(tmp_path, row).rows
    assert goal.values["metric"] == "revenue_paid_amount" and goal.values["unit_type"] == "department"
    assert (goal.values["target_value"], goal.values["growth_percent"]) == (None, "12.50")
    assert (goal.values["start"], goal.values["deadline"]) == ("2026-05-01", "2026-06-30")


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (
            "5;01.03.2026;30.04.2026;;;01.05.2026;30.06.2026;Ольга",
            "Целевое значение",
            "both only where they agree",
        ),
        (
            "5;01.03.2026;30.04.2026;9;7;01.05.2026;30.06.2026;Ольга",
            "Целевое значение",
            "both only where they agree",
        ),
        ("5;01.03.2026;28.02.2026;9;;01.05.2026;30.06.2026;Ольга", "База по", "not before baseline_from"),
        ("5;01.03.2026;30.04.2026;9;;01.05.2026;01.05.2026;Ольга", "Срок", "a date after start"),
        ("5;01.03.2026;30.04.2026;9;;01.05.2026;30.06.2026;", "Ответственный", "a text"),
        (";01.03.2026;30.04.2026;9;;01.05.2026;30.06.2026;Ольга", "База", "a number"),
    ],
)
def test_a_goal_that_cannot_be_measured_is_kept_out(tmp_path, cells, column, reason):
    read = reading(tmp_path, f"Рост;Поступления;Компания;;{cells}")
    assert not read.rows
    assert column in read.wrong[0].reason and reason in read.wrong[0].reason


@pytest.mark.parametrize(
    "metric", ["Валовая прибыль", "Маржинальность", "Конверсия", "junk_share", "Средний чек"]
)
def test_margin_and_ratios_of_what_a_unit_did_are_goals(tmp_path, metric):
    (goal,) = reading(tmp_path, ROW.format(metric=metric)).rows
    assert goal.values["metric"] in MORE_METRICS


@pytest.mark.parametrize("metric", ["ROMI", "CAC", "Просроченные оплаты", "fact_to_date"])
def test_what_no_unit_moves_from_day_to_day_is_refused_with_the_reason(tmp_path, metric):
    read = reading(
        tmp_path, f"Рост;{metric};Компания;;5;01.03.2026;30.04.2026;9;;01.05.2026;30.06.2026;Ольга"
    )
    assert not read.rows
    assert "by channel, by month or as of an evening cannot be a goal" in read.wrong[0].reason


def test_a_share_typed_as_a_part_of_one_is_not_taken_for_a_percent(tmp_path):
    row = "Рост;Маржинальность;Компания;;0,21;01.03.2026;30.04.2026;25;;01.05.2026;30.06.2026;Ольга"
    read = reading(tmp_path, row)
    assert not read.rows and "25 for a quarter, not 0.25" in read.wrong[0].reason


def test_goals_have_the_catalogues_names_and_are_named_in_the_refusal():
    catalogue = read_catalogue(DBT_PROJECT)
    for name, labels in MORE_METRICS.items():
        assert {catalogue[name].label, catalogue[name].meta.label_ru} <= set(labels)
        assert (name in SHARES) == (catalogue[name].meta.unit == "share")
    expected = goal_metric(METRICS).expected
    assert all(catalogue[name].label in expected for name in [*METRICS, *MORE_METRICS])


def test_every_part_of_a_ratio_that_may_be_a_goal_is_counted():
    catalogue = read_catalogue(DBT_PROJECT)
    plan = DBT_PROJECT / "models/intermediate/plan"
    counted = "".join(
        (plan / f"{name}.sql").read_text(encoding="utf-8") for name in ("int_goal_measures", "int_goal_parts")
    )
    for name in MORE_METRICS:
        parts = catalogue[name].parts or (name,)
        assert all(part in METRICS or f"'{part}'" in counted for part in parts)
