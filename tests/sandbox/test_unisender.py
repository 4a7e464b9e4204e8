"""The pretend UniSender: errors under HTTP 200, pages without a total, counters without a history."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.company.charter import NIGHTS
from sandbox.company.layout import Layout
from sandbox.truth.mailings import COUNTERS, counters_at, mailing_cells
from sandbox.world.mailings import LATE_MOSCOW
from sandbox.world.world import generate
from tests.sandbox.pretend_company import FIRST_NIGHT

LAST_NIGHT = "2026-06-04T03:00:00+03:00"
BEGUN = ("in_progress", "analysed", "completed", "stopped")


def code(answer):
    assert answer["result"] == "" and answer["error"]
    return answer["code"]


def whole(sandbox, **params):
    """Read pages until one is short."""
    found = []
    while True:
        page = sandbox.unisender("getCampaigns", limit=7, offset=len(found), **params)
        found += page
        if len(page) < 7:
            return found


@pytest.mark.parametrize(
    ("method", "params", "told"),
    [
        ("getCampaigns", {"api_key": "somebody's"}, "invalid_api_key"),
        ("getCampaigns", {"limit": 101}, "invalid_arg"),
        ("getCampaigns", {"limit": 0}, "invalid_arg"),
        ("getCampaigns", {"offset": -1}, "invalid_arg"),
        ("getCampaigns", {"from": "01.05.2026"}, "invalid_arg"),
        ("getCampaigns", {"format": "html"}, "invalid_arg"),
        ("getWeather", {}, "unknown_method"),
        ("getCampaignCommonStats", {"campaign_id": 5}, "unspecified"),
        ("getCampaignStatus", {}, "unspecified"),
    ],
)
def test_what_is_wrong_is_told_by_a_code_under_200(sandbox, method, params, told):
    assert code(sandbox.unisender_call(method, **params)) == told


def test_the_key_may_stand_in_the_address_too(sandbox):
    query = {"format": "json", "api_key": sandbox.ready["unisender_key"]}
    answer = sandbox.session.get(f"{sandbox.ready['unisender']}/getLists", params=query, timeout=10)
    assert [row["title"] for row in answer.json()["result"]] == ["Клиенты", "Партнёры и дизайнеры"]


def test_pages_make_up_the_whole_and_letters_to_phones_have_no_subject(sandbox):
    rows = whole(sandbox)
    assert len({row["id"] for row in rows}) == len(rows) > 10
    assert rows == sandbox.unisender("getCampaigns", limit=100)
    assert sandbox.unisender("getCampaigns", limit=100, offset=100) == []
    assert {"completed", "declined", "canceled"} < {row["status"] for row in rows}
    assert [row for row in rows if "subject" not in row] and [row for row in rows if "subject" in row]


def test_a_selection_is_by_the_start_in_utc_with_both_ends(sandbox):
    edge = LATE_MOSCOW.strftime("%Y-%m-%d %H:%M:%S")
    (row,) = sandbox.unisender("getCampaigns", **{"from": edge, "to": edge})
    assert row["start_time"] == edge == "2026-05-31 21:30:00"
    sandbox.control("POST", "limits", {"unisender": {"ends_included": False}})
    assert sandbox.unisender("getCampaigns", **{"from": edge, "to": edge}) == []


def test_counters_hold_together_on_every_night_and_opens_never_fall(sandbox):
    before: dict[int, dict[str, int]] = {}
    for night in (FIRST_NIGHT, LAST_NIGHT):
        sandbox.control("POST", "clock", {"now": night})
        begun = [row["id"] for row in whole(sandbox) if row["status"] in BEGUN]
        stats = {id_: sandbox.unisender("getCampaignCommonStats", campaign_id=id_) for id_ in begun}
        for one in stats.values():
            assert tuple(one) == COUNTERS
            assert one["total"] >= one["sent"] >= one["delivered"] >= one["read_unique"] >= 0
            assert one["read_all"] >= one["read_unique"] and one["clicked_all"] >= one["clicked_unique"]
        for id_, one in before.items():
            assert all(
                stats[id_][name] >= one[name] for name in COUNTERS if name not in ("sent", "delivered")
            )
        assert stats != before
        before = stats
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})


def test_the_truth_is_what_is_shown(sandbox):
    company = generate(7, 0.05)
    told = counters_at(company, NIGHTS[0])
    rows = [row["id"] for row in whole(sandbox) if row["status"] in BEGUN]
    assert {f"unisender_main:{id_}" for id_ in rows} == set(told)
    for id_ in rows:
        stats = sandbox.unisender("getCampaignCommonStats", campaign_id=id_)
        assert stats == {name: getattr(told[f"unisender_main:{id_}"], name) for name in COUNTERS}


def test_what_nights_added_is_the_difference_of_their_counters():
    company = generate(7, 0.05, Layout(letters="unisender"))
    cells = mailing_cells(company, NIGHTS)
    first, last = counters_at(company, NIGHTS[0]), counters_at(company, NIGHTS[-1])
    for name in COUNTERS:
        added = sum(int(cell[-1]) for cell in cells[f"email_{name}_added_count"])
        assert added == sum(getattr(counts, name) for counts in last.values()) - sum(
            getattr(counts, name) for counts in first.values()
        )
    assert {cell[0] for cell in cells["email_total_added_count"]} == {"2026-06-02", "2026-06-03"}


def test_a_letter_changes_its_status_and_its_subject(sandbox):
    company = generate(7, 0.05)
    late = next(one for one in company.mailings if one.start_at == LATE_MOSCOW)
    subjects = set()
    for night in (FIRST_NIGHT, LAST_NIGHT):
        sandbox.control("POST", "clock", {"now": night})
        status = sandbox.unisender("getCampaignStatus", campaign_id=late.id)
        assert status["creation_time"] < status["start_time"] and status["status"] in BEGUN
        subjects |= {row["subject"] for row in whole(sandbox) if row["id"] == late.id}
    assert len(subjects) == 2
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})


def test_links_carry_the_marks_of_their_letter(sandbox):
    id_ = next(row["id"] for row in whole(sandbox) if row["status"] == "completed" and "subject" in row)
    links = sandbox.unisender("getVisitedLinks", campaign_id=id_, group=1)
    assert links["fields"] == ["url", "count"]
    assert f"utm_source=unisender&utm_medium=email&utm_campaign={id_}" in links["data"][0][0]
    assert all(isinstance(count, str) for _, count in links["data"])


def test_numbers_may_be_digits_and_calls_are_counted(sandbox):
    sandbox.control("POST", "limits", {"unisender": {"numbers_are_text": True}})
    row = sandbox.unisender("getCampaigns", limit=1)[0]
    assert isinstance(row["id"], str) and isinstance(row["list_id"], str)
    sandbox.control("POST", "limits", {"unisender": {"calls_per_minute": 2}})
    answers = [sandbox.unisender_call("getLists") for _ in range(3)]
    assert code(answers[2]) == "api_call_limit_exceeded_for_api_key" and "result" in answers[1]


def test_faults_of_its_own_show(sandbox):
    rows = [row for row in whole(sandbox) if row["status"] == "completed"]
    one, other = rows[-1]["id"], rows[-2]["id"]
    usual = sandbox.unisender("getCampaignCommonStats", campaign_id=one)
    sandbox.fault("unisender", "broken_campaign", entity=str(one))
    assert code(sandbox.unisender_call("getCampaignCommonStats", campaign_id=one)) == "unspecified"
    assert sandbox.unisender("getCampaignCommonStats", campaign_id=other)
    sandbox.control("DELETE", "faults")
    sandbox.fault("unisender", "falling_counter")
    assert sandbox.unisender("getCampaignCommonStats", campaign_id=one)["read_all"] < usual["read_all"]
    sandbox.fault("unisender", "retry_later")
    assert code(sandbox.unisender_call("getLists")) == "retry_later"


def test_some_letters_are_still_to_come(sandbox):
    now = datetime.fromisoformat(FIRST_NIGHT).astimezone(UTC)
    company = generate(7, 0.05)
    assert [one for one in company.mailings if one.start_at > now + timedelta(days=7)]
    assert all(row["start_time"] < "2026-06-04" for row in whole(sandbox))


@pytest.mark.parametrize(
    ("method", "params", "told"),
    [
        ("getCampaigns", {"limit": ""}, "invalid_arg"),
        ("getCampaigns", {"limit": "5.0"}, "invalid_arg"),
        ("getCampaigns", {"offset": "9" * 5000}, "invalid_arg"),
        ("getCampaigns", {"to": "2026-06-31 00:00:00"}, "invalid_arg"),
        ("async/getCampaigns", {}, "unknown_method"),
        ("getCampaignDeliveryStats", {"campaign_id": 1}, "access_denied"),
        ("async/getTaskResult", {"task_uuid": "0"}, "access_denied"),
        ("createCampaign", {"message_id": 1}, "access_denied"),
    ],
)
def test_numbers_are_plain_digits_and_what_is_left_out_is_no_right_of_the_account(
    sandbox, method, params, told
):
    assert code(sandbox.unisender_call(method, **params)) == told


def test_links_visit_by_visit_are_personal_and_not_given(sandbox):
    id_ = next(row["id"] for row in whole(sandbox) if row["status"] == "completed" and "subject" in row)
    for group in ({}, {"group": 0}):
        assert code(sandbox.unisender_call("getVisitedLinks", campaign_id=id_, **group)) == "access_denied"


def test_a_selection_that_ends_before_it_begins_is_empty_and_so_is_one_past_the_end(sandbox):
    later, sooner = "2026-05-31 00:00:00", "2026-05-01 00:00:00"
    assert sandbox.unisender("getCampaigns", **{"from": later, "to": sooner}) == []
    assert sandbox.unisender("getCampaigns", offset=999_999_999) == []
    rows = whole(sandbox, **{"from": sooner})
    assert rows == [row for row in whole(sandbox) if row["start_time"] >= sooner] != whole(sandbox)
