"""The pretend amoCRM lists records the way the vendor documents it."""

from urllib.parse import parse_qs, urlsplit

import pytest


def test_a_page_holds_fifty_records_unless_asked_otherwise_and_never_more_than_250(sandbox):
    assert len(sandbox.amo("leads").json()["_embedded"]["leads"]) == 50
    assert len(sandbox.amo("leads?limit=7").json()["_embedded"]["leads"]) == 7
    assert len(sandbox.amo("events?limit=250").json()["_embedded"]["events"]) == 100


def test_next_is_there_only_when_more_rows_exist(sandbox):
    everything = sandbox.records("leads", "leads")
    whole = sandbox.amo(f"leads?limit={len(everything)}").json()
    assert len(everything) < 250 and "next" not in whole["_links"]
    assert "next" in sandbox.amo(f"leads?limit={len(everything) - 1}").json()["_links"]


def test_a_page_past_the_end_is_204_with_an_empty_body(sandbox):
    answer = sandbox.amo("leads?page=999")
    assert (answer.status_code, answer.content) == (204, b"")


def test_lists_of_records_tell_no_total_and_small_dictionaries_do(sandbox):
    assert "_total_items" not in sandbox.amo("leads").json()
    fields = sandbox.amo("leads/custom_fields").json()
    assert fields["_total_items"] == len(fields["_embedded"]["custom_fields"]) and fields["_page_count"] == 1
    assert set(sandbox.amo("leads/pipelines").json()) == {"_total_items", "_links", "_embedded"}


def test_array_parameters_are_read_raw_and_encoded_and_a_plain_key_keeps_its_last_value(sandbox):
    first, second = [row["id"] for row in sandbox.amo("leads?limit=2").json()["_embedded"]["leads"]]
    raw = sandbox.amo(f"leads?filter[id][]={first}&filter[id][]={second}").json()
    coded = sandbox.amo(f"leads?filter%5Bid%5D%5B0%5D={first}&filter%5Bid%5D%5B7%5D={second}").json()
    last = sandbox.amo(f"leads?filter[id]={first}&filter[id]={second}").json()
    assert [row["id"] for row in raw["_embedded"]["leads"]] == [first, second]
    assert raw["_embedded"] == coded["_embedded"]
    assert [row["id"] for row in last["_embedded"]["leads"]] == [second]


def test_the_next_link_carries_filter_and_order_of_the_question(sandbox):
    page = sandbox.amo("leads?filter[updated_at][from]=1&order[updated_at]=desc&limit=3&with=contacts").json()
    asked = parse_qs(urlsplit(page["_links"]["next"]["href"]).query)
    assert asked["filter[updated_at][from]"] == ["1"] and asked["order[updated_at]"] == ["desc"]
    assert asked["page"] == ["2"] and asked["limit"] == ["3"] and asked["with"] == ["contacts"]


def test_a_time_filter_includes_both_ends(sandbox):
    moments = sorted(row["updated_at"] for row in sandbox.records("leads", "leads"))
    low, high = moments[5], moments[-5]
    found = sandbox.records("leads", "leads", f"filter[updated_at][from]={low}&filter[updated_at][to]={high}")
    assert sorted(row["updated_at"] for row in found) == [
        moment for moment in moments if low <= moment <= high
    ]


def test_the_exclusive_reading_of_bounds_can_be_switched_on(sandbox):
    moment = sandbox.amo("leads?limit=1").json()["_embedded"]["leads"][0]["updated_at"]
    query = f"leads?filter[updated_at][from]={moment}&filter[updated_at][to]={moment}"
    assert sandbox.amo(query).status_code == 200
    sandbox.fault("amocrm", "exclusive_bounds")
    assert sandbox.amo(query).status_code == 204


