"""What is asked of the pretend Metrica is served or refused: never a wrong set of rows, never a fall."""

import pytest

REPORT, COUNTERS = "stat/v1/data", "management/v1/counters"
COUNTER = "management/v1/counter/98000001"
ONE_YEAR = {"date1": "2025-06-02", "date2": "2026-06-01"}
SOURCE = "ym:s:lastsignUTMSource"
LOG = {"date1": "2026-05-28", "date2": "2026-05-28", "source": "visits", "fields": "ym:s:visitID"}


def asked(sandbox, **query):
    return sandbox.metrica(REPORT, **{"ids": 98000001, "metrics": "ym:s:visits", **ONE_YEAR, **query})


def report(sandbox, **query):
    answer = asked(sandbox, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def error(answer):
    told = answer.json()
    assert told["code"] == answer.status_code and told["message"] == told["errors"][0]["message"]
    return answer.status_code, told["errors"][0]["error_type"]


@pytest.mark.parametrize(
    "query",
    [
        {"ids": "first"},
        {"metrics": "visits"},
        {"metrics": ["ym:s:visits", "ym:s:users"]},
        {"metrics": f"ym:s:goal{'9' * 5000}reaches"},
        {"dimensions": "UTMSource"},
        {"dimensions": "date"},
        {"date1": "99999999999999daysAgo"},
        {"date1": "20260501"},
        {"date1": "2026-W19-1"},
        {"limit": "9" * 5000},
        {"limit": "٥"},
        {"offset": "9" * 5000},
        {"accuracy": "banana"},
        {"accuracy": "2"},
        {"include_undefined": "perhaps"},
        {"lang": "zz"},
        {"timezone": "Moscow"},
        {"timezone": "+25:00"},
        {"sort": "ym:s:users"},
        {"filters": "ym:s:visits>1"},
        {"filters": "ym:s:date=='2026-05-05' OR ym:s:date=='2026-05-06'"},
        {"preset": "sources_summary"},
    ],
)
def test_a_parameter_that_means_nothing_is_refused(sandbox, query):
    assert error(asked(sandbox, **query)) == (400, "invalid_parameter")


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ({"ids": ""}, "missing_parameter"),
        ({"metrics": ""}, "missing_parameter"),
        ({"filters": " AND ".join(["ym:s:date!='2026-05-05'"] * 21)}, "filter_limits"),
        ({"filters": f"ym:s:date!='{'5' * 10_000}'"}, "filter_limits"),
    ],
)
def test_what_is_missing_or_too_much_has_a_type_of_its_own(sandbox, query, kind):
    assert error(asked(sandbox, **query)) == (400, kind)


@pytest.mark.parametrize("word", ["true", "True", "1"])
def test_undefined_rows_are_asked_for_as_clients_spell_it(sandbox, word):
    shown = report(sandbox, dimensions=SOURCE, include_undefined=word)["data"]
    assert None in {row["dimensions"][0]["name"] for row in shown}
    hidden = report(sandbox, dimensions=SOURCE, include_undefined="false")["data"]
    assert len(hidden) == len(shown) - 1


def test_days_are_those_of_the_zone_that_is_asked_for(sandbox):
    days = {"dimensions": "ym:s:date", "limit": 1000}
    moscow, same = report(sandbox, **days), report(sandbox, **days, timezone="+03:00")
    far = report(sandbox, **days, timezone="+12:00")
    assert moscow["data"] == same["data"] != far["data"]
    whole = {**days, "date1": "2025-01-01", "date2": "2026-06-30"}
    assert report(sandbox, **whole, timezone="+12:00")["totals"] == report(sandbox, **whole)["totals"]


def test_the_answer_repeats_the_question(sandbox):
    query = report(
        sandbox, dimensions="ym:s:date", sort="-ym:s:visits", attribution="first", filters="ym:s:date!='x'"
    )["query"]
    assert (query["attribution"], query["sort"]) == ("First", ["-ym:s:visits"])
    assert query["filters"] == "ym:s:date!='x'"


