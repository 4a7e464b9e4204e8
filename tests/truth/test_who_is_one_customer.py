"""Which cards and accounts are one customer, and which department somebody was in."""

import pytest

from sandbox.company.company import CardName, IdentityDecision
from sandbox.truth.customers import normalise_phone, normalise_phones, normalise_tax_id
from tests.truth.tiny_company import KIM, Tiny, account, at, contact, deleted, money
from tests.truth.tiny_trade import answered


def groups(company, load="06-02 03:00"):
    found = {}
    for record, customer in company.count("customer_of_record", load):
        found.setdefault(customer, []).append(record)
    return sorted(found.values())


@pytest.mark.parametrize("typed", ["8 926 123-45-67", "+7 (926) 123-45-67", "9261234567", "7-926-123-4567"])
def test_one_phone_typed_four_ways_is_one_phone(typed):
    assert normalise_phone(typed) == "79261234567"


def test_an_extension_is_no_part_of_a_number_and_one_field_may_hold_two():
    assert normalise_phones("+7 (495) 123-00-77 доб. 101") == ["74951230077"]
    assert normalise_phones("8 (495) 123-00-77, 8-916-123-45-67") == ["74951230077", "79161234567"]


@pytest.mark.parametrize("typed", ["112-33", "", "спросить Олю"])
def test_a_number_shorter_than_ten_digits_is_no_phone(typed):
    assert normalise_phone(typed) is None


@pytest.mark.parametrize(
    ("typed", "tax_id"),
    [
        (" 7801234567 ", "7801234567"),
        ("780123456789", "780123456789"),
        ("уточнить", None),
        ("78012345678", None),
    ],
)
def test_a_tax_id_has_ten_or_twelve_digits(typed, tax_id):
    assert normalise_tax_id(typed) == tax_id


def test_links_are_transitive_across_both_systems():
    company = Tiny(
        contacts=[contact(1, "8 926 123-45-67"), contact(2, "9261234567", "+7 999 000-00-00")],
        accounts=[account("a", "+79990000000"), account("b", "+79998887766")],
    )
    assert groups(company) == [
        ["amocrm_main:contact:1", "amocrm_main:contact:2", "onec_main:counterparty:a"],
        ["onec_main:counterparty:b"],
    ]


@pytest.mark.parametrize(("cards", "customers"), [(10, 1), (11, 11)])
def test_a_phone_on_more_than_ten_cards_links_nobody(cards, customers):
    company = Tiny(contacts=[contact(number, "+7 495 120-00-00") for number in range(1, cards + 1)])
    assert len(groups(company)) == customers


@pytest.mark.parametrize(("cards", "customers"), [(2, 1), (10, 1), (11, 11)])
def test_a_mailbox_on_cards_of_different_people_links_them_up_to_ten_cards(cards, customers):
    company = Tiny(
        contacts=[contact(number, emails=(" Info@Firm.example ",)) for number in range(1, cards + 1)]
    )
    assert len(groups(company)) == customers


def test_one_tax_id_with_two_branches_is_two_customers_and_without_a_branch_it_is_one():
    two = Tiny(
        accounts=[account("a", tax_id="7801234567", kpp="1"), account("b", tax_id="7801234567", kpp="2")]
    )
    one = Tiny(accounts=[account("a", tax_id="7801234567", kpp="1"), account("b", tax_id="7801234567")])
    assert (len(groups(two)), len(groups(one))) == (2, 1)


def decided(decision, one, other, when="05-20 12:00"):
    return IdentityDecision(one, other, decision, at(when))


def card(id_):
    return CardName("contact", id_)


def held(key):
    return CardName("counterparty", key)


FAMILY = "+7 926 000-00-01"


def test_two_cards_called_different_part_and_each_other_card_goes_with_the_nearer():
    company = Tiny(
        contacts=[contact(1, FAMILY, "+7 926 000-00-02"), contact(2, FAMILY), contact(3, "+7 926 000-00-02")],
        accounts=[account("a", tax_id="780123456789")],
        decisions=[decided("different", card(1), card(2))],
    )
    assert groups(company) == [
        ["amocrm_main:contact:1", "amocrm_main:contact:3"],
        ["amocrm_main:contact:2"],
        ["onec_main:counterparty:a"],
    ]
    assert company.count("identity_review", "06-02 03:00") == {}


