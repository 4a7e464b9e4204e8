"""The pretend Direct builds reports the way Yandex does: queue, the same order again, tab-separated text."""

from decimal import Decimal

import pytest

FIELDS = ["Date", "CampaignId", "CampaignName", "Impressions", "Clicks", "Cost"]
LONG = {"SelectionCriteria": {"DateFrom": "2026-02-16", "DateTo": "2026-06-01"}}


def rows(lines):
    """Give the rows of a whole report as dicts after checking its frame."""
    assert lines[-1] == "" and lines[-2] == f"Total rows: {len(lines) - 4}"
    columns = lines[1].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[2:-2]]


def test_a_report_is_queued_built_and_handed_out(sandbox):
    sandbox.control("POST", "limits", {"yandex_direct": {"polls": 2, "retry_in": 7}})
    answers = [sandbox.order(ReportName="queued") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 202, 202, 200]
    assert [answer.headers.get("retryIn") for answer in answers] == ["7", "7", "7", None]
    assert [answer.headers.get("reportsInQueue") for answer in answers[:3]] == ["1"] * 3
    assert [answer.content for answer in answers[:3]] == [b""] * 3
    assert all(answer.headers["RequestId"] for answer in answers)
    assert sandbox.order(ReportName="queued").status_code == 200


def test_some_reports_are_there_at_once(sandbox):
    assert sandbox.order({"processingMode": "online"}, ReportName="online").status_code == 200
    sandbox.control("POST", "limits", {"yandex_direct": {"immediate": True}})
    assert sandbox.order(ReportName="auto").status_code == 200
    assert sandbox.order({"processingMode": "offline"}, ReportName="offline").status_code == 201


def test_the_text_has_a_title_columns_rows_and_a_last_line(sandbox):
    lines = sandbox.report(ReportName="framed")
    assert lines[0] == '"framed (2026-05-20 - 2026-06-01)"' and lines[1].split("\t") == FIELDS
    dates = [row["Date"] for row in rows(lines)]
    assert dates == sorted(dates) and set(dates) <= {f"2026-05-{day}" for day in range(20, 32)} | {
        "2026-06-01"
    }
    assert any('"' in row["CampaignName"] for row in rows(sandbox.report(ReportName="long", **LONG)))


def test_title_columns_and_last_line_can_be_skipped(sandbox):
    skip = {"skipReportHeader": "true", "skipColumnHeader": "true", "skipReportSummary": "true"}
    whole, bare = sandbox.report(ReportName="whole"), sandbox.report(skip, ReportName="bare")
    assert bare == [*whole[2:-2], ""]


def test_money_comes_in_micros_or_with_kopecks(sandbox):
    micros = rows(sandbox.report(ReportName="micros"))
    plain = rows(sandbox.report({"returnMoneyInMicros": "false"}, ReportName="plain"))
    paid = [
        (row["Cost"], short["Cost"]) for row, short in zip(micros, plain, strict=True) if row["Cost"] != "--"
    ]
    assert paid and all(Decimal(whole) / 1_000_000 == Decimal(short) for whole, short in paid)
    assert all(short[-3] == "." for _, short in paid)


def test_vat_is_inside_only_when_asked_for(sandbox):
    net, gross = (
        rows(sandbox.report(ReportName="net")),
        rows(sandbox.report(ReportName="gross", IncludeVAT="YES")),
    )
    assert [row["Clicks"] for row in net] == [row["Clicks"] for row in gross]
    for without, including in zip(net, gross, strict=True):
        if without["Cost"] != "--":
            exact = Decimal(without["Cost"]) * 122 / 100
            assert abs(Decimal(including["Cost"]) - exact) <= 10_000


def test_nothing_is_written_as_two_dashes(sandbox):
    fields = [*FIELDS, "Conversions", "AvgCpc"]
    found = rows(sandbox.report(ReportName="dashes", FieldNames=fields, **LONG))
    assert {row["Conversions"] for row in found} == {"--"}
    assert all((row["AvgCpc"] == "--") == (row["Clicks"] == "0") for row in found)


def test_fewer_fields_give_fewer_rows_that_add_up(sandbox):
    whole = rows(sandbox.report(ReportName="days", **LONG))
    months = rows(
        sandbox.report(
            ReportName="months", FieldNames=["Month", "Clicks"], OrderBy=[{"Field": "Month"}], **LONG
        )
    )
    assert [row["Month"] for row in months] == [f"2026-0{month}-01" for month in range(2, 7)]
    assert sum(int(row["Clicks"]) for row in months) == sum(int(row["Clicks"]) for row in whole)


