"""Who may ask the pretend МойСклад: gzip, keys, the window of weighted calls, and how it says no."""

from datetime import date

import pytest
import requests

from sandbox.vendors.moysklad.budget import AccountTerms, Budget
from sandbox.vendors.moysklad.errors import Refused

DEMANDS = "entity/demand"
LIMITS = (
    "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-Lognex-Retry-TimeInterval", "X-Lognex-Reset",
    "X-Lognex-Retry-After",
)  # fmt: skip


def error(answer):
    (one,) = answer.json()["errors"]
    assert set(one) == {"error", "code", "moreInfo"}
    return answer.status_code, one["code"]


def issue(sandbox):
    login = sandbox.ready["moysklad_login"], sandbox.ready["moysklad_password"]
    answer = requests.post(f"{sandbox.ready['moysklad']}/security/token", auth=login, timeout=10)
    return answer.json()["access_token"]


@pytest.mark.parametrize("coding", ["identity", "deflate, br", ""])
def test_without_gzip_there_is_no_answer_and_no_word(sandbox, coding):
    answer = sandbox.moysklad(DEMANDS, headers={"Accept-Encoding": coding})
    assert answer.status_code == 415 and answer.content == b""


def test_answers_are_packed_and_tell_the_window(sandbox):
    answer = sandbox.moysklad(DEMANDS, params={"limit": 1})
    assert answer.headers["Content-Encoding"] == "gzip" and all(name in answer.headers for name in LIMITS)
    assert answer.headers["X-Lognex-Retry-TimeInterval"] == "3000"
    assert answer.headers["X-Lognex-Reset"] == "0" and "Retry-After" not in answer.headers


def test_another_form_of_answer_is_not_given(sandbox):
    assert error(sandbox.moysklad(DEMANDS, headers={"Accept": "application/xml"})) == (400, 1062)
    assert error(sandbox.moysklad(DEMANDS, headers={"Accept": "application/json"})) == (400, 1062)
    right = {"Accept": "application/json; charset=utf-8"}
    assert sandbox.moysklad(DEMANDS, headers=right).status_code == 200


def test_login_or_token_opens_and_the_newest_token_kills_the_one_before(sandbox):
    known = sandbox.ready["moysklad_login"], sandbox.ready["moysklad_password"]
    url = f"{sandbox.ready['moysklad']}/{DEMANDS}?limit=1"
    assert requests.get(url, auth=known, timeout=10).status_code == 200
    refused = requests.get(url, auth=(known[0], "wrong"), timeout=10)
    assert error(refused) == (401, 1056) and refused.headers["X-Lognex-Auth"]
    newest = issue(sandbox)
    assert len(newest) == 40 and sandbox.moysklad(DEMANDS, token=newest).status_code == 200
    assert error(sandbox.moysklad(DEMANDS)) == (401, 1056)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("entity/weather", (404, 1005)),
        ("weather", (404, 1002)),
        ("entity/demand/00000000-0000-1000-8000-000000000000", (404, 1021)),
        ("entity/demand/first", (400, 1052)),
        ("entity/demand?limit=1001", (400, 1040)),
        ("entity/demand?filter=weather=good", (400, 1034)),
        ("entity/demand?filter=sum=100;sum>99", (400, 1034)),
        ("entity/demand?filter=updated>=yesterday", (400, 1035)),
        ("entity/demand?order=weather,asc", (400, 1063)),
        ("entity/demand?order=positions,asc", (400, 1063)),
    ],
)
def test_what_is_wrong_is_told_by_a_code_in_an_array(sandbox, path, told):
    assert error(sandbox.moysklad(path)) == told


def test_an_old_version_is_gone_and_a_long_address_is_too_long(sandbox):
    old = sandbox.ready["moysklad"].replace("/1.2", "/1.1")
    answer = sandbox.moysklad(f"{old}/entity/demand")
    assert answer.status_code == 410 and answer.headers["X-Lognex-API-Version-Deprecated"]
    assert sandbox.moysklad(f"entity/demand?filter=name={'9' * 8000}").status_code == 414


@pytest.mark.parametrize(
    ("today", "calls"),
    [
        (date(2026, 5, 11), 45),
        (date(2026, 5, 12), 22),
        (date(2026, 9, 1), 15),
        (date(2026, 12, 1), 11),
    ],
)
def test_calls_weigh_more_every_season(today, calls):
    budget = Budget(AccountTerms(), clock=lambda: 100.0)
    for _ in range(calls):
        headers = dict(budget.spend("/entity/demand", today))
    assert headers["X-RateLimit-Limit"] == str(calls) and headers["X-RateLimit-Remaining"] == "0"
    with pytest.raises(Refused) as refused:
        budget.spend("/entity/demand", today)
    assert refused.value.code == 1049 and dict(refused.value.headers)["X-Lognex-Retry-After"] == "3000"


def test_the_window_moves_on_and_a_report_of_stock_weighs_five():
    now = [100.0]
    budget = Budget(AccountTerms(), clock=lambda: now[0])
    for _ in range(9):
        budget.spend("/report/stock/all", date(2026, 1, 1))
    with pytest.raises(Refused):
        budget.spend("/entity/demand", date(2026, 1, 1))
    now[0] += 3.0
    budget.spend("/entity/demand", date(2026, 1, 1))


def test_a_storm_of_refused_calls_ends_the_access_until_support_is_asked():
    budget = Budget(AccountTerms(units=1, storm=3), clock=lambda: 100.0)
    budget.spend("/entity/demand", date(2026, 1, 1))
    codes = []
    for _ in range(6):
        with pytest.raises(Refused) as refused:
            budget.spend("/entity/demand", date(2026, 1, 1))
        codes.append(refused.value.code)
    assert codes == [1049, 1049, 1049, 1049, 1061, 1061]
    budget.forgive()
    budget.spend("/entity/demand", date(2026, 1, 1))


def test_too_many_at_once_and_no_right_have_codes_of_their_own(sandbox):
    sandbox.fault("moysklad", "parallel_limit", times=1)
    assert error(sandbox.moysklad(DEMANDS)) == (429, 1073)
    sandbox.fault("moysklad", "no_right", entity="demand")
    assert error(sandbox.moysklad(DEMANDS)) == (403, 1016)
    assert sandbox.moysklad("entity/customerorder").status_code == 200


def test_a_refusal_says_in_milliseconds_how_long_to_wait(sandbox):
    sandbox.fault("moysklad", "rate_limited", retry_after=7, times=1)
    answer = sandbox.moysklad(DEMANDS)
    assert error(answer) == (429, 1049) and answer.headers["X-Lognex-Retry-After"] == "7000"
