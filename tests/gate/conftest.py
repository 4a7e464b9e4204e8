"""A published house per test, copied from one that was built once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from house import House, build_house


@pytest.fixture
def new_house(tmp_path: Path) -> House:
    """Everything in order, nothing published yet."""
    return build_house(tmp_path / "new")


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("published"))
    report = house.night()
    assert all(domain.published for domain in report.domains.values())
    return house


@pytest.fixture
def house(_published: House, tmp_path: Path) -> House:
    """Everything in order, published once."""
    shutil.copytree(_published.var.parent, tmp_path / "house")
    return replace(
        _published,
        var=tmp_path / "house" / "var",
        suites=tmp_path / "house" / "suites",
        marts=_copy(_published),
    )


def _copy(house: House) -> dict:
    import copy

    return copy.deepcopy(house.marts)
