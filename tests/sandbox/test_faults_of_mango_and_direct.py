"""What goes wrong at the exchange and the advertising account shows itself on the wire and can be healed."""

import time

import pytest
import requests

from tests.sandbox.pretend_company import start_server

MAY = ("01.05.2026", "31.05.2026")
DAY = ("28.05.2026", "28.05.2026")
ORDER = {"start_date": "28.05.2026 00:00:00", "end_date": "28.05.2026 23:59:59", "limit": 5000, "offset": 0}
CLIENTS = {"method": "get", "params": {"FieldNames": ["Login"]}}


def ask(sandbox, vendor):
    return (
        sandbox.mango("account/balance")
        if vendor == "mango_office"
        else sandbox.direct("v5/clients", CLIENTS)
    )


@pytest.fixture(params=["mango_office", "yandex_direct"])
def vendor(request):
    return request.param


def days(lines):
    return [line.split("\t")[0] for line in lines[2:-2]]


def test_a_dead_vendor_hangs_up(sandbox, vendor):
    sandbox.fault(vendor, "dead", times=1)
    with pytest.raises(requests.ConnectionError):
        ask(sandbox, vendor)
    assert ask(sandbox, vendor).status_code == 200


def test_a_truncated_body_ends_before_its_length(sandbox, vendor):
    sandbox.fault(vendor, "truncated_body", times=1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        ask(sandbox, vendor)
    assert ask(sandbox, vendor).status_code == 200


def test_a_slow_vendor_answers_late(sandbox, vendor):
    sandbox.fault(vendor, "slow", seconds=0.4, times=1)
    began = time.monotonic()
    assert ask(sandbox, vendor).status_code == 200
    assert time.monotonic() - began > 0.4


@pytest.mark.parametrize(
    ("fault", "mango", "direct"),
    [
        ("http_500", (500, 5001), (500, 1000)),
        ("rate_limited", (429, None), (200, "56")),
        ("token_expired", (401, None), (200, "53")),
        ("payment_required", (200, 2240), (200, "152")),
        ("forbidden", (200, 4001), (200, "58")),
    ],
)
def test_a_vendor_refuses_in_its_own_words(sandbox, vendor, fault, mango, direct):
    sandbox.fault(vendor, fault, times=1)
    refused, healthy = ask(sandbox, vendor), ask(sandbox, vendor)
    status, code = mango if vendor == "mango_office" else direct
    assert refused.status_code == status and healthy.status_code == 200
    if code is not None:
        content = refused.json()
        told = content["result"] if vendor == "mango_office" else content["error"]["error_code"]
        assert str(told) == str(code)


def test_a_report_is_refused_under_http_400(sandbox):
    sandbox.fault("yandex_direct", "rate_limited", times=1, retry_after=3)
    answer = sandbox.order(ReportName="refused")
    assert (answer.status_code, answer.json()["error"]["error_code"]) == (400, 56)
    assert answer.headers["Retry-After"] == "3"
    sandbox.fault("yandex_direct", "payment_required", times=1)
    assert ask(sandbox, "yandex_direct").headers["Units"] == "0/12/64000"


def test_a_page_for_people_comes_with_status_200(sandbox, vendor):
    sandbox.fault(vendor, "html_page", times=1)
    answer = ask(sandbox, vendor)
    assert answer.status_code == 200 and answer.text.startswith("<!DOCTYPE html>")


def test_statistics_can_stay_in_the_queue_for_ever(sandbox):
    key = sandbox.mango("stats/calls/request", ORDER).json()["key"]
    sandbox.fault("mango_office", "never_ready")
    answers = [sandbox.mango("stats/calls/result", {"key": key}).json() for _ in range(5)]
    assert {answer["status"] for answer in answers} <= {"request", "work"}
    sandbox.control("DELETE", "faults")
    assert [sandbox.mango("stats/calls/result", {"key": key}).json()["status"] for _ in range(2)][
        1
    ] == "complete"


def test_a_report_can_stay_in_the_queue_for_ever(sandbox):
    sandbox.order(ReportName="stuck")
    sandbox.fault("yandex_direct", "never_ready")
    answers = [sandbox.order(ReportName="stuck") for _ in range(4)]
    assert {answer.status_code for answer in answers} == {202}
    assert {answer.headers["reportsInQueue"] for answer in answers} == {"1"}


def test_a_key_can_be_lost_and_ordered_anew(sandbox):
    key = sandbox.mango("stats/calls/request", ORDER).json()["key"]
    sandbox.fault("mango_office", "lost_key", times=1)
    assert sandbox.mango("stats/calls/result", {"key": key}).status_code == 404
    assert sandbox.mango("stats/calls/result", {"key": key}).status_code == 404
    assert sandbox.contexts(*DAY)


@pytest.mark.parametrize("status", ["error", "cancel", "not-found"])
def test_statistics_can_fail_after_a_while(sandbox, status):
    key = sandbox.mango("stats/calls/request", ORDER).json()["key"]
    sandbox.fault("mango_office", "bad_status", value=status)
    answers = [sandbox.mango("stats/calls/result", {"key": key}).json() for _ in range(2)]
    assert answers[1] == {"result": 1000, "status": status}


def test_the_header_of_a_period_can_disagree_with_its_calls(sandbox):
    (honest,) = sandbox.statistics(*DAY)
    sandbox.fault("mango_office", "wrong_totals", rows=2)
    (wrong,) = sandbox.statistics(*DAY)
    assert wrong["list"] == honest["list"]
    assert wrong["total_calls_count"] == honest["total_calls_count"] + 2
    assert wrong["total_talks_duration"] == honest["total_talks_duration"] + 120


def test_lists_of_one_can_come_as_objects(sandbox):
    (block,) = sandbox.statistics(*DAY)
    sandbox.fault("mango_office", "data_object")
    sandbox.fault("mango_office", "leg_object")
    whole = sandbox.statistics(*DAY)
    assert whole["period"] == block["period"] and len(whole["list"]) == len(block["list"])
    for plain, odd in zip(block["list"], whole["list"], strict=True):
        legs = plain["context_calls"]
        assert odd["context_calls"] == (legs[0] if len(legs) == 1 else legs)


def test_a_page_can_repeat_and_a_field_change_its_type(sandbox):
    sandbox.fault("mango_office", "repeat_page")
    first, second = (sandbox.contexts(*MAY, limit=5, offset=offset) for offset in (0, 5))
    assert first == second
    sandbox.control("DELETE", "faults")
    sandbox.fault("mango_office", "changed_type", path="/vpbx/stats/calls/request")
    assert isinstance(sandbox.contexts(*DAY)[0]["talk_duration"], str)
    sandbox.fault("mango_office", "drop_key", row=1)
    assert ["entry_id" in context for context in sandbox.contexts(*DAY)][:3] == [True, False, True]


def test_campaigns_can_repeat_for_ever(sandbox):
    sandbox.fault("yandex_direct", "repeat_page")
    body = {
        "method": "get",
        "params": {"SelectionCriteria": {}, "FieldNames": ["Id"], "Page": {"Offset": 10}},
    }
    result = sandbox.direct("v501/campaigns", body).json()["result"]
    assert result["Campaigns"] and result["LimitedBy"] == 10_000


def test_a_report_can_end_in_the_middle_without_its_last_line(sandbox):
    whole = sandbox.report(ReportName="whole")
    sandbox.fault("yandex_direct", "no_summary", times=1)
    cut, again = sandbox.report(ReportName="cut"), sandbox.report(ReportName="cut")
    assert cut[1:-1] == whole[1 : len(cut) - 1] and not any("Total rows" in line for line in cut)
    assert again[1:] == whole[1:]


def test_a_day_can_lose_calls_that_were_reported_before(sandbox):
    before = sandbox.contexts(*MAY)
    sandbox.fault("mango_office", "shrinking_day", day="2026-05-28", rows=2)
    blocks = sandbox.statistics(*MAY)
    after = [context for block in blocks for context in block["list"]]
    assert len(after) == len(before) - 2
    (block,) = [block for block in blocks if block["period"].startswith("28.05.2026")]
    assert block["total_calls_count"] == len(block["list"])
    assert len(sandbox.contexts("29.05.2026", "29.05.2026")) > 0


def test_a_day_can_lose_campaigns_that_were_reported_before(sandbox):
    before = days(sandbox.report(ReportName="before"))
    sandbox.fault("yandex_direct", "shrinking_day", day="2026-05-28")
    after = days(sandbox.report(ReportName="after"))
    assert before.count("2026-05-28") - after.count("2026-05-28") == 1 and len(before) - len(after) == 1


@pytest.mark.parametrize("vendor", ["mango_office", "yandex_direct"])
def test_a_day_can_come_late(sandbox, vendor):
    def rows(name):
        if vendor == "mango_office":
            return len(sandbox.contexts(*DAY))
        return days(sandbox.report(ReportName=name)).count("2026-05-28")

    usual = rows("usual")
    sandbox.fault(vendor, "late_day", day="2026-05-28", until="2026-06-03T00:00:00+03:00")
    assert usual and rows("late") == 0
    sandbox.control("POST", "clock", {"now": "2026-06-03T03:00:00+03:00"})
    assert rows("there") == usual


def test_a_fault_that_the_vendor_does_not_have_is_refused_by_name(sandbox):
    status, content = sandbox.control("POST", "faults", {"vendor": "yandex_direct", "fault": "lost_key"})
    assert status == 400 and "no_summary" in content["what"]


def test_limits_are_listed_and_unknown_ones_refused(sandbox):
    assert sandbox.control("GET", "limits")[1]["yandex_direct"]["queue"] == 5
    assert sandbox.control("POST", "limits", {"mango_office": {"speed": 1}})[0] == 400
    assert sandbox.control("POST", "limits", {"amocrm": {"per_second": 12}})[1]["amocrm"]["per_second"] == 12


def test_out_of_the_box_the_limits_are_the_vendors(tmp_path):
    process, ready = start_server(tmp_path)
    limits = requests.get(f"{ready['url']}/_sandbox/limits", timeout=10).json()
    process.terminate()
    assert process.wait(10) is not None
    assert (limits["mango_office"]["stats_interval"], limits["mango_office"]["per_second"]) == (2, 10)
    assert (limits["mango_office"]["block_seconds"], limits["yandex_direct"]["queue"]) == (120, 5)
    assert (limits["yandex_direct"]["reports_per_10_seconds"], limits["amocrm"]["access_seconds"]) == (
        20,
        86400,
    )
