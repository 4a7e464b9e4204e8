"""The vendor's clock counts: a machine whose clock is off loses no change for good."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import requests
from pyrate_limiter import RateItem

from connectors.kit.cursor import Cursor
from connectors.kit.rate import RateBudget, SharedGate
from connectors.kit.stream import Kind, Stream
from connectors.kit.vendor_clock import date_of
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream, open_transport
from tests.kit.stub_vendor import Asked, Shop, ShopSettings, StubVendor, Told

BEGINNING = datetime(2026, 5, 1, tzinfo=UTC)
NIGHT = datetime(2026, 6, 2, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LEADS = Stream(
    "leads", "/leads", "data", kind=Kind.CHANGED_SINCE, cursor=Cursor("changed", since="from", until="to")
)


@dataclass
class House:
    """A CRM with leads that change, and the machine beside it. `says`: whether the CRM sends a `Date`."""

    vendor: StubVendor
    folder: Path
    says: bool = True
    now: datetime = NIGHT
    leads: dict[int, int] = field(default_factory=dict)

    def change(self, lead: int, at: datetime) -> None:
        self.leads[lead] = int(at.timestamp())

    def night(self, at: datetime, off: timedelta = timedelta(0)) -> Receipt:
        """A night at an instant, on a machine whose clock is off."""
        self.now = at
        self.vendor.date = format_datetime(at, usegmt=True) if self.says else None
        self.vendor.answer = self._answer

        class Crm(Shop):
            streams = (LEADS,)

            def base_url(shop) -> str:
                return self.vendor.url

        crm = Crm(ShopSettings())
        return load_stream(
            crm,
            LEADS,
            source="crm",
            landing=Landing(str(self.folder / "landing")),
            transport=open_transport(crm, session=requests.Session(), rate_dir=self.folder / "rates"),
            beginning=BEGINNING,
            now=at + off,
        )

    def _answer(self, asked: Asked) -> Told:
        first, last = int(asked.params["from"]), int(asked.params["to"])
        found = [
            {"id": lead, "changed": at}
            for lead, at in self.leads.items()
            if first <= at <= min(last, self.now.timestamp())
        ]
        return Told(body={"data": found})

    def landed(self) -> dict[int, int]:
        """Lead → its change as landed, the newest batch last."""
        rows = [row for file in self._files() for row in pq.read_table(file).to_pylist()]
        rows.sort(key=lambda row: (row["_batch_id"], row["_row"]))
        return {int(row["_key"]): json.loads(row["_payload"])["changed"] for row in rows}

    def _files(self) -> list[Path]:
        return list((self.folder / "landing").rglob("*.parquet"))


@pytest.fixture
def house(vendor: StubVendor, tmp_path: Path) -> House:
    return House(vendor, tmp_path)


# of a vendor that tells no time, what a clock claims that is less than a night ahead cannot be doubted
OFF = [DAY, 9 * DAY, 15 * MINUTE, -60 * MINUTE, -3 * DAY]
NIGHTS = [(True, off) for off in OFF] + [(False, 9 * DAY), (False, -60 * MINUTE), (False, -3 * DAY)]


@pytest.mark.parametrize(("says", "off"), NIGHTS, ids=lambda one: str(one).replace(" ", "_"))
def test_after_a_night_with_a_wrong_clock_the_next_right_night_has_everything(
    house: House, says: bool, off: timedelta
):
    house.says = says
    house.change(1, NIGHT - 2 * DAY)
    house.change(2, NIGHT - 2 * DAY)
    house.night(NIGHT - DAY)
    house.change(1, NIGHT - timedelta(hours=2))
    house.night(NIGHT, off)
    house.change(1, NIGHT + 5 * MINUTE)
    house.change(3, NIGHT + timedelta(hours=5))
    house.night(NIGHT + DAY)
    assert house.landed() == house.leads


def test_a_clock_that_is_off_is_told_with_both_times(house: House):
    receipt = house.night(NIGHT, DAY)
    (warning,) = receipt.warnings
    assert "2026-06-03 00:00" in warning
    assert "2026-06-02 00:00" in warning
    assert receipt.window_to is not None
    assert receipt.window_to <= NIGHT
    assert house.night(NIGHT + DAY, timedelta(seconds=50)).warnings == ()


def test_what_was_read_by_a_clock_ahead_does_not_stay_the_newest(house: House):
    house.says = False
    house.change(1, NIGHT - 2 * DAY)
    house.night(NIGHT, 30 * DAY)
    house.change(1, NIGHT + timedelta(hours=3))
    house.night(NIGHT + DAY)
    assert house.landed() == house.leads
    house.change(1, NIGHT + DAY + timedelta(hours=3))
    house.night(NIGHT + 2 * DAY)
    assert house.landed() == house.leads


@pytest.mark.parametrize(
    ("headers", "date"),
    [
        ({}, None),
        ({"date": "yesterday"}, None),
        ({"date": ""}, None),
        ({"date": "Tue, 02 Jun 2026 00:00:00 GMT", "age": "x"}, None),
        ({"date": "Tue, 02 Jun 2026 00:00:00 GMT"}, NIGHT),
        ({"date": "Tue, 02 Jun 2026 03:00:00 +0300"}, NIGHT),
        ({"date": "Tue, 02 Jun 2026 00:00:00 GMT", "age": "60"}, NIGHT + MINUTE),
    ],
)
def test_a_date_that_cannot_be_read_says_nothing(headers: dict[str, str], date: datetime | None):
    assert date_of(headers) == date


def test_the_rate_gate_does_not_wait_for_a_time_that_a_wrong_clock_has_noted(tmp_path: Path):
    gate = SharedGate(RateBudget(per_second=2, lanes={"slow": 30.0}), tmp_path, "c")
    for bucket in gate._buckets.values():
        ahead = int((datetime.now(UTC) + 3 * DAY).timestamp() * 1000)
        for _ in range(3):
            bucket.put(RateItem("call", ahead))
    slept: list[float] = []
    with gate.pass_through(slept.append, "slow"):
        pass
    assert sum(slept) <= 31
