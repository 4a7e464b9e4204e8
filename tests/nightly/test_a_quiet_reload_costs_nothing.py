"""A second load on the same date brings nothing new: the marts stand, only their data-as-of moves."""

from datetime import timedelta

import pytest

from tests.nightly.simulated import House


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
def test_nothing_new_means_no_build_and_a_later_data_as_of(after: House):
    marts = after.published("select version from publication")
    ages = dict(after.published("select domain, data_as_of from publication"))
    after.set_clock(after.company.nights[0])
    after.moment += timedelta(minutes=20)  # the company itself stands still

    night = after.nights.run()

    assert night.problems == ()
    assert night.build is not None
    assert night.build.unchanged
    assert "dbt" not in night.seconds
    assert after.published("select version from publication") == marts
    later = dict(after.published("select domain, data_as_of from publication"))
    # Calls and advertising are known up to a midnight, and there was none in between.
    assert all(later[domain] >= ages[domain] for domain in ages)
    assert all(later[domain] > ages[domain] for domain in ("money", "sales"))
