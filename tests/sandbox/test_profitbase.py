"""The pretend Profitbase: an envelope for every list, a token in the address, a slow door, no writes."""

from datetime import datetime

import pytest

from sandbox.company.charter import MOSCOW
from sandbox.world.world import generate
from tests.sandbox.pretend_company import FIRST_NIGHT

LAST_NIGHT = "2026-06-04T03:00:00+03:00"


def limits(sandbox, **terms):
    assert sandbox.control("POST", "limits", {"profitbase": terms})[0] == 200


def whole(sandbox, **query):
    """Read full pages until one is empty."""
    found = []
    while page := sandbox.profitbase("property", full="true", limit=1000, offset=len(found), **query)["data"]:
        found += page
    return found


def history(sandbox, **body):
    """Read pages of events until all are there."""
    found, total = [], 1
    while len(found) < total:
        answer = sandbox.profitbase("history", "POST", body={"offset": len(found), "limit": 60, **body})
        found, total = found + answer["response"], answer["total"]
        if not answer["response"]:
            break
    return found


def test_a_token_is_got_for_the_key_and_dies_in_its_time(sandbox):
    limits(sandbox, token_seconds=3600)
    given = sandbox.profitbase_token().json()
    assert given["remaining_time"] == 3600
    assert sandbox.profitbase("projects", token=given["access_token"])
    sandbox.control("POST", "clock", {"now": "2026-06-02T04:00:01+03:00"})
    refused = sandbox.profitbase_call("projects", token=given["access_token"])
    assert (refused.status_code, bool(refused.json()["error"])) == (403, True)
    assert sandbox.profitbase_call("projects", token="").status_code == 401
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})


def test_a_wrong_key_a_strange_address_and_a_missing_content_type_are_refused(sandbox):
    url = f"{sandbox.ready['profitbase']}/authentication"
    wrong = {"type": "api-app", "credentials": {"pb_api_key": "app-0"}}
    assert sandbox.session.post(url, json=wrong, timeout=10).status_code == 403
    token = sandbox.profitbase_token().json()["access_token"]
    bare = sandbox.session.get(
        f"{sandbox.ready['profitbase']}/projects", params={"access_token": token}, timeout=10
    )
    assert bare.status_code == 400
    limits(sandbox, ip_is_listed=False)
    assert sandbox.profitbase_call("projects", token=token).status_code == 403


def test_who_asks_faster_than_once_a_second_is_warned_then_blocked(sandbox):
    token = sandbox.profitbase_token().json()["access_token"]
    limits(sandbox, per_second=1)
    statuses = [sandbox.profitbase_call("projects", token=token).status_code for _ in range(7)]
    assert statuses == [200, 429, 429, 429, 429, 429, 403]


def test_every_list_has_an_envelope_of_its_own(sandbox):
    assert {row["archiveState"] for row in sandbox.profitbase("projects")} == {
        "NOT_ARCHIVED",
        "PARTIALLY_ARCHIVED",
    }
    assert len(sandbox.profitbase("projects", isArchive="true")) == 1
    houses = sandbox.profitbase("house")
    assert houses["success"] is True and sum(row["isArchive"] for row in houses["data"]) == 1
    assert {row["externalId"] for row in houses["data"]} == {"__undefined__"}
    assert {row["alias"] for row in sandbox.profitbase("property-types")} > {"property", "parking", "pantry"}
    assert sandbox.profitbase("special-offer") == []
    plain = sandbox.profitbase("property", limit=3)
    assert plain["status"] == "success" and len(plain["data"]) == 3
    counted = sandbox.profitbase("property", limit=3, returnFilteredCount="true")["data"]
    assert counted["filteredCount"] == len(whole(sandbox)) and counted["properties"] == plain["data"]
    assert sandbox.profitbase_call("custom-status/list").status_code == 400


def test_a_full_page_holds_a_hundred_whatever_is_asked(sandbox):
    assert len(sandbox.profitbase("property", full="true", limit=1000)["data"]) == 100
    assert len(sandbox.profitbase("property", limit=1000)["data"]) > 100
    rows = whole(sandbox)
    assert len({row["id"] for row in rows}) == len(rows)
    assert (
        "custom_fields" in rows[0]
        and "custom_fields" not in sandbox.profitbase("property", limit=1)["data"][0]
    )


def test_houses_in_the_archive_are_asked_for_apart(sandbox):
    apart, archived = whole(sandbox), whole(sandbox, isArchive="true")
    assert archived and all(row["isHouseArchive"] for row in archived)
    assert not any(row["isHouseArchive"] for row in apart)
    limits(sandbox, archive_apart=False)
    assert len(whole(sandbox)) == len(apart) + len(archived)


def test_areas_are_text_or_numbers_or_unknown_and_a_price_may_be_missing(sandbox):
    rows = whole(sandbox)
    assert {type(row["area"]["area_total"]) for row in rows} == {str, float, type(None)}
    assert {type(row["price"]["value"]) for row in rows} == {int, type(None)}
    assert [row for row in rows if row["status"] == "SOLD" and row["soldAt"] is None]
    assert {row["status"] for row in rows} > {"AVAILABLE", "BOOKED", "SOLD", "RENT"}


