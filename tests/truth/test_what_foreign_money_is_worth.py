"""Which rate holds on a day, and what a payment in another currency adds."""

from tests.truth.tiny_company import CONTACTED, Tiny, account, contact, lead, money, order
from tests.truth.tiny_trade import rate

NIGHT = "06-02 03:00"


def paid(company, *loads):
    return company.count("payment_lines", *(loads or (NIGHT,)))


def test_a_payment_of_sunday_takes_fridays_rate_for_saturday():
    rates = [rate("05-29", "80"), rate("05-30", "81.5"), rate("06-02", "90")]
    company = Tiny(rates=rates, money=[money("p", "05-31 12:00", "10.01", currency="USD")])
    assert paid(company) == {"onec_main:p:0": "815.82"}
    rate_of = company.count("exchange_rate", NIGHT)
    assert rate_of["2026-05-31", "USD"] == rate_of["2026-06-01", "USD"] == "81.500000"
    assert rate_of["2026-06-02", "USD"] == "90.000000"


def test_a_rate_may_be_for_a_hundred_units_and_half_a_kopeck_goes_away_from_zero():
    company = Tiny(
        rates=[rate("05-01", "15", multiplicity=100, currency="KZT")],
        money=[
            money("p", "05-31 12:00", "100.10", currency="KZT"),
            money("r", "05-31 12:00", "0.10", currency="KZT", refund=True, kind="refunds_bank"),
        ],
    )
    assert paid(company) == {"onec_main:p:0": "15.02", "onec_main:r:0": "-0.02"}
    assert company.count("exchange_rate", NIGHT)["2026-06-02", "KZT"] == "0.150000"


def test_a_corrected_rate_restates_the_money_of_its_day():
    rates = [rate("06-01", "84", corrected=("06-02 12:00", "81"))]
    company = Tiny(rates=rates, money=[money("p", "06-01 12:00", "2", currency="USD")])
    assert paid(company) == {"onec_main:p:0": "168.00"}
    assert paid(company, NIGHT, "06-03 03:00") == {"onec_main:p:0": "162.00"}


def test_without_a_rate_the_money_is_counted_and_worth_nothing_that_anybody_knows():
    company = Tiny(
        accounts=[account("buyer")],
        rates=[rate("06-01", "84")],
        money=[money("p", "05-31 12:00", "2", currency="USD")],
    )
    assert paid(company) == {"onec_main:p:0": None}
    assert set(company.count("form_paid_amount", NIGHT).values()) == {None}
    assert set(company.count("activity_payments_count", NIGHT).values()) == {"1"}
    assert company.count("customers_paid_amount", NIGHT) == {"onec_main:counterparty:buyer": None}
    assert company.count("buyer_purchases", NIGHT) == {"onec_main:counterparty:buyer": "1"}
    assert (
        company.count("fact_to_date", NIGHT)["revenue_paid_amount", "company", "company", "2026-05-31"]
        is None
    )
    assert (
        company.count("fact_day", NIGHT)["revenue_paid_amount", "company", "company", "2026-05-30"] == "0.00"
    )


def test_money_of_a_known_worth_is_the_sum_beside_money_without_a_rate():
    company = Tiny(
        accounts=[account("buyer")],
        money=[money("p", "05-31 12:00", "2", currency="USD"), money("q", "05-31 12:00", "3")],
    )
    assert company.count("customers_paid_amount", NIGHT) == {"onec_main:counterparty:buyer": "3.00"}
    assert company.count("segment_paid", NIGHT) == {
        ("2026-05-31", "onec_main:counterparty:buyer", "AZ"): "3.00"
    }


def test_money_without_a_rate_goes_back_in_its_own_currency():
    company = Tiny(
        accounts=[account("buyer")],
        money=[
            money("p", "05-03 12:00", "2", currency="USD"),
            money("q", "05-04 12:00", "9", currency="KZT"),
            money("r", "05-05 12:00", "2", currency="USD", refund=True, kind="refunds_bank"),
        ],
    )
    assert company.count("buyer_purchases", NIGHT) == {"onec_main:counterparty:buyer": "1"}
    assert company.count("buyer_last_purchase", NIGHT) == {"onec_main:counterparty:buyer": "20260504"}


def test_foreign_money_fills_an_order_in_roubles():
    company = Tiny(
        leads=[lead(1, [("05-01 10:00", CONTACTED)], contact=1)],
        contacts=[contact(1)],
        accounts=[account("buyer")],
        rates=[rate("05-01", "80")],
        orders=[order("o", "05-10 10:00", [("06-02", "1000")], deal_id="1")],
        money=[money("p", "05-31 12:00", "10", to=[("o", "10")], currency="USD")],
    )
    assert company.count("schedule_expected", NIGHT) == {("2026-06-02", "onec_main:o", 1): "200.00"}
    assert company.count("deal_paid_amount", NIGHT) == {"amocrm_main:1": "800.00"}
