"""What the harder suite borrows: the pretend company and the houses of the nightly and the gate's tests."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.demo.pretend import Pretend, pretend_company

for _room in ("nightly", "gate"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _room))


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pretend]:
    with pretend_company(tmp_path_factory.mktemp("company"), scale=0.1) as running:
        yield running