def test_a_card_as_near_to_both_stays_with_neither_and_waits_for_a_decision():
    cards = [contact(number, FAMILY) for number in (1, 2, 3)]
    company = Tiny(contacts=cards, decisions=[decided("different", card(1), card(2))])
    assert len(groups(company)) == 3
    waiting = company.count("identity_review", "06-02 03:00")
    assert {(one[-1], other[-1], reason) for one, other, reason, _ in waiting} == {
        ("1", "3", "parted"), ("2", "3", "parted"),
    }  # fmt: skip
    again = Tiny(contacts=cards, decisions=[*company.decisions, decided("same", card(3), card(2))])
    assert groups(again) == [
        ["amocrm_main:contact:1"],
        ["amocrm_main:contact:2", "amocrm_main:contact:3"],
    ]


def test_what_nothing_ties_a_decision_makes_one_and_money_follows_to_the_kopeck():
    cards = [contact(1, FAMILY), contact(2, FAMILY)]
    accounts = [account("a", FAMILY), account("b", tax_id="7801234567")]
    paid = [
        money("p1", "05-02 10:00", "100.10", counterparty="a"),
        money("p2", "05-02 10:00", "7", counterparty="b"),
    ]
    for decisions, expected in (
        ([], ["100.10", "7.00"]),
        ([decided("same", held("a"), held("b"))], ["107.10"]),
        (
            [decided("same", held("a"), held("b")), decided("different", held("b"), held("a"))],
            ["100.10", "7.00"],
        ),
        ([decided("different", card(1), held("a"))], ["100.10", "7.00"]),
    ):
        company = Tiny(contacts=cards, accounts=accounts, money=paid, decisions=decisions)
        assert sorted(company.count("customers_paid_amount", "06-02 03:00").values()) == expected


def test_a_phone_of_two_customers_tells_nobody_who_calls():
    cards = [contact(1, FAMILY), contact(2, FAMILY)]
    calls = [answered("E1", "06-01 10:00", number="79260000001")]
    one = Tiny(contacts=cards, calls=calls)
    two = Tiny(contacts=cards, calls=calls, decisions=[decided("different", card(1), card(2))])
    customers = [company.count("call_customer", "06-02 03:00") for company in (one, two)]
    assert customers == [{("mango_main:E1", "amocrm_main:contact:1"): "1"}, {}]


def test_a_decision_counts_from_when_it_is_typed_and_a_deleted_card_ends_it():
    cards = [contact(1, FAMILY), contact(2, FAMILY)]
    company = Tiny(contacts=cards, decisions=[decided("different", card(1), card(2), when="06-02 12:00")])
    assert (len(groups(company)), len(groups(company, "06-03 03:00"))) == (1, 2)
    gone = Tiny(contacts=[cards[0], deleted(cards[1], "06-01 10:00")], decisions=company.decisions)
    assert groups(gone, "06-03 03:00") == [["amocrm_main:contact:1"]]
    assert gone.count("identity_review", "06-03 03:00") == {}


def test_a_move_between_two_nights_counts_from_the_day_of_the_earlier_night():
    company = Tiny()
    key = f"amocrm_main:{KIM}"
    assert company.count("employee_unit", "06-02 03:00")[key, "2026-06-01"] == "amocrm_main:512341"
    units = company.count("employee_unit", "06-02 03:00", "06-03 03:00", "06-04 03:00")
    assert [units[key, f"2026-06-0{n}"] for n in (1, 2, 3)] == [
        "amocrm_main:512341",
        "amocrm_main:0",
        "amocrm_main:0",
    ]


def test_a_move_before_the_first_night_is_known_only_from_the_written_history():
    units = Tiny().count("employee_unit", "04-16 03:00")
    key = "amocrm_main:7001008"
    assert (units[key, "2026-04-12"], units[key, "2026-04-13"]) == ("amocrm_main:0", "amocrm_main:512340")


def test_a_manager_whom_the_crm_does_not_know_has_no_department():
    units = Tiny().count("employee_unit", "06-02 03:00")
    assert units["onec_main:7f4e0c12-3b55-11ee-90aa-00155d0a1bff", "2026-06-01"] == "unassigned"
