"""The payment schedule of a morning, what was kept of it, and the plan spread over working days."""

from decimal import Decimal

from tests.truth.tiny_company import CONTACTED, OLGA, Tiny, account, lead, money, order, plan

FIRST, SECOND = "06-02 03:00", "06-03 03:00"


def sold(*payments, instalments=(("06-01", "100"), ("06-10", "100"))):
    return Tiny(
        accounts=[account("buyer")], orders=[order("o", "05-20 10:00", instalments)], money=list(payments)
    )


def test_a_refund_takes_back_from_the_last_filled_instalment():
    company = sold(
        money("p", "05-25 10:00", "150", to=[("o", "150")]),
        money("r", "05-26 10:00", "30", to=[("o", "30")], refund=True, kind="refunds_bank"),
    )
    assert company.count("schedule_expected", FIRST) == {("2026-06-02", "onec_main:o", 2): "80.00"}


def test_instalments_are_filled_by_due_date_and_not_by_line_number():
    company = sold(
        money("p", "05-25 10:00", "100", to=[("o", "100")]), instalments=(("06-10", "100"), ("06-01", "100"))
    )
    assert company.count("schedule_expected", FIRST) == {("2026-06-02", "onec_main:o", 1): "100.00"}


def test_a_morning_sees_only_what_was_typed_in_by_then():
    late = money("p", "05-25 10:00", "100", to=[("o", "100")], entered="06-02 12:00")
    assert sold(late).count("schedule_expected", FIRST, SECOND) == {
        ("2026-06-02", "onec_main:o", 1): "100.00",
        ("2026-06-02", "onec_main:o", 2): "100.00",
        ("2026-06-03", "onec_main:o", 2): "100.00",
    }


def test_what_was_kept_is_judged_by_payment_date_once_the_due_date_is_over():
    company = sold(
        money("p", "06-02 12:00", "70", to=[("o", "70")]), instalments=(("06-02", "100"), ("06-05", "50"))
    )
    kept = company.count("calendar_kept", FIRST, SECOND)
    assert kept["2026-06-02", "2026-06-02", "unassigned"] == "70.00"
    assert kept["2026-06-02", "2026-06-05", "unassigned"] is None
    assert kept["2026-06-03", "2026-06-02", "unassigned"] == "0.00"
    assert company.count("calendar_received", FIRST, SECOND) == {("2026-06-02", "unassigned"): "70.00"}


def test_money_given_back_before_the_morning_was_not_kept():
    company = sold(
        money("p", "05-25 10:00", "100", to=[("o", "100")]),
        money("r", "06-01 12:00", "100", to=[("o", "100")], refund=True, kind="refunds_bank"),
        instalments=(("05-28", "100"),),
    )
    key = ("2026-06-02", "2026-05-28", "unassigned")
    assert company.count("calendar_expected", FIRST)[key] == "100.00"
    assert company.count("calendar_kept", FIRST)[key] == "0.00"


def test_an_overdue_payment_typed_in_late_was_kept_after_all():
    late = money("p", "05-27 10:00", "60", to=[("o", "60")], entered="06-02 12:00")
    kept = sold(late, instalments=(("05-28", "100"),)).count("calendar_kept", FIRST, SECOND)
    assert kept["2026-06-02", "2026-05-28", "unassigned"] == "60.00"
    assert kept["2026-06-03", "2026-05-28", "unassigned"] == "0.00"


def test_the_calendar_shows_a_week_and_everything_overdue():
    company = sold(instalments=(("05-25", "1"), ("06-09", "2"), ("06-10", "4")))
    assert sum(map(Decimal, company.count("calendar_expected", FIRST).values())) == 3
    assert sum(map(Decimal, company.count("schedule_expected", FIRST).values())) == 7


def test_the_days_of_a_plan_add_up_to_it_exactly():
    days = Tiny(plans=[plan("06-01", "leads_count", "100")]).count("plan_day", FIRST)
    values = {key[3]: Decimal(value) for key, value in days.items()}
    assert sum(values.values()) == 100
    assert (values["2026-06-01"], values["2026-06-06"], values["2026-06-12"]) == (Decimal("4.76"), 0, 0)


def test_half_a_kopeck_of_plan_goes_up():
    """0.11 over the 22 working days of April is half a kopeck on the first."""
    to_date = Tiny(plans=[plan("04-01", "revenue_paid_amount", "0.11")]).count("plan_to_date", FIRST)
    key = ("revenue_paid_amount", "company", "company")
    assert [to_date[*key, f"2026-04-0{n}"] for n in (1, 2, 3)] == ["0.01", "0.01", "0.02"]


def test_a_newer_version_replaces_the_plan_once_it_is_published():
    plans = [
        plan("06-01", "leads_count", "21"),
        plan("06-01", "leads_count", "42", version=2, published="06-02 16:00"),
    ]
    key = ("leads_count", "company", "company", "2026-06-01")
    assert Tiny(plans=plans).count("plan_day", FIRST)[key] == "1.00"
    assert Tiny(plans=plans).count("plan_day", FIRST, SECOND)[key] == "2.00"


def test_fact_fulfilment_and_forecast_stop_at_the_last_complete_day():
    company = Tiny(leads=[lead(1, [("06-01 10:00", CONTACTED)])], plans=[plan("06-01", "leads_count", "42")])
    key = ("leads_count", "company", "company")
    day, over = "2026-06-01", "2026-06-02"
    assert company.count("fact_to_date", FIRST)[*key, day] == "1.00"
    assert company.count("fact_to_date", FIRST)[*key, over] is None
    assert company.count("fulfilment_pct", FIRST)[*key, day] == "2.38"
    assert company.count("run_rate_forecast", FIRST)[*key, day] == "21.00"
    employee = ("leads_count", "employee", f"amocrm_main:{OLGA}", day)
    assert company.count("fact_day", FIRST)[employee] == "1.00"
    assert employee not in company.count("plan_day", FIRST)
