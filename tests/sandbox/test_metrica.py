"""What the pretend Metrica shows and how it refuses: reports of visits, goals, logs in parts, quotas."""

import ast

import pytest

from sandbox.vendors.yandex_metrica.errors import Refused
from sandbox.vendors.yandex_metrica.quotas import Counted, Quotas

REPORT = "stat/v1/data"
COUNTER = "management/v1/counter/98000001"
ENQUIRY, PAYMENT = 20002, 20004
LONG = {"date1": "2026-02-16", "date2": "2026-06-01"}
MARKS = ",".join(f"ym:s:lastsignUTM{what}" for what in ("Source", "Medium", "Campaign", "Content", "Term"))
FIELDS = (
    "ym:s:visitID,ym:s:date,ym:s:dateTime,ym:s:clientID,ym:s:lastsignUTMSource,ym:s:goalsID,"
    "ym:s:goalsDateTime,ym:s:startURL,ym:s:pageViews"
)


def report(sandbox, **query):
    answer = sandbox.metrica(
        REPORT, **{"ids": 98000001, "metrics": "ym:s:visits", "limit": 100_000, **LONG, **query}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def error(answer):
    told = answer.json()
    assert told["code"] == answer.status_code and told["message"] == told["errors"][0]["message"]
    return answer.status_code, told["errors"][0]["error_type"]


def order(sandbox, **query):
    asked = {**LONG, "source": "visits", "fields": FIELDS, **query}
    return sandbox.metrica(f"{COUNTER}/logrequests", "POST", **asked)


def state(sandbox, id_):
    return sandbox.metrica(f"{COUNTER}/logrequest/{id_}").json()["log_request"]


def part(sandbox, id_, number):
    return sandbox.metrica(f"{COUNTER}/logrequest/{id_}/part/{number}/download")


def log(sandbox, **query):
    """Order a log, wait, and give its rows by field."""
    id_ = order(sandbox, **query).json()["log_request"]["request_id"]
    while (told := state(sandbox, id_))["status"] == "created":
        continue
    rows = []
    for one in told["parts"]:
        header, *lines = part(sandbox, id_, one["part_number"]).text.split("\n")
        assert header == FIELDS.replace(",", "\t") and lines.pop() == ""
        rows += [dict(zip(FIELDS.split(","), line.split("\t"), strict=True)) for line in lines]
    assert sandbox.metrica(f"{COUNTER}/logrequest/{id_}/clean", "POST").status_code == 200
    return rows


def test_the_counter_tells_its_zone_and_its_goals(sandbox):
    (counter,) = sandbox.metrica("management/v1/counters").json()["counters"]
    assert (counter["id"], counter["time_zone_name"]) == (98000001, "Europe/Moscow")
    assert sandbox.metrica(COUNTER).json()["counter"] == counter
    goals = sandbox.metrica(f"{COUNTER}/goals").json()["goals"]
    assert {goal["id"] for goal in goals} >= {ENQUIRY, PAYMENT}


@pytest.mark.parametrize(
    ("path", "how", "expected"),
    [
        (REPORT, {"auth": "OAuth wrong"}, (401, "invalid_token")),
        (REPORT, {"auth": "Bearer sandbox-metrica-token-of-sevsvet"}, (401, "invalid_token")),
        (REPORT, {"ids": 1, "metrics": "ym:s:visits"}, (403, "access_denied")),
        ("management/v1/counter/1/goals", {}, (403, "access_denied")),
        ("stat/v1/nothing", {}, (404, "not_found")),
        (REPORT, {"ids": 98000001}, (400, "missing_parameter")),
        (REPORT, {"ids": 98000001, "metrics": "ym:s:profit"}, (400, "invalid_parameter")),
        (REPORT, {"ids": 98000001, "metrics": "ym:s:visits", "offset": 0}, (400, "invalid_parameter")),
        (REPORT, {"ids": 98000001, "metrics": "ym:s:visits", "limit": 100_001}, (400, "invalid_parameter")),
        (
            REPORT,
            {"ids": 98000001, "metrics": "ym:s:visits", "dimensions": "ym:ad:date"},
            (400, "invalid_parameter"),
        ),
        (
            REPORT,
            {"ids": 98000001, "metrics": ",".join(["ym:s:visits"] * 21)},
            (400, "invalid_parameter"),
        ),
    ],
)
def test_a_refusal_names_its_type_and_repeats_its_message(sandbox, path, how, expected):
    assert error(sandbox.metrica(path, **how)) == expected


def test_visits_without_marks_are_hidden_unless_undefined_ones_are_asked_for(sandbox):
    marked = report(sandbox, dimensions="ym:s:lastsignUTMSource")
    whole = report(sandbox, dimensions="ym:s:lastsignUTMSource", include_undefined="true")
    assert None not in {row["dimensions"][0]["name"] for row in marked["data"]}
    assert None in {row["dimensions"][0]["name"] for row in whole["data"]}
    assert whole["totals"] == report(sandbox)["totals"] and marked["totals"] < whole["totals"]
    assert whole["totals"] == [sum(row["metrics"][0] for row in whole["data"])]
    assert (whole["sampled"], whole["sample_share"], whole["contains_sensitive_data"]) == (False, 1.0, False)


def test_pages_begin_at_one_and_a_short_limit_is_the_usual(sandbox):
    asked = {"dimensions": f"ym:s:date,{MARKS}", "include_undefined": "true", "sort": "ym:s:date"}
    whole = report(sandbox, **asked)["data"]
    pages = [report(sandbox, **asked, limit=100, offset=start)["data"] for start in (1, 101)]
    assert pages[0] + pages[1] == whole[:200] and len(whole) > 200
    usual = sandbox.metrica(REPORT, ids=98000001, metrics="ym:s:visits", **LONG, **asked).json()
    assert len(usual["data"]) == 100 and usual["total_rows"] == len(whole)


def test_dimensions_filters_and_periods_may_be_named_in_several_ways(sandbox):
    asked = {"dimensions": "ym:s:<attribution>UTMSource", "attribution": "last"}
    assert report(sandbox, **asked)["data"] == report(sandbox, dimensions="ym:s:lastUTMSource")["data"]
    (ad,) = report(
        sandbox,
        dimensions="ym:s:lastsignTrafficSource",
        filters="ym:s:lastsignTrafficSource=='ad'",
        lang="en",
    )["data"]
    assert ad["dimensions"] == [{"name": "Ad traffic", "id": "ad"}]
    named = report(sandbox, date1="7daysAgo", date2="yesterday")
    assert (named["query"]["date1"], named["query"]["date2"]) == ("2026-05-26", "2026-06-01")
    assert report(sandbox, metrics="ym:s:visits,ym:s:bounceRate,ym:s:users")["totals"][1] < 100


def test_many_visits_are_sampled_unless_the_answer_must_be_full(sandbox):
    exact = report(sandbox)["totals"][0]
    sandbox.control("POST", "limits", {"yandex_metrica": {"sampled_above": 100}})
    rough = report(sandbox)
    assert rough["sampled"] and rough["sample_share"] < 0.2 and rough["sample_size"] <= 100
    assert rough["totals"][0] == pytest.approx(exact, rel=0.1)
    assert report(sandbox, accuracy="full")["totals"] == [exact]


def test_too_long_a_report_is_called_too_complicated(sandbox):
    sandbox.control("POST", "limits", {"yandex_metrica": {"complicated_above_days": 31}})
    answer = sandbox.metrica(REPORT, ids=98000001, metrics="ym:s:visits", **LONG)
    assert error(answer) == (400, "invalid_parameter") and "too complicated" in answer.json()["message"]


def test_goals_are_reached_by_enquiries_and_paid_for_weeks_later(sandbox):
    metrics = f"ym:s:goal{ENQUIRY}reaches,ym:s:goal{PAYMENT}visits"
    before = report(sandbox, metrics=metrics)["totals"]
    sandbox.control("POST", "clock", {"now": "2026-06-04T03:00:00+03:00"})
    after = report(sandbox, metrics=metrics)["totals"]
    assert before[0] == after[0] > 10
    assert after[1] >= before[1] > 0


def test_a_log_is_prepared_handed_out_in_parts_and_cleaned(sandbox):
    sandbox.control("POST", "limits", {"yandex_metrica": {"log_part_rows": 500}})
    told = order(sandbox).json()["log_request"]
    assert (told["status"], told["size"], "parts" in told) == ("created", 0, False)
    id_ = told["request_id"]
    early = part(sandbox, id_, 0)
    assert early.status_code == 400 and "status 'processed'" in early.json()["message"]
    assert [state(sandbox, id_)["status"] for _ in range(2)] == ["created", "processed"]
    parts = state(sandbox, id_)["parts"]
    texts = [part(sandbox, id_, number).text for number in range(len(parts))]
    assert len(parts) > 2 and {text.partition("\n")[0] for text in texts} == {FIELDS.replace(",", "\t")}
    assert part(sandbox, id_, len(parts)).json()["message"] == "Incorrect part number"
    listed = sandbox.metrica(f"{COUNTER}/logrequests").json()["requests"]
    assert listed[-1]["status"] == "processed"
    cleaned = sandbox.metrica(f"{COUNTER}/logrequest/{id_}/clean", "POST").json()["log_request"]
    assert cleaned["status"] == "cleaned_by_user"
    assert part(sandbox, id_, 0).status_code == 400


def test_the_log_and_the_report_know_the_same_visits(sandbox):
    rows = log(sandbox)
    assert len(rows) == len({row["ym:s:visitID"] for row in rows}) == report(sandbox)["totals"][0]
    assert all(int(row["ym:s:visitID"]) > 2**53 for row in rows)
    reached = [ast.literal_eval(row["ym:s:goalsID"]) for row in rows]
    metrics = f"ym:s:goal{ENQUIRY}reaches"
    assert sum(goals.count(ENQUIRY) for goals in reached) == report(sandbox, metrics=metrics)["totals"][0]
    times = [ast.literal_eval(row["ym:s:goalsDateTime"]) for row in rows]
    assert [len(one) for one in times] == [len(one) for one in reached]
    # a tab and quotes inside an address: the table has neither quoting nor another column
    assert any("\\t" in row["ym:s:startURL"] and '"' in row["ym:s:startURL"] for row in rows)


def test_a_visit_may_go_on_after_the_night(sandbox):
    day = {"date1": "2026-05-30", "date2": "2026-06-01"}
    before = {row["ym:s:visitID"]: row["ym:s:pageViews"] for row in log(sandbox, **day)}
    sandbox.control("POST", "clock", {"now": "2026-06-04T03:00:00+03:00"})
    after = {row["ym:s:visitID"]: row["ym:s:pageViews"] for row in log(sandbox, **day)}
    assert set(before) == set(after) and before != after


@pytest.mark.parametrize(
    "query",
    [
        {"date2": "2026-06-02"},
        {"date1": "2026-06-02", "date2": "2026-06-01"},
        {"date1": "2025-05-01"},
        {"fields": "ym:s:nothing"},
        {"fields": ",".join(["ym:s:visitID"] * 300)},
        {"source": "hits"},
    ],
)
def test_a_log_that_cannot_be_is_refused(sandbox, query):
    assert error(order(sandbox, **query)) == (400, "invalid_parameter")


def test_room_is_taken_until_a_log_is_cleaned_or_cancelled(sandbox):
    sandbox.control("DELETE", "faults")
    day = {"date1": "2026-05-28", "date2": "2026-05-28"}
    sandbox.control("POST", "limits", {"yandex_metrica": {"log_bytes": 6000}})
    first = order(sandbox, **day).json()["log_request"]["request_id"]
    asked = {**day, "source": "visits", "fields": FIELDS}
    told = sandbox.metrica(f"{COUNTER}/logrequests/evaluate", **asked).json()["log_request_evaluation"]
    assert (told["possible"], told["log_request_sum_max_size"]) == (False, 6000)
    assert 0 < told["log_request_sum_size"] < 6000
    assert error(order(sandbox, **day)) == (400, "invalid_parameter")
    cancelled = sandbox.metrica(f"{COUNTER}/logrequest/{first}/cancel", "POST").json()["log_request"]
    assert cancelled["status"] == "canceled" and order(sandbox, **day).status_code == 200


def test_a_log_may_fail_wait_again_or_come_cut(sandbox):
    day = {"date1": "2026-05-28", "date2": "2026-05-28"}
    sandbox.fault("yandex_metrica", "log_fails", times=1)
    id_ = order(sandbox, **day).json()["log_request"]["request_id"]
    failed = state(sandbox, id_)
    assert failed["status"] == "processing_failed" and "parts" not in failed
    sandbox.fault("yandex_metrica", "log_waits_again", times=1)
    id_ = order(sandbox, **day).json()["log_request"]["request_id"]
    assert [state(sandbox, id_)["status"] for _ in range(2)] == ["awaiting_retry", "processed"]
    sandbox.fault("yandex_metrica", "cut_part", times=1)
    cut, whole = part(sandbox, id_, 0).text, part(sandbox, id_, 0).text
    assert whole.startswith(cut) and not cut.endswith("\n")


def test_quotas_count_seconds_five_minutes_and_days_of_greenwich():
    now = [1_780_012_800.0]
    counted = Counted(Quotas(per_second=2, reports_per_5_minutes=3, per_day=7), lambda: now[0])

    def ask(**how):
        counted.admit(**{"is_report": True, "is_log": False, **how})

    def kind(**how):
        with pytest.raises(Refused) as refused:
            ask(**how)
        assert refused.value.status == 429
        return refused.value.kind

    ask()
    ask()
    assert kind() == "quota_requests_by_ip"
    now[0] += 1
    ask()
    now[0] += 1
    assert kind() == "quota_requests_by_uid"
    now[0] += 300
    ask()
    ask(is_report=False, is_log=True)
    assert kind(is_report=False) == "quota_requests_by_uid"
    now[0] += 86_400
    ask()


def test_a_fourth_request_at_once_is_refused_and_the_english_page_says_420(sandbox):
    sandbox.control("POST", "limits", {"yandex_metrica": {"refusal_status": 420}})
    sandbox.fault("yandex_metrica", "three_at_once", times=1)
    assert error(sandbox.metrica(f"{COUNTER}/goals")) == (420, "quota_parallel_requests")
    sandbox.fault("yandex_metrica", "hidden_rows", times=1)
    assert report(sandbox)["contains_sensitive_data"]
    sandbox.fault("yandex_metrica", "late_day", day="2026-05-28")
    assert report(sandbox, date1="2026-05-28", date2="2026-05-28")["totals"] == [0.0]