def test_a_filter_keeps_what_it_says(sandbox):
    whole = rows(sandbox.report(ReportName="unfiltered", **LONG))
    criteria = {
        **LONG["SelectionCriteria"],
        "Filter": [
            {"Field": "CampaignId", "Operator": "IN", "Values": ["71000001", "71000003"]},
            {"Field": "Clicks", "Operator": "GREATER_THAN", "Values": ["50"]},
        ],
    }
    found = rows(sandbox.report(ReportName="filtered", SelectionCriteria=criteria))
    assert found == [
        row for row in whole if row["CampaignId"] in ("71000001", "71000003") and int(row["Clicks"]) > 50
    ]
    assert 0 < len(found) < len(whole)


def test_a_report_without_data_is_still_a_report(sandbox):
    empty = {"SelectionCriteria": {"DateFrom": "2026-01-01", "DateTo": "2026-01-31"}}
    assert rows(sandbox.report(ReportName="empty", **empty)) == []


def test_a_name_belongs_to_one_definition(sandbox):
    sandbox.report(ReportName="taken")
    answer = sandbox.order(ReportName="taken", IncludeVAT="YES")
    assert answer.status_code == 400 and "ReportName" in answer.json()["error"]["error_detail"]
    assert sandbox.order({"returnMoneyInMicros": "false"}, ReportName="taken").status_code == 400
    assert sandbox.order(ReportName="taken").status_code == 200


def test_the_sixth_report_finds_no_place_in_the_queue(sandbox):
    answers = [sandbox.order(ReportName=f"queue {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [201] * 5 + [400]
    assert answers[4].headers["reportsInQueue"] == "5"
    assert answers[5].json()["error"]["error_code"] == 9000
    assert [sandbox.order(ReportName="queue 0").status_code for _ in range(2)] == [202, 200]
    assert sandbox.order(ReportName="queue 5").status_code == 201


def test_the_21st_request_in_ten_seconds_is_too_many(sandbox):
    sandbox.control("POST", "limits", {"yandex_direct": {"reports_per_10_seconds": 20}})
    answers = [sandbox.order(ReportName="often") for _ in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {200, 201, 202}
    error = answers[20].json()["error"]
    assert (answers[20].status_code, error["error_code"]) == (400, 56) and error["request_id"]


def test_a_finished_report_is_kept_for_five_hours_as_it_was(sandbox):
    before = sandbox.report(ReportName="kept")
    sandbox.control("POST", "clock", {"now": "2026-06-02T07:59:00+03:00"})
    assert sandbox.report(ReportName="kept") == before
    sandbox.control("POST", "clock", {"now": "2026-06-02T08:00:00+03:00"})
    assert sandbox.order(ReportName="kept").status_code == 201


def test_the_past_is_restated(sandbox):
    first = {(row["Date"], row["CampaignId"]): row for row in rows(sandbox.report(ReportName="past", **LONG))}
    sandbox.control("POST", "clock", {"now": "2026-06-04T03:00:00+03:00"})
    later = {(row["Date"], row["CampaignId"]): row for row in rows(sandbox.report(ReportName="past", **LONG))}
    falls = [
        key
        for key in first.keys() & later.keys()
        if later[key]["Cost"] != "--" and int(later[key]["Cost"]) < int(first[key]["Cost"])
    ]
    assert falls and later.keys() - first.keys()
    assert len({row["CampaignName"] for row in later.values() if row["CampaignId"] == "71000003"}) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"IncludeVAT": "MAYBE"}, 8000),
        ({"Format": "CSV"}, 8000),
        ({"FieldNames": ["Date", "Query"]}, 4000),
        ({"FieldNames": ["Date", "Month", "Cost"]}, 4000),
        ({"OrderBy": [{"Field": "Ctr"}]}, 4000),
        ({"DateRangeType": "YESTERDAY"}, 4000),
        ({"SelectionCriteria": {"DateFrom": "2026-05-01"}}, 4000),
        ({"SelectionCriteria": {"DateFrom": "2026-05-02", "DateTo": "2026-05-01"}}, 4000),
        ({"SelectionCriteria": {"DateFrom": "2023-05-31", "DateTo": "2026-05-01"}}, 4000),
        ({"ReportName": ""}, 4000),
        ({"Currency": "RUB"}, 8000),
    ],
)
def test_a_definition_that_breaks_the_rules_is_declined(sandbox, changes, code):
    answer = sandbox.order(**{"ReportName": "broken", **changes})
    assert (answer.status_code, answer.json()["error"]["error_code"]) == (400, code)


@pytest.mark.parametrize(
    ("kind", "since", "until"),
    [
        ("YESTERDAY", "2026-06-01", "2026-06-01"),
        ("LAST_3_DAYS", "2026-05-30", "2026-06-01"),
        ("THIS_MONTH", "2026-06-01", "2026-06-02"),
        ("LAST_MONTH", "2026-05-01", "2026-05-31"),
    ],
)
def test_a_period_can_be_named(sandbox, kind, since, until):
    lines = sandbox.report(ReportName=kind, DateRangeType=kind, SelectionCriteria={})
    assert lines[0] == f'"{kind} ({since} - {until})"'


