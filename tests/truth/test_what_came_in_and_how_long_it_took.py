"""What leads are worth by their channel, how long deals last, and in which form money comes."""

from tests.truth.tiny_company import (
    CONTACTED,
    LOST,
    WON,
    Tiny,
    account,
    contact,
    lead,
    money,
)

NIGHT = "06-02 03:00"
SPAM = 19044129
PHONE = "+7 926 123-45-67"


def test_each_class_of_junk_is_a_part_of_all_leads_of_its_day_and_channel():
    spam = [("03-02 10:00", CONTACTED), ("03-05 10:00", LOST)]
    company = Tiny(
        leads=[
            lead(1, [("03-02 10:00", CONTACTED)]),
            lead(2, spam, reason=SPAM),
            lead(3, [("03-02 11:00", CONTACTED)]),
            lead(4, [("03-02 12:00", CONTACTED)], marks=((900210, "Сайт"),)),
            lead(5, [("06-02 01:00", CONTACTED)]),
        ]
    )
    assert company.count("lead_quality", NIGHT) == {
        ("2026-03-02", "none", "clean", "unknown"): "2",
        ("2026-03-02", "none", "spam", "unknown"): "1",
        ("2026-03-02", "site", "clean", "unknown"): "1",
    }
    assert company.count("lead_quality_share", NIGHT)["2026-03-02", "none", "spam", "unknown"] == "33.33"


def test_a_cycle_ends_with_win_or_loss_and_an_open_deal_lasts_to_the_last_complete_day():
    """5 March 2026 is a Thursday; Monday the 9th is a holiday. Junk and the running day have no cycle."""
    company = Tiny(
        leads=[
            lead(1, [("03-05 10:00", CONTACTED), ("03-10 10:00", WON)]),
            lead(2, [("03-05 10:00", CONTACTED), ("03-05 12:00", LOST)]),
            lead(3, [("05-29 10:00", CONTACTED)]),
            lead(4, [("03-05 10:00", CONTACTED), ("03-06 10:00", LOST)], reason=SPAM),
            lead(5, [("06-02 01:00", CONTACTED)]),
        ]
    )
    assert company.count("cycle_days", NIGHT) == {
        ("amocrm_main:1", "won"): "5", ("amocrm_main:2", "lost"): "0", ("amocrm_main:3", "open"): "3",
    }  # fmt: skip
    assert company.count("cycle_working_days", NIGHT) == {
        ("amocrm_main:1", "won"): "2", ("amocrm_main:2", "lost"): "0", ("amocrm_main:3", "open"): "1",
    }  # fmt: skip


def test_a_refund_takes_off_the_sum_of_its_form_and_is_no_payment():
    company = Tiny(
        leads=[lead(1, [("04-01 10:00", CONTACTED)], contact=1)],
        contacts=[contact(1, PHONE)],
        accounts=[account("buyer", PHONE)],
        money=[
            money("p", "04-02 10:00", "70", kind="payments_cash"),
            money("q", "04-02 12:00", "30", kind="payments_cash"),
            money("r", "04-02 15:00", "20", refund=True, kind="refunds_cash"),
            money("late", "06-02 01:00", "500"),
        ],
    )
    cell = ("2026-04-02", "cash")
    amounts = company.count("form_paid_amount", NIGHT)
    assert {(key[:2], key[3]): value for key, value in amounts.items()} == {(cell, "new"): "80.00"}
    assert list(company.count("form_payments_count", NIGHT).values()) == ["2"]
    assert list(company.count("form_deals_count", NIGHT).values()) == ["1"]
