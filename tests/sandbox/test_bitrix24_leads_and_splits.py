"""A portal whose enquiries begin as leads, and a company whose enquiries are divided between two CRMs."""

import os
from datetime import datetime

import pytest

from sandbox.company.charter import NIGHTS, OPT
from sandbox.company.history import change_at
from sandbox.world.world import generate
from tests.sandbox import pretend_portal
from tests.sandbox.pretend_company import FIRST_NIGHT, PATIENT, Sandbox, start_server

NIGHT = NIGHTS[0]


@pytest.fixture(scope="module")
def company():
    return generate(7, 0.05)


def _start(folder, *words):
    process, ready = start_server(folder, *words, "--parent-pid", str(os.getpid()))
    opened = pretend_portal.Portal(Sandbox(ready, process))
    opened.sandbox.control("POST", "limits", PATIENT)
    opened.limits()
    opened.sandbox.control("POST", "clock", {"now": FIRST_NIGHT})
    return opened


@pytest.fixture(scope="module")
def leads_first(tmp_path_factory):
    opened = _start(tmp_path_factory.mktemp("leads"), "--crm", "bitrix24", "--enquiries", "leads")
    yield opened
    opened.sandbox.process.terminate()


@pytest.fixture(scope="module")
def divided(tmp_path_factory):
    opened = _start(tmp_path_factory.mktemp("both"), "--crm", "both")
    yield opened
    opened.sandbox.process.terminate()


def _history(b24, number):
    return b24.everything("crm.stagehistory.list", rows=lambda one: one["items"], entityTypeId=number)


def test_a_converted_lead_stays_and_its_deal_points_to_it(leads_first):
    leads = {row["ID"]: row for row in leads_first.everything("crm.lead.list")}
    deals = leads_first.everything("crm.deal.list")
    born = [row for row in deals if row["LEAD_ID"] is not None]
    assert born
    for deal in born:
        lead = leads[deal["LEAD_ID"]]
        assert (lead["STATUS_ID"], lead["STATUS_SEMANTIC_ID"]) == ("CONVERTED", "S")
        assert lead["DATE_CLOSED"] == deal["DATE_CREATE"] <= lead["DATE_MODIFY"]
    converted = [row for row in leads.values() if row["STATUS_ID"] == "CONVERTED"]
    assert len(converted) == len(born)


def test_a_lead_that_comes_back_from_the_bin_was_changed_then(leads_first, company):
    back = {
        lead.id - 40_000_000: seen.at
        for lead in company.leads
        if (seen := change_at(lead.presence, NIGHTS[2])) is not None
        and seen.value == "present"
        and seen.at > lead.created_at
    }
    leads_first.sandbox.control("POST", "clock", {"now": NIGHTS[2].isoformat()})
    rows = {int(row["ID"]): row for row in leads_first.everything("crm.lead.list")}
    leads_first.sandbox.control("POST", "clock", {"now": FIRST_NIGHT})
    known = {id_: at for id_, at in back.items() if id_ in rows}
    assert any(rows[id_]["STATUS_ID"] == "CONVERTED" for id_ in known)
    assert all(datetime.fromisoformat(rows[id_]["DATE_MODIFY"]) >= at for id_, at in known.items())


def test_every_enquiry_is_a_lead_or_a_deal_or_a_lead_with_its_deal(leads_first, company):
    live = {
        lead.id
        for lead in company.leads
        if (seen := change_at(lead.presence, NIGHT)) is not None and seen.value == "present"
    }
    as_leads = {int(row["ID"]) + 40_000_000 for row in leads_first.everything("crm.lead.list")}
    as_deals = {int(row["ID"]) for row in leads_first.everything("crm.deal.list")}
    assert as_leads | as_deals == live
    assert as_leads - as_deals and as_leads & as_deals and as_deals - as_leads


def test_a_lead_that_came_to_nothing_is_junk(leads_first):
    junk = leads_first.everything("crm.lead.list", filter={"STATUS_ID": "JUNK"})
    assert junk and {row["STATUS_SEMANTIC_ID"] for row in junk} == {"F"}
    assert all(row["DATE_CLOSED"] for row in junk)


def test_the_history_of_a_lead_ends_when_that_of_its_deal_begins(leads_first):
    of_leads, of_deals = _history(leads_first, 1), _history(leads_first, 2)
    assert "STATUS_ID" in of_leads[0] and "CATEGORY_ID" not in of_leads[0]
    first = {}
    for row in of_deals:
        first.setdefault(row["OWNER_ID"], row)
    ends = [row for row in of_leads if row["STATUS_ID"] == "CONVERTED"]
    assert ends and {row["TYPE_ID"] for row in ends} == {3}
    for row in ends:
        begun = first[row["OWNER_ID"] + 40_000_000]
        assert begun["TYPE_ID"] == 1 and begun["CREATED_TIME"] == row["CREATED_TIME"]
        assert datetime.fromisoformat(row["CREATED_TIME"]) <= NIGHT


def test_what_was_done_on_a_lead_moves_to_its_deal(leads_first):
    activities = leads_first.everything("crm.activity.list")
    leads = {row["ID"]: row for row in leads_first.everything("crm.lead.list")}
    owners = {row["OWNER_ID"] for row in activities if row["OWNER_TYPE_ID"] == "1"}
    assert owners and all(leads[owner]["STATUS_ID"] != "CONVERTED" for owner in owners if owner in leads)
    tasks = leads_first.everything(
        "tasks.task.list", rows=lambda one: one["tasks"], shown="id", select=["ID", "UF_CRM_TASK"]
    )
    assert {link[0] for row in tasks for link in row["ufCrmTask"]} == {"L", "D"}


def test_two_crms_share_the_enquiries_and_know_some_customers_both(divided, company):
    here = {int(row["ID"]) for row in divided.everything("crm.deal.list")}
    there = {row["id"] for row in divided.sandbox.records("leads", "leads")}
    live = {
        lead.id: lead
        for lead in company.leads
        if (seen := change_at(lead.presence, NIGHT)) is not None and seen.value == "present"
    }
    assert not here & there and here | there == set(live)
    assert here == {id_ for id_, lead in live.items() if lead.stage[0].value.pipeline_id == OPT}
    contacts_here = {int(row["ID"]) for row in divided.everything("crm.contact.list")}
    contacts_there = {row["id"] for row in divided.sandbox.records("contacts", "contacts")}
    assert contacts_here and contacts_there
    linked = {
        id_
        for row in divided.everything(
            "crm.item.list", "id", lambda one: one["items"], entityTypeId=2, select=["id", "contactIds"]
        )
        for id_ in row["contactIds"]
    }
    assert linked <= contacts_here


def test_people_are_users_of_both_crms(divided):
    here = {row["EMAIL"] for row in divided.result("user.get")}
    assert here == {row["email"] for row in divided.sandbox.records("users", "users")}


def test_no_note_of_one_crm_is_about_a_card_of_the_other(divided):
    deals = {row["ID"] for row in divided.everything("crm.deal.list")}
    about = {
        row["OWNER_ID"]
        for row in divided.everything("crm.activity.list", filter={"OWNER_TYPE_ID": 2, "TYPE_ID": 1})
    }
    assert about <= deals | {str(lead) for lead in _gone(divided, deals, about)}
    there = {row["id"] for row in divided.sandbox.records("leads", "leads")}
    assert not {int(id_) for id_ in about} & there


def _gone(b24, deals, about):
    return {id_ for id_ in about - deals if b24.result("crm.deal.list", filter={"ID": id_}) == []}
