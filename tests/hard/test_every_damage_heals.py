"""Each derived file cut, emptied, filled with noise or removed: the next night is right by itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from orchestration.nights.night import Nights
from orchestration.reports.watch import Watcher
from tests.hard.killed import Rows, differing, published
from tests.nightly.simulated import House

pytestmark = pytest.mark.slow


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _noise_inside(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 4)
        file.write(os.urandom(path.stat().st_size // 2))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": _cut,
    "empty": lambda path: path.write_bytes(b""),
    "noise": lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
    "noise inside": _noise_inside,
    "missing": Path.unlink,
}
DBTS = ("warehouse.duckdb", "dbt_target/manifest.json", "dbt_target/partial_parse.msgpack", "run/*.json")
RELEASED = (
    "releases/current.json",
    "releases/2*/release.json",
    "releases/2*/verdict.json",
    "releases/2*/fct_lead.parquet",
)
SHELVED = (
    "shelf/voronka.duckdb",
    "shelf/parquet/manifest.json",
    "shelf/parquet/2*/fct_lead.parquet",
    "dagster/history/runs.db",
)


def _nights() -> list[tuple[str, tuple[str, str, str]]]:
    """A night for each damage of each file: one of dbt's, one released and one shelved file at a time.

    Which three meet differs from damage to damage.
    """
    return [
        (damage, (DBTS[file], RELEASED[(file + turn) % 4], SHELVED[(file + 2 * turn) % 4]))
        for turn, damage in enumerate(DAMAGES)
        for file in range(4)
    ]


def _damage(house: House, pattern: str, damage: str) -> list[Path]:
    found = sorted(house.deployment.state.root.glob(pattern))
    assert found, pattern
    for path in found:
        DAMAGES[damage](path)
    return found


def _is_right_by_itself(house: House, expected: Rows, damaged: int) -> None:
    house.__dict__.pop("nights", None)  # a new process reads the project again
    night = house.night(2)
    assert night.ok, night.problems
    assert differing(published(house), expected) == {}
    told = night.build.warnings if night.build else ()
    print(f"{damaged} files damaged: healed; told {len(told)}")


@pytest.mark.parametrize(("damage", "files"), _nights())
def test_the_next_night_is_right(house: House, second_night: Rows, damage: str, files: tuple[str, str, str]):
    house.restore("night 1")
    damaged = [path for pattern in files for path in _damage(house, pattern, damage)]
    _is_right_by_itself(house, second_night, len(damaged))


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_next_night_is_right_after_all_of_them_at_once(house: House, second_night: Rows, damage: str):
    house.restore("night 1")
    damaged = [path for pattern in DBTS + RELEASED + SHELVED for path in _damage(house, pattern, damage)]
    _is_right_by_itself(house, second_night, len(damaged))


class _Vandal(Watcher):
    """Fills the warehouse with noise at the moment when a phase begins, once."""

    def __init__(self, warehouse: Path, phase: str) -> None:
        self._warehouse, self._phase = warehouse, phase

    def phase(self, name: str) -> AbstractContextManager[None]:
        if name == self._phase:
            self._phase = ""
            DAMAGES["noise"](self._warehouse)
        return nullcontext()


@pytest.mark.parametrize("phase", ["dbt", "gate and release"])
def test_a_warehouse_damaged_while_the_night_works_is_made_anew_in_the_same_night(
    house: House, second_night: Rows, phase: str
):
    house.restore("night 1")
    vandal = _Vandal(house.deployment.state.warehouse, phase)

    night = Nights(house.deployment, now=lambda: house.moment, watcher=vandal).run()

    assert night.ok, night.problems
    assert differing(published(house), second_night) == {}
    assert night.build is not None
    assert [line for line in night.build.warnings if "warehouse.duckdb was damaged" in line]
