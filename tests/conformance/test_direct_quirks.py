"""Each quirk on Direct's page (in connectors/vendors/yandex_direct/connector.py), against its account."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests
from urllib3 import HTTPResponse

from connectors.kit.days import Days
from connectors.kit.errors import (
    AccessDenied,
    PagingLoop,
    SettingsError,
    UnexpectedReply,
    VendorUnavailable,
)
from connectors.loading.load import load_stream
from connectors.vendors.yandex_direct.tsv import CutShort, Report
from tests.pretend_nights import Nights

MOSCOW = ZoneInfo("Europe/Moscow")
FIRST, LAST = date(2026, 5, 20), date(2026, 5, 31)
FIELDS = ("Date", "CampaignId", "CampaignName", "CampaignType", "Impressions", "Clicks", "Cost")


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def load_days(nights: Nights, first: date = FIRST, last: date = LAST, stream="ad_report", **settings: object):
    connector = nights.connector("yandex_direct", **settings)
    return load_stream(
        connector,
        connector.stream(stream),
        source="yandex_direct_main",
        landing=nights.landing,
        transport=nights.transport(connector),
        beginning=datetime.fromisoformat(f"{first}T00:00:00+03:00"),
        now=datetime.fromisoformat(nights.now),
        days=(first, last),
    )


def limits(nights: Nights, **direct: object) -> None:
    nights.control("POST", "limits", {"yandex_direct": direct})


def reports(nights: Nights) -> list[str]:
    """What the requests for reports ended in."""
    return [
        request["outcome"]
        for request in nights.asked("yandex_direct")
        if request["path"].strip("/").endswith("reports")
    ]


def told(nights: Nights, vat: str = "NO") -> dict[tuple[str, str], int]:
    """(day, campaign) → cost in micros, as a report of everything says at once."""
    definition = {
        **{"SelectionCriteria": {}, "FieldNames": ["Date", "CampaignId", "Cost"], "ReportName": f"all {vat}"},
        **{"ReportType": "CUSTOM_REPORT", "DateRangeType": "ALL_TIME", "Format": "TSV", "IncludeVAT": vat},
    }
    answer = requests.post(
        f"{nights.ready['direct']}/json/v5/reports",
        json={"params": definition},
        headers={
            "Authorization": f"Bearer {nights.ready['direct_token']}",
            "processingMode": "online",
            "skipReportHeader": "true",
            "skipColumnHeader": "true",
            "skipReportSummary": "true",
        },
        timeout=60,
    )
    rows = [line.split("\t") for line in answer.text.splitlines()]
    return {(day, campaign): int(cost.replace("--", "0")) for day, campaign, cost in rows}


def landed(nights: Nights, stream: str = "ad_report") -> dict[tuple[str, str], int]:
    alive = nights.alive("yandex_direct", stream).values()
    return {(row["Date"], row["CampaignId"]): row["Cost"] or 0 for row in alive}


def test_a_report_is_queued_built_and_handed_out_to_the_same_order(nights: Nights):
    limits(nights, polls=3, retry_in=7)
    receipt = load_days(nights)
    assert receipt.rows > 0
    assert reports(nights) == ["201", "202", "202", "202", "200"]
    assert nights.slept == [7.0] * 4


def test_a_report_that_is_ready_at_once_is_taken(nights: Nights):
    limits(nights, immediate=True)
    assert load_days(nights).rows > 0
    assert (reports(nights), nights.slept) == (["200"], [])


def test_a_report_that_never_comes_is_left_for_the_next_run(nights: Nights):
    nights.fault("yandex_direct", "never_ready")
    limits(nights, retry_in=60)
    with pytest.raises(VendorUnavailable, match="not ready after 360 s"):
        load_days(nights, patience_seconds=300)
    assert nights.landing.batches("yandex_direct_main", "ad_report") == []


def test_a_full_queue_is_waited_out(nights: Nights):
    nights.fault("yandex_direct", "never_ready")
    for number in range(5):
        with pytest.raises(VendorUnavailable):
            load_days(nights, last=date(2026, 5, 25 + number), patience_seconds=1)
    nights.forget()
    with pytest.raises(VendorUnavailable, match="not ready"):
        load_days(nights, patience_seconds=60)
    assert set(reports(nights)) == {"400"}
    nights.control("DELETE", "faults")
    assert load_days(nights).complete


def test_asking_for_reports_too_often_is_waited_out(nights: Nights):
    nights.fault("yandex_direct", "rate_limited", path="/json/v5/reports", times=2)
    assert load_days(nights).complete
    assert nights.slept[:2] == [20.0, 20.0]


def test_a_report_that_failed_is_ordered_under_a_new_name(nights: Nights):
    nights.fault("yandex_direct", "http_500", path="/json/v5/reports", times=1)
    assert load_days(nights).complete


def test_reports_that_keep_failing_are_left_for_the_next_run(nights: Nights):
    nights.fault("yandex_direct", "http_500", path="/json/v5/reports")
    with pytest.raises(VendorUnavailable, match="failed 3 times"):
        load_days(nights)
    assert len(reports(nights)) == 3


def test_a_report_without_its_last_line_is_fetched_again(nights: Nights):
    nights.fault("yandex_direct", "no_summary", times=1)
    assert load_days(nights).complete
    whole = {key: cost for key, cost in told(nights).items() if str(FIRST) <= key[0] <= str(LAST)}
    assert landed(nights) == whole


def test_a_report_that_stays_cut_is_not_landed(nights: Nights):
    nights.fault("yandex_direct", "no_summary")
    with pytest.raises(UnexpectedReply, match="ends before its last line"):
        load_days(nights)
    assert nights.landing.batches("yandex_direct_main", "ad_report") == []


def test_after_each_night_both_reports_hold_what_direct_holds_to_the_micro(nights: Nights):
    for number in range(3):
        nights.night(number)
        for stream, vat in (("ad_report", "NO"), ("ad_report_gross", "YES")):
            nights.load("yandex_direct", stream)
            upto = nights.ready["nights"][number][:10]
            assert landed(nights, stream) == {
                key: cost for key, cost in told(nights, vat).items() if key[0] < upto
            }


def test_days_restated_long_after_are_found_by_asking_for_changes(nights: Nights, tmp_path: Path):
    deaf = replace(nights, folder=tmp_path / "deaf")
    nights.load("yandex_direct", "ad_report")
    deaf.load("yandex_direct", "ad_report", check_changes=False)
    nights.night(1)
    assert len(nights.load("yandex_direct", "ad_report").days) > 3
    deaf.now = nights.now
    assert len(deaf.load("yandex_direct", "ad_report", check_changes=False).days) == 3
    now = {key: cost for key, cost in told(nights).items() if key[0] < nights.now[:10]}
    assert landed(nights) == now != landed(deaf)


def test_a_second_load_of_the_same_instant_is_not_given_a_report_of_other_days(nights: Nights):
    load_days(nights)
    assert load_days(nights, last=date(2026, 5, 30)).days[-1] == "2026-05-30"


def test_a_batch_says_what_its_money_is_and_what_its_days_add_up_to(nights: Nights):
    load_days(nights)
    (batch,) = nights.landing.batches("yandex_direct_main", "ad_report")
    assert batch.mode == "micros of RUB"
    costs = [cost for (day, _), cost in landed(nights).items() if day == str(LAST)]
    assert batch.control_totals[str(LAST)] == {"rows": len(costs), "cost": sum(costs)}


def test_a_day_without_impressions_has_no_row_and_is_read(nights: Nights):
    receipt = load_days(nights, date(2026, 1, 2), date(2026, 1, 3))
    assert (receipt.rows, receipt.days) == (0, ("2026-01-02", "2026-01-03"))


def test_days_that_direct_no_longer_keeps_are_a_wrong_setting(nights: Nights):
    with pytest.raises(SettingsError, match="set `beginning` of the source to 2023-06-01"):
        load_days(nights, date(2023, 5, 31), date(2023, 6, 2))


def test_all_campaigns_are_listed_page_by_page(nights: Nights):
    whole = nights.load("yandex_direct", "campaigns").rows
    nights.forget()
    limits(nights, page=2)
    assert nights.load("yandex_direct", "campaigns").rows == whole
    assert len(nights.asked("yandex_direct")) == (whole + 1) // 2
    states = {row["State"] for row in nights.alive("yandex_direct", "campaigns").values()}
    types = {row["Type"] for row in nights.alive("yandex_direct", "campaigns").values()}
    assert "ARCHIVED" in states and "UNIFIED_CAMPAIGN" in types


def test_a_page_of_campaigns_that_comes_again_is_an_error(nights: Nights):
    nights.fault("yandex_direct", "repeat_page")
    limits(nights, page=2)
    with pytest.raises(PagingLoop):
        nights.load("yandex_direct", "campaigns")


def test_without_points_nothing_is_asked_again_in_this_run(nights: Nights):
    limits(nights, points=5)
    with pytest.raises(VendorUnavailable, match=r"error 152.*Units.*every hour"):
        nights.load("yandex_direct", "campaigns")
    assert len(nights.asked("yandex_direct")) == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [("token_expired", "error 53.*new OAuth token"), ("forbidden", "error 58.*API access")],
)
@pytest.mark.parametrize("stream", ["campaigns", "ad_report"])
def test_a_refusal_is_told_by_its_code_under_any_status(nights: Nights, stream, fault, words):
    nights.fault("yandex_direct", fault)
    with pytest.raises(AccessDenied, match=words) as caught:
        nights.load("yandex_direct", stream)
    assert nights.ready["direct_token"] not in str(caught.value)


def test_a_login_that_the_token_may_not_see_is_refused(nights: Nights):
    with pytest.raises(AccessDenied, match=r"error 54.*client_login"):
        nights.load("yandex_direct", "campaigns", client_login="somebody-else")
    own = nights.ready["direct_login"]
    assert nights.load("yandex_direct", "campaigns", client_login=own).rows > 0


def tsv(*rows: str, total: int | None = None, columns: str = "\t".join(FIELDS)) -> bytes:
    count = len(rows) if total is None else total
    return "".join(f"{line}\n" for line in (columns, *rows, f"Total rows: {count}")).encode()


ROW = '2026-05-20\t71000002\tРетаргетинг "лето"\tTEXT_CAMPAIGN\t15003\t12\t3108450000'


def report_of(text: bytes) -> Report:
    return Report(BytesIO(text), FIELDS, Days(FIRST, FIRST, MOSCOW))


def test_cells_are_taken_as_they_stand():
    page = page_of(ROW)
    assert json.loads(page.payloads[0]) == {
        "Date": "2026-05-20",
        "CampaignId": "71000002",
        "CampaignName": 'Ретаргетинг "лето"',
        "CampaignType": "TEXT_CAMPAIGN",
        "Impressions": 15003,
        "Clicks": 12,
        "Cost": 3108450000,
    }
    assert (page.keys, page.days) == (["71000002"], ["2026-05-20"])


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"Total rows: 0\n",
        tsv(ROW)[:-1],
        tsv(ROW).rpartition(b"Total")[0],
        tsv(ROW, total=2),
        tsv(ROW, ROW, total=1),
        tsv(ROW)[:80] + b"\xd0",
    ],
)
def test_a_text_that_is_not_whole_is_never_taken_for_a_report(text):
    with pytest.raises(CutShort):
        report_of(text)


@pytest.mark.parametrize(
    "text", [tsv(ROW, columns="Date\tCampaignId"), tsv(ROW + "\tмного"), tsv(ROW.replace("\t12", ""))]
)
def test_other_columns_than_asked_for_are_an_error(text):
    with pytest.raises(UnexpectedReply):
        report_of(text)


def page_of(*rows: str):
    (page,) = report_of(tsv(*rows)).pages()
    return page


def test_no_value_is_null_and_adds_nothing():
    page = page_of(ROW.replace("\t12\t3108450000", "\t--\t--"))
    assert json.loads(page.payloads[0])["Cost"] is None
    assert page.totals == {"2026-05-20": {"rows": 1, "cost": 0}}


def test_money_that_is_not_in_micros_is_an_error_and_not_a_millionth():
    with pytest.raises(UnexpectedReply, match="Cost of the report is not a whole number"):
        page_of(ROW.replace("3108450000", "3108.45"))


def test_rows_of_days_that_were_not_asked_for_are_an_error():
    with pytest.raises(UnexpectedReply, match="rows of other days"):
        page_of(ROW.replace("2026-05-20", "2026-05-21"))


def test_a_row_without_a_campaign_is_kept_aside_and_counted():
    page = page_of(ROW, ROW.replace("71000002", "--"))
    assert (len(page.keys), len(page.rejected), page.totals["2026-05-20"]["rows"]) == (1, 1, 2)


class Impatient(requests.Session):
    """A way to the account on which reports of more than five days take too long."""

    def send(self, request, **more):
        if request.url.endswith("/reports"):
            period = json.loads(request.body)["params"]["SelectionCriteria"]
            if date.fromisoformat(period["DateTo"]) - date.fromisoformat(period["DateFrom"]) >= timedelta(5):
                answer = requests.Response()
                answer.status_code, answer.raw = 502, HTTPResponse(BytesIO(), preload_content=False)
                return answer
        return super().send(request, **more)


def test_a_report_too_large_to_build_is_asked_for_in_halves(nights: Nights):
    nights.session = Impatient()
    receipt = load_days(nights)
    assert receipt.days == tuple(Days(FIRST, LAST, MOSCOW).names)
    assert landed(nights) == {
        key: cost for key, cost in told(nights).items() if str(FIRST) <= key[0] <= str(LAST)
    }


def test_the_definition_that_names_a_report_is_part_of_its_name(nights: Nights):
    names: list[str] = []

    class Listening(requests.Session):
        def send(self, request, **more):
            if request.url.endswith("/reports"):
                names.append(json.loads(request.body)["params"]["ReportName"])
            return super().send(request, **more)

    nights.session = Listening()
    load_days(nights)
    load_days(nights, stream="ad_report_gross")
    first, second = sorted(set(names))
    assert len(names) > 2 and first.partition("_2026")[0] == "ad_report"
    assert "20260602T000000" in first and first != second and len(second) < 255


@pytest.mark.parametrize("stream", ["campaigns", "ad_report"])
def test_a_web_page_in_place_of_data_is_called_one(nights: Nights, stream: str):
    path = "/json/v501" if stream == "campaigns" else "/json/v5/reports"
    nights.fault("yandex_direct", "html_page", path=path)
    with pytest.raises(UnexpectedReply, match="a web page in place of data"):
        nights.load("yandex_direct", stream)
