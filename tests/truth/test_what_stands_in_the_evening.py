"""What was open when a day ended, what was owed when one began, and what units are planned with."""

from datetime import date
from decimal import Decimal

from sandbox.company.company import PlanRow
from tests.truth.tiny_company import (
    CONTACTED,
    ILYA,
    KIM,
    LOST,
    OFFER,
    OLGA,
    QUALIFIED,
    UNSORTED,
    Tiny,
    account,
    at,
    lead,
    money,
    order,
)

NIGHT = "06-02 03:00"


def test_an_evening_shows_the_last_stage_and_the_last_responsible_of_the_day():
    moves = [
        ("05-29 10:00", UNSORTED),
        ("05-30 09:00", CONTACTED),
        ("05-30 15:00", OFFER),
        ("06-01 12:00", LOST),
    ]
    owners = [("05-29 10:00", OLGA), ("05-30 18:00", ILYA), ("05-31 18:00", KIM)]
    company = Tiny(leads=[lead(1, moves, owners=owners, price="70")])
    shown = {key[:1] + key[2:4]: value for key, value in company.count("snapshot_amount", NIGHT).items()}
    stage = "amocrm_main:8123001:{}".format
    assert shown == {
        ("2026-05-29", stage(UNSORTED), f"amocrm_main:{OLGA}"): "70.00",
        ("2026-05-30", stage(OFFER), f"amocrm_main:{ILYA}"): "70.00",
        ("2026-05-31", stage(OFFER), f"amocrm_main:{KIM}"): "70.00",
    }
    assert company.count("snapshot_days_in_stage", NIGHT)["2026-05-31", "amocrm_main:1", 2] == "1"


def test_an_evening_of_before_the_kept_days_is_not_shown():
    company = Tiny(leads=[lead(1, [("02-20 10:00", QUALIFIED)])])
    days = sorted(key[0] for key in company.count("snapshot_amount", NIGHT))
    assert (days[0], days[-1], len(days)) == ("2026-03-02", "2026-06-01", 92)


def test_a_debt_ages_from_band_to_band_and_is_gone_when_paid():
    company = Tiny(
        orders=[order("o", "05-01 10:00", [("05-25", "7"), ("05-26", "5"), ("06-02", "9")])],
        money=[money("p", "05-30 10:00", "3", to=[("o", "3")])],
    )
    assert company.count("debt_amount", NIGHT) == {
        ("2026-06-02", "unknown", "unassigned", "8-30"): "4.00",
        ("2026-06-02", "unknown", "unassigned", "1-7"): "5.00",
    }


def test_a_debt_belongs_to_whose_order_it_is_as_in_the_payment_calendar():
    card = lead(1, [("04-01 10:00", OFFER)], owners=[("04-01 10:00", OLGA)])
    company = Tiny(
        leads=[card],
        accounts=[account("buyer")],
        orders=[
            order("hers", "05-01 10:00", [("05-31", "7")], deal_id=str(card.id)),
            order("nobodys", "05-01 10:00", [("05-31", "5")]),
        ],
    )
    owed = company.count("debt_amount", NIGHT)
    assert {(key[2], value) for key, value in owed.items()} == {
        (f"amocrm_main:{OLGA}", "7.00"),
        ("unassigned", "5.00"),
    }


def test_a_units_plan_less_those_of_its_employees():
    def row(unit_type, unit, value):
        june = date(2026, 6, 1)
        return PlanRow(june, unit_type, unit, "leads_count", Decimal(value), 1, at("05-20 10:00"), "plan.csv")

    people = [
        row("employee", "o.vetrova@sevsvet.example", "60"),
        row("employee", "s.kim@sevsvet.example", "5"),
    ]
    company = Tiny(plans=[row("company", "", "100"), *people])
    assert company.count("plan_members_gap", NIGHT) == {
        ("leads_count", "company", "company", "2026-06-01"): "35.00"
    }
