"""What is asked of the pretend VK Ads is served or refused: never a wrong set of rows, never a fall."""

import pytest

PLANS, DAYS = "v2/ad_plans.json", "v2/statistics/ad_plans/day.json"
MAY = {"date_from": "2026-05-01", "date_to": "2026-05-31"}
ENDLESS = "7" * 5000
FIELDS = "id,status,created,updated,objective"


@pytest.fixture
def token(sandbox):
    return sandbox.vk_token(grant_type="client_credentials").json()["access_token"]


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.parametrize(
    "query",
    [
        {"_id__in": ENDLESS},
        {"_id__in": ""},
        {"_id": "٥"},
        {"limit": ENDLESS},
        {"offset": ENDLESS},
        {"offset": "-1"},
        {"_status": "nonsense"},
        {"_status__in": "actve,blocked"},
        {"_status__gt": "active"},
        {"_objective__lt": "traffic"},
        {"_updated__gt": "garbage"},
        {"_updated__gt": "2026-5-1"},
        {"_created__in": "2026-05-01,yesterday"},
        {"_status__in": ["active", "blocked"]},
        {"fields": "id,,name"},
        {"sorting": ""},
    ],
)
def test_a_filter_that_means_nothing_is_named(sandbox, token, query):
    answer = sandbox.vk_answer(PLANS, token=token, **query)
    assert code(answer) == (400, "validation_failed")
    assert set(answer.json()["error"]["fields"]) == set(query)


def test_each_sign_of_a_filter_keeps_what_it_says(sandbox, token):
    def ids(**query):
        answer = sandbox.vk_answer(PLANS, token=token, **query)
        return [row["id"] for row in answer.json()["items"]]

    every = sandbox.vk_answer(PLANS, token=token, fields=FIELDS).json()["items"]
    middle = sorted(row["created"] for row in every)[3]
    for how, holds in {
        "": lambda own: own == middle,
        "__ne": lambda own: own != middle,
        "__gt": lambda own: own > middle,
        "__gte": lambda own: own >= middle,
        "__lt": lambda own: own < middle,
        "__lte": lambda own: own <= middle,
    }.items():
        wanted = [row["id"] for row in every if holds(row["created"])]
        assert ids(**{f"_created{how}": middle}) == wanted
    assert ids(_objective__in="traffic,leadads") == [
        row["id"] for row in every if row["objective"] in ("traffic", "leadads")
    ]
    # a day without a time is its midnight
    day = middle[:10]
    assert ids(_created__lte=day) == [row["id"] for row in every if row["created"] <= f"{day} 00:00:00"]
    assert ids(_created__gt=day) == [row["id"] for row in every if row["created"] > f"{day} 00:00:00"]


@pytest.mark.parametrize(
    ("path", "query", "told"),
    [
        ("v2/user.json", {"fields": "id,nonsense"}, (400, "validation_failed")),
        ("v2/ad_plans/71000001.json", {"fields": "nonsense"}, (400, "validation_failed")),
        ("v2/ad_plans/1.json", {}, (404, "not_found")),
        (f"v2/ad_plans/{ENDLESS}.json", {}, (404, "ERR_WRONG_RESOURCE")),
        ("v2/weather.json", {}, (404, "ERR_WRONG_RESOURCE")),
        (DAYS, {**MAY, "id": ENDLESS}, (400, "ERR_WRONG_PARAMETER")),
        (DAYS, {**MAY, "id": ""}, (400, "ERR_WRONG_PARAMETER")),
        (DAYS, {**MAY, "id": ["71000001", "71000002"]}, (400, "ERR_WRONG_PARAMETER")),
        (DAYS, {**MAY, "metrics": ""}, (400, "ERR_WRONG_PARAMETER")),
        (DAYS, {**MAY, "date_from": "2026-W19-1"}, (400, "ERR_WRONG_DATE")),
        (DAYS, {**MAY, "date_from": "20260501"}, (400, "ERR_WRONG_DATE")),
    ],
)
def test_a_wrong_question_is_told_by_its_code(sandbox, token, path, query, told):
    assert code(sandbox.vk_answer(path, token=token, **query)) == told


def test_only_the_accounts_own_tokens_are_deleted(sandbox):
    sandbox.vk_token("token/delete.json")
    token = sandbox.vk_token(grant_type="client_credentials").json()["access_token"]
    user = sandbox.vk_answer("v3/user.json", token=token).json()
    for stranger in ({"user_id": "5"}, {"username": "nobody@vk.example"}):
        assert sandbox.vk_token("token/delete.json", **stranger).status_code == 204
        assert sandbox.vk_answer(PLANS, token=token).status_code == 200
    assert sandbox.vk_token("token/delete.json", user_id=str(user["id"])).status_code == 204
    assert sandbox.vk_answer(PLANS, token=token).json()["code"] == "invalid_token"


def test_a_question_for_keys_without_a_form_or_a_grant_is_no_question(sandbox):
    url = f"{sandbox.ready['vk_ads']}/api/v2/oauth2/token.json"
    for how in ({"json": {"grant_type": "client_credentials"}}, {"data": {"client_id": "x"}}):
        answer = sandbox.session.post(url, timeout=10, **how)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_pages_past_the_end_are_empty_and_count_all(sandbox, token):
    page = sandbox.vk_answer(PLANS, token=token, offset=100).json()
    assert (page["count"], page["offset"], page["items"]) == (6, 100, [])
