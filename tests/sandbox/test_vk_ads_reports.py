"""What the pretend VK Ads shows: lists in pages, days with totals, and the company's own spend."""

from collections import Counter
from decimal import Decimal
from urllib.parse import parse_qs, urlparse

import pytest

from sandbox.company.charter import NIGHTS
from sandbox.company.layout import Layout
from sandbox.truth.truth import compute_truth
from sandbox.world.world import generate

DAYS = "v2/statistics/ad_plans/day.json"
LONG = {"date_from": "2026-02-16", "date_to": "2026-06-01"}
SPRING = 71000006


def items(sandbox, level="ad_plans", **query):
    return sandbox.vk(f"v2/statistics/{level}/day.json", **{**LONG, **query})["items"]


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def spent(found):
    """(day, id) → roubles, of days on which something was spent or shown."""
    return {
        (row["date"], item["id"]): Decimal(row["base"]["spent"])
        for item in found
        for row in item["rows"]
        if row["base"]["shows"]
    }


def test_the_user_tells_currency_and_zone_under_both_versions(sandbox):
    told = sandbox.vk("v3/user.json")
    assert (told["currency"], told["timezone"], told["status"]) == ("RUB", "Europe/Moscow", "active")
    assert sandbox.vk("v2/user.json") == told
    assert sandbox.vk("v2/user.json", fields="id") == {"id": told["id"]}


def test_lists_show_little_unless_fields_are_named_and_come_in_pages(sandbox):
    plans = sandbox.vk("v2/ad_plans.json")
    assert (plans["count"], plans["offset"], set(plans["items"][0])) == (6, 0, {"id", "name"})
    pages = [sandbox.vk("v2/ad_plans.json", limit=4, offset=offset)["items"] for offset in (0, 4)]
    assert [len(page) for page in pages] == [4, 2] and [*pages[0], *pages[1]] == plans["items"]
    fields = "id,status,objective,budget_limit,budget_limit_day,date_start,date_end,created,updated"
    (spring,) = sandbox.vk("v2/ad_plans.json", fields=fields, _status="deleted")["items"]
    assert (spring["id"], spring["budget_limit_day"], spring["date_end"]) == (SPRING, "0", "2026-04-12")
    assert spring["created"] == "2026-03-10 00:05:00" and spring["updated"] == "2026-04-12 21:00:00"
    assert sandbox.vk(f"v2/ad_plans/{SPRING}.json", fields="status") == {"status": "deleted"}


def test_filters_and_order_are_followed(sandbox):
    def ids(**query):
        return [row["id"] for row in sandbox.vk("v2/ad_plans.json", **query)["items"]]

    assert ids(sorting="-id") == ids()[::-1]
    assert ids(_id__in="71000001,71000003") == [71000001, 71000003]
    assert ids(_status__in="active,blocked") == ids(_status__ne="deleted") == ids()[:-1]
    sandbox.control("POST", "clock", {"now": "2026-06-03T03:00:00+03:00"})
    assert ids(_updated__gt="2026-06-02 00:00:00") == [71000003]
    sandbox.control("POST", "limits", {"vk_ads": {"hides_deleted": True}})
    assert SPRING not in ids() and ids(_status__in="deleted") == [SPRING]


@pytest.mark.parametrize(
    "query", [{"limit": 251}, {"limit": 0}, {"fields": "id,nonsense"}, {"_colour": "red"}, {"sort": "id"}]
)
def test_what_a_list_does_not_know_is_named(sandbox, query):
    answer = sandbox.vk_answer("v2/banners.json", **query)
    assert code(answer) == (400, "validation_failed")
    assert set(answer.json()["error"]["fields"]) == set(query)


def test_marks_stand_in_the_banners_address_or_in_the_group(sandbox):
    groups = sandbox.vk("v2/ad_groups.json", fields="id,ad_plan_id,utm", limit=250)["items"]
    banners = sandbox.vk("v2/banners.json", fields="id,ad_group_id,campaign_id,urls", limit=250)["items"]
    marked = {group["id"]: group["utm"] for group in groups if group["utm"]}
    assert {len(groups), len(banners)} == {11, 22} and 0 < len(marked) < len(groups)
    plan_of = {group["id"]: group["ad_plan_id"] for group in groups}
    for banner in banners:
        url = urlparse(banner["urls"]["primary"]["url"])
        marks = parse_qs(marked.get(banner["ad_group_id"]) or url.query)
        assert (marks["utm_source"], marks["utm_campaign"]) == (["vk"], ["{{campaign_id}}"])
        assert banner["campaign_id"] == plan_of[banner["ad_group_id"]]
        assert bool(url.query) != (banner["ad_group_id"] in marked)


