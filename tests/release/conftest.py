"""The small house of the gate's tests, published once and copied for every test."""

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
def _published(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("published"))
    report = house.night()
    assert all(domain.published for domain in report.domains.values())
    return house


@pytest.fixture
def house(_published: House, tmp_path: Path) -> House:
    """Everything in order, published once."""
    root = tmp_path / "house"
    shutil.copytree(_published.var.parent, root, symlinks=True)
    return replace(
        _published, var=root / "var", suites=root / "suites", marts=copy.deepcopy(_published.marts)
    )
