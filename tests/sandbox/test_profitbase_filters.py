"""The pretend Profitbase gives what was asked for, or refuses: never more rows than were asked for."""

import pytest


def listed(sandbox, **query):
    return sandbox.profitbase("property", limit=1000, **query)["data"]


def told(sandbox, **body):
    return sandbox.profitbase("history", "POST", body={"limit": 1000, **body})["response"]


def middle(values):
    known = sorted(value for value in values if value is not None)
    return known[len(known) // 2]


def test_properties_are_chosen_by_every_parameter(sandbox):
    rows = listed(sandbox)
    floor, price = middle(row["floor"] for row in rows), middle(row["price"]["value"] for row in rows)
    one, kind, section = rows[3], rows[0]["propertyType"], rows[0]["section"]
    houses = sorted({row["house_id"] for row in rows})[:2]
    asked = [
        ({"id": one["id"]}, lambda row: row["id"] == one["id"]),
        ({"id[]": [one["id"], rows[5]["id"]]}, lambda row: row["id"] in (one["id"], rows[5]["id"])),
        ({"houseId[0]": houses[0], "houseId[1]": houses[1]}, lambda row: row["house_id"] in houses),
        ({"status[]": ["SOLD", "BOOKED"]}, lambda row: row["status"] in ("SOLD", "BOOKED")),
        ({"status[0]": "SOLD", "status[1]": "BOOKED"}, lambda row: row["status"] in ("SOLD", "BOOKED")),
        ({"minFloor": floor, "maxFloor": floor}, lambda row: row["floor"] == floor),
        ({"section[]": section}, lambda row: row["section"] == section),
        ({"propertyTypeAliases[]": kind}, lambda row: row["propertyType"] == kind),
        ({"price[min]": price}, lambda row: (row["price"]["value"] or 0) >= price),
        ({"price[min]": price, "price[max]": price}, lambda row: row["price"]["value"] == price),
        ({"isHouseFinished": "false"}, lambda row: True),
    ]
    for query, keeps in asked:
        found = listed(sandbox, **query)
        assert found == [row for row in rows if keeps(row)], query
        assert found, query
    assert listed(sandbox, isHouseFinished="true") == []
    assert listed(sandbox, isHouseFinished="true", isArchive="1") == listed(sandbox, isArchive="true") != []
    assert listed(sandbox, id=0) == listed(sandbox, offset=99_999) == []


def test_houses_and_statuses_are_chosen_too(sandbox):
    houses = sandbox.profitbase("house")["data"]
    one = houses[0]
    assert sandbox.profitbase("house", id=one["id"])["data"] == [one]
    own = [row for row in houses if row["projectId"] == one["projectId"]]
    for name in ("projectId", "projectIds[]", "projectIds[0]"):
        assert sandbox.profitbase("house", **{name: one["projectId"]})["data"] == own
    statuses = sandbox.profitbase("custom-status/list", crm="amo")["data"]["customStatuses"]
    found = sandbox.profitbase("custom-status/list", crm="amo", id=statuses[1]["id"])["data"]
    assert found["customStatuses"] == [statuses[1]]


def test_the_history_of_chosen_properties_is_theirs_alone(sandbox):
    rows = told(sandbox)
    ids = [rows[0]["propertyId"], rows[-1]["propertyId"]]
    own = [row for row in rows if row["propertyId"] in ids]
    assert told(sandbox, property_ids=ids) == told(sandbox, property_ids=[str(id_) for id_ in ids]) == own
    asked = {"property_ids[]": ids, "limit": 1000}
    assert sandbox.profitbase("history", "POST", **asked)["response"] == own
    assert told(sandbox, property_ids=[]) == rows and told(sandbox, offset=99_999) == []
    one = [row for row in rows if row["propertyId"] == ids[0]]
    path = f"property/history/{ids[0]}"
    assert sandbox.profitbase(path)["response"] == one
    assert sandbox.profitbase(path, limit=1, offset=len(one) - 1)["response"] == one[-1:]
    assert told(sandbox, **{"from": "2026-06-01 00:00:00", "to": "2026-05-01 00:00:00"}) == []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("property", {"updatedFrom": "2026-06-01"}),
        ("property", {"limit": -1}),
        ("property", {"limit": "9" * 5000}),
        ("property", {"offset": "1e3"}),
        ("property", {"full": "yes"}),
        ("property", {"minFloor": "first"}),
        ("property", {"price[max]": "NaN"}),
        ("house", {"isArchive": "true"}),
        ("projects", {"isArchive": "maybe"}),
        ("property-types", {"alias": "parking"}),
        ("special-offer", {"propertyId": 1}),
    ],
)
def test_what_is_no_question_is_refused(sandbox, path, query):
    answer = sandbox.profitbase_call(path, **query)
    assert answer.status_code == 400 and answer.json()["error"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"property_ids": 5}',
        b'{"property_ids": {"0": 5}}',
        b'{"property_ids": ["five"]}',
        b'{"propertyIds": [5]}',
        b'{"from": "2026-06-01"}',
        b'{"limit": true}',
        b"[]",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"from": "\\ud800"}',
    ],
)
def test_a_body_that_is_none_is_refused(sandbox, body):
    token = sandbox.profitbase_token().json()["access_token"]
    url, headers = f"{sandbox.ready['profitbase']}/history", {"Content-Type": "application/json"}
    answer = sandbox.session.post(url, data=body, params={"access_token": token}, headers=headers, timeout=10)
    assert answer.status_code == 400 and answer.json()["error"]


def test_a_key_of_half_a_character_is_a_bad_request(sandbox):
    body = b'{"type": "api-app", "credentials": {"pb_api_key": "\\ud800"}}'
    url, headers = f"{sandbox.ready['profitbase']}/authentication", {"Content-Type": "application/json"}
    assert sandbox.session.post(url, data=body, headers=headers, timeout=10).status_code == 400
