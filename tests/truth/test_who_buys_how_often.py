"""What counts as a purchase, which segment a customer is in, and when one is lost."""

from datetime import date
from decimal import Decimal

from sandbox.truth.purchases import usual_gap
from tests.truth.tiny_company import Tiny, account, contact, money

NIGHT = "06-02 03:00"
PHONE = "+7 926 123-45-67"


def buyers(*payments, names=("buyer",)):
    return Tiny(accounts=[account(name, PHONE if name == "buyer" else "") for name in names], money=payments)


def key(name="buyer"):
    return f"onec_main:counterparty:{name}"


def test_two_payments_of_a_day_are_one_purchase():
    company = buyers(money("p", "05-05 10:00", "70"), money("q", "05-05 12:00", "30"))

    assert company.count("buyer_purchases", NIGHT) == {key(): "1"}
    assert company.count("buyer_usual_purchase", NIGHT) == {key(): "100.00"}


def test_a_payment_that_went_back_whole_is_no_purchase_and_a_part_leaves_one():
    kept = money("p", "05-05 10:00", "70")
    partly = buyers(kept, money("r", "05-20 10:00", "69.99", refund=True))
    wholly = buyers(kept, money("r", "05-20 10:00", "70", refund=True))

    assert partly.count("buyer_usual_purchase", NIGHT) == {key(): "0.01"}
    assert wholly.count("buyer_purchases", NIGHT) == {key(): "0"}


def test_a_refund_takes_the_newest_money_before_it_and_none_that_comes_later():
    company = buyers(
        money("p", "04-05 10:00", "70"),
        money("q", "04-15 10:00", "70"),
        money("r", "04-20 10:00", "80", refund=True),
        money("s", "05-05 10:00", "5"),
    )

    assert company.count("buyer_purchases", NIGHT) == {key(): "2"}
    assert company.count("buyer_first_purchase", NIGHT) == {key(): "20260405"}
    assert company.count("buyer_last_purchase", NIGHT) == {key(): "20260505"}


def test_two_purchases_tell_no_habit():
    days = [date(2026, 1, 1), date(2026, 1, 5)]

    assert usual_gap(days) is None
    assert usual_gap([*days, date(2026, 1, 15)]) == Decimal(7)


def test_who_is_silent_beyond_the_usual_gap_is_overdue_by_the_rest():
    company = buyers(*(money(day, f"05-{day} 10:00", "70") for day in ("04", "08", "16")))

    assert company.count("buyer_usual_gap", NIGHT) == {key(): "6.00"}
    assert company.count("buyer_days_overdue", NIGHT) == {key(): "11.00"}


def test_a_class_is_told_by_the_share_before_the_customer():
    names = ("a", "b", "c", "d")
    company = buyers(
        *(
            money(name, "05-05 10:00", amount, counterparty=name)
            for name, amount in zip(names, ("70", "20", "5", "5"), strict=True)
        ),
        names=names,
    )

    assert set(company.count("segment_paid", NIGHT)) == {
        ("2026-05-31", key("a"), "AZ"),
        ("2026-05-31", key("b"), "BZ"),
        ("2026-05-31", key("c"), "CZ"),
        ("2026-05-31", key("d"), "CZ"),
    }


def test_gaps_that_vary_by_half_are_still_even():
    even = buyers(*(money(day, f"{day} 10:00", "70") for day in ("04-01", "04-11", "05-11")))
    uneven = buyers(*(money(day, f"{day} 10:00", "70") for day in ("04-01", "04-11", "05-12")))

    assert ("2026-05-31", key(), "AX") in even.count("segment_paid", NIGHT)
    assert ("2026-05-31", key(), "AY") in uneven.count("segment_paid", NIGHT)


def test_xyz_by_revenue_is_not_told_before_three_months_are_known():
    company = buyers(*(money(day, f"{day} 10:00", "70") for day in ("03-01", "04-11", "05-11")))

    assert set(company.count("segment_by_revenue", NIGHT)) == {("2026-05-31", key(), "X")}


def test_a_customer_who_comes_is_new_and_keeps_its_row_and_column():
    company = buyers(
        money("p", "04-05 10:00", "70"),
        money("q", "05-05 10:00", "5", counterparty="later"),
        names=("buyer", "later"),
    )

    assert company.count("migration_customers", NIGHT) == {
        ("2026-05-31", "AZ", "AZ", "none", "unassigned"): "1",
        ("2026-05-31", "new", "CZ", "none", "unassigned"): "1",
    }


def test_a_cohort_keeps_its_customers_in_months_without_a_purchase():
    company = buyers(money("p", "03-05 10:00", "70"), money("q", "05-05 10:00", "5"))

    assert company.count("cohort_active", NIGHT) == {
        ("2026-03-01", "2026-03-01"): "1",
        ("2026-03-01", "2026-04-01"): "0",
        ("2026-03-01", "2026-05-01"): "1",
    }
    assert set(company.count("cohort_current", NIGHT).values()) == {"1"}


def test_a_customer_known_to_the_crm_alone_has_no_purchases_that_anybody_knows():
    company = Tiny(contacts=[contact(1, PHONE)])

    assert company.count("buyer_purchases", NIGHT) == {}
    assert company.count("buyer_manager", NIGHT) == {("amocrm_main:contact:1", "amocrm_main:7001002"): "1"}
    assert company.count("buyer_region", NIGHT) == {("amocrm_main:contact:1", "unknown"): "1"}
