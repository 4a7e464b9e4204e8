"""A company holds what its systems write and no more, and nobody answers for a system that it has not."""

import pytest

from sandbox.company.charter import NIGHTS
from sandbox.company.layout import Layout
from sandbox.serving.server import assemble
from sandbox.serving.site import Site
from sandbox.wire.faults import FaultBoard
from sandbox.world.world import generate

SCALE = 0.02
ONE_CRM = Layout(telephony="none", ads="none", erp="none")
ONE_ERP = Layout(crm="none", telephony="none", ads="none")


@pytest.fixture(scope="module")
def usual():
    return generate(7, SCALE)


@pytest.fixture(scope="module")
def one_crm():
    return generate(7, SCALE, ONE_CRM)


@pytest.fixture(scope="module")
def one_erp():
    return generate(7, SCALE, ONE_ERP)


def test_a_crm_alone_shows_what_it_shows_beside_others(usual, one_crm):
    for part in ("leads", "contacts", "companies", "tasks", "notes", "chats", "users", "plans", "answers"):
        assert getattr(one_crm, part) == getattr(usual, part)
    for part in ("orders", "money", "sales", "counterparties", "erp_users", "rates", "calls", "ad_days"):
        assert getattr(usual, part) and not getattr(one_crm, part)


def test_an_erp_alone_shows_what_it_shows_beside_others(usual, one_erp):
    for part in ("orders", "money", "sales", "returns", "counterparties", "erp_users", "rates"):
        assert getattr(one_erp, part) == getattr(usual, part)
    for part in ("leads", "contacts", "companies", "tasks", "notes", "users", "groups", "calls", "ad_days"):
        assert getattr(usual, part) and not getattr(one_erp, part)


def test_without_a_crm_people_type_nothing_that_only_a_crm_knows(usual, one_erp):
    emails = {one.email.strip().lower() for one in one_erp.erp_users if one.email}

    assert {row.unit_type for row in one_erp.plans} == {"company", "employee"}
    assert {row.unit.lower() for row in one_erp.plans if row.unit_type == "employee"} == emails
    assert len(one_erp.answers) == len(usual.answers)
    assert all(one.lead_id is None for one in one_erp.answers)


def test_a_system_that_is_not_there_does_not_answer(one_crm, one_erp, tmp_path):
    crm, erp = (
        set(assemble(Site(company, NIGHTS[0], tmp_path, FaultBoard())).running)
        for company in (one_crm, one_erp)
    )

    assert {"amocrm", "files"} <= crm and not crm & {"onec", "moysklad", "mango_office", "uis", "vk_ads"}
    assert {"onec", "files"} <= erp and not erp & {"amocrm", "bitrix24", "mango_office", "yandex_direct"}
