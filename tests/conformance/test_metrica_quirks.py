"""Each quirk on the page of Metrica (connectors/vendors/yandex_metrica/connector.py), against its counter."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
import requests

from connectors.kit.errors import (
    AccessDenied,
    AskedTooMuch,
    PagingLoop,
    SettingsError,
    UnexpectedReply,
    VendorUnavailable,
)
from connectors.loading.load import Receipt, load_stream
from connectors.vendors.yandex_metrica.logs import columns
from connectors.vendors.yandex_metrica.reports import UTM
from tests.pretend_nights import Nights

VENDOR, SOURCE = "yandex_metrica", "yandex_metrica_main"
FIRST, LAST = date(2026, 5, 26), date(2026, 5, 29)
COUNTER = "/management/v1/counter/98000001"
FIELD = "ym:s:lastsignUTMSource"


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def load_days(
    nights: Nights, stream: str, first: date = FIRST, last: date = LAST, **settings: object
) -> Receipt:
    connector = nights.connector(VENDOR, **settings)
    return load_stream(
        connector,
        connector.stream(stream),
        source=SOURCE,
        landing=nights.landing,
        transport=nights.transport(connector),
        beginning=datetime.fromisoformat("2026-05-01T00:00:00+03:00"),
        now=datetime.fromisoformat(nights.now),
        days=(first, last),
    )


def landed(nights: Nights, stream: str) -> list[dict[str, object]]:
    return list(nights.alive(VENDOR, stream).values())


def terms(nights: Nights, **changed: object) -> None:
    nights.control("POST", "limits", {VENDOR: changed})


def logs(nights: Nights) -> list[dict[str, object]]:
    """The requests of logs that the counter lists."""
    ready = nights.ready["accounts"][VENDOR]
    answer = requests.get(
        f"{ready['base_url']}{COUNTER}/logrequests",
        headers={"Authorization": f"OAuth {ready['token']}"},
        timeout=10,
    )
    found: list[dict[str, object]] = answer.json()["requests"]
    return found


def totals_of(nights: Nights) -> dict[str, dict[str, int]]:
    """Day → the counter's own figures of it, in the newest batch."""
    found: dict[str, dict[str, int]] = nights.landing.batches(SOURCE, "visits_by_utm")[-1].control_totals
    return found


def asked(nights: Nights, part: str) -> list[dict[str, object]]:
    return [one for one in nights.asked(VENDOR) if part in one["path"]]


def test_visits_without_a_mark_are_counted_too(nights: Nights):
    load_days(nights, "visits_by_utm")
    rows = landed(nights, "visits_by_utm")
    assert {row[FIELD] for row in rows} >= {None, "yandex"}
    assert {row["ym:s:date"] for row in rows} == {f"2026-05-{day}" for day in range(26, 30)}
    assert all(type(row["ym:s:visits"]) is int for row in rows)


def test_the_report_the_goals_and_the_log_know_the_same_visits(nights: Nights):
    for stream in ("visits_by_utm", "goals_by_utm", "visits"):
        load_days(nights, stream)
    visits = landed(nights, "visits")
    counted = sum(int(str(row["ym:s:visits"])) for row in landed(nights, "visits_by_utm"))
    assert len(visits) == counted > 20
    reached = [goal for row in visits for goal in json.loads(str(row["ym:s:goalsID"]))]
    goals = landed(nights, "goals_by_utm")
    assert sum(int(str(row["reaches"])) for row in goals) == len(reached) > 0
    assert {row["goal_id"] for row in goals} == {str(goal) for goal in reached}


def test_rows_are_counted_from_one_and_a_page_that_repeats_is_an_error(nights: Nights):
    whole = load_days(nights, "visits_by_utm").rows
    nights.forget()
    assert load_days(nights, "visits_by_utm", page_size=7).rows == whole
    offsets = [one["query"].partition("offset=")[2] for one in asked(nights, "/stat/v1/data")]
    assert offsets[:3] == ["1", "8", "15"]
    nights.fault(VENDOR, "repeat_page")
    with pytest.raises(PagingLoop):
        load_days(nights, "visits_by_utm", page_size=7)


