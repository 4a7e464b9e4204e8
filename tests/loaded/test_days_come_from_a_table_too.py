"""A stream that is read by days has them from the column that the deployment names."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.deployment.settings import open_connectors
from orchestration.failures import DeploymentError
from tests.loaded.filled import LOADED, NIGHT, House, run


def test_a_stream_read_by_days_has_the_days_that_were_over_when_its_loader_ended(house: House, file: Path):
    run(file, "create table calls as select * from (values ('a', timestamptz '2026-05-31 23:30:00+03', 10),"
        " ('b', timestamptz '2026-06-01 00:30:00+03', 20), ('c', timestamptz '2026-06-02 02:00:00+03', 30))"
        " as call (entry_id, started_at, talk)",
        f"alter table calls add column _fivetran_synced timestamptz default '{LOADED}'")  # fmt: skip
    house.vendor, house.more = "mango_office", {"streams": ["calls"]}
    house.tables["streams"] = {"calls": {"table": "calls", "day": "started_at"}}

    house.load("calls")

    landed = {row["_key"]: row["_day"] for row in house.rows("calls", newest_only=False)}
    assert landed == {"a": "2026-05-31", "b": "2026-06-01"}
    days = [day for batch in house.landing.batches("amocrm_main", "calls") for day in batch.days]
    assert max(days) == "2026-06-01" and min(days) == "2026-01-01"


def test_a_day_of_which_a_row_came_later_is_read_again_and_no_other(house: House, file: Path):
    run(
        file,
        "create table calls (entry_id text, day date, _fivetran_synced timestamptz)",
        "insert into calls values ('a', '2026-05-10', '2026-05-11 01:00:00+00')",
        f"insert into calls values ('b', '2026-05-20', '{LOADED}')",
    )
    house.vendor, house.more = "mango_office", {"streams": ["calls"]}
    house.tables["streams"] = {"calls": {"table": "calls", "day": "day"}}
    house.load("calls")
    run(file, "insert into calls values ('late', '2026-05-20', '2026-06-02 10:00:00+00')")

    receipt = house.load("calls", now=NIGHT + timedelta(hours=12))

    assert receipt.days[0] == "2026-05-20" and "2026-05-10" not in receipt.days
    assert {row["_key"] for row in house.rows("calls")} == {"b", "late"}


def test_a_stream_read_by_days_needs_the_column_of_its_day(house: House):
    house.vendor, house.more = "mango_office", {"streams": ["calls"]}
    house.tables["streams"] = {"calls": {"table": "calls"}}
    with pytest.raises(DeploymentError, match=r"calls\.day is missing"):
        open_connectors(house.deployment)
