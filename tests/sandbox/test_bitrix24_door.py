"""Who may enter the pretend portal, how fast, with which rights, and where it moved to."""

import time

from tests.sandbox.pretend_portal import Portal, problem


def test_a_webhook_opens_the_portal_and_a_wrong_one_does_not(b24):
    assert b24.result("profile")["ADMIN"] is True
    wrong = b24.session.get(f"{b24.sandbox.ready['bitrix24']}/rest/7001001/wrong/profile", timeout=10)
    assert problem(wrong) == (401, "NO_AUTH_FOUND")


def test_a_method_may_be_named_with_its_format(b24):
    assert b24.get("server.time.json").json()["result"] == "2026-06-02T03:00:00+03:00"


def test_a_method_is_known_in_any_case_alone_and_in_a_batch(b24):
    assert b24.result("crm.deal.List", start=-1) == b24.result("crm.deal.list", start=-1) != []
    assert b24.batch(a="crm.Deal.List.json?start=-1")["result"]["a"] == b24.result("crm.deal.list", start=-1)


def test_an_unknown_method_is_404(b24):
    assert problem(b24.ask("crm.nothing.list")) == (404, "ERROR_METHOD_NOT_FOUND")
    assert b24.result("method.get", name="crm.deal.list") == {"isExisting": True, "isAvailable": True}
    assert b24.result("method.get", name="crm.nothing.list")["isExisting"] is False


def test_a_webhook_without_the_scope_is_refused(b24):
    narrow = b24.ask("user.get", key="bitrix24_webhook_narrow")
    assert problem(narrow) == (403, "insufficient_scope")
    assert b24.ask("crm.deal.list", key="bitrix24_webhook_narrow").status_code == 200
    assert b24.ask("scope", key="bitrix24_webhook_narrow").json()["result"] == ["crm"]
    asked = b24.ask("method.get", key="bitrix24_webhook_narrow", name="user.get")
    assert asked.json()["result"] == {"isExisting": True, "isAvailable": False}


def test_a_managers_webhook_silently_lacks_the_cards_of_others(b24):
    own = b24.ask("crm.deal.list", key="bitrix24_webhook_of_manager").json()
    whole = b24.ask("crm.deal.list").json()
    assert 0 < own["total"] < whole["total"]
    assert {row["ASSIGNED_BY_ID"] for row in own["result"]} == {"7001002"}
    calls = b24.ask("voximplant.statistic.get", key="bitrix24_webhook_of_manager")
    assert problem(calls) == (403, "ACCESS_DENIED")


def test_the_bucket_holds_fifty_and_drains_by_and_by(b24):
    b24.limits(drained_per_second=0.001, bucket=50)  # so slowly that a busy machine makes no difference
    codes = [b24.ask("profile").status_code for _ in range(51)]
    assert codes == [200] * 50 + [503]
    refused = b24.ask("profile")
    assert problem(refused) == (503, "QUERY_LIMIT_EXCEEDED")
    assert "Retry-After" not in refused.headers
    b24.limits(drained_per_second=20, bucket=1)
    assert b24.ask("profile").status_code == 200
    time.sleep(0.2)
    assert b24.ask("profile").status_code == 200


def test_a_method_that_used_up_its_time_is_blocked_and_the_others_are_not(b24):
    b24.limits(operating_seconds=3, seconds_per_call=1, operating_window=600)
    told = [b24.ask("crm.deal.list", select=["ID"]).json()["time"] for _ in range(3)]
    assert [round(block["operating"]) for block in told] == [1, 2, 3]
    assert told[-1]["operating_reset_at"] > told[-1]["finish"]
    assert problem(b24.ask("crm.deal.list")) == (429, "OPERATION_TIME_LIMIT")
    assert b24.ask("crm.contact.list").status_code == 200


def test_a_blocked_method_opens_again_when_its_window_is_over(b24):
    b24.limits(operating_seconds=0.9, seconds_per_call=1, operating_window=0.3)
    assert b24.ask("crm.deal.list").status_code == 200
    assert b24.ask("crm.deal.list").status_code == 429
    time.sleep(0.4)
    assert b24.ask("crm.deal.list").status_code == 200


def _turn(b24, **asked):
    ready = b24.sandbox.ready
    known = {name: ready[f"bitrix24_{name}"] for name in ("client_id", "client_secret")}
    return b24.session.get(f"{ready['bitrix24']}/oauth/token/", params={**known, **asked}, timeout=10)


def _with(b24, token, method="profile"):
    return b24.session.post(
        f"{b24.sandbox.ready['bitrix24']}/rest/{method}", json={"auth": token}, timeout=10
    )


def test_a_refresh_token_is_good_for_one_turn(b24):
    first = b24.sandbox.ready["bitrix24_refresh_token"]
    pair = _turn(b24, grant_type="refresh_token", refresh_token=first).json()
    assert pair["refresh_token"] != first and pair["user_id"] == 7001001
    assert problem(_turn(b24, grant_type="refresh_token", refresh_token=first)) == (400, "invalid_grant")
    assert _with(b24, pair["access_token"]).status_code == 200
    again = _turn(b24, grant_type="refresh_token", refresh_token=pair["refresh_token"])
    assert again.status_code == 200
    b24.sandbox.ready["bitrix24_refresh_token"] = again.json()["refresh_token"]


def test_an_access_token_lives_an_hour(b24):
    first = b24.sandbox.ready["bitrix24_refresh_token"]
    pair = _turn(b24, grant_type="refresh_token", refresh_token=first).json()
    b24.sandbox.ready["bitrix24_refresh_token"] = pair["refresh_token"]
    b24.sandbox.control("POST", "clock", {"now": "2026-06-02T04:00:01+03:00"})
    assert problem(_with(b24, pair["access_token"])) == (401, "expired_token")
    assert problem(_with(b24, "somebody-else")) == (401, "NO_AUTH_FOUND")


def test_a_renamed_portal_sends_to_its_new_name(b24):
    b24.fault("renamed")
    answer = b24.ask("crm.deal.list", select=["ID"])
    assert answer.status_code == 302
    place = answer.headers["Location"]
    assert place.startswith("http://localhost:") and place.endswith("/crm.deal.list")
    assert b24.session.post(place, json={"select": ["ID"]}, timeout=10).status_code == 200


def test_a_portal_without_a_plan_and_a_blocked_one_say_so(b24):
    b24.fault("payment_required", times=1)
    answer = b24.ask("profile")
    assert problem(answer) == (403, "ACCESS_DENIED") and "commercial" in answer.json()["error_description"]
    b24.fault("overload", times=1)
    assert problem(b24.ask("profile")) == (503, "OVERLOAD_LIMIT")


def test_a_broken_portal_answers_with_a_page(b24):
    b24.fault("http_500", times=1, body="html")
    answer = b24.ask("profile")
    assert answer.status_code == 500 and "html" in answer.headers["content-type"]


def test_a_method_may_be_gone(b24):
    b24.fault("method_gone", entity="voximplant")
    assert problem(b24.ask("voximplant.statistic.get")) == (404, "ERROR_METHOD_NOT_FOUND")
    assert Portal(b24.sandbox).ask("crm.deal.list").status_code == 200
