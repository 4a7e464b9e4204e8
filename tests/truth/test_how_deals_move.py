"""Visits to stages, their working minutes, the daily funnel and conversion."""

from tests.truth.tiny_company import (
    CONTACTED,
    LOST,
    MEETING,
    OFFER,
    OLGA,
    QUALIFIED,
    WON,
    Tiny,
    lead,
    money,
    order,
)

NIGHT = "03-12 03:00"
OLGA_KEY = f"amocrm_main:{OLGA}"
PIPELINE_KEY = "amocrm_main:8123001"
WHOLESALE = "amocrm_main:512340"


def place(day, stage):
    return (f"2026-{day}", f"amocrm_main:8123001:{stage}", WHOLESALE, "none", "unknown")


def back_and_forth():
    """A deal that goes back to a stage and enters it again."""
    moves = [
        ("03-02 10:00", QUALIFIED),
        ("03-03 10:00", OFFER),
        ("03-04 10:00", QUALIFIED),
        ("03-04 12:00", OFFER),
    ]
    return Tiny(leads=[lead(1, moves, price="100")])


def test_entering_a_stage_again_is_a_visit_of_its_own():
    visits = back_and_forth().count("visit_direction", NIGHT)
    assert list(visits) == [
        ("amocrm_main:1", 1, "forward"),
        ("amocrm_main:1", 2, "back"),
        ("amocrm_main:1", 3, "forward"),
        ("amocrm_main:1", 4, "open"),
    ]
    stages = back_and_forth().count("stage_visits", NIGHT)
    assert [key[2].split(":")[2] for key in stages] == [
        str(stage) for stage in (QUALIFIED, OFFER, QUALIFIED, OFFER)
    ]


def test_entries_less_exits_are_what_stands_at_the_end_of_the_day():
    company = back_and_forth()
    assert company.count("funnel_entered", NIGHT) == {
        place("03-02", QUALIFIED): "1", place("03-03", OFFER): "1",
        place("03-04", QUALIFIED): "1", place("03-04", OFFER): "1",
    }  # fmt: skip
    assert company.count("funnel_forward", NIGHT) == {
        place("03-03", QUALIFIED): "1",
        place("03-04", QUALIFIED): "1",
    }
    assert company.count("funnel_back", NIGHT) == {place("03-04", OFFER): "1"}
    standing = company.count("funnel_standing", "03-06 03:00")
    assert standing == {
        place("03-02", QUALIFIED): "1", place("03-03", OFFER): "1",
        place("03-04", OFFER): "1", place("03-05", OFFER): "1",
    }  # fmt: skip


def test_a_day_that_is_not_over_has_no_funnel_row():
    assert Tiny(leads=[lead(1, [("03-12 00:30", CONTACTED)])]).count("funnel_entered", NIGHT) == {}


def test_working_minutes_skip_the_weekend_and_the_moved_holiday():
    """Friday 17:30 to Tuesday 09:30, with Monday 9 March off for the 8th: half an hour on either side."""
    company = Tiny(leads=[lead(1, [("03-06 17:30", CONTACTED), ("03-10 09:30", LOST)])])
    assert company.count("visit_minutes", NIGHT)["amocrm_main:1", 1] == "60"


def test_working_minutes_of_an_open_visit_run_to_the_as_of_instant():
    company = Tiny(leads=[lead(1, [("03-10 16:00", CONTACTED)])])
    assert company.count("visit_minutes", NIGHT)["amocrm_main:1", 1] == str(120 + 540)


def test_the_cohort_counts_clean_leads_by_the_furthest_step_ever_reached():
    fell_back = lead(1, [("03-02 10:00", CONTACTED), ("03-03 10:00", MEETING), ("03-04 10:00", CONTACTED)])
    junk = lead(2, [("03-02 10:00", CONTACTED), ("03-03 10:00", LOST)], reason=19044129)
    won = lead(3, [("03-02 10:00", CONTACTED), ("03-05 10:00", WON)])
    cohort = Tiny(leads=[fell_back, junk, won]).count("conversion_cohort", NIGHT)
    assert {key[-1]: value for key, value in cohort.items()} == {
        "lead": "2", "qualified": "2", "meeting": "2", "offer": "1", "contract": "1", "won": "1",
    }  # fmt: skip


def test_a_stage_called_paid_is_no_money_and_a_payment_is():
    won = lead(1, [("03-02 10:00", CONTACTED), ("03-05 10:00", WON)])
    at_talks = lead(2, [("03-02 10:00", CONTACTED)])
    orders = [order("o", "03-04 10:00", [], deal_id="2")]
    paid = [
        money("p", "03-06 10:00", "70", to=[("o", "70")]),
        money("q", "03-07 10:00", "30", to=[("o", "30")]),
    ]
    company = Tiny(leads=[won, at_talks], orders=orders, money=paid)
    cohort = company.count("conversion_cohort", NIGHT)
    assert cohort["2026-03-02", OLGA_KEY, "none", PIPELINE_KEY, "unknown", "contract"] == "1"
    assert cohort["2026-03-02", OLGA_KEY, "none", PIPELINE_KEY, "unknown", "paid"] == "1"
    days = [key[0] for key in company.count("conversion_period", NIGHT) if key[-1] == "paid"]
    assert days == ["2026-03-06"]


def test_the_period_counts_a_skipped_step_on_the_day_of_the_later_one():
    won = lead(1, [("03-02 10:00", CONTACTED), ("03-05 10:00", WON)])
    period = Tiny(leads=[won]).count("conversion_period", NIGHT)
    place = (OLGA_KEY, "none", PIPELINE_KEY, "unknown")
    assert period["2026-03-05", *place, "offer"] == "1"
    assert period["2026-03-02", *place, "lead"] == "1"
    assert ("2026-03-02", *place, "offer") not in period


def test_a_lead_of_the_conversion_is_counted_once():
    junk = lead(2, [("03-02 10:00", CONTACTED), ("03-03 10:00", LOST)], reason=19044129)
    company = Tiny(leads=[junk, lead(3, [("03-02 10:00", CONTACTED), ("03-05 10:00", WON)])])
    place = ("2026-03-02", OLGA_KEY, "none", PIPELINE_KEY, "unknown")
    assert company.count("conversion_leads", NIGHT) == {place: "2"}
    assert company.count("conversion_clean_leads", NIGHT) == {place: "1"}
