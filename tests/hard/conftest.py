"""What the harder suite borrows of the nightly and the gate's tests, and the one house of most of its own."""

from collections.abc import Iterator

import pytest

from orchestration.demo.pretend import Pretend
from tests.hard.hurried import hurried_company, open_house
from tests.hard.killed import Rows, published
from tests.nightly.simulated import House


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pretend]:
    with hurried_company(tmp_path_factory.mktemp("company")) as running:
        yield running


@pytest.fixture(scope="session")
def house(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> House:
    """One house for all; what it was after a night is saved as `night 1` and `night 2`."""
    house = open_house(tmp_path_factory.mktemp("house"), company)
    for number in (1, 2):
        assert house.night(number).ok
        house.save(f"night {number}")
    return house


@pytest.fixture
def second_night(house: House) -> Rows:
    """What readers see after an undisturbed second night, to which the house is set back."""
    house.restore("night 2")
    house.set_clock(house.company.nights[1])
    return published(house)
