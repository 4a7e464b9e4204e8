"""What chance an open deal and a current customer have, what it is worth, and what it rests on."""

from decimal import Decimal

from tests.truth.tiny_company import CONTACTED, LOST, OFFER, WON, Tiny, account, lead, money

NIGHT = "06-02 03:00"


def test_the_chance_of_a_deal_is_drawn_to_its_stage_and_its_worth_is_chance_times_amount():
    won = lead(1, [("05-01 10:00", CONTACTED), ("05-02 10:00", OFFER), ("05-05 10:00", WON)])
    lost = lead(2, [("05-01 10:00", CONTACTED), ("05-20 10:00", OFFER), ("05-21 10:00", LOST)])
    early = lead(3, [("05-01 10:00", CONTACTED), ("05-03 10:00", LOST)])
    waiting = lead(4, [("05-30 10:00", CONTACTED), ("05-31 10:00", OFFER)], price="1000")
    company = Tiny(leads=[won, lost, early, waiting])
    # Of the two that stood in the offer one was won, and of those within a week of their creation one of one.
    assert company.count("priority_chance", NIGHT)["deal", "amocrm_main:4"] == "52.38"
    assert company.count("priority_amount", NIGHT)["deal", "amocrm_main:4"] == "1000.00"
    assert company.count("priority_expected", NIGHT)["deal", "amocrm_main:4"] == "523.81"
    weights = company.count("priority_weights", NIGHT)
    assert (weights["deal", "amocrm_main:4", 1], weights["deal", "amocrm_main:4", 2]) == ("1.50", "1.05")


def test_a_stage_from_which_nothing_has_ended_has_no_chance_and_no_place():
    company = Tiny(leads=[lead(1, [("05-30 10:00", OFFER)], price="1000")])
    assert company.count("priority_expected", NIGHT) == {("deal", "amocrm_main:1"): None}
    assert company.count("priority_top", NIGHT) == {}


def test_a_customer_is_compared_with_those_who_bought_as_often_and_were_as_silent():
    accounts = [account(key, f"+7 926 000-00-0{place}") for place, key in enumerate("abc")]
    bought = {"a": ("03-25", "04-20"), "b": ("03-25",), "c": ("05-25",)}
    paid = [
        money(f"{key}{number}", f"{day} 10:00", "100", counterparty=key)
        for key, days in bought.items()
        for number, day in enumerate(days)
    ]
    company = Tiny(accounts=accounts, money=paid)
    # On 2 April a and b had one purchase and a bought again; on 2 May b had one, a two, and nobody bought.
    chances = company.count("priority_chance", NIGHT)
    assert {key[-1]: chance for (_, key), chance in chances.items()} == {
        "a": "0.00", "b": "33.33", "c": "33.33",
    }  # fmt: skip
    expected = company.count("priority_expected", NIGHT)
    assert sum(map(Decimal, expected.values())) == Decimal("66.66")
