"""Who may ask the pretend VK Ads and how often: keys and their limit, tokens that end, counted requests."""

import pytest

from sandbox.vendors.vk_ads.windows import Pace, TooOften, Windows

PLANS = "v2/ad_plans.json"


def limits(sandbox, **changes):
    sandbox.control("POST", "limits", {"vk_ads": changes})


def clock(sandbox, now):
    sandbox.control("POST", "clock", {"now": now})


@pytest.fixture
def keys(sandbox):
    """Ask for keys of an account that has given none, five at most."""
    sandbox.vk_token("token/delete.json")
    limits(sandbox, tokens=5)
    yield lambda grant="client_credentials", **form: sandbox.vk_token(grant_type=grant, **form)
    sandbox.vk_token("token/delete.json")


def test_a_token_lives_a_day_and_tells_how_many_are_left(keys):
    told = keys().json()
    assert told.pop("access_token") and told.pop("refresh_token")
    assert told == {"token_type": "bearer", "scope": "", "expires_in": "86400", "tokens_left": 4}


def test_the_sixth_token_is_refused_until_all_are_deleted(sandbox, keys):
    given = [keys().json()["access_token"] for _ in range(5)]
    refused = keys()
    assert refused.status_code == 403
    assert refused.json() == {
        "error": "token_limit_exceeded",
        "error_description": "Active access token limit reached",
    }
    assert sandbox.vk_token("token/delete.json").status_code == 204
    assert sandbox.vk_answer(PLANS, token=given[0]).json()["code"] == "invalid_token"
    assert keys().status_code == 200


def test_tokens_of_the_days_before_count_until_a_month_has_passed(sandbox, keys):
    for day in range(2, 7):
        clock(sandbox, f"2026-06-0{day}T03:00:00+03:00")
        assert keys().status_code == 200
    assert keys().status_code == 403
    clock(sandbox, "2026-07-06T04:00:00+03:00")
    assert keys().json()["tokens_left"] == 4


def test_a_token_of_age_is_renewed_and_ends_the_one_before(sandbox, keys):
    first = keys().json()
    clock(sandbox, "2026-06-03T03:00:01+03:00")
    answer = sandbox.vk_answer(PLANS, token=first["access_token"])
    assert (answer.status_code, answer.json()["code"]) == (401, "expired_token")
    second = keys("refresh_token", refresh_token=first["refresh_token"]).json()
    assert second["refresh_token"] == first["refresh_token"] and second["tokens_left"] == 4
    assert sandbox.vk_answer(PLANS, token=second["access_token"]).status_code == 200
    assert sandbox.vk_answer(PLANS, token=first["access_token"]).json()["code"] == "invalid_token"


def test_refresh_tokens_may_rotate(sandbox, keys):
    limits(sandbox, rotates_refresh=True, expires_in_is_text=False)
    first = keys().json()
    second = keys("refresh_token", refresh_token=first["refresh_token"]).json()
    assert first["expires_in"] == 86400 and second["refresh_token"] != first["refresh_token"]
    late = keys("refresh_token", refresh_token=first["refresh_token"])
    assert (late.status_code, late.json()["error"]) == (400, "invalid_grant")


def test_a_code_of_the_owner_and_the_agencys_client_open_the_account_too(sandbox, keys):
    granted = sandbox.control("POST", "authorisation/vk_ads")[1]
    assert keys("authorization_code", code=granted["code"]).status_code == 200
    assert keys("authorization_code", code=granted["code"]).json()["error"] == "invalid_grant"
    named = keys("agency_client_credentials", agency_client_name="sevsvet@agency")
    assert named.json()["tokens_left"] == 3
    assert keys("agency_client_credentials", agency_client_name="another").json()["error"] == "invalid_user"


@pytest.mark.parametrize(
    ("form", "status", "code"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, 400, "invalid_grant"),
    ],
)
def test_a_refusal_of_keys_has_an_envelope_of_its_own(sandbox, form, status, code):
    answer = sandbox.vk_token(**{"grant_type": "client_credentials", **form})
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert set(answer.json()) == {"error", "error_description"}


def test_a_token_may_die_or_be_taken_back_in_the_middle_of_a_run(sandbox, keys):
    told = keys().json()
    sandbox.fault("vk_ads", "token_dies", times=1)
    assert sandbox.vk_answer(PLANS, token=told["access_token"]).json()["code"] == "expired_token"
    sandbox.fault("vk_ads", "refresh_refused", times=1)
    refused = [keys("refresh_token", refresh_token=told["refresh_token"]).status_code for _ in range(2)]
    assert refused == [400, 200]
    sandbox.fault("vk_ads", "token_revoked", times=1)
    third = keys().json()
    assert sandbox.vk_answer(PLANS, token=third["access_token"]).json()["code"] == "revoked_token"
    assert keys("refresh_token", refresh_token=third["refresh_token"]).json()["error"] == "invalid_grant"


def test_every_answer_tells_what_is_left_of_second_hour_and_day(sandbox):
    limits(sandbox, hourly=3)
    token = sandbox.vk_token(grant_type="client_credentials").json()["access_token"]
    answers = [sandbox.vk_answer(PLANS, token=token) for _ in range(4)]
    assert [answer.headers["X-RateLimit-Hourly-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json() == {"error": {"code": "throttled", "message": "Request limit exceeded"}}
    told = {name for name in answers[0].headers if name.startswith("X-RateLimit-")}
    assert told == {
        f"X-RateLimit-{span}-{word}" for span in ("RPS", "Hourly", "Daily") for word in ("Limit", "Remaining")
    }
    # each kind of resource has a count of its own
    group = sandbox.vk_answer("v2/throttling.json", token=token).json()
    assert group["AD_PLAN"]["READ"]["remaining"]["hourly"] == 0
    assert group["BANNER"]["READ"] == {
        "limits": {"rps": 100_000, "hourly": 3, "daily": 1_000_000},
        "remaining": {"rps": 100_000, "hourly": 3, "daily": 1_000_000},
    }


def test_seconds_and_hours_are_those_of_the_calendar():
    now = [1_780_000_000.9]
    windows = Windows(Pace(rps=1, hourly=2, tells_retry_after=True, older_refusal=True), lambda: now[0])
    windows.admit("AD_PLAN")
    with pytest.raises(TooOften) as often:
        windows.admit("AD_PLAN")
    assert often.value.reply.status == 429 and ("Retry-After", "1") in often.value.reply.headers
    assert b'"remaining":{"1":0,"3600":1,' in often.value.reply.body
    now[0] += 0.2
    windows.admit("AD_PLAN")
    now[0] += 1
    with pytest.raises(TooOften) as often:
        windows.admit("AD_PLAN")
    wait = int(dict(often.value.reply.headers)["Retry-After"])
    now[0] += wait
    windows.admit("AD_PLAN")


def test_the_servers_own_fault_may_be_plain_text(sandbox):
    sandbox.fault("vk_ads", "plain_500", times=1)
    answer = sandbox.vk_answer(PLANS)
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    sandbox.fault("vk_ads", "http_500", times=1, path="/api/v2/ad_plans")
    assert sandbox.vk_answer(PLANS).json()["error"]["code"] == "ERR_INTERNAL"
    sandbox.fault("vk_ads", "token_expired", times=1, path="/api/v2/ad_plans")
    assert sandbox.vk_answer(PLANS).json()["code"] == "invalid_token"