def test_a_day_has_whole_counts_money_as_text_and_totals_that_add_up(sandbox):
    whole = sandbox.vk(DAYS, **LONG)
    for item in whole["items"]:
        base = item["total"]["base"]
        assert base["clicks"] == sum(row["base"]["clicks"] for row in item["rows"])
        assert Decimal(base["spent"]) == sum(Decimal(row["base"]["spent"]) for row in item["rows"])
        for row in item["rows"]:
            assert isinstance(row["base"]["shows"], int) and isinstance(row["base"]["spent"], str)
            assert row["base"]["vk"]["goals"] <= row["base"]["goals"] <= row["base"]["clicks"] + 1
    totals = [Decimal(item["total"]["base"]["spent"]) for item in whole["items"]]
    assert Decimal(whole["total"]["base"]["spent"]) == sum(totals) > 0


def test_groups_banners_and_the_user_add_up_to_the_same_kopeck(sandbox):
    user = sandbox.vk("v3/user.json")["id"]
    by_day = Counter()
    for (day, _), amount in spent(items(sandbox)).items():
        by_day[day] += amount
    for level in ("ad_groups", "banners", "users"):
        found = Counter()
        for (day, _), amount in spent(items(sandbox, level)).items():
            found[day] += amount
        assert found == by_day
    assert [item["id"] for item in items(sandbox, "users")] == [user]


def test_who_is_asked_for_by_id_has_a_row_for_every_day_others_only_what_happened(sandbox):
    may = {"date_from": "2026-05-28", "date_to": "2026-06-09"}
    asked = items(sandbox, id=f"71000001,{SPRING}", **may)
    days = [f"2026-05-{day}" for day in range(28, 32)] + ["2026-06-01", "2026-06-02"]
    assert [[row["date"] for row in item["rows"]] for item in asked] == [days, days]
    assert asked[1]["rows"][0]["base"]["spent"] == "0" and asked[1]["total"]["base"]["cpc"] == "0"
    assert SPRING not in {item["id"] for item in items(sandbox, **may)}
    sandbox.control("POST", "limits", {"vk_ads": {"zero_rows": False}})
    assert [item["id"] for item in items(sandbox, id=f"71000001,{SPRING}", **may)] == [71000001]


def test_a_day_that_cost_nothing_is_zero_with_kopecks_and_a_deleted_plan_has_cost(sandbox):
    texts = {row["base"]["spent"] for item in items(sandbox) for row in item["rows"]}
    assert "0.00" in texts and not any("," in text for text in texts)
    (spring,) = items(sandbox, id=SPRING)
    assert Decimal(spring["total"]["base"]["spent"]) > 0


def test_a_summary_has_totals_and_no_days(sandbox):
    told = sandbox.vk("v2/statistics/ad_plans/summary.json")
    assert all(set(item) == {"id", "total"} for item in told["items"])
    assert told["total"] == sandbox.vk(DAYS, **LONG)["total"]
    some = sandbox.vk(DAYS, **LONG, metrics="all", id=71000001)["items"][0]["rows"][0]
    assert {"base", "events", "uniques", "video"} <= set(some)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"date_from": "2026-13-01"}, "ERR_WRONG_DATE"),
        ({"date_from": "2026-06-02"}, "ERR_WRONG_DATE"),
        ({"date_from": "2025-05-31"}, "ERR_WRONG_DATE"),
        ({"date_to": "2027-06-01"}, "ERR_WRONG_DATE"),
        ({"id": ",".join(map(str, range(71000001, 71000202)))}, "ERR_LIMIT_EXCEEDED"),
        ({"id": "1"}, "unknown_ad_plans"),
        ({"id": "b2b"}, "ERR_WRONG_PARAMETER"),
        ({"metrics": "base,profit"}, "ERR_WRONG_PARAMETER"),
        ({"attribution": "last"}, "ERR_WRONG_PARAMETER"),
        ({"group_by": "day"}, "ERR_WRONG_PARAMETER"),
    ],
)
def test_statistics_refuse_what_they_cannot_tell(sandbox, query, expected):
    assert code(sandbox.vk_answer(DAYS, **{**LONG, **query})) == (400, expected)


