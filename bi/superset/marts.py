"""Published marts and their columns, as dbt's YAML declares them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Column:
    """A column of a mart; without a Russian label it is a key that nobody reads."""

    name: str
    type: str
    label_ru: str | None = None
    label_en: str | None = None

    @property
    def is_date(self) -> bool:
        """Whether a period can narrow it."""
        return self.type.lower() in ("date", "timestamp")


@dataclass(frozen=True)
class Mart:
    """A published table."""

    name: str
    description: str
    description_ru: str
    columns: Mapping[str, Column]


def read_marts(dbt_project: Path) -> dict[str, Mart]:
    """Every mart with a publish block."""
    marts = (dbt_project / "models" / "marts").rglob("*.yml")
    return {mart.name: mart for file in marts for mart in _marts(file)}


def _marts(file: Path) -> Iterator[Mart]:
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for model in content.get("models", ()):
        if "publish" in model.get("config", {}).get("meta", {}):
            columns = {one["name"]: _column(one) for one in model["columns"]}
            said, russian = model["description"], model["config"]["meta"].get("description_ru", "")
            yield Mart(model["name"], said.strip(), russian.strip(), columns)


def _column(declared: Mapping[str, Any]) -> Column:
    label = declared.get("config", {}).get("meta", {}).get("label_ru")
    return Column(declared["name"], declared["data_type"], label)


_ENGLISH = {
    "date_day": "Date",
    "month_date": "Month",
    "employee_name": "Manager",
    "org_unit_then_name": "Department (then)",
    "org_unit_now_name": "Department (now)",
    "unit_name": "Unit",
    "run_rate_forecast": "Forecast of the month",
    "plan_month": "Plan of the month",
    "members_plan_month": "Plans of the people",
    "members_gap_month": "Department less people",
}
_ENDINGS = ("_count", "_amount", "_name", "_key", "_date", "_pct")


def english(name: str) -> str:
    """A column's English label, made of its name: `expected_week_amount` is "Expected week"."""
    if name in _ENGLISH:
        return _ENGLISH[name]
    ending = next((one for one in _ENDINGS if name.endswith(one) and not name.endswith("to_date")), "")
    words = name.removesuffix(ending).replace("_", " ")
    return words[:1].upper() + words[1:] + (", %" if ending == "_pct" else "")
