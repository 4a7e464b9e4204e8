"""What the pretend amoCRM tells of calls, messages, meetings and where a lead came from."""

CALLS = "filter[note_type][]=call_in&filter[note_type][]=call_out"


def notes(sandbox, entity, query):
    return sandbox.records(f"{entity}/notes", "notes", query)


def test_calls_lie_on_leads_contacts_and_companies(sandbox):
    for entity in ("leads", "contacts", "companies"):
        found = notes(sandbox, entity, CALLS)
        assert {note["note_type"] for note in found} == {"call_in", "call_out"}
        assert all({"uniq", "duration", "phone", "call_status"} <= set(note["params"]) for note in found)


def test_most_calls_name_the_conversation_of_the_exchange_and_some_twice(sandbox):
    known = [
        note["params"]["uniq"]
        for entity in ("leads", "contacts", "companies")
        for note in notes(sandbox, entity, CALLS)
    ]
    entries = {
        context["entry_id"]
        for month in (("18.04.2026", "17.05.2026"), ("18.05.2026", "01.06.2026"))
        for context in sandbox.contexts(*month)
    }
    told = [uniq for uniq in known if uniq in entries]
    assert told and len(set(told)) < len(told) and "" in known
    assert any(uniq.startswith("mob-") for uniq in known)


def test_vendors_write_the_same_thing_in_two_ways(sandbox):
    calls = notes(sandbox, "leads", CALLS) + notes(sandbox, "contacts", CALLS)
    assert {type(note["params"]["duration"]) for note in calls} == {int, str}
    assert {type(note["params"]["call_responsible"]) for note in calls} == {int, str}


def test_a_message_has_its_text_and_phone(sandbox):
    sent = [
        note
        for entity in ("leads", "contacts", "companies")
        for note in notes(sandbox, entity, "filter[note_type][]=sms_out")
    ]
    assert sent and all(set(note["params"]) == {"text", "phone"} and note["params"]["text"] for note in sent)


def test_meetings_are_tasks_of_their_own_type(sandbox):
    meetings = sandbox.records("tasks", "tasks", "filter[task_type][]=2")
    assert {task["is_completed"] for task in meetings} == {True, False}
    types = sandbox.amo("account?with=task_types").json()["_embedded"]["task_types"]
    assert {kind["code"] for kind in types if kind["id"] == 2} == {"MEETING"}


def test_a_visit_leaves_its_marks_on_the_lead(sandbox):
    fields = sandbox.amo("leads/custom_fields").json()["_embedded"]["custom_fields"]
    marks = {field["code"]: field["type"] for field in fields if str(field["code"]).startswith("UTM_")}
    assert set(marks) == {"UTM_SOURCE", "UTM_MEDIUM", "UTM_CAMPAIGN"} and set(marks.values()) == {
        "tracking_data"
    }
    values = {
        row["values"][0]["value"]
        for lead in sandbox.records("leads", "leads")
        for row in lead["custom_fields_values"] or []
        if row["field_code"] == "UTM_CAMPAIGN"
    }
    campaigns = sandbox.direct(
        "v501/campaigns", {"method": "get", "params": {"SelectionCriteria": {}, "FieldNames": ["Id"]}}
    ).json()["result"]["Campaigns"]
    assert values & {str(campaign["Id"]) for campaign in campaigns}
