"""A vendor that answers another question than it was asked is noticed: nothing of it lands unsaid."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
from urllib3 import HTTPResponse

from connectors.kit.errors import FilterIgnored, UnexpectedReply
from connectors.loading.load import load_stream
from tests.pretend_nights import Nights

DAY = date(2026, 5, 28)


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


class Disobedient(requests.Session):
    """A way to a vendor on which the JSON answers of one path are changed."""

    def __init__(self, path: str, change: Callable[[Any], object]) -> None:
        super().__init__()
        self.path, self.change = path, change

    def send(self, request, **more):
        answer = super().send(request, **more)
        if self.path not in request.url or answer.status_code != 200:
            return answer
        told = json.loads(answer.content)
        self.change(told)
        changed = requests.Response()
        changed.status_code, changed.request = 200, request
        changed.headers = answer.headers
        changed.headers.pop("Content-Length", None)
        changed.headers.pop("Content-Encoding", None)
        changed.raw = HTTPResponse(BytesIO(json.dumps(told).encode()), preload_content=False)
        return changed


def load(nights: Nights, vendor: str, stream: str, **settings: object):
    connector = nights.connector(vendor, **settings)
    return load_stream(
        connector,
        connector.stream(stream),
        source="asked_main",
        landing=nights.landing,
        transport=nights.transport(connector),
        beginning=datetime.fromisoformat(f"{DAY}T00:00:00+03:00"),
        now=datetime.fromisoformat(nights.now),
        days=(DAY, DAY),
    )


def test_another_client_of_direct_than_asked_for_is_an_error(nights: Nights):
    def other(told: Any) -> None:
        told["result"]["Clients"][0]["Login"] = "somebody-else"

    nights.session = Disobedient("/clients", other)
    with pytest.raises(UnexpectedReply, match=r"answers for another one: somebody-else"):
        load(nights, "yandex_direct", "ad_report", client_login=nights.ready["direct_login"])
    assert nights.landing.batches("asked_main", "ad_report") == []


def test_a_login_in_another_spelling_is_the_same_client(nights: Nights):
    def spelled(told: Any) -> None:
        client = told["result"]["Clients"][0]
        client["Login"] = client["Login"].upper().replace("-", ".")

    nights.session = Disobedient("/clients", spelled)
    assert load(nights, "yandex_direct", "ad_report", client_login=nights.ready["direct_login"]).complete


def test_changes_of_campaigns_that_were_not_asked_for_are_an_error(nights: Nights):
    nights.load("yandex_direct", "ad_report")
    nights.night(1)

    def others(told: Any) -> None:
        told["result"]["Modified"]["CampaignsStat"] = [{"CampaignId": 1, "BorderDate": "2026-05-01"}]

    nights.session = Disobedient("/changes", others)
    with pytest.raises(UnexpectedReply, match="changes of some campaigns and named other ones"):
        nights.load("yandex_direct", "ad_report")


def test_campaigns_of_a_report_that_the_list_does_not_have_are_named(nights: Nights):
    usual = load(nights, "yandex_direct", "ad_report")
    (row, *_) = nights.landing.batches("asked_main", "ad_report")
    assert row.rows > 0
    assert usual.warnings == ()
    missing: list[str] = []

    def shorter(told: Any) -> None:
        missing.extend(str(campaign["Id"]) for campaign in told["result"]["Campaigns"])
        told["result"]["Campaigns"] = []

    nights.session = Disobedient("/campaigns", shorter)
    again = load(nights, "yandex_direct", "ad_report")
    (warning,) = again.warnings
    assert again.rows == usual.rows
    assert warning.startswith(f"{usual.rows} rows of the report are of campaigns")
    assert any(campaign in warning for campaign in missing)


def test_conversations_of_another_period_than_ordered_are_an_error(nights: Nights):
    def elsewhere(told: Any) -> None:
        for block in told.get("data") or ():
            block["period"], block["list"] = "27.05.2026 00:00:00 - 27.05.2026 23:59:59", []

    nights.session = Disobedient("/stats/calls/result", elsewhere)
    with pytest.raises(UnexpectedReply, match="conversations of other days"):
        load(nights, "mango_office", "calls")


def test_links_of_leads_that_were_not_asked_for_are_an_error(nights: Nights):
    nights.load("amocrm", "leads")

    def more(told: Any) -> None:
        links = told["_embedded"]["links"]
        links.append({**links[0], "entity_id": 1})

    nights.session = Disobedient("/leads/links", more)
    with pytest.raises(FilterIgnored, match="gave links of other ones"):
        nights.load("amocrm", "lead_links")


def test_living_leads_in_answer_to_the_question_for_deleted_ones_are_an_error(nights: Nights):
    def alive(told: Any) -> None:
        told["_embedded"]["leads"][0].pop("is_deleted")

    nights.night(2)
    assert nights.load("amocrm", "deleted_leads").rows > 0
    nights.session = Disobedient("/leads", alive)
    with pytest.raises(FilterIgnored, match="gave living ones"):
        nights.load("amocrm", "deleted_leads")
