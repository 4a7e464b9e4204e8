"""What the leads of a week become, what their open ones may still bring, and how products sell by month."""

from decimal import Decimal

from sandbox.truth.cohorts import Fate, win_chances
from tests.truth.tiny_company import CONTACTED, LOST, WON, Tiny, account, contact, lead
from tests.truth.tiny_trade import goods, line

NIGHT = "06-10 03:00"
PLACE = ("none", "amocrm_main:512340", "unknown")
PHONE = "+7 926 123-45-67"


def test_a_chance_is_what_is_left_to_win_among_those_who_are_left():
    """By hand: of five, one is won and one lost at 1, one is open; of the two left one is won at 3."""
    fates = [
        Fate(1, True, False), Fate(1, False, False), Fate(1, False, True),
        Fate(3, True, False), Fate(3, False, False),
    ]  # fmt: skip
    assert win_chances(fates) == {1: Decimal("0.5"), 3: Decimal(0)}


def test_a_cohort_is_counted_at_the_age_that_its_youngest_day_has_reached():
    company = Tiny(
        leads=[
            lead(1, [("05-25 10:00", CONTACTED), ("05-27 10:00", WON)]),
            lead(2, [("05-26 10:00", CONTACTED), ("06-06 10:00", WON)]),
            lead(3, [("05-31 10:00", CONTACTED)]),
            lead(4, [("05-31 10:00", CONTACTED), ("06-01 10:00", LOST)], reason=19044129),
            lead(5, [("06-08 10:00", CONTACTED)]),
        ]
    )
    week = ("2026-05-25", *PLACE)
    assert company.count("cohort_won", NIGHT) == {(*week, 0): "0", (*week, 2): "1", (*week, 9): "1"}
    assert company.count("cohort_leads", NIGHT) == {week: "3"}
    assert company.count("cohort_open", NIGHT) == {week: "1"}
    assert company.count("cohort_is_mature", NIGHT)[*week, 9] == "0"
    assert company.count("cohort_expected", NIGHT) == {}  # two wins bear no expectation


def shop():
    """Lamps sell in February, April and June, cable in April alone."""
    sales = [
        goods("s1", "02-10 10:00", [line(1, "lamp", 2, "70")]),
        goods("s2", "04-10 10:00", [line(1, "lamp", 1, "40"), line(2, "cable", 1, "20")]),
        goods("s3", "06-09 10:00", [line(1, "lamp", 1, "30")]),
        goods("s4", "06-10 01:00", [line(1, "lamp", 1, "999")]),
    ]
    return Tiny(contacts=[contact(1, PHONE)], accounts=[account("buyer", PHONE)], sales=sales)


def test_demand_is_that_of_three_months_against_three_by_working_day():
    """January to May had 15, 19, 21, 22 and 19 working days; June looks at March to May."""
    lamp, cable = "onec_main:lamp", "onec_main:cable"
    ratios = shop().count("product_demand_ratio", NIGHT)
    assert ratios["2026-06-01", lamp] == str(
        round(Decimal(40) * (15 + 19) / (Decimal(70) * (21 + 22 + 19)), 2)
    )
    assert ("2026-06-01", cable) not in ratios
    assert ("2026-02-01", lamp) not in ratios
    net = shop().count("product_net", NIGHT)
    assert net["2026-06-01", lamp] == "30.00"


def test_a_product_belongs_to_the_class_that_its_sales_begin_in():
    classes = shop().count("product_abc", NIGHT)
    lamp, cable = "onec_main:lamp", "onec_main:cable"
    assert {key[1:] for key in classes if key[0] == "2026-06-01"} == {(lamp, "A"), (cable, "B")}
    assert {key[1:] for key in classes if key[0] == "2026-02-01"} == {(lamp, "A")}
