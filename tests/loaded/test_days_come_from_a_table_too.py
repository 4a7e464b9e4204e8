"""A stream that is read by days has them from the column that the deployment names."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
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


def test_a_key_that_comes_again_on_each_day_lands_on_each(house: House, file: Path):
    run(file, f"""create table report as select * from (values
        (7, date '2026-05-01', 10, '{LOADED}'::timestamptz), (7, date '2026-05-02', 20, '{LOADED}'),
        (7, date '2026-05-02', 15, '2026-05-03 01:00:00+00'))
        as report ("CampaignId", "Date", "Cost", _airbyte_extracted_at)""")  # fmt: skip
    _reports(house)

    receipt = house.load("ad_report")

    landed = [
        (row["_key"], row["_day"], json.loads(row["_payload"])["Cost"])
        for row in house.rows("ad_report", newest_only=False)
    ]
    assert sorted(landed) == [("7", "2026-05-01", 10), ("7", "2026-05-02", 20)]
    assert receipt.quarantined == 0
    # the table is opened and put together once, however many days are due
    assert len(house.landing.batches("amocrm_main", "ad_report")) == 1


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("date", "(7, '2026-05-01'), (8, null), (9, 'infinity')"),
        ("text", "(7, '2026-05-01T00:00:00+03:00'), (8, ''), (9, 'вчера')"),
        ("bigint", "(7, 1777582800), (8, 1777582800000), (9, 9223372036854775807)"),
    ],
)
def test_a_row_without_a_day_that_can_be_read_goes_to_quarantine(
    house: House, file: Path, column: str, values: str
):
    run(
        file,
        f'create table report ("CampaignId" bigint, "Date" {column})',
        f"insert into report values {values}",
        f"alter table report add column _fivetran_synced timestamptz default '{LOADED}'",
    )
    _reports(house)

    receipt = house.load("ad_report")

    assert [(row["_key"], row["_day"]) for row in house.rows("ad_report")] == [("7", "2026-05-01")]
    assert receipt.quarantined == 2
    [kept] = (house.folder / "quarantine").rglob("*.parquet")
    assert {row["_reason"] for row in pq.read_table(kept).to_pylist()} == {"no usable CampaignId or day"}


def test_a_raw_record_without_a_day_that_can_be_read_goes_to_quarantine(house: House, file: Path):
    run(file, f"""create table report as select timestamptz '{LOADED}' as _airbyte_extracted_at,
        unnest(['{{"CampaignId": 7, "Date": "2026-05-01"}}', '{{"CampaignId": 8, "Date": "01.05.2026"}}',
        '{{"CampaignId": 9}}'])::json as _airbyte_data""")  # fmt: skip
    _reports(house)

    assert house.load("ad_report").quarantined == 2
    assert [(row["_key"], row["_day"]) for row in house.rows("ad_report")] == [("7", "2026-05-01")]


@pytest.mark.parametrize(
    "deletion",
    [
        "update calls set gone = true, _fivetran_synced = '2026-06-02 10:00:00+00' where entry_id = 'a'",
        "insert into calls values ('a', null, true, '2026-06-02 10:00:00+00')",
    ],
    ids=["the row is marked", "a row without a day says so"],
)
def test_a_row_of_an_old_day_that_is_deleted_later_is_taken_from_its_day(
    house: House, file: Path, deletion: str
):
    run(
        file,
        "create table calls (entry_id text, day date, gone boolean, _fivetran_synced timestamptz)",
        "insert into calls values ('a', '2026-05-10', false, '2026-05-11 01:00:00+00'),"
        " ('b', '2026-05-10', false, '2026-05-11 01:00:00+00'),"
        f" ('c', '2026-05-30', false, '{LOADED}')",
    )
    house.vendor, house.more = "mango_office", {"streams": ["calls"]}
    house.tables["streams"] = {"calls": {"table": "calls", "day": "day", "deleted": "gone"}}
    house.load("calls")
    run(file, deletion)

    receipt = house.load("calls", now=NIGHT + timedelta(hours=12))

    assert receipt.days[0] == "2026-05-10" and receipt.quarantined == 0
    assert sorted(row["_key"] for row in house.rows("calls")) == ["b", "c"]


@pytest.mark.parametrize(
    ("vendor", "stream", "key", "more"),
    [
        ("yandex_direct", "ad_report", "CampaignId", []),
        ("yandex_direct", "ad_report", "CampaignId", ["clients"]),
        ("vk_ads", "ad_plan_days", "id", []),
    ],
    ids=["Direct", "Direct, asked for some of it itself", "VK Ads"],
)
def test_days_are_those_of_the_vendor_and_not_of_the_deployment(
    house: House, file: Path, vendor: str, stream: str, key: str, more: list[str]
):
    run(file, f"""create table report as select 7 as "{key}", timestamptz '2026-05-31 23:30:00+03' as moment,
        '2026-05-31 19:30:00+00'::timestamptz as _fivetran_synced""",
        f"insert into report values (8, '2026-05-29 23:30:00+03', '{LOADED}')")  # fmt: skip
    house.vendor, house.zone = vendor, "Asia/Yekaterinburg"
    token = {"token": {"env": "SANDBOX_YANDEX_DIRECT_TOKEN"}}
    house.more = {"streams": [*more, stream], "settings": token if more else {}}
    house.tables["streams"] = {stream: {"table": "report", "day": "moment"}}

    house.load(stream)

    landed = {row["_key"]: row["_day"] for row in house.rows(stream, newest_only=False)}
    assert landed == {"7": "2026-05-31", "8": "2026-05-29"}


@pytest.mark.parametrize(("ended", "last_day"), [("20:30", "2026-05-30"), ("21:30", "2026-05-31")])
def test_a_day_is_over_when_it_is_for_the_vendor(house: House, file: Path, ended: str, last_day: str):
    run(file, f"""create table report as select 7 as "CampaignId", date '2026-05-31' as day,
        '2026-05-31 {ended}:00+00'::timestamptz as _fivetran_synced""")  # fmt: skip
    house.zone = "Asia/Yekaterinburg"  # where it is over two hours before
    _reports(house)
    house.tables["streams"]["ad_report"]["day"] = "day"

    house.load("ad_report")

    assert max(house.newest("ad_report").days) == last_day


def test_a_column_of_a_day_makes_no_difference_to_a_stream_that_is_not_read_by_days(house: House, file: Path):
    run(file, f"""create table leads as select * from (values
        (41, date '2026-05-01', 10, '{LOADED}'::timestamptz),
        (41, date '2026-05-02', 20, '2026-05-03 01:00:00+00'), (42, null, 30, '{LOADED}'))
        as leads (id, day, price, _airbyte_extracted_at)""")  # fmt: skip
    house.tables["streams"] = {"leads": {"table": "leads", "day": "day"}}

    assert house.load().quarantined == 0
    assert [(record["id"], record["price"]) for record in house.records()] == [(41, 10), (42, 30)]


def _reports(house: House) -> None:
    """Campaigns of Yandex.Direct, whose id comes again on each day."""
    house.vendor, house.more = "yandex_direct", {"streams": ["ad_report"]}
    house.tables["streams"] = {"ad_report": {"table": "report", "day": "Date"}}


def test_a_stream_read_by_days_needs_the_column_of_its_day(house: House):
    house.vendor, house.more = "mango_office", {"streams": ["calls"]}
    house.tables["streams"] = {"calls": {"table": "calls"}}
    with pytest.raises(DeploymentError, match=r"calls\.day is missing"):
        open_connectors(house.deployment)