def test_statistics_need_a_level_and_both_days(sandbox):
    for path in ("v2/statistics.json", "v2/statistics/day.json", "v3/statistics/ad_plans/day.json"):
        assert code(sandbox.vk_answer(path, **LONG)) == (404, "ERR_WRONG_RESOURCE")
    assert code(sandbox.vk_answer(DAYS, date_from="2026-06-01")) == (400, "ERR_WRONG_PARAMETER")
    assert sandbox.vk_answer("v2/banners.json", _id__in="7" * 8000).status_code == 413
    sandbox.control("POST", "limits", {"vk_ads": {"strangers_are_404": True}})
    assert code(sandbox.vk_answer(DAYS, **LONG, id=1)) == (404, "ERR_WRONG_IDS")


def test_days_are_restated_and_one_arrives_late_between_the_nights(sandbox):
    before = spent(items(sandbox))
    sandbox.control("POST", "clock", {"now": "2026-06-03T03:00:00+03:00"})
    after = spent(items(sandbox))
    assert after["2026-05-20", 71000001] < before["2026-05-20", 71000001]
    assert ("2026-06-01", 71000003) in set(after) - set(before)


def test_faults_hold_days_back_repeat_pages_and_break_sums(sandbox):
    usual = items(sandbox)
    sandbox.fault("vk_ads", "late_day", day="2026-05-28", until="2026-06-03T00:00:00+03:00")
    assert {key for key in spent(usual) if key[0] != "2026-05-28"} == set(spent(items(sandbox)))
    sandbox.control("DELETE", "faults")
    sandbox.fault("vk_ads", "wrong_total", times=1)
    wrong = items(sandbox)[-1]
    assert Decimal(wrong["total"]["base"]["spent"]) != sum(Decimal(r["base"]["spent"]) for r in wrong["rows"])
    sandbox.fault("vk_ads", "repeat_page", times=1)
    assert sandbox.vk("v2/ad_plans.json", limit=4, offset=4)["items"][0]["id"] == 71000001
    sandbox.fault("vk_ads", "growing_list", times=1)
    assert [sandbox.vk("v2/ad_plans.json")["count"] for _ in range(2)] == [5, 6]
    sandbox.fault("vk_ads", "drop_key", times=1)
    assert "id" not in sandbox.vk("v2/ad_plans.json")["items"][0]


def test_the_statistics_and_the_truth_know_the_same_spend(sandbox):
    night = sandbox.ready["nights"][0]
    truth = sandbox.control("GET", f"truth?mornings={night}")[1]["kpis"]["ad_spend"]
    told = {(day, int(campaign.split(":")[1])): Decimal(cost) for day, campaign, cost in truth}
    assert spent(items(sandbox)) == told


@pytest.fixture(scope="module")
def truths():
    return [compute_truth(generate(7, 0.05, Layout(ads=ads)), NIGHTS).kpis for ads in ("direct", "vk")]


def test_the_company_at_vk_has_the_same_numbers_under_the_names_of_vk(truths):
    def renamed(cells):
        words = {"direct": "vk"}
        return [
            [words.get(part, part.replace("direct_main:", "vk_main:")) if isinstance(part, str) else part
             for part in cell]
            for cell in cells
        ]  # fmt: skip

    direct, vk = truths
    assert set(direct) == set(vk)
    for kpi, cells in direct.items():
        assert sorted(map(str, renamed(cells))) == sorted(map(str, vk[kpi])), kpi


def test_leads_of_the_company_at_vk_lead_to_its_campaigns_and_none_to_direct(truths):
    channels = Counter(channel for _, channel, _ in truths[1]["lead_channel"])
    assert channels["vk"] > 10 and "direct" not in channels
    campaigns = Counter(campaign.split(":")[0] for _, campaign, _ in truths[1]["lead_campaign"])
    assert campaigns["vk_main"] > 3 and set(campaigns) == {"vk_main", "none"}
