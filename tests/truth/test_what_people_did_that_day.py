"""The backlog of leads by day and employee, and the day's messages and money."""

from tests.truth.tiny_company import CONTACTED, ILYA, KIM, OLGA, QUALIFIED, UNSORTED, Tiny, lead, money
from tests.truth.tiny_trade import call, note

NIGHT = "06-02 03:00"


def test_yesterdays_backlog_less_processed_leads_is_todays():
    moves = [("05-29 10:00", UNSORTED), ("06-01 09:30", CONTACTED), ("06-01 15:00", QUALIFIED)]
    owners = [("05-29 10:00", OLGA), ("06-01 09:20", KIM), ("06-01 14:00", ILYA)]
    company = Tiny(leads=[lead(1, moves, owners=owners), lead(2, [("06-01 12:00", UNSORTED)])])
    olga, kim = f"amocrm_main:{OLGA}", f"amocrm_main:{KIM}"
    assert company.count("activity_backlog_end_count", NIGHT) == {
        ("2026-05-29", olga): "1",
        ("2026-05-30", olga): "1",
        ("2026-05-31", olga): "1",
        ("2026-06-01", olga): "1",
    }
    assert company.count("activity_backlog_start_count", NIGHT) == {
        ("2026-05-30", olga): "1",
        ("2026-05-31", olga): "1",
        ("2026-06-01", olga): "1",
    }
    assert company.count("activity_processed_count", NIGHT) == {
        ("2026-06-01", olga): "1",
        ("2026-06-01", kim): "1",
    }


def test_a_day_counts_messages_sent_and_lines_received_and_stops_at_the_last_complete_day():
    company = Tiny(
        notes=[
            note(1, "06-01 10:00", "sms_out", user=KIM),
            note(2, "06-01 10:00", "sms_in", user=KIM),
            note(3, "06-02 00:30", "sms_out", user=KIM),
        ],
        money=[
            money("p", "06-01 12:00", "30", to=[(None, "20"), (None, "10")]),
            money("r", "06-01 13:00", "5", refund=True, kind="refunds_bank"),
        ],
    )
    assert company.count("activity_messages_count", NIGHT) == {("2026-06-01", f"amocrm_main:{KIM}"): "1"}
    assert company.count("activity_payments_count", NIGHT) == {("2026-06-01", "unassigned"): "2"}
    assert company.count("activity_revenue_paid_amount", NIGHT) == {("2026-06-01", "unassigned"): "25.00"}


def test_a_call_in_either_direction_is_answered_where_somebody_talked():
    talks = [
        ("10:00", "call_in", 20),
        ("11:00", "call_in", 0),
        ("12:00", "call_out", 30),
        ("13:00", "call_out", 0),
    ]
    company = Tiny(
        notes=[note(n, f"06-01 {at}", kind, talk=talk) for n, (at, kind, talk) in enumerate(talks, 1)]
    )
    assert company.count("activity_calls_answered_count", NIGHT) == {
        ("2026-06-01", f"amocrm_main:{OLGA}"): "2"
    }


def test_a_missed_call_is_let_go_once_its_time_is_over_and_open_until_then():
    company = Tiny(calls=[call("E1", "06-01 02:00"), call("E2", "06-01 21:00"), call("E3", "05-31 10:00")])
    let_go, still_open = "activity_calls_missed_let_go_count", "activity_calls_missed_open_count"
    olga = f"amocrm_main:{OLGA}"
    assert company.count(let_go, "06-02 12:00") == {("2026-05-31", olga): "1"}
    assert company.count(still_open, "06-02 12:00") == {("2026-06-01", olga): "2"}
    assert company.count(let_go, "06-03 12:00") == {("2026-05-31", olga): "1", ("2026-06-01", olga): "2"}
    assert company.count(still_open, "06-03 12:00") == {}
