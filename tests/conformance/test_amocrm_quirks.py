"""Each quirk on amoCRM's page (connectors/vendors/amocrm/connector.py), against its pretend account."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

import pytest

from connectors.kit.errors import AccessDenied, SettingsError, UnexpectedReply, VendorUnavailable
from connectors.kit.paging import OverlappingPages, PageNumber, Paging
from connectors.kit.settings import settings_of
from connectors.kit.stream import Reading
from connectors.loading.load import load_stream
from connectors.vendors.amocrm.connector import AmoCrm, AmoCrmSettings
from tests.pretend_nights import BEGINNING, Nights

CARDS = ("leads", "contacts", "companies")


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def newest(nights: Nights, stream: str):
    return nights.landing.batches("amocrm_main", stream)[-1]


def queries(nights: Nights, path: str) -> list[dict[str, str]]:
    found = [request for request in nights.asked("amocrm") if request["path"].endswith(path)]
    return [dict(parse_qsl(request["query"])) for request in found]


def test_nothing_found_is_an_empty_batch_although_the_body_is_empty(nights: Nights):
    nights.clock("2026-01-01T12:00:00+03:00")  # before the company's first day
    receipt = nights.load("amocrm", "leads")
    assert (receipt.rows, receipt.complete) == (0, True)
    assert {request["outcome"] for request in nights.asked("amocrm")} == {"200", "204"}


def test_a_small_list_is_checked_against_the_accounts_own_total(nights: Nights):
    receipt = nights.load("amocrm", "users")
    assert newest(nights, "users").control_totals == {"records": receipt.rows}


def test_a_list_of_records_has_no_total_and_pages_end_with_the_link(nights: Nights):
    nights.load("amocrm", "leads")
    assert newest(nights, "leads").control_totals == {}
    assert newest(nights, "leads").rows > 100


def read_in_small_pages(nights: Nights, folder: str, paging: Paging) -> set[str]:
    connector = nights.connector("amocrm")
    elsewhere = replace(nights, folder=nights.folder / folder)
    load_stream(
        connector,
        replace(connector.stream("leads"), paging=paging),
        source="amocrm_main",
        landing=elsewhere.landing,
        transport=nights.transport(connector),
        beginning=BEGINNING,
        now=datetime.fromisoformat(nights.now),
    )
    return {row["_key"] for row in elsewhere.rows("amocrm", "leads")}


def test_no_record_is_skipped_when_others_change_between_two_pages(nights: Nights):
    nights.load("amocrm", "leads")
    told = set(nights.alive("amocrm", "leads"))
    nights.fault("amocrm", "rows_move")
    assert read_in_small_pages(nights, "overlapping", OverlappingPages(sizes=(20, 10))) == told
    nights.control("DELETE", "faults")
    nights.fault("amocrm", "rows_move")
    plain = read_in_small_pages(nights, "plain", PageNumber(sizes=(20, 10)))
    assert told - plain, "the account no longer moves its records: this test proves nothing"


@pytest.mark.parametrize("stream", CARDS)
def test_with_the_paid_filter_only_what_changed_is_asked_for(nights: Nights, stream: str):
    nights.load("amocrm", stream)
    nights.night(1)
    nights.forget()
    receipt = nights.load("amocrm", stream)
    assert newest(nights, stream).mode == "filter"
    (asked,) = queries(nights, f"/{stream}")
    first, second = (datetime.fromisoformat(night) for night in nights.ready["nights"][:2])
    assert asked["filter[updated_at][from]"] == str(int((first - timedelta(minutes=11)).timestamp()) - 1)
    assert asked["filter[updated_at][to]"] == str(int((second - timedelta(minutes=1)).timestamp()) + 1)
    assert asked["order[id]"] == "asc"
    assert not receipt.warnings


@pytest.mark.parametrize("stream", CARDS)
@pytest.mark.parametrize("honest", [True, False])
def test_without_the_paid_filter_the_same_records_land_and_the_batch_says_how(nights: Nights, stream, honest):
    nights.fault("amocrm", "filter_off", honest=honest)
    for number in range(3):
        nights.night(number)
        receipt = nights.load("amocrm", stream)
    assert newest(nights, stream).mode == "scan"
    assert len(receipt.warnings) == 1
    assert ("is off" if honest else "gave older ones") in receipt.warnings[0]
    scanned = nights.alive("amocrm", stream)
    nights.control("DELETE", "faults")
    nights.load("amocrm", stream, reset=True)
    assert set(nights.alive("amocrm", stream)) == set(scanned)


def test_a_scan_stops_at_the_first_record_older_than_the_window(nights: Nights):
    nights.fault("amocrm", "filter_off")
    first = nights.load("amocrm", "leads")
    nights.night(1)
    nights.forget()
    second = nights.load("amocrm", "leads")
    assert second.rows < first.rows / 3
    assert [query.get("order[updated_at]") for query in queries(nights, "/leads")] == ["desc"]
    oldest = min(json.loads(row["_payload"])["updated_at"] for row in nights.rows("amocrm", "leads"))
    assert oldest >= BEGINNING.timestamp()


def test_bounds_that_exclude_their_ends_lose_nothing(nights: Nights):
    nights.load("amocrm", "leads")
    inclusive = nights.alive("amocrm", "leads")
    nights.fault("amocrm", "exclusive_bounds")
    nights.load("amocrm", "leads", reset=True)
    newest_rows = [
        row for row in nights.rows("amocrm", "leads") if row["_batch_id"] == newest(nights, "leads").batch_id
    ]
    assert {row["_key"] for row in newest_rows} == set(inclusive)


def test_an_empty_php_object_is_landed_as_it_came(nights: Nights):
    nights.fault("amocrm", "empty_embedded")
    nights.load("amocrm", "contacts")
    embedded = [record["_embedded"] for record in nights.alive("amocrm", "contacts").values()]
    assert [] in embedded
    assert any(isinstance(part, dict) and part.get("companies") for part in embedded)


def test_we_keep_within_the_limit_without_being_told(nights: Nights):
    nights.control("POST", "limits", {"amocrm": {"per_second": 7, "patience": 3, "block_seconds": 60}})
    nights.in_no_hurry = False
    nights.load("amocrm", "leads", requests_per_second=5)
    assert {request["outcome"] for request in nights.asked("amocrm")} <= {"200", "204"}


def test_a_throttle_that_is_not_json_is_waited_out(nights: Nights):
    nights.fault("amocrm", "rate_limited", body="text", times=2)
    assert nights.load("amocrm", "users").complete
    assert len(nights.slept) == 2


def test_a_blocked_account_is_not_asked_again(nights: Nights):
    nights.fault("amocrm", "forbidden")
    with pytest.raises(AccessDenied, match="do not run again at once"):
        nights.load("amocrm", "users")
    assert len(nights.asked("amocrm")) == 1


def test_an_account_that_is_not_paid_for_is_told_apart_from_a_bad_token(nights: Nights):
    nights.fault("amocrm", "payment_required")
    with pytest.raises(AccessDenied, match="not paid for"):
        nights.load("amocrm", "users")
    nights.control("DELETE", "faults")
    with pytest.raises(AccessDenied, match="new long-lived token"):
        nights.load("amocrm", "users", token="another")


def test_large_pages_that_fail_become_smaller_ones(nights: Nights):
    nights.fault("amocrm", "http_500", times=4, path="/api/v4/contacts")
    nights.load("amocrm", "contacts")
    limits = [query["limit"] for query in queries(nights, "/contacts")]
    assert limits[:5] == ["250", "250", "100", "100", "50"]


def test_the_next_page_is_asked_of_the_address_in_the_settings(nights: Nights):
    """The account's links carry its own host; the credential goes only where the settings say."""
    nights.load("amocrm", "events")
    assert len(queries(nights, "/events")) > 20
    assert nights.connector("amocrm").base_url() == f"{nights.ready['amocrm']}/api/v4"


