"""What one conversation is, whose it is, and whether a missed one was taken up again."""

from sandbox.company.layout import Layout
from tests.truth.tiny_company import ILYA, KIM, OLGA, Tiny, account, contact
from tests.truth.tiny_trade import (
    BELOVAS_OLD,
    GAVRILOVS,
    ILYAS,
    KIMS,
    OLGAS,
    OLGAS_SECOND,
    PHONE,
    RECEPTION,
    TRAINEE,
    answered,
    call,
    leg,
    note,
)

NIGHT = "06-02 03:00"
MONDAY = "2026-06-01"


def who(user):
    return f"amocrm_main:{user}"


def test_a_note_with_the_exchanges_id_and_its_call_are_one_conversation():
    company = Tiny(calls=[answered("E1", "06-01 10:00")], notes=[note(1, "06-01 10:02", uniq="E1", talk=999)])
    assert company.count("conversations", NIGHT) == {"mango_main:E1": "60"}
    assert company.count("calls_in_count", NIGHT) == {(MONDAY, who(OLGA)): "1"}


def test_a_call_that_the_exchange_shows_late_is_the_notes_until_then():
    late = answered("E1", "06-01 10:00", shown="06-02 11:00")
    company = Tiny(calls=[late], notes=[note(1, "06-01 10:02", uniq="E1", talk=55, user=ILYA)])
    assert company.count("conversations", NIGHT) == {"amocrm_main:note:E1": "55"}
    assert company.count("conversations", NIGHT, "06-03 03:00") == {"mango_main:E1": "60"}
    assert company.count("calls_in_count", NIGHT) == {(MONDAY, who(ILYA)): "1"}
    assert company.count("calls_in_count", NIGHT, "06-03 03:00") == {(MONDAY, who(OLGA)): "1"}


def test_where_the_company_calls_by_uis_its_sessions_have_numbers_and_colleagues_have_none():
    company = Tiny(
        calls=[
            answered("E1", "06-01 10:00"),
            answered("E2", "06-01 11:00", "internal", number="", line=""),
            answered("E3", "06-01 12:00", shown="06-02 11:00"),
        ],
        notes=[note(1, "06-01 10:02", uniq="E1", talk=999), note(2, "06-01 12:02", uniq="E3", talk=55)],
        layout=Layout(telephony="uis"),
    )
    assert company.count("conversations", NIGHT) == {
        "uis_main:910000001": "60",
        "amocrm_main:note:910000003": "55",
    }


def test_one_call_noted_on_two_cards_counts_once_and_notes_without_an_id_each_for_itself():
    company = Tiny(
        notes=[
            note(3, "06-01 10:00", uniq="mob-1", card=("contact", 1), talk=20),
            note(2, "06-01 10:00", uniq="mob-1", talk=10),
            note(7, "06-01 11:00", "call_out", talk=30),
            note(8, "06-01 11:00", "call_out", talk=40),
        ]
    )
    assert company.count("conversations", NIGHT) == {
        "amocrm_main:note:mob-1": "10",
        "amocrm_main:note:7": "30",
        "amocrm_main:note:8": "40",
    }
    assert company.count("talk_seconds", NIGHT) == {(MONDAY, who(OLGA)): "80"}


def test_a_transferred_call_belongs_to_who_talked_longest_and_to_the_first_of_equals():
    passed = call("E1", "06-01 10:00", legs=[leg(OLGAS, "06-01 10:00", 40), leg(ILYAS, "06-01 10:01", 200)])
    equal = call("E2", "06-01 11:00", legs=[leg(KIMS, "06-01 11:00", 90), leg(ILYAS, "06-01 11:02", 90)])
    company = Tiny(calls=[passed, equal])
    assert company.count("talk_seconds", NIGHT) == {(MONDAY, who(ILYA)): "240", (MONDAY, who(KIM)): "180"}


def test_a_missed_call_belongs_to_whose_phone_rang_last_and_in_the_menu_to_nobody():
    direct_then_group = [
        leg(OLGAS, "06-01 10:00"),
        leg(KIMS, "06-01 10:01", group=50303),
        leg(ILYAS, "06-01 10:01", group=50303),
    ]
    company = Tiny(
        calls=[call("E1", "06-01 10:00", legs=direct_then_group), call("E2", "06-01 11:00", legs=[])]
    )
    assert company.count("calls_missed_count", NIGHT) == {
        (MONDAY, who(ILYA)): "1",
        (MONDAY, "unassigned"): "1",
    }


