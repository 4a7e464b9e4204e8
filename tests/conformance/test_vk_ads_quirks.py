"""Each quirk on the page of VK Ads (connectors/vendors/vk_ads/connector.py), against its pretend account."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests
import urllib3

from connectors.kit.days import Days
from connectors.kit.errors import (
    AccessDenied,
    BudgetSpent,
    SourceError,
    UnexpectedReply,
    VendorUnavailable,
)
from connectors.kit.http import Call, Judgement, Reply
from connectors.loading.load import Receipt, load_stream
from connectors.vendors.vk_ads.access import TOKEN_PATH
from connectors.vendors.vk_ads.paging import OffsetPages
from connectors.vendors.vk_ads.statistics import Found, read_statistics
from tests.pretend_nights import Nights

VENDOR, DAYS = "vk_ads", "ad_plan_days"
USER = Call("/api/v2/user.json")
WEEK = (date(2026, 4, 6), date(2026, 4, 12))
"""The last days of a plan that has been deleted since."""


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def load_week(nights: Nights, days: tuple[date, date] = WEEK, **settings: object) -> Receipt:
    connector = nights.connector(VENDOR, **settings)
    return load_stream(
        connector,
        connector.stream(DAYS),
        source="vk_ads_main",
        landing=nights.landing,
        transport=nights.transport(connector),
        beginning=datetime.fromisoformat(f"{days[0]}T00:00:00+03:00"),
        now=datetime.fromisoformat(nights.now),
        days=days,
    )


def terms(nights: Nights, **changed: object) -> None:
    nights.control("POST", "limits", {VENDOR: changed})


def asked(nights: Nights, path: str) -> int:
    """How often the vendor has been asked at this path."""
    return sum(path in request["path"] for request in nights.asked(VENDOR))


def landed(nights: Nights, stream: str = DAYS) -> dict[str, dict[str, object]]:
    return nights.alive(VENDOR, stream)


def newest(nights: Nights):
    return nights.landing.batches("vk_ads_main", DAYS)[-1]


# ---- tokens


@pytest.mark.parametrize("changes", [{"expires_in_is_text": False}, {"rotates_refresh": True}])
def test_one_token_is_enough_night_after_night(nights: Nights, changes: dict[str, bool]):
    nights.load(VENDOR, "user")
    terms(nights, tokens=1, **changes)
    nights.forget()
    for number in (0, 1, 2):
        nights.night(number)
        assert not nights.load(VENDOR, "user").warnings

    # each later night renews it, as its day is over; none deletes or asks for a new one
    assert asked(nights, "token.json") == 2
    assert asked(nights, "delete.json") == 0


def test_the_token_lies_in_a_file_of_its_owners_and_in_no_record_of_a_request(nights: Nights):
    nights.load(VENDOR, "user")

    (file,) = (nights.folder / "tokens").glob("*.json")
    assert file.stat().st_mode & 0o077 == 0
    secret = nights.ready["accounts"][VENDOR]["client_secret"]
    assert all(secret not in request["path"] for request in nights.asked(VENDOR))


def test_a_refused_renewal_is_a_reason_to_ask_for_a_new_token(nights: Nights):
    nights.load(VENDOR, "user")
    nights.fault(VENDOR, "refresh_refused")
    nights.night(1)
    nights.forget()

    assert nights.load(VENDOR, "user").complete
    assert asked(nights, "token.json") == 2


def test_a_token_that_dies_in_the_middle_is_renewed_there(nights: Nights):
    nights.load(VENDOR, "user")
    nights.fault(VENDOR, "token_dies", times=1)
    nights.forget()

    assert nights.load(VENDOR, "ad_plans").complete
    assert (asked(nights, "token.json"), asked(nights, "ad_plans.json")) == (1, 2)


def test_at_the_limit_all_tokens_are_deleted_once_if_the_settings_let_it(nights: Nights, tmp_path: Path):
    replace(nights, folder=tmp_path / "another program").load(VENDOR, "user")
    terms(nights, tokens=1)

    with pytest.raises(AccessDenied) as told:
        nights.load(VENDOR, "user", delete_tokens_at_limit=False)
    assert "token_limit_exceeded" in told.value.what and "delete_tokens_at_limit" in told.value.fix
    assert asked(nights, "delete.json") == 0

    receipt = nights.load(VENDOR, "user")
    assert receipt.complete
    assert any("deleted" in warning for warning in receipt.warnings)
    assert asked(nights, "delete.json") == 1


def test_a_wrong_secret_is_named_and_not_shown(nights: Nights):
    with pytest.raises(AccessDenied) as told:
        nights.load(VENDOR, "user", client_secret="not-the-secret")
    assert "invalid_client" in told.value.what and "client_secret" in told.value.fix
    assert "not-the-secret" not in str(told.value)


class Repeating(requests.adapters.HTTPAdapter):
    """Refuses every call and repeats what was sent with it."""

    def send(self, request: requests.PreparedRequest, *args: object, **options: object) -> requests.Response:
        sent = request.body.decode() if isinstance(request.body, bytes) else ""
        body = json.dumps({"error": "invalid_client", "error_description": sent}).encode()
        return self.build_response(
            request, urllib3.HTTPResponse(BytesIO(body), status=401, preload_content=False)
        )


def test_a_refresh_token_that_the_refusal_repeats_is_not_shown(nights: Nights):
    nights.load(VENDOR, "user")
    (file,) = (nights.folder / "tokens").glob("*.json")
    pair = json.loads(file.read_bytes())
    file.write_text(json.dumps(pair | {"expires_at": pair["issued_at"]}), encoding="utf-8")
    connector = nights.connector(VENDOR)
    transport = nights.transport(connector)
    transport.session = requests.Session()
    transport.session.mount("http://", Repeating())

    with pytest.raises(AccessDenied, match="refresh_token=") as told:
        transport.send(USER, connector, lambda reply: True)
    assert pair["refresh_token"] not in str(told.value)


def test_a_token_is_asked_for_no_longer_than_its_source_may_take(nights: Nights):
    connector = nights.connector(VENDOR)
    transport = nights.transport(connector)
    passed = [0.0]
    transport.clock, transport.budget_seconds = lambda: sum(passed), 100.0
    transport.sleep = passed.append
    transport.send(USER, connector, lambda reply: True)
    passed.append(98.0)
    nights.fault(VENDOR, "token_dies", times=1)
    nights.fault(VENDOR, "dead", path=TOKEN_PATH)

    with pytest.raises(BudgetSpent):
        transport.send(USER, connector, lambda reply: True)
    assert sum(passed) <= 100


# ---- how often


def test_the_next_second_is_waited_for_before_this_one_is_overdrawn(nights: Nights):
    nights.load(VENDOR, "user")
    terms(nights, rps=1)
    load_week(nights)

    assert nights.slept == [1.0]  # after the list of plans; after their statistics nothing is asked


@pytest.mark.parametrize("changes", [{"older_refusal": False}, {"older_refusal": True}])
def test_a_spent_hour_is_waited_for_and_a_spent_day_is_not(nights: Nights, changes: dict[str, bool]):
    terms(nights, hourly=1, **changes)
    nights.clock("2026-06-02T03:40:00+03:00")
    nights.load(VENDOR, "user")
    with pytest.raises(SourceError):
        nights.load(VENDOR, "user")
    assert nights.slept and all(1100 <= seconds <= 1200 for seconds in nights.slept)

    nights.slept.clear()
    terms(nights, hourly=100, daily=1, **changes)
    nights.load(VENDOR, "user")
    with pytest.raises(VendorUnavailable) as told:
        nights.load(VENDOR, "user")
    assert nights.slept == [] and "requests_per_second" in told.value.fix


# ---- lists


def test_a_list_is_read_to_its_count_deleted_plans_included(nights: Nights):
    terms(nights, hides_deleted=True)
    connector = nights.connector(VENDOR)
    load_stream(
        connector,
        replace(connector.stream("ad_plans"), paging=OffsetPages(limit=2)),
        source="vk_ads_main",
        landing=nights.landing,
        transport=nights.transport(connector),
        beginning=datetime.fromisoformat(nights.now),
        now=datetime.fromisoformat(nights.now),
    )

    plans = landed(nights, "ad_plans").values()
    assert len(plans) > 4
    assert asked(nights, "ad_plans.json") == -(-len(plans) // 2)
    assert {"active", "deleted"} <= {plan["status"] for plan in plans}
    assert all(plan["name"] and plan["objective"] for plan in plans)


def test_groups_and_banners_come_with_the_marks_of_their_links(nights: Nights):
    nights.load(VENDOR, "ad_groups")
    nights.load(VENDOR, "banners")

    assert any(group["utm"] for group in landed(nights, "ad_groups").values())
    assert any("utm_campaign" in str(banner["urls"]) for banner in landed(nights, "banners").values())


def test_a_part_that_may_not_be_read_is_no_failure_where_the_night_can_do_without(nights: Nights):
    nights.fault(VENDOR, "forbidden", path="/api/v2/ad_groups")

    assert "ad_groups" in nights.load(VENDOR, "ad_groups").unavailable
    nights.fault(VENDOR, "forbidden", path="/api/v2/ad_plans")
    with pytest.raises(AccessDenied):
        nights.load(VENDOR, "ad_plans")


# ---- statistics


def test_a_week_is_what_every_plan_cost_a_deleted_one_too(nights: Nights):
    load_week(nights)
    nights.load(VENDOR, "ad_plans")

    deleted = {id_ for id_, plan in landed(nights, "ad_plans").items() if plan["status"] == "deleted"}
    rows = landed(nights)
    assert {place.partition("|")[0] for place in rows} == set(Days(*WEEK, ZoneInfo("UTC")).names)
    assert deleted & {row["id"] for row in rows.values()}
    for name, figures in newest(nights).control_totals.items():
        spent = [Decimal(row["base"]["spent"]) for row in rows.values() if row["date"] == name]  # type: ignore[index]
        assert figures == {"rows": len(spent), "cost": int(sum(spent) * 1_000_000)}


@pytest.mark.parametrize("changes", [{"zero_rows": False}, {"most_ids": 1}], ids=str)
def test_a_week_is_the_same_however_much_fits_into_an_answer(nights: Nights, changes: dict[str, object]):
    load_week(nights)
    usual = landed(nights)
    terms(nights, **changes)
    load_week(nights)

    assert usual and landed(nights) == usual
    assert all(row["base"]["shows"] or Decimal(row["base"]["spent"]) for row in usual.values())  # type: ignore[index]


def test_an_address_that_is_too_long_asks_for_fewer_plans(nights: Nights):
    too_long = Reply(413, {}, b"Request Entity Too Large")

    assert nights.connector(VENDOR).judge(too_long) is Judgement.TOO_MUCH


def test_totals_that_are_not_the_sums_are_asked_for_once_more_and_then_told(nights: Nights):
    nights.fault(VENDOR, "wrong_total", times=1)
    load_week(nights)
    assert not newest(nights).warnings
    usual = landed(nights)

    nights.fault(VENDOR, "wrong_total")
    load_week(nights)
    assert landed(nights) == usual
    assert any("do not add up" in warning for warning in newest(nights).warnings)


def test_days_that_the_vendor_no_longer_has_are_told_with_the_setting_that_asks_for_them(nights: Nights):
    terms(nights, oldest_days=30)

    with pytest.raises(UnexpectedReply) as told:
        load_week(nights)
    assert "ERR_WRONG_DATE" in told.value.what and "`beginning`" in told.value.fix


def test_an_internal_error_without_json_is_asked_again(nights: Nights):
    nights.fault(VENDOR, "plain_500", times=1)

    assert load_week(nights).complete


def answer(*items: str) -> Reply:
    return Reply(200, {}, ('{"items": [' + ",".join(items) + "]}").encode())


def found(**changes: object) -> Found:
    days = Days(date(2025, 12, 31), date(2026, 1, 1), ZoneInfo("Europe/Moscow"))
    rates = {date(2019, 1, 1): Decimal(20), date(2026, 1, 1): Decimal(22)}
    return replace(Found(days, "net", rates), **changes)  # type: ignore[arg-type]


def test_each_day_has_the_rate_of_vat_that_was_in_force():
    rows = ",".join(
        f'{{"date": "{day}", "base": {{"shows": 1, "spent": "9.50"}}}}'
        for day in ("2025-12-31", "2026-01-01")
    )
    some = found()
    some.take(read_statistics(answer(f'{{"id": 5, "rows": [{rows}]}}')), {"5"})

    page = some.page()
    assert [b'"vat_percent":"20"' in bytes(payload) for payload in page.payloads or ()] == [True, False]
    assert [b'"vat_percent":"22"' in bytes(payload) for payload in page.payloads or ()] == [False, True]
    assert page.totals["2025-12-31"] == {"rows": 1, "cost": 9_500_000}


@pytest.mark.parametrize(
    "item",
    [
        '{"id": 6, "rows": [{"date": "2026-01-01", "base": {"shows": 1}}]}',
        '{"id": 5, "rows": [{"date": "2026-01-02", "base": {"shows": 1}}]}',
    ],
    ids=["another plan", "another day"],
)
def test_an_answer_to_another_question_lands_nothing(item: str):
    with pytest.raises(UnexpectedReply):
        found().take(read_statistics(answer(item)), {"5"})


def test_a_row_without_its_day_or_its_figures_is_set_aside():
    some = found()
    rows = '{"base": {"shows": 1}}, {"date": "2026-01-01", "base": "?"}'
    some.take(read_statistics(answer(f'{{"id": 5, "rows": [{rows}]}}')), {"5"})

    assert len(some.page().rejected) == 2 and not some.page().keys
