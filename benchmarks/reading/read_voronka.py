"""Voronka reading the leads of an account for the first time, into one committed batch."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from benchmarks.measure import STATE, report_reading
from benchmarks.reading.leads import SINCE, SPAN
from connectors.kit.rate import RateBudget
from connectors.kit.settings import settings_of
from connectors.landing.landing import Landing
from connectors.loading.load import load_stream, open_transport
from connectors.vendors.amocrm.connector import AmoCrm

_BEGINNING = datetime.fromtimestamp(SINCE, UTC) - timedelta(days=1)


def read(origin: str, folder: Path) -> int:
    """One load of the stream `leads`; gives the rows of its batch."""
    settings = {"subdomain": "bench", "base_url": origin, "token": "bench"}
    connector = AmoCrm(settings_of(AmoCrm.settings_type, "bench", settings))
    # the budget is kept as for any source, only wide enough never to wait
    connector.budget = RateBudget(per_second=1_000_000)
    with requests.Session() as session:
        receipt = load_stream(
            connector,
            connector.stream("leads"),
            source="bench",
            landing=Landing(str(folder / "landing")),
            transport=open_transport(connector, session=session, rate_dir=folder / "rates"),
            beginning=_BEGINNING,
            now=_BEGINNING + timedelta(seconds=SPAN, days=2),
        )
    return receipt.rows


if __name__ == "__main__":
    STATE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=STATE) as kept:
        report_reading(lambda: read(sys.argv[1], Path(kept)))