def test_one_person_may_have_two_accounts_and_the_reception_is_nobodys():
    own = call("E1", "06-01 10:00", legs=[leg(OLGAS, "06-01 10:00", 10)])
    spare = call("E2", "06-01 11:00", legs=[leg(OLGAS_SECOND, "06-01 11:00", 10)])
    other = call("E3", "06-01 12:00", legs=[leg(RECEPTION, "06-01 12:00", 10)])
    company = Tiny(calls=[own, spare, other])
    assert company.count("calls_in_count", NIGHT) == {
        (MONDAY, who(OLGA)): "2",
        (MONDAY, "unassigned"): "1",
    }


def test_an_account_that_vanished_is_still_known_to_who_saw_it_and_only_to_them():
    company = Tiny(calls=[call("E1", "06-01 10:00", legs=[leg(BELOVAS_OLD, "06-01 10:00", 10)])])
    assert company.count("calls_in_count", NIGHT, "06-03 03:00") == {(MONDAY, who(7001008)): "1"}
    assert company.count("calls_in_count", "06-03 03:00") == {(MONDAY, "unassigned"): "1"}


def test_talk_inside_the_company_is_kept_and_never_counted():
    inside = call("E1", "06-01 10:00", "internal", legs=[leg(OLGAS, "06-01 10:00", 60)], number="", line="")
    company = Tiny(calls=[inside])
    assert company.count("conversations", NIGHT) == {"mango_main:E1": "60"}
    for kpi in ("calls_in_count", "calls_out_count", "talk_seconds", "activity_talk_seconds"):
        assert company.count(kpi, NIGHT) == {}


def test_the_customer_is_who_holds_the_phone_however_it_is_shown_unless_too_many_do():
    shown = [
        answered(f"E{n}", "06-01 10:00", number=text) for n, text in enumerate(("89261234567", "9261234567"))
    ]
    known = Tiny(calls=shown, contacts=[contact(1, PHONE)], accounts=[account("buyer", PHONE)])
    assert set(known.count("call_customer", NIGHT)) == {
        ("mango_main:E0", "amocrm_main:contact:1"),
        ("mango_main:E1", "amocrm_main:contact:1"),
    }
    shared = Tiny(calls=shown, contacts=[contact(n, PHONE) for n in range(11)])
    assert shared.count("call_customer", NIGHT) == {}


def missed(*others, hour="10:00", **more):
    return Tiny(calls=[call("E1", f"05-28 {hour}", **more), *others])


def not_recalled(company, *loads):
    return company.count("calls_missed_not_recalled_count", *(loads or (NIGHT,)))


def test_a_missed_call_is_recalled_by_any_call_out_or_an_answered_one_within_a_day():
    assert not_recalled(missed(call("E2", "05-29 10:00", "out"))) == {}
    assert not_recalled(missed(answered("E2", "05-28 10:30"))) == {}
    mobile = Tiny(calls=[call("E1", "05-28 10:00")], notes=[note(1, "05-28 12:00", "call_out", talk=0)])
    assert not_recalled(mobile) == {}


def test_another_missed_call_another_number_or_a_day_and_a_minute_later_do_not_recall_it():
    lost = {("2026-05-28", who(OLGA)): "1"}
    assert not_recalled(missed(call("E2", "05-28 11:00"))) == {("2026-05-28", who(OLGA)): "2"}
    assert not_recalled(missed(call("E2", "05-28 11:00", "out", number="79990000000"))) == lost
    assert not_recalled(missed(call("E2", "05-29 10:01", "out"))) == lost
    assert not_recalled(missed(call("E2", "05-28 11:00", "out", number=""), number="")) == lost


def test_nobody_knows_yet_while_the_day_after_is_not_loaded():
    company = Tiny(calls=[call("E1", "05-31 21:00")])
    assert not_recalled(company, "06-01 23:00") == {}
    assert not_recalled(company, NIGHT) == {("2026-05-31", who(OLGA)): "1"}


def test_a_mailbox_of_two_accounts_names_neither_and_what_the_file_says_wins():
    """Gavrilov and the trainee have one mailbox in the exchange; the mapping names Gavrilov's account."""
    his = call("E1", "06-01 10:00", legs=[leg(GAVRILOVS, "06-01 10:00", 10)])
    trainees = call("E2", "06-01 11:00", legs=[leg(TRAINEE, "06-01 11:00", 10)])
    assert Tiny(calls=[his, trainees]).count("calls_in_count", NIGHT) == {
        (MONDAY, who(7001005)): "1",
        (MONDAY, "unassigned"): "1",
    }
