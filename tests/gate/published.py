"""The small house as fixtures of the gate and of the release: published once, copied for every test."""

from __future__ import annotations

import copy
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gate.house import House, build_house


@pytest.fixture
def new_house(tmp_path: Path) -> House:
    """Everything in order, nothing published yet."""
    return build_house(tmp_path / "new")


@pytest.fixture(scope="session")
def published_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("published"))
    report = house.night()
    assert all(domain.published for domain in report.domains.values())
    return house


@pytest.fixture
def house(published_house: House, tmp_path: Path) -> House:
    """Everything in order, published once."""
    root = tmp_path / "house"
    shutil.copytree(published_house.var.parent, root, symlinks=True)
    return replace(
        published_house, var=root / "var", suites=root / "suites", marts=copy.deepcopy(published_house.marts)
    )
