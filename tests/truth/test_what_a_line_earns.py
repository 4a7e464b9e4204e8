"""Net amount and cost of a shipped or returned line, and when its cost is known, for good or at all."""

from dataclasses import replace

from sandbox.company.history import Change
from tests.truth.tiny_company import Tiny, at
from tests.truth.tiny_trade import closing, cost, goods, line

NIGHT = "06-02 03:00"
SALE = "05-20 12:00"


def costs(company, *loads):
    return company.count("sales_line_cost", *(loads or (NIGHT,)))


def test_the_cost_of_a_product_is_spread_over_its_lines_by_quantity_to_the_kopeck():
    sale = goods("s", SALE, [line(1, "lamp", 1, "10"), line(2, "cable", 5, "50"), line(3, "lamp", 2, "20")])
    company = Tiny(sales=[sale], cost_entries=[cost("s", SALE, [("lamp-1", "6.00"), ("lamp-2", "4.00")])])
    assert costs(company) == {"onec_main:s:1": "3.33", "onec_main:s:3": "6.67"}


def test_running_shares_never_lose_a_kopeck():
    sale = goods("s", SALE, [line(number, "lamp", 1, "1") for number in (1, 2, 3)])
    company = Tiny(sales=[sale], cost_entries=[cost("s", SALE, [("lamp-1", "0.02")])])
    assert list(costs(company).values()) == ["0.01", "0.00", "0.01"]


def test_net_is_without_vat_and_a_return_is_negative_with_the_registers_own_sign():
    company = Tiny(
        sales=[goods("s", SALE, [line(1, "lamp", 1, "122", vat=22), line(2, "cable", 1, "122")])],
        returns=[goods("r", SALE, [line(1, "lamp", 1, "61", vat=22)])],
        cost_entries=[cost("s", SALE, [("lamp-1", "70")]), cost("r", SALE, [("lamp-1", "-35")])],
    )
    assert company.count("sales_line_net", NIGHT) == {
        "onec_main:s:1": "100.00",
        "onec_main:s:2": "122.00",
        "onec_main:r:1": "-50.00",
    }
    assert costs(company) == {"onec_main:s:1": "70.00", "onec_main:r:1": "-35.00"}
    assert company.count("gross_margin_by_month", NIGHT) == {"2026-05-01": "15.00"}
    assert company.count("cost_coverage_net", NIGHT) == {"2026-05-01": "172.00"}
    assert company.count("cost_coverage_known_net", NIGHT) == {"2026-05-01": "50.00"}


def test_a_cancelled_line_is_no_sale_and_bears_no_cost():
    sale = goods("s", SALE, [line(1, "lamp", 1, "10"), line(2, "lamp", 9, "90", cancelled=True)])
    company = Tiny(sales=[sale], cost_entries=[cost("s", SALE, [("lamp-1", "4")])])
    assert costs(company) == {"onec_main:s:1": "4.00"}
    assert set(company.count("sales_line_net", NIGHT)) == {"onec_main:s:1"}


def test_a_zero_in_the_register_is_unknown_until_the_month_is_closed_and_known_afterwards():
    company = Tiny(
        sales=[goods("s", SALE, [line(1, "design", 1, "10")])],
        cost_entries=[cost("s", SALE, [("design-1", "0")])],
        closings=[closing("c", "05-31", "06-02 18:00")],
    )
    assert costs(company) == {}
    assert company.count("cost_final", NIGHT) == {"onec_main:s:1": "0"}
    assert costs(company, NIGHT, "06-03 03:00") == {"onec_main:s:1": "0.00"}
    assert company.count("cost_final", NIGHT, "06-03 03:00") == {"onec_main:s:1": "1"}


def test_preliminary_unposted_marked_and_other_months_closings_close_nothing():
    closings = [
        closing("a", "05-31", "06-01 10:00", preliminary=True),
        closing("b", "05-31", "06-01 10:00", posted=False),
        closing("c", "05-31", "06-01 10:00", marked=True),
        closing("d", "04-30", "06-01 10:00"),
    ]
    company = Tiny(sales=[goods("s", SALE, [line(1, "lamp", 1, "10")])], closings=closings)
    assert company.count("cost_final", NIGHT) == {"onec_main:s:1": "0"}


def test_cost_is_what_the_register_says_now():
    company = Tiny(
        sales=[goods("s", SALE, [line(1, "lamp", 1, "10")])],
        cost_entries=[cost("s", SALE, [("lamp-1", "5")], later=("06-02 18:00", [("lamp-1", "6.10")]))],
    )
    assert costs(company) == {"onec_main:s:1": "5.00"}
    assert costs(company, NIGHT, "06-03 03:00") == {"onec_main:s:1": "6.10"}


def test_an_unposted_shipment_is_no_sale():
    sale = goods("s", SALE, [line(1, "lamp", 1, "10")])
    undone = replace(sale.versions[0].value, posted=False)
    company = Tiny(sales=[replace(sale, versions=(*sale.versions, Change(at("06-01 10:00"), undone)))])
    assert company.count("sales_line_net", NIGHT) == {}