def test_counters_are_paged_and_searched_and_one_goal_has_an_address(sandbox):
    assert sandbox.metrica(COUNTERS, per_page=1).json()["counters"]
    past = sandbox.metrica(COUNTERS, per_page=1, offset=2).json()
    assert (past["rows"], past["counters"]) == (1, [])
    assert sandbox.metrica(COUNTERS, search_string="sevsvet").json()["rows"] == 1
    assert sandbox.metrica(COUNTERS, search_string="nobody").json() == {"rows": 0, "counters": []}
    assert sandbox.metrica(COUNTERS, counter_ids="1,98000001", status="Active").json()["rows"] == 1
    for wish in ({"counter_ids": "1"}, {"status": "Deleted"}):
        assert sandbox.metrica(COUNTERS, **wish).json() == {"rows": 0, "counters": []}
    assert error(sandbox.metrica(COUNTERS, type="simple")) == (400, "invalid_parameter")
    (goal, *_) = sandbox.metrica(f"{COUNTER}/goals").json()["goals"]
    assert sandbox.metrica(f"{COUNTER}/goal/{goal['id']}").json() == {"goal": goal}
    assert error(sandbox.metrica(f"{COUNTER}/goal/1")) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "logrequests"),
        ("PUT", "logrequests"),
        ("POST", "logrequests/evaluate"),
        ("POST", "logrequest/{id}"),
        ("DELETE", "logrequest/{id}"),
        ("POST", "logrequest/{id}/part/0/download"),
        ("GET", "logrequest/{id}/clean"),
        ("GET", "logrequest/{id}/cancel"),
    ],
)
def test_each_step_of_a_log_has_its_method(sandbox, method, path):
    id_ = sandbox.metrica(f"{COUNTER}/logrequests", "POST", **LOG).json()["log_request"]["request_id"]
    refused = sandbox.metrica(f"{COUNTER}/{path.format(id=id_)}", method, **LOG)
    assert error(refused) == (405, "invalid_parameter")


@pytest.mark.parametrize("path", [f"logrequest/{'9' * 5000}", "logrequest/1", "logrequest/1/clean"])
def test_a_log_that_nobody_ordered_is_not_found(sandbox, path):
    assert error(sandbox.metrica(f"{COUNTER}/{path}", "POST" if "clean" in path else "GET")) == (
        404,
        "not_found",
    )


def test_a_part_that_cannot_be_is_no_part(sandbox):
    id_ = sandbox.metrica(f"{COUNTER}/logrequests", "POST", **LOG).json()["log_request"]["request_id"]
    for _ in range(2):
        sandbox.metrica(f"{COUNTER}/logrequest/{id_}")
    refused = sandbox.metrica(f"{COUNTER}/logrequest/{id_}/part/{'9' * 5000}/download")
    assert error(refused)[0] in (400, 404)


@pytest.mark.parametrize(
    "query", [{"date1": "20260528"}, {"date1": "yesterday"}, {"fields": "ym:s:visitID,ym:s:visitID"}]
)
def test_a_log_is_ordered_by_whole_days_and_by_different_fields(sandbox, query):
    answer = sandbox.metrica(f"{COUNTER}/logrequests", "POST", **{**LOG, **query})
    assert error(answer) == (400, "invalid_parameter")


def test_a_log_that_waits_again_still_takes_its_room(sandbox):
    def room():
        told = sandbox.metrica(f"{COUNTER}/logrequests/evaluate", **LOG).json()
        return told["log_request_evaluation"]["log_request_sum_size"]

    before = room()
    id_ = sandbox.metrica(f"{COUNTER}/logrequests", "POST", **LOG).json()["log_request"]["request_id"]
    taken = room()
    sandbox.fault("yandex_metrica", "log_waits_again", times=1)
    waiting = sandbox.metrica(f"{COUNTER}/logrequest/{id_}").json()["log_request"]
    assert waiting["status"] == "awaiting_retry" and room() == taken > before


def test_somebody_elses_counter_is_denied_whatever_the_method(sandbox):
    for method in ("GET", "POST"):
        answer = sandbox.metrica("management/v1/counter/1/logrequests", method, **LOG)
        assert error(answer) == (403, "access_denied")


def test_a_log_tells_by_which_advertisement_a_visit_came(sandbox):
    names = ("TrafficSource", "UTMSource", "UTMCampaign", "AdvEngine", "DirectClickOrder", "HasGCLID")
    fields = [
        *(f"ym:s:lastsign{name}" for name in names),
        *("ym:s:offlineCallTalkDuration", "ym:s:offlineCallFirstTimeCaller"),
    ]
    asked = {**LOG, "date1": "2026-05-01", "fields": ",".join(fields)}
    answer = sandbox.metrica(f"{COUNTER}/logrequests", "POST", **asked)
    assert answer.status_code == 200, answer.text
    id_ = answer.json()["log_request"]["request_id"]
    for _ in range(2):
        sandbox.metrica(f"{COUNTER}/logrequest/{id_}")
    text = sandbox.metrica(f"{COUNTER}/logrequest/{id_}/part/0/download").text
    rows = [line.split("\t") for line in text.split("\n")[1:-1]]
    engines = {(source, mark): engine for source, mark, _, engine, *_ in rows}
    assert engines["ad", "yandex"] == "ya_direct" and engines["organic", ""] == engines["direct", ""] == ""
    for source, mark, campaign, _, order, *others in rows:
        is_direct = (source, mark.strip().lower()) == ("ad", "yandex") and campaign.isdecimal()
        assert order == (campaign if is_direct else "0")
        assert others == ["0", "0", "0"]
