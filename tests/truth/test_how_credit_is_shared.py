"""Credits of the truth by hand: shares of one deal sum to 1, an amount is split to the kopeck."""

from decimal import Decimal

import pytest

from sandbox.truth.attribution import MODELS, _shares, _split
from sandbox.truth.touches import Touch
from tests.truth.tiny_company import at


def _whole(model: str, count: int) -> list[Decimal]:
    shares = _shares(model, count)
    return [*shares[:-1], 1 - sum(shares[:-1], Decimal(0))]


@pytest.mark.parametrize(
    ("model", "count", "expected"),
    [
        ("last_non_direct", 3, ["0", "0", "1"]),
        ("first", 3, ["1", "0", "0"]),
        ("linear", 3, ["0.333333", "0.333333", "0.333334"]),
        ("position", 1, ["1"]),
        ("position", 2, ["0.5", "0.5"]),
        ("position", 5, ["0.4", "0.066667", "0.066667", "0.066667", "0.399999"]),
    ],
)
def test_shares_of_a_deal(model: str, count: int, expected: list[str]):
    assert _whole(model, count) == [Decimal(one) for one in expected]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("amount", ["100.00", "0.01", "-33.33", "99999999.99"])
def test_an_amount_is_split_without_a_kopeck_left(model: str, amount: str):
    touches = [Touch(at("06-01 10:00"), "call", str(number), f"c{number}", "none") for number in range(7)]
    credits = [(number, *pair) for number, pair in enumerate(zip(touches, _whole(model, 7), strict=True))]

    assert sum(part for _, part in _split(Decimal(amount), credits)) == Decimal(amount)