def test_several_statuses_have_one_base_and_one_is_renamed(sandbox):
    names = []
    for night in (FIRST_NIGHT, LAST_NIGHT):
        sandbox.control("POST", "clock", {"now": night})
        rows = sandbox.profitbase("custom-status/list", crm="amo")["data"]["customStatuses"]
        names.append({row["name"] for row in rows if row["baseStatus"] == "BOOKED"})
        assert all(row["alias"].split("_")[0] == row["baseStatus"] for row in rows)
        known = {row["id"]: row["baseStatus"] for row in rows}
        assert all(known[row["customStatusId"]] == row["status"] for row in whole(sandbox))
    assert len(names[0]) == 4 and len(names[0] & names[1]) == 3
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})


def test_the_history_is_told_newest_first_and_by_local_time(sandbox):
    rows = history(sandbox)
    dates = [row["date"] for row in rows]
    assert dates == sorted(dates, reverse=True) and len(rows) > 100
    assert rows[:100] == sandbox.profitbase("history", "POST")["response"]
    edge = datetime.fromtimestamp(dates[5], MOSCOW).strftime("%Y-%m-%d %H:%M:%S")
    asked = {"from": edge, "to": edge}
    assert {row["date"] for row in history(sandbox, **asked)} == {dates[5]}
    assert sandbox.profitbase("history", "POST", **asked)["total"] >= 1
    one = rows[5]["propertyId"]
    own = [row for row in rows if row["propertyId"] == one]
    assert history(sandbox, property_ids=[one]) == own
    assert sandbox.profitbase(f"property/history/{one}")["response"] == own
    assert {row["actionKey"] for row in rows} == {"CHANGE_STATUS", "CHANGE_RESPONSIBLE"}


def test_what_is_listed_is_what_the_history_ends_with(sandbox):
    sandbox.control("POST", "clock", {"now": LAST_NIGHT})
    last = {}
    for row in reversed(history(sandbox)):
        last[row["propertyId"]] = row
    rows = whole(sandbox) + whole(sandbox, isArchive="true")
    silent = [row for row in rows if row["id"] not in last]
    assert len(silent) == 4 and {row["countHistoryRecord"] for row in silent} == {"0"}
    for row in rows:
        if row["id"] in last:
            assert last[row["id"]]["propertyStatusKey"].split("_")[0] == row["status"]
            assert (last[row["id"]]["dealId"] is None) == (row["crmContactId"] is None)
    assert len(set(last) - {row["id"] for row in rows}) == 3
    limits(sandbox, history_of_gone=False)
    assert {row["propertyId"] for row in history(sandbox)} < set(last)
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})


def test_properties_vanish_and_appear_between_nights(sandbox):
    seen = []
    for night in (FIRST_NIGHT, "2026-06-03T03:00:00+03:00", LAST_NIGHT):
        sandbox.control("POST", "clock", {"now": night})
        seen.append({row["id"] for row in whole(sandbox)})
    assert (len(seen[0] - seen[1]), len(seen[1] - seen[0]), len(seen[1] - seen[2])) == (2, 1, 1)
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})


def test_a_deal_may_have_three_properties_and_a_property_several_deals(sandbox):
    by_deal, by_property = {}, {}
    for row in history(sandbox):
        if row["dealId"]:
            by_deal.setdefault(row["dealId"], set()).add(row["propertyId"])
            by_property.setdefault(row["propertyId"], set()).add(row["dealId"])
    assert max(map(len, by_deal.values())) == 3 and max(map(len, by_property.values())) > 1
    held = {deal: sandbox.profitbase(f"property/deal/{deal}")["data"] for deal in list(by_deal)[:12]}
    assert {len(rows) for rows in held.values()} > {0, 1}
    assert all({row["id"] for row in rows} <= by_deal[deal] for deal, rows in held.items())


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "properties/10300001/status-change"),
        ("GET", "crm/update/deal/5/property/6"),
        ("GET", "crm/syncPropertyStatus"),
        ("POST", "orders"),
        ("POST", "property"),
        ("PATCH", "user/1"),
    ],
)
def test_what_writes_is_refused_and_seen(sandbox, method, path):
    sandbox.control("DELETE", "requests")
    assert sandbox.profitbase_call(path, method).status_code == 501
    assert sandbox.control("GET", "requests")[1]["profitbase"]["outcomes"]["501"] == 1


def test_faults_of_its_own_show(sandbox):
    token = sandbox.profitbase_token().json()["access_token"]
    sandbox.fault("profitbase", "error_under_200", times=1)
    assert sandbox.profitbase("projects", token=token)["status"] == "error"
    sandbox.fault("profitbase", "token_dies", times=1)
    assert sandbox.profitbase_call("projects", token=token).status_code == 403
    sandbox.fault("profitbase", "shrinking_list", rows=5)
    short = sandbox.profitbase("property", limit=1000, returnFilteredCount="true")["data"]
    assert short["filteredCount"] == len(short["properties"]) + 5


def test_the_developers_part_changes_nothing_of_the_company(sandbox):
    company = generate(7, 0.05)
    ids = {row["id"] for row in whole(sandbox)} | {row["id"] for row in whole(sandbox, isArchive="true")}
    assert ids <= {one.id for one in company.catalogue.properties}
    assert not [row for row in company.plans if row.metric.endswith("_sold_count")]
