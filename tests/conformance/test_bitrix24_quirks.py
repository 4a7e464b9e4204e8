"""Where a portal lives and who it is (connectors/vendors/bitrix24), against the company's pretend portal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from connectors.kit.errors import AccessDenied
from connectors.vendors.bitrix24.batches import Batches, Part
from connectors.vendors.bitrix24.wire import Envelope
from tests.pretend_nights import Nights
from texts.redaction import Redactor

SYSTEMS = ("--crm", "bitrix24", "--enquiries", "leads", "--telephony", "bitrix24")


@pytest.fixture
def nights(nights_of: Callable[[tuple[str, ...]], Nights]) -> Nights:
    return nights_of(SYSTEMS)


def outcomes(nights: Nights) -> list[str]:
    return [request["outcome"] for request in nights.asked("bitrix24")]


def application(nights: Nights) -> dict[str, Any]:
    """Settings of the local application, authorised anew by an administrator."""
    granted = nights.control("POST", "authorisation/bitrix24")
    root = nights.ready["bitrix24"]
    oauth = {name: granted[name] for name in ("client_id", "client_secret", "refresh_token")}
    return {"webhook": None, "portal": root, "oauth": oauth | {"token_url": f"{root}/oauth/token/"}}


def test_a_renamed_portal_is_told_of_on_one_night_and_asked_by_its_new_name_on_the_next(nights: Nights):
    nights.fault("bitrix24", "renamed")
    first = nights.load("bitrix24", "departments")
    assert outcomes(nights).count("302") == 1
    assert [warning for warning in first.warnings if "localhost" in warning]
    nights.forget()
    nights.night(1)
    second = nights.load("bitrix24", "departments")
    assert set(outcomes(nights)) == {"200"}
    assert second.rows == first.rows and not second.warnings


def test_tokens_open_a_portal_under_either_name_and_are_renewed_where_the_newest_answer_says(
    nights: Nights,
):
    settings = application(nights)
    nights.fault("bitrix24", "renamed")
    nights.fault("bitrix24", "authorization_moved")
    for number in range(3):  # a token lives an hour: each night renews it
        nights.night(number)
        assert nights.load("bitrix24", "departments", **settings).complete
    renewals = [each for each in nights.asked("bitrix24") if each["path"].startswith("/oauth/token")]
    assert [each["outcome"] for each in renewals] == ["200"] * 3


def test_an_application_authorised_at_another_portal_reads_none_of_its_records(nights: Nights):
    nights.load("bitrix24", "departments", **application(nights))
    nights.fault("bitrix24", "another_portal")
    nights.forget()
    with pytest.raises(AccessDenied, match="another portal"):
        nights.load("bitrix24", "departments", **application(nights))
    assert [each["path"] for each in nights.asked("bitrix24")] == ["/oauth/token/"]


@pytest.mark.parametrize("before", [150, 290])
def test_a_refused_part_of_a_batch_does_not_show_the_secret_that_it_repeats(before: int):
    batches = Batches(lambda call, parse: None, lambda seconds: None, Redactor(("hunter22",)).quote)
    told = Envelope("ERROR_CORE", f"{'x' * before}hunter22{'y' * 300}")
    error = batches.refused(Part("crm.deal.get", {"id": 1}), told)
    assert "hun" not in error.what and "crm.deal.get in a batch: ERROR_CORE, xxx" in error.what
