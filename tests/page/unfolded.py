"""The page's data read back into rows of plain words, to compare them with the shelf."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

Facts = dict[str, Any]
Gather = Callable[..., Facts]
"""Publishes the tables of a connection and gives what the page would hold."""


def unpacked(page: str) -> str:
    """The page with the parts that travel deflated in plain words."""

    def plain(part: re.Match[str]) -> str:
        return part[1] + zlib.decompress(base64.b64decode(part[2])).decode("utf-8") + part[3]

    return re.sub(r'(<script type="text/plain" id="\w+">)([^<]+)(</script>)', plain, page)


def rows_of(facts: Facts, table: str) -> list[dict[str, Any]]:
    """The rows of a table with dates and names in the place of numbers, and money in whole units."""
    columns = dict(facts["tables"][table])
    if "day" in columns:
        columns["day"] = _days(columns["day"])
    size = len(next(iter(columns.values())))
    return [
        {name: _read(facts, name, values[row]) for name, values in columns.items()} for row in range(size)
    ]


def _days(runs: list[int]) -> list[int]:
    days: list[int] = []
    day = 0
    for step, count in zip(runs[::2], runs[1::2], strict=True):
        day += step
        days += [day] * count
    return days


def _read(facts: Facts, name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in ("day", "month"):
        return date.fromisoformat(facts["first_day"]) + timedelta(days=value)
    entries = {
        "person": "people",
        "unit": "units",
        "pipeline": "pipelines",
        "channel": "channels",
        "campaign": "campaigns",
    }
    if name in entries:
        entry = facts[entries[name]][value]
        return entry.get("key") or entry["name"]
    return value / 100 if name.endswith("_amount") else value


def day_of(facts: Facts, day: date) -> int:
    """The page's number of a day."""
    return (day - date.fromisoformat(facts["first_day"])).days
