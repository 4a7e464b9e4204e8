"""A night that is killed or told to end, at each phase: the next begins, says so, is right."""

import signal

import pytest

from orchestration.demo.pretend import Pretend
from tests.nightly.simulated import House
from tests.nightly.stopped import finish, status_of, stop_at

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House.open(tmp_path_factory.mktemp("stopped"), company)
    assert house.night(1).problems == ()
    house.save("night 1")
    return house


@pytest.mark.parametrize("phase", ["land", "dbt", "gate and release"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_night_after_one_that_was_stopped_is_right(house: House, phase: str, how: signal.Signals):
    house.restore("night 1")
    words = "killed" if how == signal.SIGKILL else f"ended by {how.name}"

    stop_at(house, 2, phase, how)

    code, (said,) = status_of(house)
    assert code == 1
    assert f"was {words} while it was at: {phase}" in said
    assert said in finish(house, 2)
    assert status_of(house) == (0, [])
