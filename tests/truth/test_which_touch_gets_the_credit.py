"""Channel and campaign of a lead, the touches around it, and what channels cost and bring."""

from sandbox.company.layout import Layout
from tests.truth.tiny_company import CONTACTED, WON, Tiny, account, contact, lead, money, order
from tests.truth.tiny_trade import PHONE, ad_day, answered, call, cost, goods, line, overhead

NIGHT = "06-02 03:00"
SITE_LINE, DIRECT_LINE, MAIN_LINE = "74951230078", "74951230079", "74951230077"
CHANNEL, SOURCE, MEDIUM, CAMPAIGN = 900210, 900101, 900103, 900105
TENDER = ((CHANNEL, "Тендер"),)


def shop(*moves, marks=(), **more):
    """One customer with one lead."""
    card = lead(1, list(moves) or [("05-01 10:00", CONTACTED)], contact=1, marks=marks, price="500")
    return Tiny(leads=[card], contacts=[contact(1, PHONE)], accounts=[account("buyer", PHONE)], **more)


def last(company):
    return next(iter(company.count("last_touch", NIGHT)))[1:]


def touches(company):
    return [key[1:] for key in company.count("touches", NIGHT)]


def test_marks_speak_only_where_the_field_is_empty():
    marks = ((SOURCE, " Yandex"), (MEDIUM, "CPC"), (CAMPAIGN, " 71000001 "))
    assert last(shop(marks=marks)) == ("direct", "direct_main:71000001")
    assert last(shop(marks=(*TENDER, *marks))) == ("tender", "direct_main:71000001")
    assert last(shop(marks=((SOURCE, "telegram"), (MEDIUM, "social")))) == ("none", "none")
    assert shop(marks=marks).count("leads_by_channel", NIGHT) == {("2026-05-01", "direct"): "1"}


def test_a_campaign_that_nobody_knows_is_none():
    for text in ("71999999", "{campaign_id}", "spring"):
        assert last(shop(marks=(*TENDER, (CAMPAIGN, text)))) == ("tender", "none")


def test_calls_on_tracking_numbers_touch_from_thirty_days_before_the_lead_to_the_win():
    calls = [
        answered("E0", "04-01 09:59", line=SITE_LINE),
        answered("E1", "04-01 10:00", line=SITE_LINE),
        call("E2", "05-02 10:00", line=DIRECT_LINE),
        answered("E3", "05-03 10:00", line=MAIN_LINE),
        answered("E4", "05-04 10:00", "out", line=SITE_LINE),
        answered("E5", "05-11 10:00", line=SITE_LINE),
    ]
    won = shop(("05-01 10:00", CONTACTED), ("05-10 10:00", WON), marks=TENDER, calls=calls)
    assert touches(won) == [(1, "call", "site"), (2, "lead", "tender"), (3, "call", "direct")]
    assert last(won) == ("direct", "none")
    assert last(shop(marks=TENDER, calls=calls)) == ("site", "none")


def test_a_direct_lead_belongs_to_the_call_before_it_and_with_none_to_itself():
    assert last(shop(calls=[answered("E1", "04-20 10:00", line=SITE_LINE)])) == ("site", "none")
    assert last(shop(marks=((CAMPAIGN, "71000001"),))) == ("none", "direct_main:71000001")


def test_a_strangers_call_touches_nobody():
    assert last(shop(calls=[answered("E1", "05-02 10:00", line=SITE_LINE, number="79990000000")])) == (
        "none",
        "none",
    )