def test_a_sampled_report_is_asked_for_in_fewer_days_and_said_where_a_day_is_too_much(nights: Nights):
    # the pretend counter samples only where the accuracy is not full, and full is always asked for
    load_days(nights, "visits_by_utm")
    assert all("accuracy=full" in one["query"] for one in asked(nights, "/stat/v1/data"))
    nights.forget()
    nights.fault(VENDOR, "always_sampled", times=5)
    receipt = load_days(nights, "visits_by_utm")
    by_mark = [one["query"] for one in asked(nights, "/stat/v1/data") if "UTMSource" in one["query"]]
    periods = [query.partition("date1=")[2][:27] for query in by_mark]
    assert len(set(periods)) == len(periods) > 4
    assert any("Metrica counted only 50.0 % of the visits" in said for said in receipt.warnings)
    assert receipt.complete


def test_a_report_that_is_too_complicated_is_asked_for_in_fewer_days(nights: Nights):
    whole = load_days(nights, "visits_by_utm").rows
    terms(nights, complicated_above_days=1)
    assert load_days(nights, "visits_by_utm").rows == whole
    nights.fault(VENDOR, "complicated")
    with pytest.raises(AskedTooMuch, match="too complicated"):
        load_days(nights, "visits_by_utm", LAST)


def test_rows_must_add_up_to_the_totals_unless_some_are_hidden(nights: Nights):
    nights.fault(VENDOR, "wrong_totals", times=1)
    with pytest.raises(UnexpectedReply, match="the vendor's total is"):
        load_days(nights, "visits_by_utm")
    nights.fault(VENDOR, "hidden_rows", times=1)
    receipt = load_days(nights, "visits_by_utm")
    assert any("hides some rows" in said for said in receipt.warnings)


def test_the_counters_own_count_of_a_day_lands_beside_its_rows_and_sees_what_is_hidden(nights: Nights):
    load_days(nights, "visits_by_utm")
    sums = {f"2026-05-{day}": {"visits": 0} for day in range(26, 30)}
    for row in landed(nights, "visits_by_utm"):
        sums[str(row["ym:s:date"])]["visits"] += int(str(row["ym:s:visits"]))
    assert totals_of(nights) == sums and min(day["visits"] for day in sums.values()) > 0
    nights.fault(VENDOR, "hidden_rows", times=1)
    load_days(nights, "visits_by_utm")
    hidden = sum(int(str(row["ym:s:visits"])) for row in landed(nights, "visits_by_utm"))
    assert sum(day["visits"] for day in totals_of(nights).values()) > hidden


def test_visits_that_go_on_and_payments_of_weeks_later_are_read_again(nights: Nights):
    nights.load(VENDOR, "visits")
    before = nights.alive(VENDOR, "visits")
    nights.night(2)
    again = nights.load(VENDOR, "visits")
    after = nights.alive(VENDOR, "visits")
    assert again.days[0] == "2026-05-13"
    assert any(before[key] != after[key] for key in before)
    assert set(before) <= set(after)


@pytest.mark.parametrize("said", [{}, {"attribution": "lastsign"}, {"attribution": "first"}])
def test_the_streams_that_a_deployment_expects_are_those_that_land(nights: Nights, said: dict[str, str]):
    connector = nights.connector(VENDOR, **said)
    assert type(connector).streams_under(said) == connector.streams


def test_another_attribution_is_read_from_the_beginning(nights: Nights):
    nights.load(VENDOR, "visits_by_utm")
    again = nights.load(VENDOR, "visits_by_utm", attribution="last")
    assert again.days[0] == "2026-01-01"


def test_a_log_is_cleaned_whatever_happens(nights: Nights):
    load_days(nights, "visits")
    assert [log["status"] for log in logs(nights)] == ["cleaned_by_user"]
    nights.fault(VENDOR, "dead", path=f"{COUNTER}/logrequest/7777002/part")
    with pytest.raises(VendorUnavailable):
        load_days(nights, "visits")
    assert [log["status"] for log in logs(nights)] == ["cleaned_by_user"] * 2


def test_a_log_that_fails_is_ordered_again_and_each_try_is_cleaned(nights: Nights):
    nights.fault(VENDOR, "log_waits_again", times=1)
    nights.fault(VENDOR, "log_fails", times=2, from_request=2, path=f"{COUNTER}/logrequest/")
    assert load_days(nights, "visits").complete
    assert [log["status"] for log in logs(nights)] == ["cleaned_by_user"] * 3
    nights.fault(VENDOR, "log_fails")
    with pytest.raises(VendorUnavailable, match="failed 3 times"):
        load_days(nights, "visits")
    assert {log["status"] for log in logs(nights)} == {"cleaned_by_user"}


