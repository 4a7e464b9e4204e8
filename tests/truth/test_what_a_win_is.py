"""When a deal counts as won, lost, signed or junk, and for whom."""

from tests.truth.tiny_company import (
    CONTACTED,
    CONTRACT,
    ILYA,
    LOST,
    OFFER,
    OLGA,
    OPT,
    OPT_SIGNED,
    OPT_TALKS,
    WON,
    Tiny,
    deleted,
    lead,
)

OLGA_KEY, ILYA_KEY = f"amocrm_main:{OLGA}", f"amocrm_main:{ILYA}"
NIGHT = "06-02 03:00"


def test_a_win_that_was_reopened_and_won_again_counts_on_the_second_date():
    card = lead(
        1, [("03-02 10:00", CONTACTED), ("03-03 12:00", WON), ("03-05 11:00", CONTRACT), ("03-10 15:00", WON)]
    )
    company = Tiny(leads=[card])
    assert company.count("deals_won_count", NIGHT) == {("2026-03-10", OLGA_KEY): "1"}
    assert company.count("sales_cycle_days", NIGHT) == {"amocrm_main:1": "8"}
    assert company.count("deals_won_count", "03-06 03:00") == {}
    assert company.count("deals_won_count", "03-04 03:00") == {("2026-03-03", OLGA_KEY): "1"}


def test_moving_between_two_won_stages_keeps_the_first_date():
    card = lead(
        1, [("03-02 10:00", OPT_TALKS), ("03-04 10:00", OPT_SIGNED), ("03-20 10:00", WON)], pipeline=OPT
    )
    assert Tiny(leads=[card]).count("deals_won_count", NIGHT) == {("2026-03-04", OLGA_KEY): "1"}


def test_a_win_belongs_to_who_was_responsible_then_and_the_lead_to_who_is_now():
    card = lead(
        1, [("03-02 10:00", CONTACTED), ("03-05 10:00", WON)], price="1500.50",
        owners=[("03-02 10:00", OLGA), ("03-09 10:00", ILYA)],
    )  # fmt: skip
    company = Tiny(leads=[card])
    assert company.count("revenue_booked_amount", NIGHT) == {("2026-03-05", OLGA_KEY): "1500.50"}
    assert company.count("leads_count", NIGHT) == {("2026-03-02", ILYA_KEY): "1"}


def test_a_lost_deal_with_a_junk_reason_is_junk_and_not_lost():
    serious = lead(1, [("03-02 10:00", CONTACTED), ("03-05 10:00", LOST)], reason=19044123)
    spam = lead(2, [("03-02 11:00", CONTACTED), ("03-05 10:00", LOST)], reason=19044129)
    company = Tiny(leads=[serious, spam])
    assert company.count("deals_lost_count", NIGHT) == {("2026-03-05", OLGA_KEY): "1"}
    assert company.count("junk_leads_count", NIGHT) == {("2026-03-02", "spam"): "1"}
    assert company.count("clean_leads_count", NIGHT) == {("2026-03-02", OLGA_KEY): "1"}
    assert company.count("leads_count", NIGHT) == {("2026-03-02", OLGA_KEY): "2"}


def test_a_contract_stays_a_contract_when_the_deal_falls_back():
    card = lead(1, [("03-02 10:00", CONTACTED), ("03-05 10:00", CONTRACT), ("03-06 10:00", OFFER)])
    assert Tiny(leads=[card]).count("contracts_count", NIGHT) == {("2026-03-05", OLGA_KEY): "1"}


def test_a_deleted_card_counts_nowhere_from_the_load_that_missed_it():
    card = deleted(lead(1, [("03-02 10:00", CONTACTED), ("03-05 10:00", WON)]), "06-02 12:00")
    company = Tiny(leads=[card])
    assert company.count("deals_won_count", NIGHT) == {("2026-03-05", OLGA_KEY): "1"}
    assert company.count("deals_won_count", NIGHT, "06-03 03:00") == {}
    assert company.count("leads_count", NIGHT, "06-03 03:00") == {}


def test_a_lead_of_the_hour_after_midnight_belongs_to_the_local_day():
    assert Tiny(leads=[lead(1, [("03-02 00:20", CONTACTED)])]).count("leads_count", NIGHT) == {
        ("2026-03-02", OLGA_KEY): "1"
    }
