"""What UniSender may answer and its pretend account does not: no number is lost or made up of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from connectors.kit.errors import SourceError
from tests.conformance.answering import Answering, answering, form_of
from tests.kit.stub_vendor import Asked, Told

COUNTERS = {"total": 10, "sent": 10, "delivered": 9, "read_unique": 3, "read_all": 4}


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Answering]:
    with answering(tmp_path) as account:
        yield account


def campaign(number: int, status: str = "completed", start: str = "2026-05-20 07:00:00") -> dict[str, Any]:
    return {"id": number, "status": status, "start_time": start, "subject": "News"}


def tells(account: Answering, campaigns: list[dict[str, Any]], counters: dict[str, Any]) -> None:
    """`counters`: id of a campaign → the whole answer to the question for them."""

    def answer(asked: Asked) -> Told:
        form = form_of(asked)
        if asked.path.endswith("getCampaigns"):
            within = [each for each in campaigns if form["from"] <= each["start_time"] <= form["to"]]
            place = int(form["offset"])
            return Told(body={"result": within[place : place + int(form["limit"])]})
        return Told(body=counters.get(form["campaign_id"], {"result": COUNTERS}))

    account.answer(answer)


def load(account: Answering):
    return account.load("unisender", "campaigns", api_key="key-of-a-test")


def landed(account: Answering) -> dict[str, Any]:
    return {key: row["counters"] for key, row in account.told("unisender", "campaigns").items()}


@pytest.mark.parametrize(
    "refusal",
    [
        {"error": "XX050101-01 [An error]", "code": "unspecified", "result": ""},
        {"error": "XX050101-01 [An error]", "code": "", "result": ""},
        {"error": "XX050101-01 [An error]", "result": []},
        {"error": "XX050101-01 [An error]", "code": 17, "result": []},
    ],
)
def test_a_list_that_is_refused_is_no_account_without_campaigns(account: Answering, refusal):
    account.answer(lambda asked: Told(body=refusal))
    with pytest.raises(SourceError, match="An error"):
        load(account)
    assert landed(account) == {}


@pytest.mark.parametrize(
    "answer",
    [
        {"result": []},
        {"result": ""},
        {"result": None},
        {"error": "SB140212-01. [Burst not found.]", "code": "unspecified", "result": ""},
        {"error": "AB1 [Not for SMS]", "code": "invalid_arg", "result": ""},
        {"error": "AB2 [Access denied to this resource]", "code": "access_denied", "result": ""},
    ],
)
def test_counters_that_are_not_given_cost_their_campaign_alone(account: Answering, answer):
    tells(account, [campaign(1), campaign(2)], {"1": answer})
    receipt = load(account)
    assert receipt.complete and landed(account) == {"1": None, "2": COUNTERS}
    assert [warning for warning in receipt.warnings if "campaign 1" in warning]


def test_a_wrong_key_is_no_campaign_without_counters(account: Answering):
    tells(account, [campaign(1)], {"1": {"error": "wrong", "code": "invalid_api_key", "result": ""}})
    with pytest.raises(SourceError, match="invalid_api_key"):
        load(account)


def test_counters_that_are_no_whole_numbers_land_as_they_are(account: Answering):
    odd = {"total": 10.0, "sent": "10", "delivered": None, "more": {"by": [1]}}
    tells(account, [campaign(1)], {"1": {"result": odd}})
    assert load(account).complete and landed(account) == {"1": odd}


def test_what_was_sent_of_a_cancelled_campaign_or_of_one_in_a_new_state_is_counted(account: Answering):
    states = ["canceled", "partly_completed", "resting", "scheduled", "waits_censor", "declined"]
    nothing = {"error": "no such", "code": "unspecified", "result": ""}
    tells(account, [campaign(n, state) for n, state in enumerate(states, 1)], {"3": nothing})
    receipt = load(account)
    assert landed(account) == {"1": COUNTERS, "2": COUNTERS, "3": None, "4": None, "5": None, "6": None}
    assert not receipt.warnings


def test_no_selection_has_to_hold_more_than_the_vendor_gives_at_once(account: Answering):
    """It gives ten thousand campaigns of one selection: half a year is asked for by months."""
    tells(account, [campaign(1, start="2025-12-20 00:00:00"), campaign(2)], {})
    load(account)
    asked = [form_of(each) for each in account.stub.asked if each.path.endswith("getCampaigns")]
    assert len(asked) == 7 and landed(account).keys() == {"1", "2"}
    assert all(one["to"] == other["from"] for one, other in pairwise(asked))
