"""A load in the middle of a day: what it has brought stands as such, and no complete day is touched."""

from datetime import date, datetime, timedelta

import pytest

from tests.nightly.simulated import House

LAST = pytest.mark.parametrize("after", ["night 3"], indirect=True)
RUNNING = date(2026, 6, 4)
WHOLE_DAYS = """
    select 'activity', max(date_day) from mart_employee_activity_daily
    union all select 'summary', max(date_day) from mart_employee_day_summary
    union all select 'conversion', max(date_day) from mart_conversion_by_unit
    union all select 'funnel', max(date_day) from mart_sales_funnel_stage
"""


@LAST
def test_at_two_in_the_afternoon_every_number_is_the_truth_of_that_instant(after: House):
    at_two = after.company.nights[-1].replace(hour=14)
    loads = [*after.company.nights, at_two]
    days = after.published(WHOLE_DAYS)
    after.set_clock(at_two)

    stand_up = after.nights.run()

    assert stand_up.problems == ()
    assert [line.kpi for line in after.proof(loads) if line.difference] == []
    assert after.published(WHOLE_DAYS) == days
    marks = after.published(
        "select mark, counted_to_at, sum(leads_count), sum(calls_in_count + calls_out_count)"
        " from mart_day_pulse where is_running_day group by mark, counted_to_at order by mark"
    )
    assert [(mark, counted_to) for mark, counted_to, *_ in marks] == [
        ("11:00", datetime(2026, 6, 4, 8)),
        # Read at 14:00, a CRM is known to a minute before: the row of 14:00 is for the next load.
        ("now", datetime(2026, 6, 4, 10, 59)),
    ]
    assert sum(calls for *_, calls in marks) > 0
    assert after.published("select max(started_date) from fct_call") == [(RUNNING,)]
    covered = (
        "select status from mart_data_coverage"
        " where source = 'mango_main' and stream = 'calls' and date_day = '2026-06-04'"
    )
    assert after.published(covered) == [("partial",)]

    # The night after reads the day again, whole, and it is a day like any other.
    after.set_clock(at_two.replace(hour=3) + timedelta(days=1))
    assert after.nights.run().problems == ()
    loads.append(after.moment)
    assert [line.kpi for line in after.proof(loads) if line.difference] == []
    assert after.published(covered) == [("loaded",)]
    assert after.published("select count(*) from mart_day_pulse where is_running_day") == [(0,)]
    assert after.published("select max(date_day) from mart_employee_activity_daily") == [(RUNNING,)]
