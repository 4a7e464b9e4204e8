"""The contracts of the tables a deployment keeps: sales plan, costs, goals, and those of the mappings."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.tables.cells import (
    AMOUNT,
    COUNT,
    DAY,
    MONTH,
    TEXT,
    CellKind,
    one_of,
)
from connectors.tables.contract import Row, TableColumn, TableContract
from connectors.tables.goals import goal_metric, what_cannot_be_measured
from connectors.tables.mappings import MAPPINGS
from connectors.tables.surveys import SURVEYS
from texts import say

METRICS = {
    "leads_count": ("Обращения", "Leads"),
    "clean_leads_count": ("Обращения без мусора", "Clean leads"),
    "deals_won_count": ("Выигранные сделки", "Deals won"),
    "contracts_count": ("Договоры", "Contracts"),
    "revenue_booked_amount": ("Сумма выигранных сделок (CRM)", "Сумма выигранных сделок", "Revenue booked"),
    "revenue_paid_amount": ("Поступления", "Revenue paid"),
    "flats_sold_count": ("Продано квартир", "Flats sold"),
    "properties_sold_count": ("Продано объектов", "Properties sold"),
    "visits_made_count": ("Визиты, факт", "Визиты", "Visits"),
}
_LEVELS = {
    "company": ("Компания", "Company"),
    "department": ("Отдел", "Подразделение", "Department"),
    "employee": ("Сотрудник", "Менеджер", "Employee"),
}


_COST_TYPES = {
    "payroll": ("Зарплата", "ФОТ", "Оплата труда", "Payroll"),
    "other": ("Прочее", "Прочие", "Прочие затраты", "Прочие расходы", "Other"),
}
_VAT_BASES = {"net": ("Без НДС", "Net")}


def _labelled(values: Mapping[str, tuple[str, ...]]) -> CellKind:
    choices = {label: value for value, labels in values.items() for label in (value, *labels)}
    return one_of(choices, expected=", ".join(f"{labels[0]} ({value})" for value, labels in values.items()))


def _unit_fits_level(row: Row) -> dict[str, str]:
    unit, level = str(row["unit"]), row["unit_type"]
    if level == "company" and unit:
        return {"unit": say("an empty cell, because the level is the company")}
    if level == "department" and not unit:
        return {"unit": say("the name or the id of the department")}
    if level == "employee" and "@" not in unit:
        return {"unit": say("the e-mail address of the employee")}
    return {}


_UNIT = TableColumn(
    "unit",
    TEXT,
    ("Подразделение/Сотрудник", "Подразделение / Сотрудник", "Подразделение", "Сотрудник", "Unit"),
    may_be_blank=True,
    blank="",
)
_PLAN = TableContract(
    "sales_plan",
    "monthly plans of the company, its departments and employees",
    (
        TableColumn("month", MONTH, ("Месяц", "Период", "Month", "Period")),
        TableColumn("unit_type", _labelled(_LEVELS), ("Уровень", "Level", "Unit type")),
        _UNIT,
        TableColumn("metric", _labelled(METRICS), ("Показатель", "Метрика", "Metric")),
        TableColumn("plan", AMOUNT, ("План", "Plan")),
        TableColumn("version", COUNT, ("Версия", "Version"), may_be_blank=True, may_be_absent=True, blank=1),
    ),
    key=("month", "unit_type", "unit", "metric", "version"),
    row_rule=_unit_fits_level,
)

_COSTS = TableContract(
    "costs",
    "payroll and other costs of a month, without VAT",
    (
        TableColumn("month", MONTH, ("Месяц", "Период", "Month", "Period")),
        TableColumn("unit_type", _labelled(_LEVELS), ("Уровень", "Level", "Unit type")),
        _UNIT,
        TableColumn("cost_type", _labelled(_COST_TYPES), ("Вид затрат", "Вид расходов", "Cost type")),
        TableColumn("channel_key", TEXT, ("Канал", "Channel"), may_be_blank=True, may_be_absent=True),
        TableColumn("item", TEXT, ("Статья", "Item"), may_be_blank=True, may_be_absent=True, blank=""),
        TableColumn("amount", AMOUNT, ("Сумма", "Amount")),
        TableColumn(
            "vat_basis",
            _labelled(_VAT_BASES),
            ("НДС", "VAT"),
            may_be_blank=True,
            may_be_absent=True,
            blank="net",
        ),
    ),
    key=("month", "unit_type", "unit", "cost_type", "channel_key", "item"),
    row_rule=_unit_fits_level,
)


def _goal_is_measurable(row: Row) -> dict[str, str]:
    return {**_unit_fits_level(row), **what_cannot_be_measured(row)}


_GOALS = TableContract(
    "goals",
    "what is to be reached by when, and from where it begins",
    (
        TableColumn("goal", TEXT, ("Цель", "Goal")),
        TableColumn("metric", goal_metric(METRICS), ("Показатель", "Метрика", "Metric")),
        TableColumn("unit_type", _labelled(_LEVELS), ("Уровень", "Level", "Unit type")),
        _UNIT,
        TableColumn("baseline_value", AMOUNT, ("База", "Baseline")),
        TableColumn("baseline_from", DAY, ("База с", "Baseline from")),
        TableColumn("baseline_to", DAY, ("База по", "Baseline to")),
        TableColumn(
            "target_value", AMOUNT, ("Целевое значение", "Target"), may_be_blank=True, may_be_absent=True
        ),
        TableColumn(
            "growth_percent", AMOUNT, ("Рост, %", "Growth, %"), may_be_blank=True, may_be_absent=True
        ),
        TableColumn("start", DAY, ("Начало", "Start")),
        TableColumn("deadline", DAY, ("Срок", "Deadline")),
        TableColumn("owner", TEXT, ("Ответственный", "Owner")),
    ),
    key=("goal",),
    row_rule=_goal_is_measurable,
)

CONTRACTS: Mapping[str, TableContract] = {
    contract.stream: contract for contract in (*MAPPINGS, SURVEYS, _GOALS, _PLAN, _COSTS)
}
