"""Everything between the company and a customer stands in one line of time, once, and nobody else's does."""

from tests.truth.tiny_company import (
    CONTACTED,
    ILYA,
    OLGA,
    QUALIFIED,
    Tiny,
    account,
    at,
    contact,
    lead,
    money,
    order,
)
from tests.truth.tiny_trade import PHONE, answered, call, chat, goods, line, meeting

NIGHT = "06-02 03:00"
CUSTOMER, OLGAS, ILYAS = "amocrm_main:contact:1", f"amocrm_main:{OLGA}", f"amocrm_main:{ILYA}"


def told(company, kpi="customer_events"):
    return {
        (key[0], *key[2:]): value for key, value in company.count(kpi, NIGHT).items() if key[1] == CUSTOMER
    }


def moment(text):
    return int(at(text).timestamp())


def buyer(**more):
    return Tiny(contacts=[contact(1, PHONE)], accounts=[account("buyer", PHONE)], **more)


def test_a_card_a_lead_and_each_later_stage_are_events_of_whoever_had_them():
    owners = [("05-01 10:00", OLGA), ("05-02 10:00", ILYA)]
    company = buyer(
        leads=[lead(1, [("05-01 10:00", CONTACTED), ("05-03 10:00", QUALIFIED)], contact=1, owners=owners)]
    )

    assert told(company) == {
        ("card", OLGAS, moment("03-01 10:00")): "1",
        ("lead", OLGAS, moment("05-01 10:00")): "1",
        ("stage", ILYAS, moment("05-03 10:00")): "1",
    }


def test_missed_and_answered_calls_a_persons_message_and_a_held_meeting_are_events():
    company = buyer(
        leads=[lead(1, [("05-01 10:00", CONTACTED)], contact=1)],
        calls=[
            call("a", "05-02 10:00"),
            answered("b", "05-02 11:00"),
            call("c", "05-02 12:00", number="79990000000"),
        ],
        chats=[chat("05-03 10:00", OLGA), chat("05-03 11:00", 0)],
        tasks=[meeting(1, 1, "05-05 10:00", "05-05 11:00"), meeting(2, 1, "05-06 10:00")],
    )

    kinds = sorted(key[0] for key in told(company))
    assert kinds == ["call", "call", "card", "lead", "meeting", "message"]


def test_a_document_is_one_event_with_the_sum_of_its_lines():
    company = buyer(
        orders=[order("o", "05-01 10:00", [("05-20", "30")])],
        sales=[goods("s", "05-02 10:00", [line(1, "lamp", 1, "10"), line(2, "cable", 1, "20")])],
        money=[money("p", "05-03 10:00", "30"), money("r", "05-04 10:00", "5", refund=True)],
    )

    assert told(company, "customer_event_amount") == {
        ("order", "unassigned", moment("05-01 10:00")): "30.00",
        ("shipment", "", moment("05-02 10:00")): "30.00",
        ("payment", "unassigned", moment("05-03 10:00")): "30.00",
        ("payment", "unassigned", moment("05-04 10:00")): "-5.00",
    }