def test_a_log_that_is_never_ready_is_given_up_and_cancelled(nights: Nights):
    nights.fault(VENDOR, "log_never_ready")
    with pytest.raises(VendorUnavailable, match="was not ready after"):
        load_days(nights, "visits", patience_seconds=60)
    assert sum(nights.slept) > 60
    assert [log["status"] for log in logs(nights)] == ["canceled"]


def leave_a_log(nights: Nights, fields: tuple[str, ...]) -> None:
    """Order a log that nobody fetches."""
    ready = nights.ready["accounts"][VENDOR]
    asked = {"date1": "2026-05-28", "date2": "2026-05-28", "source": "visits", "fields": ",".join(fields)}
    requests.post(
        f"{ready['base_url']}{COUNTER}/logrequests",
        params=asked,
        headers={"Authorization": f"OAuth {ready['token']}"},
        timeout=10,
    ).raise_for_status()


def test_what_a_killed_run_has_left_is_cleaned_and_nothing_else(nights: Nights):
    leave_a_log(nights, columns("lastsign", UTM))
    leave_a_log(nights, ("ym:s:visitID",))
    load_days(nights, "visits")
    assert [log["status"] for log in logs(nights)] == ["canceled", "created", "cleaned_by_user"]


def test_a_log_that_was_left_and_cannot_be_cleaned_is_said_and_stops_nothing(nights: Nights):
    leave_a_log(nights, columns("lastsign", UTM))
    nights.fault(VENDOR, "dead", path=f"{COUNTER}/logrequest/7777001/cancel")
    receipt = load_days(nights, "visits")
    assert receipt.complete
    assert any("log 7777001 could not be cleaned" in said for said in receipt.warnings)
    assert [log["status"] for log in logs(nights)] == ["created", "cleaned_by_user"]


def test_a_log_that_does_not_fit_is_asked_for_in_fewer_days(nights: Nights):
    whole = load_days(nights, "visits").rows
    terms(nights, log_bytes=9_000)
    assert load_days(nights, "visits").rows == whole
    assert len(logs(nights)) > 2
    terms(nights, log_bytes=10)
    with pytest.raises(AskedTooMuch, match="does not fit"):
        load_days(nights, "visits", LAST)


def test_a_part_that_ends_in_the_middle_of_a_line_is_fetched_again(nights: Nights):
    whole = load_days(nights, "visits").rows
    terms(nights, log_part_rows=20)
    nights.fault(VENDOR, "cut_part", times=2)
    assert load_days(nights, "visits").rows == whole
    nights.fault(VENDOR, "cut_part")
    with pytest.raises(UnexpectedReply, match="middle of a line"):
        load_days(nights, "visits")


def test_quotes_and_tabs_of_an_address_are_part_of_it_and_numbers_stay_text(nights: Nights):
    load_days(nights, "visits", date(2026, 5, 1))
    rows = landed(nights, "visits")
    assert any('"it\'s"\tleft' in str(row["ym:s:startURL"]) for row in rows)
    assert all(int(str(row["ym:s:visitID"])) > 2**53 for row in rows)
    assert {row[FIELD] for row in rows} >= {None, "yandex"}


def test_a_spent_day_is_left_alone_and_other_quotas_are_waited_for(nights: Nights):
    terms(nights, refusal_status=420)
    nights.fault(VENDOR, "three_at_once", times=2)
    assert nights.load(VENDOR, "goals").complete
    assert len(nights.slept) == 2
    terms(nights, per_day=0)
    nights.forget()
    with pytest.raises(VendorUnavailable, match="quota_requests_by_uid") as caught:
        nights.load(VENDOR, "goals")
    assert len(nights.asked(VENDOR)) == 1 and "03:00" in caught.value.fix


def test_a_counter_names_the_site_that_it_counts(nights: Nights):
    connector = nights.connector("yandex_metrica")
    assert connector.counted(nights.transport(connector)) == "sevsvet.example"


def test_another_zone_than_the_counters_is_said_before_anything_lands(nights: Nights):
    with pytest.raises(SettingsError, match="Europe/Moscow"):
        load_days(nights, "visits_by_utm", timezone="Asia/Yekaterinburg")
    assert nights.landing.batches(SOURCE, "visits_by_utm") == []


def test_a_counter_of_somebody_else_is_refused(nights: Nights):
    with pytest.raises(AccessDenied, match="access_denied") as caught:
        nights.load(VENDOR, "goals", counter=1)
    assert "counter" in caught.value.fix


def test_a_token_with_a_line_break_is_said_before_it_is_sent(nights: Nights):
    with pytest.raises(SettingsError, match="the token holds"):
        nights.load(VENDOR, "goals", token="two\nlines")
