"""Which deal a payment belongs to, who gets the credit, and which form it took."""

from tests.truth.tiny_company import (
    CONTACTED,
    ILYA,
    OLGA,
    WON,
    Tiny,
    account,
    contact,
    deleted,
    lead,
    money,
    order,
)

NIGHT = "06-02 03:00"
PHONE = "+7 926 123-45-67"


def open_deal(id_, since="04-01 10:00", **more):
    return lead(id_, [(since, CONTACTED)], contact=1, **more)


def shop(leads, **more):
    """One buyer known to both systems by phone."""
    return Tiny(leads=leads, contacts=[contact(1, PHONE)], accounts=[account("buyer", PHONE)], **more)


def test_one_candidate_within_sixty_days_is_inferred():
    company = shop([open_deal(1)], money=[money("p", "05-31 10:00", "70")])
    assert company.count("revenue_paid_by_link", NIGHT) == {"inferred": "70.00"}
    assert company.count("deal_paid_amount", NIGHT) == {"amocrm_main:1": "70.00"}


def test_a_candidate_sixty_one_days_away_is_none():
    company = shop([open_deal(1)], money=[money("p", "06-01 10:00", "70")])
    assert company.count("revenue_paid_by_link", NIGHT) == {"unlinked": "70.00"}


def test_two_candidates_leave_the_money_unlinked():
    company = shop([open_deal(1), open_deal(2)], money=[money("p", "05-20 10:00", "70")])
    assert company.count("revenue_paid_by_link", NIGHT) == {"unlinked": "70.00"}


def test_the_deal_id_in_the_order_wins_unless_that_deal_is_deleted():
    orders = [order("o", "05-01 10:00", [], deal_id="1", number="N-1")]
    paid = [money("p", "05-20 10:00", "70", to=[("o", "70")])]
    first, second = open_deal(1), open_deal(2, order_number=" N-1 ")
    assert shop([first, second], orders=orders, money=paid).count("revenue_paid_by_link", NIGHT) == {
        "deal_id": "70.00"
    }
    gone = shop([deleted(first, "05-25 10:00"), second], orders=orders, money=paid)
    assert gone.count("revenue_paid_by_link", NIGHT) == {"order_number": "70.00"}


def test_an_order_number_typed_into_two_deals_names_neither():
    deals = [open_deal(1, order_number="N-1"), open_deal(2, order_number="N-1")]
    orders = [order("o", "05-01 10:00", [], number="N-1")]
    company = shop(deals, orders=orders, money=[money("p", "05-20 10:00", "70", to=[("o", "70")])])
    assert company.count("revenue_paid_by_link", NIGHT) == {"unlinked": "70.00"}


def numbered_again(second_customer="other", deal=None, **more):
    """The number N-1 of last year and of this year, paid 500 and 120; one deal of this year carries it."""
    return Tiny(
        leads=[deal or lead(1, [("05-10 10:00", CONTACTED)], contact=1, order_number="N-1")],
        contacts=[contact(1, PHONE)],
        accounts=[account("buyer", PHONE), account("other", "+7 926 765-43-21")],
        orders=[
            order("old", "02-20 10:00", [], number="N-1", counterparty=second_customer, **more),
            order("new", "05-12 10:00", [], number="N-1"),
        ],
        money=[
            money("p", "02-25 10:00", "500", to=[("old", "500")], counterparty=second_customer),
            money("q", "05-20 10:00", "120", to=[("new", "120")]),
        ],
    )


def test_a_number_that_began_again_is_the_order_of_the_deals_own_time():
    assert numbered_again().count("deal_paid_amount", NIGHT) == {"amocrm_main:1": "120.00"}
    assert numbered_again("buyer").count("deal_paid_amount", NIGHT) == {"amocrm_main:1": "120.00"}


def test_a_number_carried_by_two_orders_of_the_deals_time_is_that_of_its_customer():
    early = lead(1, [("02-10 10:00", CONTACTED)], contact=1, order_number="N-1")
    assert numbered_again(deal=early).count("deal_paid_amount", NIGHT) == {"amocrm_main:1": "120.00"}
    both_fit = numbered_again("buyer", deal=early).count("revenue_paid_by_link", NIGHT)
    assert "order_number" not in both_fit


def test_an_order_that_names_its_deal_leaves_the_number_to_nobody_else():
    early = lead(1, [("02-10 10:00", CONTACTED)], contact=1, order_number="N-1")
    named = numbered_again("buyer", deal=early, deal_id="1").count("revenue_paid_by_link", NIGHT)
    assert named["deal_id"] == "500.00" and "order_number" not in named


def test_two_deals_of_two_years_have_each_its_own_order_of_one_number():
    first = lead(2, [("02-16 10:00", CONTACTED), ("02-26 10:00", WON)], contact=2, order_number="N-1")
    company = numbered_again()
    company.leads.append(first)
    assert company.count("deal_paid_amount", NIGHT) == {
        "amocrm_main:1": "120.00", "amocrm_main:2": "500.00",
    }  # fmt: skip


def test_a_payment_over_two_orders_is_two_lines_and_a_refund_takes_off():
    orders = [order("o", "05-01 10:00", [], deal_id="1"), order("q", "05-01 10:00", [], deal_id="2")]
    company = shop(
        [open_deal(1), open_deal(2)],
        orders=orders,
        money=[
            money("p", "05-20 10:00", "100.10", to=[("o", "60.10"), ("q", "40.00")]),
            money("r", "05-21 10:00", "15.00", to=[("q", "15.00")], refund=True, kind="refunds_bank"),
        ],
    )
    assert company.count("deal_paid_amount", NIGHT) == {"amocrm_main:1": "60.10", "amocrm_main:2": "25.00"}
    assert set(company.count("payment_lines", NIGHT)) == {"onec_main:p:1", "onec_main:p:2", "onec_main:r:1"}
    assert company.count("revenue_paid_by_form", NIGHT) == {"bank_transfer": "85.10"}


def test_money_before_the_win_goes_to_who_had_the_deal_and_after_it_to_who_won_it():
    card = lead(
        1, [("04-01 10:00", CONTACTED), ("05-10 10:00", WON)], contact=1,
        owners=[("04-01 10:00", ILYA), ("05-01 10:00", OLGA), ("05-15 10:00", ILYA)],
    )  # fmt: skip
    orders = [order("o", "04-20 10:00", [], deal_id="1")]
    paid = [
        money("a", "04-25 10:00", "10", to=[("o", "10")]),
        money("b", "05-20 10:00", "20", to=[("o", "20")]),
    ]
    assert shop([card], orders=orders, money=paid).count("revenue_paid_amount", NIGHT) == {
        ("2026-04-25", f"amocrm_main:{ILYA}"): "10.00",
        ("2026-05-20", f"amocrm_main:{OLGA}"): "20.00",
    }


def test_the_first_payment_makes_a_current_customer_of_the_next_day():
    company = shop(
        [open_deal(1, "04-01 10:00"), open_deal(2, "04-03 10:00")],
        money=[money("p", "04-02 10:00", "70")],
    )
    assert set(company.count("lead_client_status", NIGHT)) == {
        ("amocrm_main:1", "new"), ("amocrm_main:2", "current"),
    }  # fmt: skip
    assert {(key[0], key[-1]) for key in company.count("funnel_entered", NIGHT)} == {
        ("2026-04-01", "new"), ("2026-04-03", "current"),
    }  # fmt: skip
    assert list(company.count("payment_client_status", NIGHT)) == [("onec_main:p:0", "new")]
    assert company.count("customer_first_payment", NIGHT) == {"amocrm_main:contact:1": "20260402"}
