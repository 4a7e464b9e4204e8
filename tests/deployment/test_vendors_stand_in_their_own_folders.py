"""A vendor is named in its own folders and in the deployments that have it, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.catalog import declarations, vendors

ROOT = Path(__file__).parents[2]
# Where everything is said of entities. The tables that people keep (`files`) are the house's own.
ROOMS = (
    "dbt_project/dbt_project.yml",
    "dbt_project/macros",
    "dbt_project/models/intermediate",
    "dbt_project/models/marts",
    "dbt_project/seeds",
    "dbt_project/tests",
    "expectations",
    "orchestration",
    "page",
    "connectors/kit",
    "connectors/catalog.py",
    "connectors/declaration.py",
    "connectors/loading/load.py",
    "connectors/landing/landing.py",
    "sandbox/serving",
    "sandbox/wire",
)
OWN = re.compile(r"^(dbt_project/macros/landing/|connectors/vendors/|page/assets/echarts/)")
TITLES = {title for one in declarations().values() for title in (one.title.en, one.title.ru)}
NAMES = {*vendors(), *TITLES, "mango", "yandex", "яндекс", "kommo"} - {"files", "Files", "Файлы"}
WORDS = re.compile(
    "|".join(rf"(?<![a-zа-я0-9#]){re.escape(name)}(?![a-zа-я0-9])" for name in sorted(NAMES)), re.IGNORECASE
)
READ = {".py", ".sql", ".yml", ".js", ".json", ".html", ".css", ".csv"}


def named(room: str) -> Iterator[str]:
    place = ROOT / room
    for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
        path = file.relative_to(ROOT).as_posix()
        if file.suffix in READ and not OWN.match(path):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if WORDS.search(line):
                    yield f"{path}:{number}: {line.strip()[:80]}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_no_vendor(room: str):
    assert list(named(room)) == []


def test_the_search_finds_a_vendor_where_one_is_named():
    assert list(named("deployments/example"))
