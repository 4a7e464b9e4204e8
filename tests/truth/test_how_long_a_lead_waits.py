"""When a lead counts as answered, and how many working minutes that took."""

from tests.truth.tiny_company import CONTACTED, ILYA, Tiny, contact, lead
from tests.truth.tiny_trade import PHONE, answered, call, chat, meeting, note

NIGHT = "06-02 03:00"
FRIDAY, MONDAY = "05-29", "06-01"


def waiting(since, **more):
    return Tiny(leads=[lead(1, [(since, CONTACTED)], contact=1)], contacts=[contact(1, PHONE)], **more)


def minutes(company, *loads):
    return company.count("response_minutes", *(loads or (NIGHT,))).get("amocrm_main:1")


def test_a_lead_of_friday_evening_answered_on_monday_waited_an_hour():
    assert minutes(waiting(f"{FRIDAY} 17:30", calls=[call("E1", f"{MONDAY} 09:30", "out")])) == "60"


def test_a_call_before_the_lead_came_is_no_answer_and_neither_is_one_that_was_missed():
    earlier = answered("E1", f"{MONDAY} 09:59")
    unheard = call("E2", f"{MONDAY} 10:10")
    real = answered("E3", f"{MONDAY} 10:40")
    assert minutes(waiting(f"{MONDAY} 10:00", calls=[earlier, unheard, real])) == "40"


def test_an_outgoing_call_answers_even_if_nobody_takes_it():
    assert minutes(waiting(f"{MONDAY} 10:00", calls=[call("E1", f"{MONDAY} 10:07", "out")])) == "7"


def test_a_message_on_the_lead_or_a_linked_card_answers_and_one_from_the_customer_does_not():
    written = note(1, f"{MONDAY} 10:20", "sms_out", card=("contact", 1))
    received = note(2, f"{MONDAY} 10:05", "sms_in")
    stray = note(3, f"{MONDAY} 10:06", "sms_out", card=("contact", 2))
    assert minutes(waiting(f"{MONDAY} 10:00", notes=[written, received, stray])) == "20"


def test_a_chat_is_answered_by_a_person_and_not_by_the_robot_that_greets():
    asked = chat(f"{MONDAY} 10:00", 0, way="incoming")
    greeted = chat(f"{MONDAY} 10:01", 0)
    written = chat(f"{MONDAY} 10:12", ILYA, card=("contact", 1))
    assert minutes(waiting(f"{MONDAY} 10:00", chats=[asked, greeted, written])) == "12"
    assert minutes(waiting(f"{MONDAY} 10:00", chats=[asked, greeted])) is None


def test_a_meeting_answers_when_it_was_held_not_when_it_was_planned():
    held = meeting(1, 1, f"{MONDAY} 10:30", done=f"{MONDAY} 11:30")
    assert minutes(waiting(f"{MONDAY} 10:00", tasks=[held])) == "90"
    assert minutes(waiting(f"{MONDAY} 10:00", tasks=[meeting(1, 1, f"{MONDAY} 10:30")])) is None


def test_a_lead_without_an_answer_waits_until_now_in_working_minutes():
    company = waiting(f"{FRIDAY} 17:00")
    assert company.count("waiting_leads", NIGHT) == {"amocrm_main:1": "600"}
    assert company.count("response_minutes", NIGHT) == {}


def test_meetings_are_planned_by_their_due_day_and_held_on_the_day_they_were_completed():
    company = Tiny(tasks=[meeting(1, 1, "06-05 10:00"), meeting(2, 1, "05-29 10:00", done="06-01 12:00")])
    planned = company.count("meetings_planned_count", NIGHT)
    assert {key[0] for key in planned} == {"2026-06-05", "2026-05-29"}
    assert [key[0] for key in company.count("meetings_held_count", NIGHT)] == ["2026-06-01"]
    assert [key[0] for key in company.count("activity_meetings_planned_count", NIGHT)] == ["2026-05-29"]