def test_events_come_a_hundred_at_most_and_only_the_types_that_are_used(nights: Nights):
    nights.load("amocrm", "events")
    assert {query["limit"] for query in queries(nights, "/events")} == {"100"}
    kinds = {record["type"] for record in nights.alive("amocrm", "events").values()}
    assert {
        "lead_added",
        "lead_status_changed",
        "entity_responsible_changed",
        "outgoing_chat_message",
    } <= kinds
    assert not kinds & {"task_added", "incoming_chat_message"}


def test_custom_fields_are_asked_for_fifty_at_a_time(nights: Nights):
    nights.load("amocrm", "lead_custom_fields")
    assert [query["limit"] for query in queries(nights, "/leads/custom_fields")] == ["50"]


def test_whatever_left_the_list_of_leads_is_told_by_the_bin_or_the_events(nights: Nights):
    for number in range(3):
        nights.night(number)
        for stream in ("leads", "deleted_leads", "events"):
            nights.load("amocrm", stream)
    known = set(nights.alive("amocrm", "leads"))
    nights.load("amocrm", "leads", reset=True)
    last = newest(nights, "leads").batch_id
    told = {row["_key"] for row in nights.rows("amocrm", "leads") if row["_batch_id"] == last}
    binned = {row["_key"] for row in nights.rows("amocrm", "deleted_leads")}
    ended = {
        str(event["entity_id"])
        for event in nights.alive("amocrm", "events").values()
        if event["type"] in ("lead_deleted", "entity_merged")
    }
    assert known - told
    assert known - told <= binned | ended


