"""Folds the company's history into what its systems show at one instant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sandbox.company.ad_records import AdCampaign, AdDay
from sandbox.company.company import Company
from sandbox.company.crm_cards import CompanyCard, Contact, Lead, Task
from sandbox.company.crm_log import read_log
from sandbox.company.current import (
    AdDayRow,
    CampaignRow,
    CardRow,
    CompanyState,
    CostRecordSet,
    DeletedRow,
    ErpRow,
    LeadRow,
    RateRow,
    TaskRow,
    UserRow,
)
from sandbox.company.erp_records import (
    CostEntry,
    CurrencyRate,
    ErpRecord,
    MoneyDocument,
    MoneyFacts,
    MoneyKind,
)
from sandbox.company.history import Change, change_at, value_at
from sandbox.company.pbx_records import PbxUser

T = TypeVar("T")


def state_at(company: Company, at: datetime) -> CompanyState:
    """Fold the history into what a reader sees at `at` (aware). About 0.3 s at scale 1: keep the result."""
    groups = {user.id: value_at(user.group_id, at) for user in company.users}
    leads = tuple(_lead_row(lead, groups, at) for lead in company.leads if _is_live(lead.presence, at))
    by_contact, by_company = _leads_of_cards(leads)
    contacts = tuple(
        _contact_row(contact, groups, by_contact, at)
        for contact in company.contacts
        if _is_live(contact.presence, at)
    )
    return CompanyState(
        company=company,
        at=at,
        users=tuple(
            UserRow(u.id, u.name, u.email, u.is_admin, value_at(u.is_active, at), groups[u.id])
            for u in company.users
        ),
        leads=leads,
        deleted_leads=_deleted_rows(company.leads, at),
        contacts=contacts,
        companies=_company_rows(company, contacts, groups, by_company, at),
        tasks=tuple(_task_row(task, at) for task in company.tasks if _is_live(task.presence, at)),
        notes=tuple(note for note in company.notes if note.created_at <= at),
        events=tuple(read_log(company, at)),
        counterparties=erp_rows(company.counterparties, at),
        orders=erp_rows(company.orders, at),
        sales=erp_rows(company.sales, at),
        returns=erp_rows(company.returns, at),
        money=_money_rows(company.money, at),
        plans=tuple(row for row in company.plans if row.published_at <= at),
        costs=tuple(row for row in company.costs if row.published_at <= at),
        rates=rate_rows(company.rates, at),
        cost_sets=_cost_sets(company.cost_entries, at),
        closings=erp_rows(company.closings, at),
        pbx_users=tuple(user for user in company.pbx_users if _is_listed(user, at)),
        calls=tuple(call for call in company.calls if call.published_at <= at),
        campaigns=tuple(_campaign_row(campaign, at) for campaign in _known(company.campaigns, at)),
        ad_days=ad_day_rows(company.ad_days, at),
    )


def erp_rows(records: Iterable[ErpRecord[T]], at: datetime) -> tuple[ErpRow[T], ...]:
    """Return the newest version of every record that exists at `at`."""
    rows = []
    for record in records:
        if record.removed_at is not None and record.removed_at <= at:
            continue
        written = [change for change in record.versions if change.at <= at]
        if written:
            rows.append(ErpRow(record.key, written[-1].value, len(written), written[-1].at))
    return tuple(rows)


def _money_rows(
    documents: Sequence[MoneyDocument], at: datetime
) -> dict[MoneyKind, tuple[ErpRow[MoneyFacts], ...]]:
    kinds: tuple[MoneyKind, ...] = (
        "payments_bank", "payments_cash", "payments_card", "refunds_bank", "refunds_cash",
    )  # fmt: skip
    return {kind: erp_rows((d for d in documents if d.kind == kind), at) for kind in kinds}


def rate_rows(rates: Iterable[CurrencyRate], at: datetime) -> tuple[RateRow, ...]:
    """Return the rates typed by `at`, corrections included."""
    known = ((rate, change_at(rate.versions, at)) for rate in rates)
    return tuple(
        RateRow(rate.currency, rate.day, typed.value, rate.multiplicity)
        for rate, typed in known
        if typed is not None
    )


def _cost_sets(entries: Iterable[CostEntry], at: datetime) -> tuple[CostRecordSet, ...]:
    known = ((entry, change_at(entry.versions, at)) for entry in entries)
    return tuple(
        CostRecordSet(entry.key, entry.recorder == "return", written.value, written.at)
        for entry, written in known
        if written is not None and written.value.rows
    )


def _is_listed(user: PbxUser, at: datetime) -> bool:
    return user.since <= at and (user.until is None or at < user.until)


def _known(campaigns: Iterable[AdCampaign], at: datetime) -> Iterator[AdCampaign]:
    return (campaign for campaign in campaigns if change_at(campaign.name, at) is not None)


def _campaign_row(campaign: AdCampaign, at: datetime) -> CampaignRow:
    return CampaignRow(
        campaign.id,
        value_at(campaign.name, at),
        campaign.kind,
        value_at(campaign.state, at),
        campaign.first_day,
        campaign.last_day,
        campaign.tracking,
    )


def ad_day_rows(days: Iterable[AdDay], at: datetime) -> tuple[AdDayRow, ...]:
    """Return the days reported by `at`, the vanished ones too: they still say when they changed."""
    known = ((day, change_at(day.versions, at)) for day in days)
    return tuple(
        AdDayRow(day.campaign_id, day.day, reported.value, reported.at)
        for day, reported in known
        if reported is not None
    )


def _is_live(presence: Sequence[Change[Any]], at: datetime) -> bool:
    change = change_at(presence, at)
    return change is not None and change.value == "present"


def _last_write(histories: Iterable[Sequence[Change[Any]]], at: datetime) -> Change[Any]:
    changes = [change for history in histories if (change := change_at(history, at)) is not None]
    return max(changes, key=lambda change: change.at)


def _lead_row(lead: Lead, groups: dict[int, int], at: datetime) -> LeadRow:
    stage = change_at(lead.stage, at)
    assert stage is not None
    last = last_written(lead, at)
    responsible = value_at(lead.responsible, at)
    return LeadRow(
        id=lead.id,
        name=lead.name,
        stage=stage.value,
        responsible=responsible,
        group_id=groups[responsible],
        price=value_at(lead.price, at),
        loss_reason=value_at(lead.loss_reason, at),
        fields=value_at(lead.fields, at),
        links=value_at(lead.links, at),
        created_at=lead.created_at,
        created_by=lead.created_by,
        updated_at=last.at,
        updated_by=last.by,
        closed_at=stage.at if stage.value.stage_id in (142, 143) else None,
    )


def last_written(lead: Lead, at: datetime) -> Change[Any]:
    """Return the newest change of a card at `at`."""
    own = (lead.stage, lead.responsible, lead.price, lead.loss_reason, lead.fields, lead.links, lead.presence)
    return _last_write(own, at)


def _deleted_rows(leads: Iterable[Lead], at: datetime) -> tuple[DeletedRow, ...]:
    last = ((lead.id, change_at(lead.presence, at)) for lead in leads)
    return tuple(DeletedRow(id_, c.at, c.by) for id_, c in last if c is not None and c.value == "deleted")


def _leads_of_cards(leads: Iterable[LeadRow]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    by_contact: dict[int, list[int]] = defaultdict(list)
    by_company: dict[int, list[int]] = defaultdict(list)
    for lead in leads:
        for contact in lead.links.contacts:
            by_contact[contact].append(lead.id)
        if lead.links.company is not None:
            by_company[lead.links.company].append(lead.id)
    return by_contact, by_company


def _contact_row(
    contact: Contact, groups: dict[int, int], leads: dict[int, list[int]], at: datetime
) -> CardRow:
    last = _last_write((contact.person, contact.responsible, contact.company_id, contact.presence), at)
    responsible = value_at(contact.responsible, at)
    return CardRow(
        id=contact.id,
        person=value_at(contact.person, at),
        responsible=responsible,
        group_id=groups[responsible],
        created_at=contact.created_at,
        created_by=contact.created_by,
        updated_at=last.at,
        updated_by=last.by,
        company_id=value_at(contact.company_id, at),
        contacts=(),
        leads=tuple(leads.get(contact.id, ())),
    )


def _company_rows(
    company: Company,
    contacts: Iterable[CardRow],
    groups: dict[int, int],
    leads: dict[int, list[int]],
    at: datetime,
) -> tuple[CardRow, ...]:
    members: dict[int, list[int]] = defaultdict(list)
    for contact in contacts:
        if contact.company_id is not None:
            members[contact.company_id].append(contact.id)
    return tuple(
        _company_row(card, tuple(members.get(card.id, ())), groups, tuple(leads.get(card.id, ())), at)
        for card in company.companies
        if _is_live(card.presence, at)
    )


def _company_row(
    card: CompanyCard, contacts: tuple[int, ...], groups: dict[int, int], leads: tuple[int, ...], at: datetime
) -> CardRow:
    last = _last_write((card.person, card.responsible, card.presence), at)
    responsible = value_at(card.responsible, at)
    return CardRow(
        id=card.id,
        person=value_at(card.person, at),
        responsible=responsible,
        group_id=groups[responsible],
        created_at=card.created_at,
        created_by=card.created_by,
        updated_at=last.at,
        updated_by=last.by,
        company_id=None,
        contacts=contacts,
        leads=leads,
    )


def _task_row(task: Task, at: datetime) -> TaskRow:
    last = _last_write((task.done, task.presence), at)
    return TaskRow(task, value_at(task.done, at), last.at, last.by)
