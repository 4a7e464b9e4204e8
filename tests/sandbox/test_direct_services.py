"""Who may ask the pretend Direct, what it charges, and its campaigns, clients and changes."""

import pytest

NAMES = ["Id", "Name", "Type", "State", "StartDate", "EndDate", "Currency"]
STATES = ["ON", "OFF", "SUSPENDED", "ENDED", "CONVERTED", "ARCHIVED"]


def campaigns(sandbox, generation="v501", criteria=None, **params):
    body = {"method": "get", "params": {"SelectionCriteria": criteria or {}, "FieldNames": NAMES, **params}}
    answer = sandbox.direct(f"{generation}/campaigns", body)
    assert answer.status_code == 200
    return answer.json()["result"]


def check(sandbox, since, ids=(71000001, 71000002, 71000003)):
    params = {"CampaignIds": list(ids), "Timestamp": since, "FieldNames": ["CampaignsStat"]}
    return sandbox.direct("v5/changes", {"method": "check", "params": params}).json()["result"]


def test_archived_campaigns_come_only_when_states_name_them(sandbox):
    usual = {row["Id"] for row in campaigns(sandbox)["Campaigns"]}
    everything = campaigns(sandbox, criteria={"States": STATES})["Campaigns"]
    archived = {row["Id"] for row in everything if row["State"] == "ARCHIVED"}
    assert archived and usual == {row["Id"] for row in everything} - archived


def test_unified_campaigns_are_unknown_to_the_older_generation(sandbox):
    kinds = {row["Type"] for row in campaigns(sandbox, "v5")["Campaigns"]}
    assert "UNIFIED_CAMPAIGN" not in kinds
    assert "UNIFIED_CAMPAIGN" in {row["Type"] for row in campaigns(sandbox)["Campaigns"]}


def test_pages_go_on_while_limited_by_is_there(sandbox):
    whole = campaigns(sandbox)["Campaigns"]
    found, offset = [], 0
    while offset is not None:
        page = campaigns(sandbox, Page={"Limit": 2, "Offset": offset})
        found += page["Campaigns"]
        offset = page.get("LimitedBy")
    assert found == whole
    sandbox.control("POST", "limits", {"yandex_direct": {"page": 3}})
    assert campaigns(sandbox)["LimitedBy"] == 3


def test_tracking_parameters_stand_in_the_part_of_the_campaigns_type(sandbox):
    own = {"UnifiedCampaignFieldNames": ["TrackingParams"], "TextCampaignFieldNames": ["CounterIds"]}
    for row in campaigns(sandbox, **own)["Campaigns"]:
        if row["Type"] == "UNIFIED_CAMPAIGN":
            assert "utm_campaign={campaign_id}" in row["UnifiedCampaign"]["TrackingParams"]
        assert ("TextCampaign" in row) == (row["Type"] == "TEXT_CAMPAIGN")


def test_a_renamed_campaign_keeps_its_id(sandbox):
    before = {row["Id"]: row["Name"] for row in campaigns(sandbox)["Campaigns"]}
    sandbox.control("POST", "clock", {"now": "2026-06-03T03:00:00+03:00"})
    after = {row["Id"]: row["Name"] for row in campaigns(sandbox)["Campaigns"]}
    assert {id_ for id_ in before if after[id_] != before[id_]} == {71000003}


def test_the_client_tells_currency_and_vat(sandbox):
    body = {"method": "get", "params": {"FieldNames": ["Login", "Currency", "VatRate"]}}
    (client,) = sandbox.direct("v5/clients", body).json()["result"]["Clients"]
    assert client == {"Login": sandbox.ready["direct_login"], "Currency": "RUB", "VatRate": 22}


def test_changes_name_the_first_day_that_was_written_again(sandbox):
    first = check(sandbox, "2026-06-01T00:00:00Z")
    assert first["Timestamp"] == "2026-06-02T00:00:00Z"
    sandbox.control("POST", "clock", {"now": "2026-06-04T03:00:00+03:00"})
    borders = [row["BorderDate"] for row in check(sandbox, first["Timestamp"])["Modified"]["CampaignsStat"]]
    assert borders and min(borders) < "2026-06-02"
    assert check(sandbox, "2026-06-04T00:00:00Z")["Modified"] == {}
    assert check(sandbox, "2026-06-04T00:00:00Z", ids=[1])["NotFound"] == {"CampaignIds": [1]}


