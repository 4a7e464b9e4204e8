"""A night that is killed, or told to end, holds nothing: the next begins, says what was ended, is right."""

import signal
from pathlib import Path

import pytest

from orchestration.demo.pretend import Pretend
from tests.nightly.simulated import House
from tests.nightly.stopped import finish, status_of, stop_at
from tests.receivers import Receivers

STOPS = [
    ("start", signal.SIGTERM, "ended by SIGTERM"),
    ("land", signal.SIGHUP, "ended by SIGHUP"),
    ("dbt", signal.SIGTERM, "ended by SIGTERM"),
    ("gate and release", signal.SIGKILL, "killed"),
]


@pytest.fixture
def house(small_company: Pretend, receivers: Receivers, tmp_path: Path) -> House:
    """A house of its own, of which no night has ever been read."""
    return House.open(tmp_path, small_company, receivers)


def test_nights_that_are_stopped_at_any_phase_stop_nobody_and_are_told_once(
    house: House, receivers: Receivers
):
    receivers.forget()
    owed = ""
    for number, (phase, how, words) in enumerate(STOPS, start=1):
        assert owed in stop_at(house, 1, phase, how)
        owed = f"was {words} while it was at: {phase}"
        code, killed = status_of(house)
        assert (code, len(killed)) == (1, number)
        assert owed in killed[-1]

    said = finish(house, 1)

    assert owed in said
    assert said.count("The night begun") == 1
    assert status_of(house) == (0, [])
    for phase, _, words in STOPS:
        messages = [text for text in receivers.texts() if f"was {words} while it was at: {phase}" in text]
        assert len(messages) == len(receivers.environment) - 1  # nobody listens at one of the addresses

    # Fresh data do not hide that a night was stopped; Ctrl-C is told to nobody but who pressed it.
    receivers.forget()
    stop_at(house, 1, "land", signal.SIGINT)
    code, (killed_last,) = status_of(house)
    assert code == 1
    assert "was ended by SIGINT while it was at: land" in killed_last
    assert killed_last in finish(house, 1)
    assert status_of(house) == (0, [])
    assert receivers.texts() == []