def test_a_bare_number_finds_no_leads_and_notes_and_events_after_it(sandbox):
    lead = sandbox.amo("leads?limit=1").json()["_embedded"]["leads"][0]
    assert sandbox.amo(f"leads?filter[updated_at]={lead['updated_at']}").status_code == 204
    for path, key, time in (("leads/notes", "notes", "updated_at"), ("events", "events", "created_at")):
        moments = sorted(row[time] for row in sandbox.records(path, key))
        middle = moments[len(moments) // 2]
        found = sandbox.records(path, key, f"filter[{time}]={middle}")
        assert sorted(row[time] for row in found) == [moment for moment in moments if moment > middle]


def test_without_the_paid_filter_the_filter_is_ignored_for_cards_only(sandbox):
    everything = len(sandbox.records("leads", "leads"))
    assert sandbox.amo("account?with=is_api_filter_enabled").json()["is_api_filter_enabled"] is True
    sandbox.fault("amocrm", "filter_off")
    assert sandbox.amo("account?with=is_api_filter_enabled").json()["is_api_filter_enabled"] is False
    assert len(sandbox.records("leads", "leads", "filter[updated_at][from]=9999999999")) == everything
    assert sandbox.amo("tasks?filter[updated_at][from]=9999999999").status_code == 204


def test_an_account_may_also_lie_about_its_filter(sandbox):
    sandbox.fault("amocrm", "filter_off", honest=False)
    assert sandbox.amo("account?with=is_api_filter_enabled").json()["is_api_filter_enabled"] is True
    assert sandbox.amo("leads?filter[updated_at][from]=9999999999").status_code == 200


def test_order_by_an_unknown_field_is_silently_ignored(sandbox):
    plain = sandbox.amo("tasks?limit=20").json()["_embedded"]
    assert sandbox.amo("tasks?limit=20&order[updated_at]=desc").json()["_embedded"] == plain
    newest = sandbox.amo("leads?order[updated_at]=desc").json()["_embedded"]["leads"]
    assert [row["updated_at"] for row in newest] == sorted(
        (row["updated_at"] for row in newest), reverse=True
    )


def test_events_come_newest_first_and_by_type(sandbox):
    events = sandbox.amo("events?filter[type][]=lead_status_changed&limit=100").json()["_embedded"]["events"]
    assert {event["type"] for event in events} == {"lead_status_changed"}
    moments = [event["created_at"] for event in events]
    assert moments == sorted(moments, reverse=True)
    assert {len(event["id"]) for event in events} == {26}
    assert list(events[0]["value_after"][0]["lead_status"]) == ["id", "pipeline_id"]
    assert sandbox.amo("events?filter[type]=lead_added,lead_deleted").status_code == 200


def test_events_of_one_record_need_exactly_one_kind_of_record(sandbox):
    lead = sandbox.amo("leads?limit=1").json()["_embedded"]["leads"][0]["id"]
    assert sandbox.amo(f"events?filter[entity_id][]={lead}").status_code == 400
    own = sandbox.amo(f"events?filter[entity][]=lead&filter[entity_id][]={lead}").json()["_embedded"][
        "events"
    ]
    assert {(event["entity_type"], event["entity_id"]) for event in own} == {("lead", lead)}


def test_embedded_parts_come_only_when_asked_for(sandbox):
    plain = sandbox.records("leads", "leads")
    rich = sandbox.records("leads", "leads", "with=contacts,loss_reason,catalog_elements,source")
    assert not any("contacts" in row["_embedded"] for row in plain)
    assert any(row["_embedded"]["contacts"] for row in rich if row["_embedded"])
    lost = next(row for row in rich if row["loss_reason_id"])
    assert lost["_embedded"]["loss_reason"][0]["id"] == lost["loss_reason_id"]


def test_empty_things_have_the_vendors_odd_shapes(sandbox):
    rows = sandbox.records("leads", "leads")
    assert {"tags": [], "companies": []} in [row["_embedded"] for row in rows]
    assert any(row["custom_fields_values"] is None for row in rows)
    tasks = sandbox.records("tasks", "tasks")
    assert any(row["result"] == [] for row in tasks) and any(row["result"] for row in tasks)


def test_an_empty_object_as_an_array_can_be_switched_on(sandbox):
    assert all(row["_embedded"] != [] for row in sandbox.records("leads", "leads"))
    sandbox.fault("amocrm", "empty_embedded")
    rows = sandbox.records("leads", "leads")
    assert any(row["_embedded"] == [] for row in rows)
    assert any(row["_embedded"] != [] for row in rows)


def test_open_leads_are_closed_at_no_time(sandbox):
    everything = sandbox.records("leads", "leads")
    closed = sandbox.records("leads", "leads", "filter[closed_at][from]=1")
    assert {row["id"] for row in closed} == {row["id"] for row in everything if row["closed_at"]}
    assert 0 < len(closed) < len(everything)


def test_price_is_cut_to_roubles_and_the_kopecks_stand_beside_it(sandbox):
    rows = sandbox.records("leads", "leads")
    assert all(row["price"] == int(row["price_with_minor_units"]) for row in rows)
    assert any(row["price"] != row["price_with_minor_units"] for row in rows)


def test_won_and_lost_repeat_in_every_pipeline_and_an_archived_one_is_shown(sandbox):
    pipelines = sandbox.amo("leads/pipelines").json()["_embedded"]["pipelines"]
    for pipeline in pipelines:
        stages = {stage["id"]: stage for stage in pipeline["_embedded"]["statuses"]}
        assert {142, 143} <= set(stages) and stages[142]["pipeline_id"] == pipeline["id"]
    assert any(pipeline["is_archive"] for pipeline in pipelines)
    answer = sandbox.amo(f"leads/pipelines/{pipelines[0]['id']}/statuses").json()
    assert answer["_embedded"]["statuses"] == pipelines[0]["_embedded"]["statuses"]


def test_a_dismissed_user_stays_in_the_list_and_robots_are_user_zero(sandbox):
    users = sandbox.amo("users?with=role,group").json()
    active = [user["rights"]["is_active"] for user in users["_embedded"]["users"]]
    assert users["_total_items"] == len(active) and active.count(False) == 1
    assert users["_embedded"]["users"][0]["_embedded"]["groups"]
    assert any(row["created_by"] == 0 for row in sandbox.records("leads", "leads"))


def test_a_deleted_lead_is_seen_only_in_the_bin_and_in_the_log(sandbox):
    gone = sandbox.records("leads", "leads", "with=only_deleted")
    live = {row["id"] for row in sandbox.records("leads", "leads")}
    assert gone and not live & {row["id"] for row in gone}
    assert set(gone[0]) == {"id", "updated_at", "updated_by", "is_deleted", "_links"}
    assert sandbox.amo(f"leads/{gone[0]['id']}").status_code == 204
    events = sandbox.records("events", "events", "filter[type]=lead_deleted")
    assert gone[0]["id"] in [event["entity_id"] for event in events]


def test_the_bin_forgets_after_thirty_days_and_the_log_does_not(sandbox):
    gone = {row["id"] for row in sandbox.records("leads", "leads", "with=only_deleted")}
    sandbox.control("POST", "clock", {"now": "2026-09-01T03:00:00+03:00"})
    assert sandbox.amo("leads?with=only_deleted").status_code == 204
    events = sandbox.records("events", "events", "filter[type]=lead_deleted")
    assert gone <= {event["entity_id"] for event in events}


def test_a_merged_contact_vanishes_and_leaves_an_event_that_names_nobody_else(sandbox):
    merges = sandbox.records("events", "events", "filter[type][]=entity_merged")
    contacts = {row["id"] for row in sandbox.records("contacts", "contacts")}
    assert merges and not contacts & {event["entity_id"] for event in merges}
    assert (merges[0]["value_after"], merges[0]["value_before"]) == ([], [])


def test_links_come_for_at_most_fifty_leads_with_the_main_contact_marked(sandbox):
    ids = [row["id"] for row in sandbox.amo("leads?limit=50").json()["_embedded"]["leads"]]
    query = "&".join(f"filter[entity_id][]={lead}" for lead in ids)
    links = sandbox.records("leads/links", "links", query)
    assert set(links[0]) == {"entity_id", "entity_type", "to_entity_id", "to_entity_type", "metadata"}
    assert {row["entity_id"] for row in links} <= set(ids)
    assert any(row["metadata"] == {"main_contact": True} for row in links)
    assert sandbox.amo(f"leads/links?{query}&filter[entity_id][]=1").status_code == 400
    assert sandbox.amo("leads/links").status_code == 400


@pytest.mark.parametrize("entity", ["leads", "contacts"])
def test_notes_are_read_by_kind_and_by_record(sandbox, entity):
    calls = sandbox.records(
        f"{entity}/notes", "notes", "filter[note_type][]=call_in&filter[note_type][]=call_out"
    )
    notes = sandbox.records(f"{entity}/notes", "notes")
    assert {row["note_type"] for row in calls} <= {"call_in", "call_out"} and len(calls) <= len(notes)
    record = notes[0]["entity_id"]
    own = sandbox.amo(f"{entity}/{record}/notes").json()["_embedded"]["notes"]
    assert {row["entity_id"] for row in own} == {record}


def test_a_changed_card_is_found_by_its_time_on_the_next_night(sandbox):
    before = {row["id"]: row for row in sandbox.records("leads", "leads")}
    sandbox.control("POST", "clock", {"now": "2026-06-03T03:00:00+03:00"})
    after = {row["id"]: row for row in sandbox.records("leads", "leads")}
    changed = sandbox.records("leads", "leads", "filter[updated_at][from]=1780358400")
    assert set(after) - set(before)
    assert {row["id"] for row in changed} >= {
        id for id, row in after.items() if id in before and row["status_id"] != before[id]["status_id"]
    }


def test_an_unknown_method_is_a_404_problem(sandbox):
    answer = sandbox.amo("leeds")
    assert answer.status_code == 404 and answer.headers["content-type"] == "application/problem+json"
    assert sandbox.amo("leads?page=first").status_code == 400
    assert sandbox.amo("leads?limit=0").json()["title"] == "Bad Request"


def test_firms_have_their_tax_id_in_a_text_or_in_a_field_of_requisites(sandbox):
    fields = sandbox.amo("companies/custom_fields").json()["_embedded"]["custom_fields"]
    assert "legal_entity" in {field["type"] for field in fields}
    firms = sandbox.records("companies", "companies")
    kinds = {
        value["field_type"]: value["values"][0]["value"]
        for firm in firms
        for value in firm["custom_fields_values"] or ()
    }
    assert {"text", "legal_entity"} <= set(kinds)
    assert {"vat_id", "kpp"} <= set(kinds["legal_entity"])
    assert len(kinds["legal_entity"]["kpp"]) == 9
