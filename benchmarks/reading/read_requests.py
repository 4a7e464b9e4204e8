"""The floor: the same pages fetched with bare requests, their bytes thrown away."""

from __future__ import annotations

import sys

import requests

from benchmarks.measure import report_reading

SIZE = 250


def read(origin: str, count: int) -> int:
    """Fetch every page of 250 leads over one session."""
    with requests.Session() as session:
        for page in range(1, -(-count // SIZE) + 1):
            answer = session.get(
                f"{origin}/api/v4/leads",
                params={"limit": str(SIZE), "page": str(page), "order[id]": "asc"},
                timeout=60,
            )
            assert answer.content
    return count


if __name__ == "__main__":
    report_reading(lambda: read(sys.argv[1], int(sys.argv[2])))
