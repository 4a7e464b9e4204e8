"""Lands reports of Direct one after the other and says how much memory this process came to need for each."""

from __future__ import annotations

import json
import resource
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from pydantic import SecretStr

from connectors.catalog import vendors
from connectors.kit.errors import SourceError
from connectors.landing.landing import Landing
from connectors.loading.load import load_stream, open_transport

LAST = date(2026, 5, 20)


def land(url: str, folder: Path, days: int, **settings: object) -> int:
    """The rows that landed of the last days."""
    kind = vendors()["yandex_direct"]
    connector = kind(kind.settings_type(token=SecretStr("t"), base_url=url, **settings))
    transport = open_transport(connector, session=requests.Session(), rate_dir=folder / "rates")
    receipt = load_stream(
        connector,
        connector.stream("ad_report"),
        source="direct_main",
        landing=Landing(str(folder / "landing")),
        transport=transport,
        beginning=datetime(2026, 5, 1, tzinfo=UTC),
        now=datetime(2026, 6, 2, tzinfo=UTC),
        days=(LAST - timedelta(days=days - 1), LAST),
    )
    return receipt.rows


def main(folder: Path, urls: list[str], asked: dict[str, Any]) -> None:
    if room := asked.pop("room", None):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    for url in urls:
        try:
            said: dict[str, object] = {"rows": land(url, folder, **asked)}
        except SourceError as error:
            said = {"error": type(error).__name__, "what": error.what, "fix": error.fix}
        said["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[3:], json.loads(sys.argv[2]))
