"""A share is worse than the others' beyond chance where its 95 % Wilson interval ends below theirs."""

from math import sqrt

import pytest

from sandbox.truth.scorecard import _is_below, _Passed

Z = 1.959963984540054


def _wilson_upper(reached: int, entered: int) -> float:
    share, squared = reached / entered, Z * Z
    spread = Z * sqrt(share * (1 - share) / entered + squared / (4 * entered * entered))
    return (share + squared / (2 * entered) + spread) / (1 + squared / entered)


@pytest.mark.parametrize("entered", [1, 2, 10, 11, 37])
@pytest.mark.parametrize("others", [(23, 23), (20, 30), (7, 8), (1, 40), (0, 5)])
def test_it_is_the_interval_by_its_formula(entered: int, others: tuple[int, int]):
    theirs = _Passed(others[1], others[0], 0)
    for reached in range(entered):
        by_formula = _wilson_upper(reached, entered) < others[0] / others[1]
        assert _is_below(_Passed(entered, reached, 0), theirs) == by_formula


@pytest.mark.parametrize("entered", range(1, 60))
def test_who_lost_nobody_is_never_below(entered: int):
    assert not _is_below(_Passed(entered, entered, 0), _Passed(24, 24, 0))
