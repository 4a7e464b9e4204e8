"""Who may enter the pretend amoCRM, and how fast."""

from sandbox.wire.limits import Door

LEADS = "leads?limit=1"


def test_a_wrong_token_is_a_401_problem(sandbox):
    answer = sandbox.amo("leads", token="somebody-else")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 401 and answer.json()["title"] == "Unauthorized"


def test_nobody_may_write(sandbox):
    headers = {"Authorization": f"Bearer {sandbox.ready['amocrm_token']}"}
    answer = sandbox.session.post(
        f"{sandbox.ready['amocrm']}/api/v4/leads", json=[], headers=headers, timeout=10
    )
    assert answer.status_code == 405


def test_beyond_seven_requests_a_second_the_answer_is_429_and_the_body_may_be_no_json(sandbox):
    sandbox.control("POST", "limits", {"amocrm": {"per_second": 7, "patience": 1000}})
    answers = [sandbox.amo(LEADS) for _ in range(40)]
    assert [answer.status_code for answer in answers[:7]] == [200] * 7
    refused = [answer for answer in answers if answer.status_code == 429]
    kinds = {answer.headers["content-type"].split(";")[0] for answer in refused}
    assert kinds == {"application/problem+json", "text/html"}
    assert not any("Retry-After" in answer.headers for answer in refused)


def test_who_keeps_flooding_is_blocked_until_forgiven(sandbox):
    sandbox.control("POST", "limits", {"amocrm": {"per_second": 1, "patience": 3, "block_seconds": 60}})
    codes = [sandbox.amo(LEADS).status_code for _ in range(60)]
    assert codes.count(429) == 3 and codes[-1] == 403
    sandbox.control("DELETE", "faults")
    assert sandbox.amo(LEADS).status_code == 200


def test_a_second_later_the_door_is_open_again():
    times = iter([0.0, 0.4, 0.5, 0.99, 1.0, 1.1])
    door = Door(per_second=2, clock=lambda: next(times))
    assert [door.knock() for _ in range(6)] == [
        "welcome",
        "welcome",
        "too_many",
        "too_many",
        "welcome",
        "too_many",
    ]


def test_a_block_ends_by_itself():
    times = iter([0.0, 0.1, 0.2, 0.3, 30.0, 30.3])
    door = Door(per_second=1, patience=2, block_seconds=30, clock=lambda: next(times))
    assert [door.knock() for _ in range(6)] == [
        "welcome",
        "too_many",
        "too_many",
        "blocked",
        "blocked",
        "welcome",
    ]
