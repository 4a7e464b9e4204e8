"""A goal says what is to be reached, from where, by when and by whom, or it is kept out by name."""

import pytest

from connectors.tables.opening import open_table
from connectors.tables.reading import read_file
from connectors.tables.streams import CONTRACTS

HEADER = (
    "Цель;Показатель;Уровень;Подразделение;База;База с;База по;"
    "Целевое значение;Рост, %;Начало;Срок;Ответственный"
)


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
