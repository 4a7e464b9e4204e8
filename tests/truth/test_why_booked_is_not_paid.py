"""Why a day's booked revenue is not its paid one: every kopeck under one reason, counted by hand."""

from tests.truth.tiny_company import CONTACTED, WON, Tiny, account, contact, lead, money, order

NIGHT = "06-02 03:00"
PHONE = "+7 926 123-45-67"
NOBODY = "unknown"


def won(id_, price, at="05-20 10:00", **more):
    return lead(id_, [("05-01 10:00", CONTACTED), (at, WON)], price=price, **more)


def reasons(company):
    return company.count("reconciled_difference", NIGHT)


def test_money_of_another_day_money_given_back_and_money_too_much():
    company = Tiny(
        leads=[won(1, "100")],
        orders=[order("o", "05-18 10:00", [("05-20", "110")], deal_id="1")],
        money=[
            money("a", "05-19 10:00", "30", to=[("o", "30")]),
            money("b", "05-20 10:00", "50", to=[("o", "50")]),
            money("c", "05-21 10:00", "10", to=[("o", "10")], refund=True, kind="refunds_bank"),
            money("d", "05-22 10:00", "47", to=[("o", "47")]),
        ],
    )
    assert reasons(company) == {
        ("2026-05-19", NOBODY, "paid_other_day"): "-30.00",
        ("2026-05-20", NOBODY, "paid_other_day"): "50.00",
        ("2026-05-21", NOBODY, "refunded"): "10.00",
        ("2026-05-22", NOBODY, "paid_other_day"): "-20.00",
        ("2026-05-22", NOBODY, "amount_changed"): "-10.00",
        ("2026-05-22", NOBODY, "refunded"): "-10.00",
        ("2026-05-22", NOBODY, "overpaid_or_prepaid"): "-7.00",
    }
    assert company.count("reconciled_booked", NIGHT)["2026-05-20", NOBODY, "none"] == "50.00"


def test_what_never_came_was_not_written_down_ordered_for_less_or_is_owed():
    company = Tiny(
        leads=[won(1, "100"), won(2, "100"), won(3, "100.50")],
        orders=[
            order("less", "05-18 10:00", [("05-20", "60")], deal_id="2"),
            order("near", "05-18 10:00", [("05-20", "100")], deal_id="3"),
        ],
    )
    assert reasons(company) == {
        ("2026-05-20", NOBODY, "no_document"): "100.00",
        ("2026-05-20", NOBODY, "amount_changed"): "40.00",
        ("2026-05-20", NOBODY, "not_yet_paid"): "160.00",
        ("2026-05-20", NOBODY, "rounding_or_currency"): "0.50",
    }


def test_money_of_no_deal_and_of_a_deal_that_is_not_won():
    company = Tiny(
        leads=[lead(1, [("05-01 10:00", CONTACTED)], price="100", contact=1)],
        contacts=[contact(1, PHONE)],
        accounts=[account("buyer", PHONE), account("other")],
        money=[
            money("a", "05-19 10:00", "30"),
            money("b", "05-19 10:00", "5", counterparty="other"),
            money("c", "06-02 01:00", "9", counterparty="other"),
        ],
    )
    names = dict(company.count("customer_of_record", NIGHT).keys())
    assert reasons(company) == {
        ("2026-05-19", names["onec_main:counterparty:buyer"], "overpaid_or_prepaid"): "-30.00",
        ("2026-05-19", names["onec_main:counterparty:other"], "no_deal"): "-5.00",
    }