def test_links_are_asked_by_fifty_leads_and_a_lead_without_links_is_told_too(nights: Nights):
    leads = nights.load("amocrm", "leads")
    receipt = nights.load("amocrm", "lead_links")
    assert receipt.rows == leads.rows
    assert receipt.requests == -(-leads.rows // 50)
    links = nights.alive("amocrm", "lead_links")
    counts = [len(record["links"]) for record in links.values()]
    assert min(counts) == 0
    assert max(counts) >= 2
    assert all(set(record) == {"entity_id", "links"} for record in links.values())
    some = next(record for record in links.values() if record["links"])
    assert {"to_entity_id", "to_entity_type", "metadata"} <= set(some["links"][0])


def test_an_answer_that_no_lead_has_links_is_not_taken_where_the_cards_name_some(nights: Nights):
    """The cards of the same night carry their links; the next night that lists them lands them."""
    nights.load("amocrm", "leads")
    nights.fault("amocrm", "hidden_links", times=1)
    receipt = nights.load("amocrm", "lead_links")
    (warning,) = receipt.warnings
    assert "/leads/links" in warning and "50 leads" in warning
    told = nights.alive("amocrm", "lead_links")
    assert len(told) == len(nights.alive("amocrm", "leads")) - 50
    nights.load("amocrm", "leads", reset=True)
    healed = nights.load("amocrm", "lead_links", reset=True)
    assert healed.warnings == ()
    assert nights.alive("amocrm", "lead_links").keys() == nights.alive("amocrm", "leads").keys()


def test_leads_that_have_no_links_on_their_cards_either_are_taken_at_their_word(nights: Nights):
    nights.load("amocrm", "leads")
    cards = {key: card["_embedded"] or {} for key, card in nights.alive("amocrm", "leads").items()}
    bare = [key for key, parts in cards.items() if not parts.get("contacts") and not parts.get("companies")]
    connector = nights.connector("amocrm")
    stream = connector.stream("lead_links")
    reading = Reading(stream, datetime.fromisoformat(nights.now), parent_keys=bare[:3])
    (page,) = connector.read(reading, nights.transport(connector))
    assert list(page.keys) == bare[:3]
    assert page.warnings == ()


def test_users_may_be_read_by_an_administrator_only(nights: Nights):
    nights.fault("amocrm", "forbidden", path="/api/v4/users")
    with pytest.raises(AccessDenied, match="administrator"):
        nights.load("amocrm", "users")
    assert nights.load("amocrm", "pipelines").complete


def test_a_record_without_its_id_goes_to_quarantine_and_the_others_land(nights: Nights):
    nights.fault("amocrm", "drop_key", path="/api/v4/contacts", times=1)
    receipt = nights.load("amocrm", "contacts")
    assert receipt.quarantined == 1
    (set_aside,) = nights.rows("amocrm", "contacts", room="quarantine")
    assert set_aside["_reason"] == "no usable id"
    assert "id" not in json.loads(set_aside["_payload"])


def test_a_field_that_changed_its_type_lands_as_it_came(nights: Nights):
    nights.fault("amocrm", "changed_type", path="/api/v4/leads", field="price", value="дорого", times=1)
    nights.load("amocrm", "leads")
    assert "дорого" in {record["price"] for record in nights.alive("amocrm", "leads").values()}


def test_a_move_of_the_subdomain_is_named_with_what_to_check(nights: Nights):
    with pytest.raises(UnexpectedReply, match="check `subdomain` and `domain`"):
        nights.load("amocrm", "users", base_url=nights.ready["amocrm"] + "/elsewhere")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("subdomain", "https://sevsvet.amocrm.ru"),
        ("subdomain", "evil.example/"),
        ("domain", "amocrm.evil"),
        ("token", ""),
        ("base_url", "ftp://x"),
        ("base_url", "https://x/api?token=1"),
        ("requests_per_second", 100),
    ],
)
def test_a_setting_that_cannot_be_right_is_refused_before_anything_is_asked(setting, value):
    good = {"subdomain": "sevsvet", "token": "t"}
    with pytest.raises(SettingsError, match=rf"crm\.{setting}"):
        settings_of(AmoCrmSettings, "crm", good | {setting: value})


