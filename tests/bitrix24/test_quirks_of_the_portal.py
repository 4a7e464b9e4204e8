"""Each quirk on Bitrix24's page (connectors/vendors/bitrix24/connector.py), against a tiny real portal."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from connectors.kit.errors import (
    AccessDenied,
    FilterIgnored,
    PagingLoop,
    SettingsError,
    UnexpectedReply,
    VendorUnavailable,
)
from connectors.kit.settings import settings_of
from connectors.vendors.bitrix24.settings import Bitrix24Settings
from tests.bitrix24.portal import PROFILE, SECRET, TIME, Portal, Told, listing


def deals(count: int, **more: object) -> list[dict[str, object]]:
    return [
        {"ID": str(number), "DATE_MODIFY": "2025-12-19T18:02:41+03:00", "OPPORTUNITY": "0.10", **more}
        for number in range(1, count + 1)
    ]


def error(code: object, words: str = "", status: int = 400) -> Told:
    return Told({"error": code, "error_description": words}, status)


def test_pages_follow_by_rising_id_without_counting_until_one_is_not_full(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(120))
    assert reader.load("deals").rows == 120
    asked = portal.calls("crm.deal.list")
    assert [call["filter"][">ID"] for call in asked] == [0, 50, 100]
    assert {call["start"] for call in asked} == {-1}
    assert asked[0]["order"] == {"ID": "ASC"} and asked[0]["select"] == ["*", "UF_*"]


def test_a_last_page_that_is_full_is_followed_by_one_more_question(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(50))
    assert reader.load("deals").rows == 50
    assert len(portal.calls("crm.deal.list")) == 2


def test_the_window_is_fixed_inclusive_and_spelled_with_the_portals_offset(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(60))
    reader.load("deals")
    first, second = portal.calls("crm.deal.list")
    assert first["filter"][">=DATE_MODIFY"] == "2025-12-01T03:00:00+03:00"
    assert first["filter"]["<=DATE_MODIFY"].endswith("+03:00")
    assert {k: v for k, v in first["filter"].items() if k != ">ID"} == {
        k: v for k, v in second["filter"].items() if k != ">ID"
    }
    end = datetime.fromisoformat(first["filter"]["<=DATE_MODIFY"])
    assert abs(reader.newest("deals").window_to - end) < timedelta(seconds=1)


def test_a_list_that_ignores_the_window_is_not_taken(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(3, DATE_MODIFY="2024-01-01T00:00:00+03:00"))
    with pytest.raises(FilterIgnored):
        reader.load("deals")
    assert not [batch for batch in reader.landing.batches("b24", "deals") if batch.complete]


def test_a_list_that_ignores_the_id_is_not_read_for_ever(portal, reader):
    portal.methods["crm.deal.list"] = lambda asked: {"result": deals(50), "total": 0, "time": TIME}
    with pytest.raises((PagingLoop, UnexpectedReply)):
        reader.load("deals")
    assert len(portal.calls("crm.deal.list")) == 2


def test_an_empty_php_array_stands_for_any_list(portal, reader):
    portal.methods["crm.stagehistory.list"] = lambda asked: {"result": [], "total": 0, "time": TIME}
    portal.methods["tasks.task.list"] = lambda asked: {"result": {"tasks": []}, "time": TIME}
    portal.methods["crm.deal.list"] = listing(deals(1))
    reader.load("deals")
    assert reader.load("deal_history").complete
    assert reader.load("tasks").complete


def test_short_lists_follow_next_and_are_held_against_the_total(portal, reader):
    def users(asked):
        start = asked.body["start"]
        rows = [{"ID": str(n), "ACTIVE": n % 2 == 0} for n in range(1, 61)][start : start + 50]
        return {"result": rows, "total": 60, "time": TIME} | ({"next": 50} if start == 0 else {})

    portal.methods["user.get"] = users
    assert reader.load("users").rows == 60
    assert reader.newest("users").control_totals == {"records": 60}
    assert [call["start"] for call in portal.calls("user.get")] == [0, 50]
    assert not any("ACTIVE" in json.dumps(call) for call in portal.calls("user.get")), "the dismissed count"


def test_the_default_funnel_has_the_id_zero(portal, reader):
    portal.methods["crm.category.list"] = lambda asked: {
        "result": {"categories": [{"id": 4, "name": "Опт"}, {"id": 0, "name": "Общая", "isDefault": "Y"}]},
        "total": 2,
        "time": TIME,
    }
    reader.load("categories")
    assert [row["_key"] for row in reader.rows("categories")] == ["4", "0"]


def test_the_secret_is_in_no_log_and_in_no_error(portal, reader, caplog):
    portal.methods["crm.deal.list"] = lambda asked: error("NO_AUTH_FOUND", f"Wrong {SECRET}", 401)
    with caplog.at_level("DEBUG"), pytest.raises(AccessDenied) as caught:
        reader.load("deals")
    assert portal.asked[-1].path == f"/rest/1/{SECRET}/crm.deal.list"
    assert SECRET not in caplog.text + str(caught.value)
    assert "/crm.deal.list" in caplog.text
    assert len(portal.calls("crm.deal.list")) == 1


def test_rows_hidden_from_one_who_is_no_administrator_are_warned_of(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(1))
    portal.methods["profile"] = lambda asked: {"result": {"ID": "9", "ADMIN": False}, "time": TIME}
    (warning,) = reader.load("deals").warnings
    assert "user 9" in warning and "administrator" in warning


def test_a_webhook_of_a_dismissed_person_is_refused_with_what_to_do(portal, reader):
    portal.methods["profile"] = lambda asked: {"result": [], "time": TIME}
    with pytest.raises(AccessDenied, match="no longer an active user"):
        reader.load("deals")


@pytest.mark.parametrize(
    ("told", "fix"),
    [
        (error("insufficient_scope", "higher privileges", 403), "`telephony`"),
        (error("ACCESS_DENIED", "Access denied!", 403), "administrator"),
        (error("", "Access denied.", 400), "administrator"),
        (error("OVERLOAD_LIMIT", "blocked", 503), "support"),
        (error("PORTAL_DELETED", "", 500), "take the source out"),
    ],
    ids=lambda told: str(told.body["error"]) if isinstance(told, Told) else "",
)
def test_a_right_that_lacks_is_said_once_with_what_to_click(portal, reader, told, fix):
    portal.methods["voximplant.statistic.get"] = lambda asked: told
    portal.methods["crm.status.list"] = listing([])
    connector = reader.connector()
    with pytest.raises(AccessDenied) as caught:
        reader.load("calls", connector)
    assert fix in caught.value.fix
    assert len(portal.calls("batch")) == 1
    assert reader.load("statuses", connector).complete, "the other streams go on"


def test_a_module_that_is_off_is_no_failure_of_a_stream_that_may_lack(portal, reader):
    assert "leave the stream out" in reader.load("calls").unavailable
    with pytest.raises(AccessDenied, match="ERROR_METHOD_NOT_FOUND"):
        reader.load("deals")


@pytest.mark.parametrize("code", ["", 0, "INVALID_ARG_VALUE"])
def test_an_error_with_an_odd_code_is_an_error_under_any_status(portal, reader, code):
    for status in (200, 400):
        portal.methods["crm.deal.list"] = lambda asked, status=status: error(
            code, "Parameter 'filter' must be array.", status
        )
        with pytest.raises(UnexpectedReply, match="must be array"):
            reader.load("deals")


def test_too_many_requests_are_waited_out_longer_each_time(portal, reader):
    busy = error("QUERY_LIMIT_EXCEEDED", "Too many requests", 503)
    portal.script("crm.status.list", busy, busy, {"result": [{"ID": "1"}], "total": 1, "time": TIME})
    assert reader.load("statuses").complete
    assert len(reader.slept) == 2 and 1 <= reader.slept[0] < reader.slept[1]


@pytest.mark.parametrize("reset", [1766160261.6, "2025-12-19T16:04:21+00:00"])
def test_a_method_whose_time_is_used_up_is_waited_for_until_the_vendor_says(portal, reader, reset):
    used = TIME | {"operating": 200.0, "operating_reset_at": reset}
    blocked = error("OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.", 429)
    blocked.headers = {"Date": "Fri, 19 Dec 2025 16:02:41 GMT"}
    good = {"result": deals(50), "total": 0, "time": used}
    rest = {"result": [], "total": 0, "time": TIME}
    portal.script("crm.deal.list", good, blocked, rest)
    assert reader.load("deals").rows == 50
    assert reader.slept == [pytest.approx(100, abs=1)]


def test_a_method_that_has_worked_long_is_left_alone_before_it_is_blocked(portal, reader):
    used = TIME | {"operating": 301.0, "operating_reset_at": 1766160161.6 + 40}
    portal.script(
        "crm.deal.list",
        {"result": deals(50), "total": 0, "time": used},
        {"result": [], "total": 0, "time": TIME},
    )
    reader.load("deals")
    assert reader.slept == [pytest.approx(40, abs=1)]


@pytest.mark.parametrize("status", [200, 502])
def test_a_web_page_in_place_of_data_is_asked_for_again(portal, reader, status):
    page = Told(b"<html><body>Bad gateway</body></html>", status)
    portal.script("crm.status.list", page, {"result": [], "total": 0, "time": TIME})
    assert reader.load("statuses").complete


@pytest.fixture
def renamed(portal):
    """The portal under its new name, to which the old one sends everybody."""
    other = Portal()
    other.methods["crm.deal.list"] = listing(deals(51))
    for method in ("profile", "crm.deal.list"):
        portal.methods[method] = lambda asked: Told(
            b"", 302, {"Location": f"{other.url.replace('127.0.0.1', 'localhost')}{asked.path}"}
        )
    yield other
    other.close()


def test_a_renamed_portal_is_followed_with_the_same_post_and_named(portal, renamed, reader):
    receipt = reader.load("deals")
    assert receipt.rows == 51
    assert [each.method for each in portal.asked] == ["profile"], "from then on the new host is asked"
    assert {each.verb for each in renamed.asked} == {"POST"}
    assert renamed.calls("crm.deal.list")[0]["order"] == {"ID": "ASC"}
    assert any("localhost" in warning for warning in receipt.warnings)


def test_the_next_night_asks_the_new_host_first_and_does_not_say_so_again(portal, renamed, reader):
    reader.load("deals")
    renamed.methods["crm.deal.list"] = listing([])
    receipt = reader.load("deals")
    assert [each.method for each in portal.asked] == ["profile"], "the first night's"
    assert (receipt.complete, receipt.warnings) == (True, ())


def test_a_portal_that_is_not_found_where_it_moved_is_looked_for_where_the_settings_say(
    portal, renamed, reader
):
    reader.load("deals")
    renamed.close()
    portal.methods["profile"] = lambda asked: PROFILE
    portal.methods["crm.deal.list"] = listing([])
    assert reader.load("deals").complete
    assert len(portal.calls("profile")) == 2


def test_a_move_counts_for_the_address_that_the_settings_had(portal, renamed, reader, reader_of):
    reader.load("deals")
    settled = reader_of(webhook=renamed.webhook)
    renamed.methods["crm.deal.list"] = listing([])
    receipt = settled.load("deals")
    assert (receipt.complete, receipt.warnings) == (True, ())
    assert len(portal.asked) == 1


def test_the_secret_goes_to_no_stranger_that_a_redirect_names(portal, reader):
    portal.methods["profile"] = lambda asked: Told(b"", 302, {"Location": "http://192.0.2.1/rest/"})
    with pytest.raises(UnexpectedReply, match="302"):
        reader.load("deals")


def test_cloud_portals_may_be_renamed_within_the_cloud_alone(reader):
    from connectors.kit.http import Reply

    connector = reader.connector()

    def moved(old: str, new: str) -> str | None:
        return connector.moved_to(Reply(302, {"location": new}, b""), old)

    base = "https://sevsvet.bitrix24.ru/rest"
    assert moved(base, "https://north.bitrix24.ru/rest/1/x/profile") == "https://north.bitrix24.ru/rest"
    assert moved(base, "https://bitrix24.evil.ru/rest/1/x/profile") is None
    assert moved(base, "https://north.bitrix24.ru.evil.com/rest") is None
    assert moved(base, "http://north.bitrix24.ru/rest") is None
    assert moved("https://crm.a.com.ru/rest", "https://crm.b.com.ru/rest") is None


def test_a_batch_says_of_each_part_what_became_of_it_and_busy_parts_are_asked_again(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(60))
    reader.load("deals")
    busy = error("QUERY_LIMIT_EXCEEDED", "Too many requests")
    answers = {"7": [busy, {"result": [{"CONTACT_ID": 5, "IS_PRIMARY": "Y"}], "time": TIME}]}

    def contacts(asked):
        left = answers.get(asked.body["id"])
        return (left.pop(0) if len(left) > 1 else left[0]) if left else {"result": [], "time": TIME}

    portal.methods["crm.deal.contact.items.get"] = contacts
    assert reader.load("deal_contacts").rows == 60
    told = {row["_key"]: json.loads(row["_payload"]) for row in reader.rows("deal_contacts")}
    assert told["7"] == {"owner_id": 7, "rows": [{"CONTACT_ID": 5, "IS_PRIMARY": "Y"}]}
    assert told["8"] == {"owner_id": 8, "rows": []}
    sizes = [len(call["cmd"]) for call in portal.calls("batch")]
    assert sizes == [50, 1, 10]


def test_a_right_that_lacks_inside_a_batch_ends_the_stream(portal, reader):
    portal.methods["crm.deal.list"] = lambda asked: error("ACCESS_DENIED", "Access denied.", 403)
    with pytest.raises(AccessDenied, match=r"crm\.deal\.list in a batch"):
        reader.load("deal_ids")


def test_belongings_of_a_card_that_is_gone_are_left_out_and_any_other_refusal_is_told(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(2))
    reader.load("deals")
    gone = {"1": error("", "Not found"), "2": {"result": [], "time": TIME}}
    portal.methods["crm.deal.contact.items.get"] = lambda asked: gone[asked.body["id"]]
    assert reader.load("deal_contacts").rows == 1
    del portal.methods["crm.deal.contact.items.get"]
    with pytest.raises(AccessDenied, match="METHOD_NOT_FOUND"):
        reader.load("deal_contacts", reset=True)


def test_product_rows_of_a_deal_are_one_record_however_many_pages_they_are(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(1))
    reader.load("deals")

    def products(asked):
        start = int(asked.body["start"])
        rows = [{"id": n, "price": 2450.10} for n in range(start, min(start + 50, 70))]
        more = {"next": start + 50} if start + 50 < 70 else {}
        return {"result": {"productRows": rows}, "total": 70, "time": TIME, **more}

    portal.methods["crm.item.productrow.list"] = products
    assert reader.load("deal_products").rows == 1
    (row,) = reader.rows("deal_products")
    assert len(json.loads(row["_payload"])["rows"]) == 70
    assert portal.calls("crm.item.productrow.list")[0]["filter"] == {"=ownerType": "D", "=ownerId": "1"}


def test_ids_that_are_gone_are_deleted_and_hidden_ones_are_not(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(130))
    assert reader.load("deal_ids").rows == 130
    left = [deal for deal in deals(131) if deal["ID"] not in ("7", "8", "130")]
    portal.methods["crm.deal.list"] = listing(left)

    def card(asked):
        if asked.body["id"] == "8":
            return error("", "Access denied.")
        return error("", "Not found")

    portal.methods["crm.deal.get"] = card
    receipt = reader.load("deal_ids")
    changed = {row["_key"]: row["_op"] for row in reader.rows("deal_ids")[130:]}
    assert changed == {"131": "upsert", "7": "delete", "130": "delete"}
    assert "1 records" in receipt.warnings[0]
    assert reader.load("deal_ids").rows == 0


def test_a_portal_full_of_new_records_between_known_ones_is_swept_whole(portal, reader):
    every_tenth = [deal for deal in deals(1000) if int(str(deal["ID"])) % 10 == 0]
    portal.methods["crm.deal.list"] = listing(every_tenth)
    reader.load("deal_ids")
    portal.methods["crm.deal.list"] = listing(deals(1000))
    assert reader.load("deal_ids").rows == 900
    assert sorted(int(row["_key"]) for row in reader.rows("deal_ids")) == list(range(1, 1001))


def test_calls_are_read_by_whole_days_of_the_portals_zone(portal, reader):
    def calls(asked):
        since = asked.body["FILTER"][">=CALL_START_DATE"]
        rows = [{"ID": since[8:10], "CALL_START_DATE": since, "CALL_DURATION": "134"}]
        return {"result": rows if since.startswith("2025-12-0") else [], "time": TIME}

    portal.methods["voximplant.statistic.get"] = calls
    receipt = reader.load("calls", days=(datetime(2025, 12, 2).date(), datetime(2025, 12, 10).date()))
    assert [row["_day"] for row in reader.rows("calls")] == [f"2025-12-0{n}" for n in range(9, 1, -1)]
    assert "2025-12-10" in receipt.days, "a day without calls was read too"
    assert len(portal.calls("batch")) == 1, "the days share a request"
    asked = portal.calls("voximplant.statistic.get")[0]
    assert asked["FILTER"] == {
        ">=CALL_START_DATE": "2025-12-10T00:00:00+03:00",
        "<CALL_START_DATE": "2025-12-11T00:00:00+03:00",
        ">ID": "0",
    }
    assert (asked["SORT"], asked["ORDER"]) == ("ID", "ASC")


def test_a_day_of_many_calls_is_read_to_its_end(portal, reader):
    rows = [{"ID": str(n), "CALL_START_DATE": "2025-12-02T12:00:00+03:00"} for n in range(1, 121)]
    portal.methods["voximplant.statistic.get"] = listing(rows)
    day = datetime(2025, 12, 2).date()
    assert reader.load("calls", days=(day, day)).rows == 120
    assert [call["FILTER"][">ID"] for call in portal.calls("voximplant.statistic.get")] == ["0", 50, 100]


def test_a_call_of_another_day_is_not_taken(portal, reader):
    portal.methods["voximplant.statistic.get"] = lambda asked: {
        "result": [{"ID": "1", "CALL_START_DATE": "2025-12-01T00:00:00+03:00"}],
        "time": TIME,
    }
    with pytest.raises(FilterIgnored):
        reader.load("calls", days=(datetime(2025, 12, 2).date(), datetime(2025, 12, 2).date()))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"webhook": "https://sevsvet.bitrix24.ru/rest/1/x9y8z7/profile.json"},
        {"webhook": "sevsvet.bitrix24.ru/rest/1/x9y8z7/"},
        {"oauth": {"client_id": "a", "client_secret": "b", "refresh_token": "c"}},
    ],
    ids=["nothing", "with a method", "without https", "no portal"],
)
def test_a_wrong_credential_is_named_without_showing_it(settings):
    with pytest.raises(SettingsError) as caught:
        settings_of(Bitrix24Settings, "b24", settings)
    assert "x9y8z7" not in str(caught.value)


def test_a_portal_that_never_comes_back_ends_in_one_error(portal, reader):
    portal.methods["crm.status.list"] = lambda asked: error("QUERY_LIMIT_EXCEEDED", "", 503)
    with pytest.raises(VendorUnavailable):
        reader.load("statuses")


def test_who_reads_is_written_into_the_batch(portal, reader):
    portal.methods["crm.deal.list"] = listing(deals(1))
    reader.load("deals")
    assert reader.newest("deals").mode == f"as user {PROFILE['result']['ID']}, administrator"
