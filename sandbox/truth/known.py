"""What a company can know: of a side of its life that no system tells, nobody says 0."""

from __future__ import annotations

from typing import Literal

from sandbox.company.company import Company

Side = Literal["crm", "telephony", "ads", "erp"]
SIDES: dict[str, tuple[Side, ...]] = {
    **dict.fromkeys(
        (
            "leads_count", "clean_leads_count", "junk_leads_count", "deals_won_count", "deals_lost_count",
            "contracts_count", "revenue_booked_amount",
        ),
        ("crm",),
    ),
    **dict.fromkeys(
        ("revenue_paid_amount", "new_customers_count", "margin_amount", "net_known_cost_amount"), ("erp",)
    ),
    "spend_amount": ("ads",),
    **dict.fromkeys(("advertised_leads_count", "cpl_amount"), ("ads", "crm")),
    **dict.fromkeys(
        ("advertised_customers_count", "advertised_margin_amount", "cac_amount", "full_cac_amount", "romi"),
        ("ads", "erp"),
    ),
}  # fmt: skip
"""Metric -> the sides of the company's life that must be told before anybody can say 0 of it."""


def tells(company: Company, *sides: Side) -> bool:
    """Say whether a system tells of each of the sides."""
    return all(getattr(company.layout, side) != "none" for side in sides)


def is_known(company: Company, metric: str) -> bool:
    """Say whether anybody can say 0 of a metric."""
    return tells(company, *SIDES.get(metric, ()))
