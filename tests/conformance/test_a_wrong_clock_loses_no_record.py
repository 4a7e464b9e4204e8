"""A night whose machine has the wrong time: after the next right one every record is known as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conformance.test_every_vendor_conforms import BY_HTTP, STREAMS
from tests.pretend_nights import Nights

APART = {
    "five minutes ahead": timedelta(minutes=5),
    "a day ahead": timedelta(days=1),
    "three hours behind": -timedelta(hours=3),
    "a day behind": -timedelta(days=1),
}


@pytest.mark.parametrize("vendor", BY_HTTP)
@pytest.mark.parametrize("apart", APART)
def test_all_streams_know_what_a_machine_with_the_right_time_knows(
    company_nights: Nights, tmp_path: Path, vendor: str, apart: str
):
    streams = [stream for name, stream in STREAMS if name == vendor]
    wrong, right = company_nights, replace(company_nights, folder=tmp_path / "right")
    for number in range(3):
        wrong.night(number)
        right.now = wrong.now
        if number == 1:
            wrong.now = (datetime.fromisoformat(wrong.now) + APART[apart]).isoformat()
        warnings = read(wrong, vendor, streams)
        assert any("the clock of this machine" in said for said in warnings) is (number == 1)
        read(right, vendor, streams)
    for stream in streams:
        assert wrong.alive(vendor, stream) == right.alive(vendor, stream), stream


def read(nights: Nights, vendor: str, streams: list[str]) -> list[str]:
    """Read all streams; the warnings."""
    return [warning for stream in streams for warning in nights.load(vendor, stream).warnings]
