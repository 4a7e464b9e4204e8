"""What the transport does when a vendor throttles, breaks, lies about its answer or says no."""

from __future__ import annotations

import threading

import msgspec
import pytest
import requests
from pydantic import SecretStr

from connectors.kit.auth import BasicUtf8, BearerToken
from connectors.kit.errors import (
    AccessDenied,
    BudgetSpent,
    SettingsError,
    SourceError,
    UnexpectedReply,
    VendorUnavailable,
)
from connectors.kit.http import Call, Judgement, Transport
from tests.kit.stub_vendor import SECRET, Shop, StubVendor, Told, Waits

GOOD = Told(body={"fine": True})


def ask(transport: Transport, shop: Shop) -> object:
    return transport.send(Call("/thing"), shop, lambda reply: msgspec.json.decode(reply.body))


def failure(transport: Transport, shop: Shop) -> SourceError:
    with pytest.raises(SourceError) as caught:
        ask(transport, shop)
    return caught.value


def test_a_throttled_request_waits_as_long_as_the_vendor_asks(vendor, transport, shop, waits: Waits):
    vendor.script(Told(429, headers={"Retry-After": "37"}), GOOD)
    assert ask(transport, shop) == {"fine": True}
    assert waits.slept == [37.0]


def test_a_throttle_may_name_the_moment_instead_of_the_seconds(vendor, transport, shop, waits: Waits):
    told = Told(503, headers={"Retry-After": "Tue, 02 Jun 2026 00:01:05 GMT"})
    told.date = "Tue, 02 Jun 2026 00:00:00 GMT"
    vendor.script(told, GOOD)
    assert ask(transport, shop) == {"fine": True}
    assert waits.slept == [65.0]


def test_a_retry_after_that_makes_no_sense_is_not_followed(vendor, transport, shop, waits: Waits):
    vendor.script(Told(429, headers={"Retry-After": "soon"}), GOOD)
    assert ask(transport, shop) == {"fine": True}
    assert 0 < waits.slept[0] <= 2


def test_a_vendor_that_throttles_for_ever_ends_in_an_error_that_the_next_run_may_cure(
    vendor, transport, shop
):
    vendor.script(Told(429, body=b"Too Many Requests"))
    error = failure(transport, shop)
    assert isinstance(error, VendorUnavailable)
    assert error.retryable
    assert len(vendor.asked) == transport.attempts


def test_waits_grow_from_one_attempt_to_the_next(vendor, transport, shop, waits: Waits):
    vendor.script(Told(500))
    failure(transport, shop)
    assert len(waits.slept) == transport.attempts - 1
    assert waits.slept[-1] > 3 * waits.slept[0]


def test_a_wait_longer_than_the_time_given_ends_the_reading_at_once(vendor, transport, shop, waits: Waits):
    vendor.script(Told(429, headers={"Retry-After": "86400"}))
    error = failure(transport, shop)
    assert isinstance(error, BudgetSpent)
    assert waits.slept == []


def test_the_time_given_is_for_all_requests_together(vendor, transport, shop, waits: Waits):
    vendor.script(GOOD)
    ask(transport, shop)
    waits.now += transport.budget_seconds + 1
    assert isinstance(failure(transport, shop), BudgetSpent)


def test_a_vendor_that_is_not_there_is_tried_again_and_then_named(transport, shop):
    transport.base_url = "http://127.0.0.1:1"
    error = failure(transport, shop)
    assert isinstance(error, VendorUnavailable)
    assert "/thing" in error.what


def test_a_vendor_that_never_answers_is_given_up_after_the_read_timeout(vendor, transport, shop):
    release = threading.Event()

    def hang(asked: object) -> Told:
        release.wait(10)
        return GOOD

    vendor.answer = hang
    transport.timeout, transport.attempts = (1.0, 0.1), 2
    error = failure(transport, shop)
    release.set()
    assert isinstance(error, VendorUnavailable)
    assert error.overloaded


def test_an_answer_cut_short_is_asked_for_again(vendor, transport, shop):
    vendor.script(Told(body=b'{"fine": tr', promised=100), GOOD)
    assert ask(transport, shop) == {"fine": True}


def test_an_answer_cut_short_with_a_right_length_is_asked_for_again(vendor, transport, shop):
    vendor.script(Told(body=b'{"fine": tr'), GOOD)
    assert ask(transport, shop) == {"fine": True}


def test_an_answer_that_stays_cut_is_reported_as_not_understood(vendor, transport, shop):
    vendor.script(Told(body=b'{"fine": tr'))
    error = failure(transport, shop)
    assert isinstance(error, UnexpectedReply)
    assert "not complete JSON" in error.what


def test_a_maintenance_page_with_status_200_is_waited_out(vendor, transport, shop):
    vendor.script(Told(body=b"<html>We will be back</html>", headers={"Content-Type": "text/html"}), GOOD)
    assert ask(transport, shop) == {"fine": True}


