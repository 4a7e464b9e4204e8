"""The pretend amoCRM changes keys: every code and refresh token opens once, and access does not last."""

import base64
import json
import threading

import pytest
import requests

SIX = "2026-06-02T06:00:00+03:00"


@pytest.fixture
def grant(sandbox):
    """What a person's consent gives an integration."""
    return sandbox.control("POST", "authorisation/amocrm")[1]


def exchange(sandbox, grant, **changes):
    known = {name: grant[name] for name in ("client_id", "client_secret", "redirect_uri")}
    body = {**known, "grant_type": "refresh_token", "refresh_token": grant["refresh_token"], **changes}
    return sandbox.session.post(f"{sandbox.ready['amocrm']}/oauth2/access_token", json=body, timeout=10)


def test_the_ready_line_holds_a_grant(sandbox):
    first = {name: sandbox.ready[f"amocrm_{name}"] for name in ("client_id", "client_secret", "redirect_uri")}
    assert first == {name: sandbox.control("POST", "authorisation/amocrm")[1][name] for name in first}
    assert sandbox.ready["amocrm_refresh_token"] and sandbox.ready["amocrm_code"]


def test_a_refresh_token_gives_one_pair_and_is_dead_after_it(sandbox, grant):
    pair = exchange(sandbox, grant).json()
    assert pair["token_type"] == "Bearer" and pair["expires_in"] == 86400
    assert sandbox.amo("account", token=pair["access_token"]).status_code == 200
    again = exchange(sandbox, grant)
    assert again.status_code == 401 and again.json()["hint"] == "Token has been revoked"
    assert again.headers["content-type"] == "application/problem+json"
    assert exchange(sandbox, pair | grant, refresh_token=pair["refresh_token"]).status_code == 200


def test_a_code_is_good_once_and_for_twenty_minutes(sandbox, grant):
    asked = {"grant_type": "authorization_code", "code": grant["code"]}
    assert exchange(sandbox, grant, **asked).status_code == 200
    assert exchange(sandbox, grant, **asked).status_code == 400
    other = sandbox.control("POST", "authorisation/amocrm")[1]
    sandbox.control("POST", "clock", {"now": "2026-06-02T03:21:00+03:00"})
    late = exchange(sandbox, other, grant_type="authorization_code", code=other["code"])
    assert late.status_code == 400 and "expired" in late.json()["hint"]


def test_access_ends_with_its_seconds_on_the_companys_clock(sandbox, grant):
    sandbox.control("POST", "limits", {"amocrm": {"access_seconds": 3600}})
    access = exchange(sandbox, grant).json()["access_token"]
    assert sandbox.amo("account", token=access).status_code == 200
    sandbox.control("POST", "clock", {"now": SIX})
    assert sandbox.amo("account", token=access).status_code == 401
    assert sandbox.amo("account").status_code == 200


def test_access_can_end_by_the_real_clock_too(sandbox, grant):
    sandbox.control("POST", "limits", {"amocrm": {"access_seconds": 0, "access_clock": "real"}})
    fresh = sandbox.control("POST", "authorisation/amocrm")[1]
    access = exchange(sandbox, fresh).json()["access_token"]
    assert sandbox.amo("account", token=access).status_code == 401


def test_the_access_token_says_whose_it_is_and_until_when(sandbox, grant):
    pair = exchange(sandbox, grant).json()
    claims = pair["access_token"].split(".")[1]
    read = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert read["account_id"] == 31200456 and read["base_domain"] == "amocrm.ru"
    assert read["exp"] - read["iat"] == 86400 and read["iat"] == pair["server_time"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"client_secret": "guessed"}, 401),
        ({"client_id": "another"}, 401),
        ({"grant_type": "password"}, 400),
        ({"refresh_token": None}, 400),
        ({"refresh_token": "def502"}, 401),
    ],
)
def test_who_asks_in_a_wrong_way_loses_nothing(sandbox, grant, changes, status):
    refused = exchange(sandbox, grant, **changes)
    assert refused.status_code == status and refused.json()["status"] == status
    assert exchange(sandbox, grant).status_code == 200


@pytest.mark.parametrize("fault", ["truncated_body", "lost_answer"])
def test_an_answer_lost_on_its_way_has_already_spent_the_old_token(sandbox, grant, fault):
    sandbox.fault("amocrm", fault, path="/oauth2", times=1)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        exchange(sandbox, grant)
    assert exchange(sandbox, grant).status_code == 401


def test_a_dead_account_has_not_spent_it(sandbox, grant):
    sandbox.fault("amocrm", "dead", path="/oauth2", times=1)
    with pytest.raises(requests.ConnectionError):
        exchange(sandbox, grant)
    assert exchange(sandbox, grant).status_code == 200


def test_of_two_who_come_at_once_one_is_refused(sandbox, grant):
    statuses = []
    threads = [
        threading.Thread(target=lambda: statuses.append(exchange(sandbox, grant).status_code))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 401]


def test_a_long_lived_token_is_welcome_beside_them(sandbox, grant):
    exchange(sandbox, grant)
    assert sandbox.amo("account").status_code == 200