def test_measures_stand_where_the_last_touch_was():
    company = shop(
        ("05-01 10:00", CONTACTED),
        ("05-10 10:00", WON),
        marks=TENDER,
        orders=[order("o", "05-11 10:00", [], deal_id="1")],
        money=[
            money("p", "05-20 10:00", "70", to=[("o", "70")]),
            money("q", "06-02 00:30", "9", to=[("o", "9")]),
            money("z", "04-20 10:00", "5", counterparty="stranger"),
        ],
        sales=[goods("s", "05-21 10:00", [line(1, "lamp", 1, "60")], order="o")],
        cost_entries=[cost("s", "05-21 10:00", [("lamp-1", "45")])],
    )
    tender, nowhere = ("2026-05-01", "tender", "none"), ("2026-04-01", "unlinked", "none")
    for kpi, value in {
        "leads": "1", "clean_leads": "1", "deals_won": "1", "booked": "500.00", "margin": "15.00",
        "net_known_cost": "60.00", "new_customers": "1",
    }.items():  # fmt: skip
        assert company.count(f"channel_{kpi}", NIGHT) == {tender: value}, kpi
    assert company.count("channel_paid", NIGHT) == {tender: "70.00", nowhere: "5.00"}


def test_spend_without_a_lead_keeps_its_line_and_a_correction_replaces_the_day():
    days = [
        ad_day(71000005, "05-31", ("06-01 00:20", "100.00"), ("06-02 12:00", "83.00")),
        ad_day(71000001, "05-31", ("06-01 00:20", "50.00"), ("06-02 12:00", None)),
        ad_day(71000001, "05-30", ("06-02 15:00", "20.00")),
    ]
    company = Tiny(ad_days=days)
    assert company.count("ad_spend", NIGHT) == {
        ("2026-05-31", "direct_main:71000005"): "100.00",
        ("2026-05-31", "direct_main:71000001"): "50.00",
    }
    later = (NIGHT, "06-03 03:00")
    assert company.count("ad_spend", *later) == {
        ("2026-05-31", "direct_main:71000005"): "83.00",
        ("2026-05-30", "direct_main:71000001"): "20.00",
    }
    assert company.count("ad_spend_gross", *later)["2026-05-31", "direct_main:71000005"] == "101.26"
    assert company.count("channel_spend", *later) == {
        ("2026-05-01", "direct", "direct_main:71000005"): "83.00",
        ("2026-05-01", "direct", "direct_main:71000001"): "20.00",
    }


def test_a_cost_without_a_channel_is_spread_over_nothing():
    company = Tiny(costs=[overhead("05-01", "10", "expo"), overhead("05-01", "7"), overhead("05-01", "3")])
    assert company.count("channel_other_costs", NIGHT) == {
        ("2026-05-01", "expo", "none"): "10.00",
        ("2026-05-01", "unallocated", "none"): "10.00",
    }


def test_who_was_a_customer_before_the_books_were_opened_is_never_new():
    buyers = [account("old", tax_id="7700000011"), account("new", tax_id="7811111111")]
    paid = [
        money(f"{key}{number}", when, "1", counterparty=key)
        for key in ("old", "new")
        for number, when in enumerate(("05-20 10:00", "05-21 10:00"))
    ]
    company = Tiny(accounts=buyers, money=paid)
    assert company.count("new_customers", NIGHT) == {("2026-05-20", "onec_main:counterparty:new"): "1"}
    assert company.count("channel_new_customers", NIGHT) == {("2026-05-01", "unlinked", "none"): "1"}


def test_visits_of_the_site_stand_where_their_marks_say_and_a_win_of_three_weeks_is_one_more_goal():
    marks = ((SOURCE, " Yandex"), (MEDIUM, "CPC"), (CAMPAIGN, "71000001"))
    moves = (("05-01 10:00", CONTACTED), ("06-02 10:00", WON))
    counted = shop(*moves, marks=marks, layout=Layout(site="metrica"))
    campaign, unmarked = ("2026-05-01", "direct", "direct_main:71000001"), ("2026-05-01", "none", "none")
    visits = counted.count("channel_site_visits", NIGHT)
    assert visits[campaign] == "1" and visits[unmarked] == str(2 * 31)
    assert counted.count("channel_site_goals", NIGHT)[campaign] == "1"
    soon = shop(moves[0], ("05-20 10:00", WON), marks=marks, layout=Layout(site="metrica"))
    assert soon.count("channel_site_goals", NIGHT)[campaign] == "2"
    assert shop(*moves, marks=marks).count("channel_site_visits", NIGHT) == {}
