"""What a goal comes to, and how the gap to its baseline is shared out to the kopeck."""

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction

from orchestration.deployment.layout import REPOSITORY
from sandbox.truth.gaps import Sums, split, split_ratio
from sandbox.truth.rules import GOALS
from tests.truth.tiny_company import CONTACTED, WON, Tiny, lead, money, order

NIGHT = "06-02 03:00"
COMPANY = GOALS[0].name


def sums(leads, deals, linked, unlinked="0", days=1, earned=None):
    margin = None if earned is None else Fraction(earned)
    return Sums(days, Fraction(leads), Fraction(deals), Fraction(linked), Fraction(unlinked), earned=margin)


def test_each_factor_gets_the_mean_of_what_it_changes_in_all_orders():
    parts = split(sums(5, "2.5", 50), sums(8, 2, 60), Decimal("10"))
    assert parts == {
        "leads": Decimal("27.50"),
        "conversion": Decimal("-41.25"),
        "ticket": Decimal("23.75"),
        "unlinked": Decimal("0.00"),
    }


def test_nothing_of_a_factor_leaves_the_others_as_they_were():
    parts = split(sums(5, 2, 50), sums(0, 0, 0, "7"), Decimal("-43"))
    assert parts == {"leads": -50, "conversion": 0, "ticket": 0, "unlinked": 7}


def test_what_rounding_leaves_goes_to_the_largest_part():
    before, now = sums(3, 1, "100.01", "33.33").scaled(1), sums(7, 3, "222.22", "11.11")
    gap = Decimal("99.98")
    parts = split(before, now, gap)
    assert sum(parts.values()) == gap
    assert parts["unlinked"] == Decimal("-22.22")


def test_a_goal_counts_from_its_start_to_the_last_complete_day():
    company = Tiny(
        leads=[lead(1, [("03-10 10:00", CONTACTED), ("05-20 10:00", WON)])],
        orders=[order("o", "05-18 10:00", [], deal_id="1")],
        money=[
            money("early", "03-20 10:00", "600", to=[("o", "600")]),
            money("a", "05-04 10:00", "30", to=[("o", "30")]),
            money("b", "06-01 10:00", "12"),
            money("late", "06-02 01:00", "999"),
        ],
    )
    facts = company.count("goal_fact", NIGHT)
    assert facts[COMPANY, "2026-05-03"] == "0.00"
    assert facts[COMPANY, "2026-05-04"] == "30.00"
    assert facts[COMPANY, "2026-06-01"] == "42.00"
    assert (COMPANY, "2026-06-02") not in facts
    assert company.count("goal_on_track", NIGHT)[COMPANY, "2026-06-01"] == "0"


def test_the_demo_types_the_goals_that_truth_measures():
    file = REPOSITORY / "deployments" / "demo" / "mappings" / "goals.csv"
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    typed = [
        (
            row["goal"],
            row["metric"],
            row["unit_type"],
            row["unit"],
            Decimal(row["baseline_value"]),
            row["start"],
        )
        for row in rows
    ]
    assert typed == [
        (one.name, one.metric, one.unit_type, one.unit, one.baseline, one.start.isoformat()) for one in GOALS
    ]
    assert all(
        date.fromisoformat(row["deadline"]) == one.deadline for row, one in zip(rows, GOALS, strict=True)
    )
    assert [row["target_value"] or None for row in rows] == [one.target and str(one.target) for one in GOALS]


def test_before_the_first_working_day_the_baselines_quotients_still_hold():
    before, now = sums(10, 5, 500).scaled(0), sums(4, 1, 120)

    parts = split(before, now, Decimal("120"))

    # 4 inquiries × (½ → ¼) × (100 → 120), from none
    assert parts["leads"] > 0
    assert parts["conversion"] < 0
    assert parts["ticket"] > 0
    assert sum(parts.values()) == 120


def test_margin_has_a_fourth_factor_and_what_no_factor_explains_is_its():
    parts = split(sums(5, "2.5", 50, "1", earned=20), sums(5, 2, 60, "3", earned=30), Decimal(12))
    assert parts == {
        "leads": 0,
        "conversion": Decimal("-5.67"),
        "ticket": Decimal("10.09"),
        "share": Decimal("5.58"),
        "unlinked": 2,
    }
    unpaid = split(sums(5, 2, 50, earned=20), sums(5, 0, 0, earned=7), Decimal(-13))
    assert (unpaid["conversion"], unpaid["share"]) == (-20, 7)


def test_a_ratio_is_split_into_what_is_above_and_below_its_line():
    parts = split_ratio((Fraction(5), Fraction(20)), (Fraction(6), Fraction(16)), Decimal("0.13"))
    assert parts == {"numerator": Decimal("0.06"), "denominator": Decimal("0.07")}


def test_a_ratio_is_its_own_forecast_and_needs_nothing_a_day():
    company = Tiny(
        leads=[
            lead(1, [("03-10 10:00", CONTACTED), ("05-20 10:00", WON)]),
            lead(2, [("05-18 10:00", CONTACTED)]),
            lead(3, [("05-19 10:00", CONTACTED)]),
        ],
    )
    conversion = "Конверсия компании"
    facts = company.count("goal_fact", NIGHT)
    assert facts[conversion, "2026-05-19"] == "0.00"
    assert facts[conversion, "2026-05-20"] == "50.00"
    assert company.count("goal_forecast", NIGHT)[conversion, "2026-05-20"] == "50.00"
    assert (conversion, "2026-05-20") not in company.count("goal_needed", NIGHT)
    assert company.count("goal_on_track", NIGHT)[conversion, "2026-05-20"] == "1"
