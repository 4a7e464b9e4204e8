"""One pretend company and one house for all nightly tests: its three nights are run once."""

from collections.abc import Iterator

import pytest
from simulated import House, ThreeNights

from orchestration.pretend import Pretend, pretend_company

SCALE = 0.1


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pretend]:
    with pretend_company(tmp_path_factory.mktemp("company"), scale=SCALE) as running:
        yield running


@pytest.fixture(scope="session")
def three_nights(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> ThreeNights:
    house = House.open(tmp_path_factory.mktemp("house"), company)
    nights, proofs = [], []
    for number in (1, 2, 3):
        nights.append(house.night(number))
        proofs.append(house.proof(company.nights[:number]))
        house.save(f"night {number}")
    return ThreeNights(house, nights, proofs)


@pytest.fixture
def after(three_nights: ThreeNights, request: pytest.FixtureRequest) -> Iterator[House]:
    """The house as it stood after a night, which the test names: parametrize("after", …, indirect=True)."""
    three_nights.house.restore(request.param)
    yield three_nights.house
    three_nights.house.company.heal()
