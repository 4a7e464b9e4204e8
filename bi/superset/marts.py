"""Published marts and their columns, as dbt's YAML declares them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.metrics import marts
from orchestration.metrics.catalogue import Metric


@dataclass(frozen=True)
class Column:
    """A column of a mart; without a Russian label it is a key that nobody reads.

    `metric`: the metric of the catalogue that stands in it.
    """

    name: str
    type: str
    label_ru: str | None = None
    label_en: str | None = None
    description_ru: str | None = None
    description_en: str | None = None
    metric: Metric | None = None

    def described(self, language: str) -> str | None:
        """What it means; in English where nobody has written it in Russian."""
        return (language == "ru" and self.description_ru) or self.description_en

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


def read_marts(dbt_project: Path, catalogue: Mapping[str, Metric]) -> dict[str, Mart]:
    """Every mart with a publish block."""
    return {mart.name: _mart(mart) for mart in marts.read_marts(dbt_project, catalogue)}


def _mart(declared: marts.Mart) -> Mart:
    columns = {
        one.name: Column(
            one.name,
            one.type,
            label_ru=one.label_ru or None,
            description_ru=one.description_ru or None,
            description_en=one.description,
            metric=one.metric,
        )
        for one in declared.columns
    }
    return Mart(declared.name, declared.description, declared.description_ru, columns)


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
