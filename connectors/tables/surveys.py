"""The contract of the table of surveys: who answered when, and how many points he gave."""

from __future__ import annotations

from connectors.tables.cells import COUNT, DAY, TEXT, one_of
from connectors.tables.contract import Row, TableColumn, TableContract
from texts import say

_KINDS = {
    "nps": "nps", "NPS": "nps", "Рекомендация": "nps",
    "csat": "csat", "CSAT": "csat", "Удовлетворённость": "csat",
}  # fmt: skip
_KIND = one_of(_KINDS, expected="nps (Рекомендация), csat (Удовлетворённость)")
_POINTS = {"nps": (0, 10), "csat": (1, 5)}


def _points_of_the_scale(row: Row) -> dict[str, str]:
    low, high = _POINTS[str(row["survey"])]
    if not low <= int(row["score"] or 0) <= high:
        return {
            "score": say(
                "a whole number from {low} to {high}, because survey is {survey}",
                low=low,
                high=high,
                survey=row["survey"],
            )
        }
    return {}


SURVEYS = TableContract(
    "surveys",
    "what customers answered to surveys",
    (
        TableColumn("answer_id", TEXT, ("Номер ответа", "Answer")),
        TableColumn("survey", _KIND, ("Опрос", "Survey")),
        TableColumn("answered_on", DAY, ("Дата", "Date")),
        TableColumn("score", COUNT, ("Оценка", "Score")),
        TableColumn("customer", TEXT, ("Клиент", "Customer"), may_be_blank=True, may_be_absent=True),
        TableColumn("deal", TEXT, ("Сделка", "Deal"), may_be_blank=True, may_be_absent=True),
    ),
    key=("answer_id",),
    row_rule=_points_of_the_scale,
)
