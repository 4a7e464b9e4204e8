"""What Profitbase may answer and its pretend account does not: no event is lost, no token refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.conformance.answering import Answering, answering
from tests.kit.stub_vendor import Asked, Told

EVENT = {"actionKey": "CHANGE_STATUS", "propertyStatusKey": "SOLD", "dealId": 7, "date": 1780300000}


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Answering]:
    with answering(tmp_path) as account:
        yield account


def tells(account: Answering, events: int, *, total: int, token: dict[str, object]) -> None:
    def answer(asked: Asked) -> Told:
        if asked.path.endswith("/authentication"):
            return Told(body=token)
        place = msgspec.json.decode(asked.body)["offset"]
        page = [EVENT | {"propertyId": number} for number in range(place, min(place + 100, events))]
        return Told(body={"response": page, "total": total})

    account.answer(answer)


@pytest.mark.parametrize("total", [0, 100, 250])
def test_events_beyond_a_full_page_are_read_whatever_the_total_says(account: Answering, total: int):
    """A total of the page would hide all events but the first hundred."""
    tells(account, 250, total=total, token={"access_token": "token-of-a-day", "remaining_time": "86400"})
    assert account.load("profitbase", "history", api_key="key-of-a-test").rows == 250


@pytest.mark.parametrize("life", [{}, {"remaining_time": None}, {"remaining_time": "3600"}])
def test_a_token_whose_life_is_not_told_lives_for_a_day(account: Answering, life: dict[str, object]):
    tells(account, 3, total=3, token={"access_token": "token-of-a-day", **life})
    assert account.load("profitbase", "history", api_key="key-of-a-test").complete
    assert account.load("profitbase", "history", api_key="key-of-a-test").complete
    asked = [asked.path.rpartition("/")[2] for asked in account.stub.asked]
    assert asked == ["authentication", "history", "history"]