def test_a_web_page_in_place_of_data_is_reported_if_it_stays(vendor, transport, shop):
    vendor.script(Told(body=b"<html>Log in</html>"))
    assert isinstance(failure(transport, shop), UnexpectedReply)


def test_a_byte_order_mark_is_no_reason_to_fail(vendor, transport, shop):
    vendor.script(Told(body=b"\xef\xbb\xbf" + b'{"fine": true}'))
    assert ask(transport, shop) == {"fine": True}


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_refused_credential_is_not_tried_twice(vendor, transport, shop, status):
    vendor.script(Told(status))
    error = failure(transport, shop)
    assert isinstance(error, AccessDenied)
    assert not error.retryable
    assert len(vendor.asked) == 1


def test_a_vendor_that_must_not_be_pressed_is_left_for_the_next_run(
    vendor, transport, shop, monkeypatch, waits
):
    monkeypatch.setattr(Shop, "judge", lambda self, reply: Judgement.LATER)
    vendor.script(Told(429))
    error = failure(transport, shop)
    assert isinstance(error, VendorUnavailable) and error.retryable
    assert (len(vendor.asked), waits.slept) == (1, [])


def test_an_unknown_address_is_not_tried_twice(vendor, transport, shop):
    vendor.script(Told(404))
    assert isinstance(failure(transport, shop), UnexpectedReply)
    assert len(vendor.asked) == 1


def test_a_redirect_is_not_followed_with_our_credential(vendor, transport, shop):
    other = StubVendor()
    vendor.script(Told(302, headers={"Location": other.url + "/login"}))
    error = failure(transport, shop)
    other.close()
    assert isinstance(error, UnexpectedReply)
    assert other.asked == []


def test_a_secret_that_the_vendor_echoes_is_not_shown(vendor, transport, shop, monkeypatch, caplog):
    monkeypatch.setattr(Shop, "explain", lambda self, reply: (reply.body.decode(), "ask."))
    vendor.script(Told(403, body=f"token {SECRET} is bad".encode()))
    with caplog.at_level("DEBUG", logger="connectors"):
        error = failure(transport, shop)
    shown = str(error) + repr(error) + caplog.text + repr(transport.auth) + repr(transport.redact)
    assert "***" in str(error)
    assert SECRET not in shown


@pytest.mark.parametrize("before", [190, 195, 290, 295])
def test_a_secret_is_hidden_before_long_words_are_shortened(vendor, transport, shop, monkeypatch, before):
    monkeypatch.setattr(Shop, "explain", lambda self, reply: (reply.body.decode(), "ask."))
    said = f"{'x' * before}{SECRET}{'y' * 500} (request 7f3a)"
    vendor.script(Told(403, body=said.encode()))
    shown = str(failure(transport, shop))
    assert SECRET[:4] not in shown
    assert len(shown) < 400 and "(request 7f3a)" in shown


def test_the_credential_goes_in_the_header_and_is_not_taken_from_netrc(vendor, transport, shop):
    vendor.script(GOOD)
    transport.auth = BasicUtf8("Оператор", SecretStr("пароль"))
    ask(transport, shop)
    assert vendor.asked[0].headers["Authorization"] == "Basic 0J7Qv9C10YDQsNGC0L7RgDrQv9Cw0YDQvtC70Yw="


def test_spaces_and_cyrillic_in_parameters_arrive_as_they_were(vendor, transport, shop):
    vendor.script(GOOD)
    call = Call("/thing", (("$filter", "Дата ge datetime'2026-01-01' and x eq 'a+b'"),))
    transport.send(call, shop, lambda reply: None)
    assert vendor.asked[0].params == {"$filter": "Дата ge datetime'2026-01-01' and x eq 'a+b'"}


@pytest.mark.parametrize("token", ["tokеn with a Cyrillic e", "abc123\n", "tоken"])
def test_a_token_copied_badly_is_a_wrong_setting_and_is_not_shown(vendor, transport, shop, token):
    transport.auth = BearerToken(SecretStr(token))
    error = failure(transport, shop)
    assert isinstance(error, SettingsError)
    assert token.strip() not in str(error)
    assert vendor.asked == []


def test_a_session_of_the_caller_is_used(vendor, transport, shop):
    session = requests.Session()
    session.headers["User-Agent"] = "voronka-test"
    transport.session = session
    vendor.script(GOOD)
    ask(transport, shop)
    assert vendor.asked[0].headers["User-Agent"] == "voronka-test"


def test_the_way_out_of_the_house_is_the_proxy_of_the_environment(vendor, transport, shop, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", vendor.url)
    monkeypatch.setenv("NO_PROXY", "other.example")
    transport.base_url = "http://crm.example"
    vendor.script(GOOD)
    assert [ask(transport, shop) for _ in range(3)] == [{"fine": True}] * 3
    assert [asked.headers["Host"] for asked in vendor.asked] == ["crm.example"] * 3


def test_a_vendor_inside_the_house_is_reached_without_the_proxy(vendor, transport, shop, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    vendor.script(GOOD)
    assert ask(transport, shop) == {"fine": True}
