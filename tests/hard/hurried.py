"""A small company whose vendors set no pace, and houses that ask as fast as they may: nights count here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import yaml

from orchestration.demo.pretend import Pretend, pretend_company
from tests.nightly.simulated import House

_NO_PACE = {
    "amocrm": {"per_second": 10_000},
    "mango_office": {"per_second": 10_000, "stats_interval": 0, "users_interval": 0},
    "yandex_direct": {"reports_per_10_seconds": 10_000},
}


@contextmanager
def hurried_company(state: Path) -> Iterator[Pretend]:
    """150 leads; houses side by side are one customer of the vendors and need not wait for each other."""
    with pretend_company(state, scale=0.05) as company:
        answer = requests.post(f"{company.url}/_sandbox/limits", json=_NO_PACE, timeout=60)
        answer.raise_for_status()
        yield company


def open_house(folder: Path, company: Pretend) -> House:
    """A house of the company, at its first night."""
    folder.mkdir(parents=True, exist_ok=True)
    house = House.open(folder, company)
    raw = yaml.safe_load(house.file.read_text(encoding="utf-8"))
    raw["sources"]["amocrm_main"]["settings"]["requests_per_second"] = 7  # the most that is allowed
    house.file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return house
