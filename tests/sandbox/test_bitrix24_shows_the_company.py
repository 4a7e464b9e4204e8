"""What the pretend portal shows is what happened in the company."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox.company.call_numbers import number_calls
from sandbox.company.charter import NIGHTS
from sandbox.company.history import change_at, value_at
from sandbox.vendors.bitrix24.portal import stage_id
from sandbox.world.world import generate
from tests.sandbox.pretend_portal import problem

MOSCOW = ZoneInfo("Europe/Moscow")
NIGHT = NIGHTS[0]


@pytest.fixture(scope="module")
def company():
    return generate(7, 0.05)


def _live(company, at=NIGHT):
    found = ((lead, change_at(lead.presence, at)) for lead in company.leads)
    return {lead.id: lead for lead, seen in found if seen is not None and seen.value == "present"}


def test_every_live_enquiry_is_a_deal_with_its_amount_owner_and_stage(b24, company):
    live = _live(company)
    rows = {int(row["ID"]): row for row in b24.everything("crm.deal.list")}
    assert set(rows) == set(live)
    for id_, lead in live.items():
        row = rows[id_]
        assert row["OPPORTUNITY"] == f"{value_at(lead.price, NIGHT):.2f}"
        assert row["ASSIGNED_BY_ID"] == str(value_at(lead.responsible, NIGHT))
        assert row["STAGE_ID"] == stage_id(value_at(lead.stage, NIGHT))
        assert datetime.fromisoformat(row["DATE_CREATE"]) == lead.created_at


def test_enquiries_at_once_deals_leave_no_leads(b24):
    assert b24.result("crm.lead.list") == []
    assert b24.result("crm.lead.fields")["STATUS_ID"]["title"] == "Стадия"


def test_the_history_of_stages_begins_with_the_creation_and_ends_where_the_deal_stands(b24, company):
    live = _live(company)
    rows = b24.everything("crm.stagehistory.list", rows=lambda result: result["items"], entityTypeId=2)
    assert {row["OWNER_ID"] for row in rows} == set(live)
    by_deal = {}
    for row in rows:
        by_deal.setdefault(row["OWNER_ID"], []).append(row)
    for id_, lead in live.items():
        moves = [change for change in lead.stage if change.at <= NIGHT]
        told = by_deal[id_]
        assert [datetime.fromisoformat(row["CREATED_TIME"]) for row in told] == [move.at for move in moves]
        assert [row["STAGE_ID"] for row in told] == [stage_id(move.value) for move in moves]
        assert told[0]["TYPE_ID"] == 1
        assert {row["TYPE_ID"] for row in told[1:]} <= {2, 3, 5}
    assert any(row["TYPE_ID"] == 3 and row["STAGE_SEMANTIC_ID"] == "S" for row in rows)


def test_numbers_of_the_history_never_shift(b24):
    def told():
        rows = b24.everything("crm.stagehistory.list", rows=lambda result: result["items"], entityTypeId=2)
        return {row["ID"]: (row["OWNER_ID"], row["CREATED_TIME"]) for row in rows}

    before = told()
    b24.sandbox.control("POST", "clock", {"now": NIGHTS[2].isoformat()})
    after = told()
    assert len(after) > len(before)
    assert all(after[id_] == row for id_, row in before.items() if id_ in after)


def test_a_deleted_deal_is_simply_absent(b24, company):
    def live(at):
        return set(_live(company, at))

    gone = next(iter(live(NIGHTS[0]) - live(NIGHTS[2])))
    assert b24.result("crm.deal.get", id=gone)["ID"] == str(gone)
    b24.sandbox.control("POST", "clock", {"now": NIGHTS[2].isoformat()})
    assert b24.result("crm.deal.list", filter={"ID": gone}) == []
    assert problem(b24.ask("crm.deal.get", id=gone)) == (400, "")
    history = b24.result("crm.stagehistory.list", entityTypeId=2, filter={"OWNER_ID": gone})
    assert history == {"items": []}


def test_stages_say_what_they_mean_and_carry_their_funnels_prefix(b24):
    main = b24.result("crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE"})
    assert [row["STATUS_ID"] for row in main if row["SEMANTICS"] == "S"] == ["WON"]
    assert {row["STATUS_ID"] for row in main if row["SEMANTICS"] == "F"} == {"LOSE", "APOLOGY"}
    assert all(row["SEMANTICS"] is None for row in main if row["EXTRA"]["SEMANTICS"] == "process")
    wholesale = b24.result("crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE_4"})
    assert all(row["STATUS_ID"].startswith("C4:") for row in wholesale)
    funnels = b24.result("crm.category.list", entityTypeId=2)["categories"]
    assert [(row["id"], row["isDefault"]) for row in funnels] == [(0, "Y"), (4, "N"), (6, "N")]
    assert problem(b24.ask("crm.category.list", entityTypeId=1)) == (400, "ENTITY_TYPE_NOT_SUPPORTED")


def test_dismissed_people_are_users_who_are_not_active(b24):
    users = {row["ID"]: row for row in b24.result("user.get")}
    assert users["7001010"]["ACTIVE"] is False and users["7001002"]["ACTIVE"] is True
    assert users["7001002"]["TIMESTAMP_X"] == {} and users["7001002"]["UF_DEPARTMENT"] == [12]
    assert "7001010" not in {row["ID"] for row in b24.result("user.get", FILTER={"ACTIVE": True})}
    departments = {row["ID"]: row for row in b24.result("department.get")}
    assert "PARENT" not in departments["1"] and departments["12"]["PARENT"] == "1"


def test_the_reason_of_a_loss_is_an_own_field_with_options(b24):
    fields = b24.result("crm.deal.userfield.list")
    reason = next(row for row in fields if row["FIELD_NAME"] == "UF_CRM_1712000004")
    assert reason["USER_TYPE_ID"] == "enumeration" and "EDIT_FORM_LABEL" not in reason
    texts = {option["ID"]: option["VALUE"] for option in reason["LIST"]}
    lost = b24.everything("crm.deal.list", filter={"STAGE_SEMANTIC_ID": "F"})
    told = {row["UF_CRM_1712000004"] for row in lost}
    assert len(told) > 2 and told <= {*texts, ""}
    described = b24.result("crm.deal.fields")["UF_CRM_1712000004"]
    assert described["items"][0] == {"ID": reason["LIST"][0]["ID"], "VALUE": reason["LIST"][0]["VALUE"]}
    named = b24.result("crm.deal.userfield.list", filter={"LANG": "ru"})
    assert "Причина отказа" in {row["EDIT_FORM_LABEL"] for row in named}
    newer = b24.result("crm.item.fields", entityTypeId=2)["fields"]["ufCrm_1712000004"]
    assert newer["upperName"] == "UF_CRM_1712000004" and newer["title"] == "Причина отказа"


def test_meetings_are_activities_and_other_tasks_are_tasks(b24, company):
    live = [
        task
        for task in company.tasks
        if (seen := change_at(task.presence, NIGHT)) and seen.value == "present"
    ]
    meetings = b24.everything("crm.activity.list", filter={"TYPE_ID": 1})
    assert {int(row["ID"]) for row in meetings} == {task.id for task in live if task.kind == "meeting"}
    tasks = b24.everything(
        "tasks.task.list", "ID", lambda result: result["tasks"], shown="id", select=["*", "UF_CRM_TASK"]
    )
    assert {int(row["id"]) for row in tasks} == {task.id for task in live if task.kind == "call"}
    assert all(row["ufCrmTask"][0].startswith("D_") for row in tasks)


def test_the_two_numberings_of_directions_differ(b24):
    calls = b24.everything("voximplant.statistic.get", SORT="ID", ORDER="ASC")
    activities = {row["ID"]: row for row in b24.everything("crm.activity.list", filter={"TYPE_ID": 2})}
    linked = [row for row in calls if row["CRM_ACTIVITY_ID"]]
    assert linked
    for row in linked:
        activity = activities[row["CRM_ACTIVITY_ID"]]
        assert {("1", "2"), ("2", "1")} >= {(row["CALL_TYPE"], activity["DIRECTION"])}
        assert activity["ORIGIN_ID"] == f"VI_{row['CALL_ID']}"


def test_the_statistics_show_every_call_with_the_outside_once(b24, company):
    calls = b24.everything("voximplant.statistic.get", SORT="ID", ORDER="ASC")
    known = {call.entry_id: call for call in company.calls if call.published_at <= NIGHT}
    outer = {id_ for id_, call in known.items() if call.direction != "internal"}
    numbers = number_calls(company.calls)
    assert [int(row["ID"]) for row in calls] == sorted(numbers[id_] for id_ in outer)
    by_number = {numbers[id_]: known[id_] for id_ in outer}
    for row in calls:
        call = by_number[int(row["ID"])]
        assert row["EXTERNAL_CALL_ID"] is None
        assert row["PHONE_NUMBER"].lstrip("+") == call.client_number
        assert len(call.client_number) != 10 or "+" not in row["PHONE_NUMBER"]
        assert row["CALL_DURATION"] == str(call.talk_seconds)
        assert (row["CALL_FAILED_CODE"] == "200") is (call.talk_seconds > 0)


def test_goods_are_given_by_deal(b24):
    deals = [int(row["ID"]) for row in b24.everything("crm.deal.list", select=["ID"])]
    asked = {"=ownerType": "D", "=ownerId": deals}
    rows = b24.everything(
        "crm.item.productrow.list", "id", lambda result: result["productRows"], filter=asked
    )
    assert rows and {row["ownerType"] for row in rows} == {"D"}
    assert {row["ownerId"] for row in rows} <= set(deals)


def test_a_deals_contacts_are_listed_with_the_main_one_first(b24):
    items = b24.everything("crm.item.list", "id", lambda result: result["items"], entityTypeId=2)
    item = next(item for item in items if len(item["contactIds"]) > 1)
    bound = b24.result("crm.deal.contact.items.get", id=item["id"])
    assert [row["CONTACT_ID"] for row in bound] == item["contactIds"]
    assert bound[0]["IS_PRIMARY"] == "Y" and bound[0]["CONTACT_ID"] == item["contactId"]


def test_tax_ids_stand_in_requisites(b24, company):
    rows = {row["ENTITY_ID"]: row for row in b24.everything("crm.requisite.list")}
    firms = {row["ID"] for row in b24.everything("crm.company.list")}
    assert rows and set(rows) <= firms
    cards = {str(card.id): card for card in company.companies}
    typed = {id_: value_at(cards[id_].person, NIGHT).tax_id for id_ in firms}
    assert {id_: row["RQ_INN"] for id_, row in rows.items()} == {
        id_: tax_id for id_, tax_id in typed.items() if tax_id is not None
    }


def test_a_call_keeps_its_name_when_the_statistics_learn_of_it(b24):
    def names():
        rows = b24.everything("crm.activity.list", filter={"TYPE_ID": 2})
        return {row["ID"]: row["ORIGIN_ID"] for row in rows}

    before = names()
    b24.sandbox.control("POST", "clock", {"now": NIGHTS[2].isoformat()})
    after = names()
    assert len(after) > len(before)
    assert all(after[id_] == name for id_, name in before.items())