@pytest.mark.parametrize(
    ("service", "body", "who", "code"),
    [
        ("v501/campaigns", {"method": "get", "params": {}}, {"token": "old"}, "53"),
        ("v501/campaigns", {"method": "get", "params": {}}, {"login": "somebody"}, "54"),
        ("v5/ads", {"method": "get", "params": {}}, {}, "55"),
        ("v501/campaigns", {"method": "add", "params": {}}, {}, "55"),
        ("v501/campaigns", {"params": {}}, {}, "8000"),
        ("v501/campaigns", {"method": "get", "params": {"SelectionCriteria": {}}}, {}, "8000"),
        ("v5/changes", {"method": "check", "params": {"FieldNames": ["CampaignsStat"]}}, {}, "4000"),
    ],
)
def test_an_error_of_a_service_is_told_under_http_200_with_its_code_as_text(
    sandbox, service, body, who, code
):
    answer = sandbox.direct(service, body, **who)
    assert (answer.status_code, answer.json()["error"]["error_code"]) == (200, code)
    assert answer.headers["Units"].startswith("20/")


def test_an_error_of_a_report_is_http_400_with_its_code_as_a_number(sandbox):
    answer = sandbox.direct("v5/reports", {"params": {}}, token="old")
    assert (answer.status_code, answer.json()["error"]["error_code"]) == (400, 53)
    assert sandbox.direct("v5/reports", {"method": "get", "params": {}}).json()["error"]["error_code"] == 8000


def test_errors_speak_russian_to_those_who_ask(sandbox):
    answer = sandbox.direct("v5/ads", {"method": "get", "params": {}}, **{"Accept-Language": "ru"})
    assert answer.json()["error"]["error_string"] == "Метода не существует"


def test_points_are_counted_and_run_out(sandbox):
    sandbox.control("POST", "limits", {"yandex_direct": {"points": 50}})
    body = {"method": "get", "params": {"FieldNames": ["Login"]}}
    answers = [sandbox.direct("v5/clients", body) for _ in range(4)]
    assert [answer.headers["Units"] for answer in answers] == ["16/34/50", "16/18/50", "16/2/50", "20/0/50"]
    assert answers[3].json()["error"]["error_code"] == "152"
    assert sandbox.order(ReportName="free of points").status_code == 201


@pytest.mark.parametrize(
    "criteria",
    [
        {"Ids": 5},
        {"Ids": "71000001"},
        {"Ids": ["71000001"]},
        {"Ids": [True]},
        {"Ids": []},
        {"States": "ON"},
        {"Types": {"0": "TEXT_CAMPAIGN"}},
        {"Names": ["Свет"]},
    ],
)
def test_criteria_that_cannot_be_read_are_declined(sandbox, criteria):
    body = {"method": "get", "params": {"SelectionCriteria": criteria, "FieldNames": ["Id"]}}
    assert sandbox.direct("v501/campaigns", body).json()["error"]["error_code"]


def test_campaigns_are_chosen_by_every_criterion(sandbox):
    whole = campaigns(sandbox)["Campaigns"]
    one = whole[0]
    asked = {
        "Ids": [one["Id"], 5],
        "Types": [one["Type"]],
        "States": [one["State"]],
        "Statuses": ["ACCEPTED"],
    }
    body = {"method": "get", "params": {"SelectionCriteria": {}, "FieldNames": ["Id"]}}
    for criteria, count in (
        (asked, 1),
        ({**asked, "Statuses": ["DRAFT"]}, 0),
        ({"StatusesPayment": ["DISALLOWED"]}, 0),
        ({"StatusesPayment": ["ALLOWED"]}, len(whole)),
    ):
        body["params"]["SelectionCriteria"] = criteria
        assert len(sandbox.direct("v501/campaigns", body).json()["result"]["Campaigns"]) == count, criteria


@pytest.mark.parametrize("ids", [["71000001"], [[]], [None]])
def test_changes_are_asked_for_by_whole_numbers(sandbox, ids):
    params = {"CampaignIds": ids, "Timestamp": "2026-06-01T00:00:00Z", "FieldNames": ["CampaignsStat"]}
    body = {"method": "check", "params": params}
    assert sandbox.direct("v5/changes", body).json()["error"]["error_code"]