def test_kommo_is_the_same_vendor_under_another_domain():
    settings = settings_of(AmoCrmSettings, "crm", {"subdomain": "acme", "token": "t", "domain": "kommo.com"})
    assert AmoCrm(settings).base_url() == "https://acme.kommo.com/api/v4"


def rotating(nights: Nights) -> dict[str, object]:
    """Settings of an integration that a person has just authorised."""
    grant = nights.control("POST", "authorisation/amocrm")
    names = ("client_id", "client_secret", "redirect_uri", "refresh_token")
    return {"token": None, "oauth": {name: grant[name] for name in names}}


def renewals(nights: Nights) -> int:
    return sum(request["path"] == "/oauth2/access_token" for request in nights.asked("amocrm"))


def test_tokens_that_rotate_are_renewed_night_after_night(nights: Nights):
    settings = rotating(nights)
    for number in range(3):
        nights.night(number)
        assert nights.load("amocrm", "users", **settings).rows > 0
        assert nights.load("amocrm", "pipelines", **settings).complete
        assert renewals(nights) == number + 1


def test_a_token_that_ends_in_the_middle_of_a_reading_is_renewed_there(nights: Nights):
    settings = rotating(nights)
    nights.load("amocrm", "users", **settings)
    nights.fault("amocrm", "token_expired", path="/api/v4/leads", from_request=2, times=1)
    whole = nights.load("amocrm", "leads", **settings)
    assert whole.complete and renewals(nights) == 2


def test_a_pair_whose_answer_was_lost_needs_a_person_and_then_works(nights: Nights):
    settings = rotating(nights)
    nights.fault("amocrm", "lost_answer", path="/oauth2/", times=1)
    with pytest.raises(VendorUnavailable, match=r"not renewed: .* gave no whole answer"):
        nights.load("amocrm", "users", **settings)
    with pytest.raises(AccessDenied, match=r"never got its answer.*authorise the integration again"):
        nights.load("amocrm", "users", **settings)
    assert nights.load("amocrm", "users", **rotating(nights)).rows > 0


@pytest.mark.parametrize("settings", [{}, {"token": "t", "oauth": {}}])
def test_there_is_exactly_one_credential(settings):
    with pytest.raises(SettingsError, match="amocrm_main"):
        settings_of(AmoCrmSettings, "amocrm_main", {"subdomain": "sevsvet", **settings})
