"""The known truth: every KPI of the company as of a load, computed from its events in plain Python.

Run as `python -m sandbox.truth.truth --seed 7 --scale 1` for totals at the three nights. A cell is
[key..., value]; values are text, None means unknown and is the same as a missing cell.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sandbox.company.calendar_ru import days_between, working_days_passed
from sandbox.company.charter import NIGHTS
from sandbox.company.company import Company
from sandbox.truth.activity import activity_cells, call_cells
from sandbox.truth.alerts import alert_cells
from sandbox.truth.answers import Answers, response_cells
from sandbox.truth.attribution import attribution_cells
from sandbox.truth.audience import audience_cells
from sandbox.truth.books import Books, open_books
from sandbox.truth.buyers import buyer_cells
from sandbox.truth.cells import Cells, to_cells
from sandbox.truth.clients import client_cells
from sandbox.truth.cohorts import cohort_cells
from sandbox.truth.contacts import contact_cells
from sandbox.truth.debts import debt_cells
from sandbox.truth.discipline import discipline_cells
from sandbox.truth.effort import effort_cells
from sandbox.truth.evenings import debtor_cells, snapshot_cells
from sandbox.truth.funnel import conversion_cells, funnel_cells
from sandbox.truth.goals import goal_cells
from sandbox.truth.goods import goods_cells
from sandbox.truth.mailings import mailing_cells
from sandbox.truth.marketing import channel_cells, new_customer_cells, spend_cells
from sandbox.truth.meetings import meeting_cells
from sandbox.truth.panel import read_panel
from sandbox.truth.people import business_date
from sandbox.truth.plans import plan_cells
from sandbox.truth.points import point_cells
from sandbox.truth.priority import priority_cells
from sandbox.truth.products import product_cells
from sandbox.truth.properties import property_cells
from sandbox.truth.pulse import pulse_cells
from sandbox.truth.purchases import read_purchases
from sandbox.truth.quality import cycle_cells, form_cells, quality_cells
from sandbox.truth.receipts import customer_cells, money_cells, schedule_cells
from sandbox.truth.reconciliation import reconciliation_cells
from sandbox.truth.regions import region_cells
from sandbox.truth.review import review_cells
from sandbox.truth.rounds import round_cells
from sandbox.truth.sales import sales_cells, visit_cells
from sandbox.truth.scorecard import scorecard_cells
from sandbox.truth.segments import segment_cells
from sandbox.truth.sold_properties import sold_property_cells
from sandbox.truth.summary import summary_cells
from sandbox.truth.surveys import survey_cells
from sandbox.truth.touches import Touches, touch_cells
from sandbox.truth.visits import field_cells
from sandbox.world.world import generate

DAYS_OF_UNITS = 30


@dataclass(frozen=True)
class Truth:
    """All cells as of the last load."""

    as_of: datetime
    kpis: dict[str, Cells]

    def to_json(self) -> dict[str, object]:
        """Return what the control door serves."""
        return {"as_of": self.as_of.isoformat(), "kpis": self.kpis}


def compute_truth(company: Company, mornings: Sequence[datetime]) -> Truth:
    """Return the truth after the loads at `mornings` (aware); the last one is the as-of instant."""
    books = open_books(company, mornings)
    kpis = {
        **sales_cells(books),
        **visit_cells(books),
        **funnel_cells(books),
        **conversion_cells(books),
        **money_cells(books),
        **customer_cells(books),
        **review_cells(books),
        **survey_cells(books),
        **client_cells(books),
        **quality_cells(books),
        **cycle_cells(books),
        **form_cells(books),
        **reconciliation_cells(books),
        **snapshot_cells(books),
        **debtor_cells(books),
        **cohort_cells(books),
        **point_cells(books),
        **product_cells(books),
        **region_cells(books),
        **audience_cells(books),
        **schedule_cells(books),
        **plan_cells(books),
        **goal_cells(books),
        **effort_cells(books),
        **_unit_cells(books),
        **_wider_cells(books),
        **_customer_cells(books),
    }
    kpis |= summary_cells(books, kpis, kpis)
    return Truth(books.as_of, kpis)


def _wider_cells(books: Books) -> dict[str, Cells]:
    """Return the cells of calls, answers, advertising, margin and currencies."""
    touches = Touches(books.deals, books.conversations, books.as_of, books.company.layout.ads)
    answers = Answers(books.company, books.as_of, books.conversations, books.meetings, books.people.names)
    panel = read_panel(books, answers, touches)
    return {
        **panel.cells(),
        **alert_cells(books, panel),
        **call_cells(books),
        **meeting_cells(books.meetings),
        **response_cells(books.deals, answers, books.as_of),
        **activity_cells(books),
        **field_cells(books),
        **debt_cells(books),
        **round_cells(books),
        **pulse_cells(books),
        **scorecard_cells(books),
        **discipline_cells(books),
        **books.rates.cells(business_date(books.as_of)),
        **goods_cells(books.sold_lines),
        **spend_cells(books),
        **mailing_cells(books.company, books.loads),
        **property_cells(books),
        **sold_property_cells(books),
        **touch_cells(books.deals, touches),
        **new_customer_cells(books),
        **channel_cells(books, touches),
        **attribution_cells(books, touches),
    }


def _customer_cells(books: Books) -> dict[str, Cells]:
    """Return the cells of single customers, of segments and of cohorts."""
    purchases = read_purchases(books.receipts)
    return {
        **buyer_cells(books, purchases),
        **segment_cells(books, purchases),
        **priority_cells(books, purchases),
        **contact_cells(books),
    }


def _unit_cells(books: Books) -> dict[str, Cells]:
    days = days_between(books.last_day - timedelta(days=DAYS_OF_UNITS - 1), books.last_day)
    units = {
        (employee, day): books.people.unit_on(employee, day)
        for employee in books.people.employees
        for day in days
    }
    year = days_between(date(2026, 1, 1), date(2026, 12, 31))
    return {
        "employee_unit": to_cells(units),
        "working_day_of_month": to_cells({(day,): working_days_passed(day) for day in year}),
    }


def summarise(truth: Truth) -> dict[str, dict[str, str]]:
    """Return for every KPI how many cells it has and, where values are numbers, their sum."""
    summary = {}
    for kpi, cells in truth.kpis.items():
        values = [cell[-1] for cell in cells if cell[-1] is not None]
        is_text = kpi == "employee_unit"
        total = "" if is_text else str(sum((Decimal(value) for value in values), Decimal(0)))
        summary[kpi] = {"cells": str(len(cells)), "sum": total}
    return summary


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the totals of every KPI after each morning as JSON lines."""
    parser = argparse.ArgumentParser(description="Totals of the known truth, one JSON line a morning.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--mornings", default=",".join(night.isoformat() for night in NIGHTS))
    options = parser.parse_args(arguments)
    company = generate(options.seed, options.scale)
    mornings = sorted(datetime.fromisoformat(text) for text in options.mornings.split(","))
    for number in range(1, len(mornings) + 1):
        began = time.perf_counter()
        truth = compute_truth(company, mornings[:number])
        line = {"as_of": truth.as_of.isoformat(), "seconds": round(time.perf_counter() - began, 2)}
        sys.stdout.write(json.dumps({**line, "kpis": summarise(truth)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