@pytest.mark.parametrize(("kpi", "vat"), [("ad_spend", "NO"), ("ad_spend_gross", "YES")])
def test_the_report_and_the_truth_know_the_same_spend(sandbox, kpi, vat):
    night = sandbox.ready["nights"][0]
    truth = sandbox.control("GET", f"truth?mornings={night}")[1]["kpis"][kpi]
    told = {(day, campaign): Decimal(cost) for day, campaign, cost in truth}
    shown = {
        (row["Date"], f"direct_main:{row['CampaignId']}"): Decimal(row["Cost"].replace("--", "0")) / 1_000_000
        for row in rows(sandbox.report(ReportName=kpi, IncludeVAT=vat, **LONG))
    }
    assert shown == told


def test_goals_have_columns_of_their_own(sandbox):
    asked = {"Goals": ["20002", "20003"], "FieldNames": ["Date", "Clicks", "Conversions", "Revenue"]}
    order = {"OrderBy": [{"Field": "Date"}]}
    lines = sandbox.report(ReportName="goals", **asked, **order)
    assert lines[1].split("\t") == [
        "Date", "Clicks", "Conversions_20002_AUTO", "Revenue_20002_AUTO", "Conversions_20003_AUTO",
        "Revenue_20003_AUTO",
    ]  # fmt: skip
    assert lines[2].split("\t")[2:] == ["--"] * 4
    models = {**asked, "Goals": ["20002"], "AttributionModels": ["LSC", "FC"]}
    columns = sandbox.report(ReportName="models", **models, **order)[1].split("\t")
    assert columns[2:] == [
        "Conversions_20002_LSC",
        "Revenue_20002_LSC",
        "Conversions_20002_FC",
        "Revenue_20002_FC",
    ]


@pytest.mark.parametrize(
    ("condition", "keeps"),
    [
        (("CampaignName", "STARTS_WITH_IGNORE_CASE", 1), lambda row, one: row["CampaignName"][:4] == one[:4]),
        (
            ("CampaignName", "DOES_NOT_START_WITH_ALL_IGNORE_CASE", 1),
            lambda row, one: row["CampaignName"][:4] != one[:4],
        ),
        (("ClientLogin", "EQUALS", "sevsvet-direct"), lambda row, one: True),
        (("ClientLogin", "NOT_IN", "sevsvet-direct"), lambda row, one: False),
        (("CampaignId", "NOT_EQUALS", "71000001"), lambda row, one: row["CampaignId"] != "71000001"),
        (("Impressions", "LESS_THAN", "1000"), lambda row, one: int(row["Impressions"]) < 1000),
    ],
)
def test_every_operator_keeps_what_it_says(sandbox, condition, keeps):
    whole = rows(sandbox.report(ReportName="all of them", **LONG))
    name, operator, value = condition
    one = whole[0]["CampaignName"]
    part = {"Field": name, "Operator": operator, "Values": [one[:4].upper() if value == 1 else value]}
    criteria = {**LONG["SelectionCriteria"], "Filter": [part]}
    found = rows(sandbox.report(ReportName=f"{name} {operator}", SelectionCriteria=criteria))
    assert found == [row for row in whole if keeps(row, one)]


@pytest.mark.parametrize(
    "asked",
    [
        {"SelectionCriteria": {"DateFrom": "2026-05-20", "DateTo": "2026-06-01", "Filters": []}},
        *(
            {"SelectionCriteria": {"DateFrom": "2026-05-20", "DateTo": "2026-06-01", "Filter": part}}
            for part in (
                "CampaignId",
                ["CampaignId"],
                [{"Field": "CampaignId", "Operator": "IN", "Values": []}],
                [{"Field": "CampaignId", "Operator": "LESS_THAN", "Values": ["5"]}],
                [{"Field": "CampaignId", "Operator": "EQUALS", "Values": ["first"]}],
                [{"Field": "Clicks", "Operator": "GREATER_THAN", "Values": ["many"]}],
                [{"Field": "Clicks", "Operator": "GREATER_THAN", "Values": ["1", "2"]}],
                [{"Field": [], "Operator": [], "Values": ["1"]}],
            )
        ),
        {"OrderBy": ["Date"]},
        {"OrderBy": [{"Field": "Date", "SortOrder": "DOWN"}]},
        {"Page": {"Limit": "ten"}},
        {"Page": {"Limit": 10, "Offset": 10}},
        {"Page": 5},
        {"Goals": "20002"},
        {"Goals": [str(goal) for goal in range(11)]},
        {"AttributionModels": ["BEST"]},
        {"DateRangeType": []},
        {"FieldNames": [[]]},
    ],
)
def test_an_odd_order_is_declined_and_no_fault_of_the_server(sandbox, asked):
    answer = sandbox.order(ReportName="odd", **asked)
    assert answer.status_code == 400 and answer.json()["error"]["error_code"]
