"""Which of two CRMs holds a card: an enquiry by its first pipeline, a customer where an enquiry names him."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sandbox.company.charter import OPT
from sandbox.company.company import Company
from sandbox.company.crm_cards import Lead
from sandbox.company.crm_log import CrmEvent
from sandbox.company.current import CardRow, CompanyState
from sandbox.company.layout import Crm


@dataclass(frozen=True)
class Holdings:
    """Who has what: ids of leads, contacts, companies and tasks by CRM; customers may be in both."""

    crms: tuple[Crm, ...]
    leads: dict[Crm, frozenset[int]]
    contacts: dict[Crm, frozenset[int]]
    companies: dict[Crm, frozenset[int]]
    tasks: dict[Crm, frozenset[int]]

    def has(self, crm: Crm, entity: str, id_: int) -> bool:
        """Say whether a CRM shows a card: lead, contact, company or task."""
        known = {
            "lead": self.leads, "contact": self.contacts, "company": self.companies, "task": self.tasks,
        }  # fmt: skip
        return id_ in known[entity][crm]

    def home(self, entity: str, id_: int) -> Crm:
        """Give the CRM in which people write on a card; of a customer known to both it is the first."""
        return next((crm for crm in self.crms if self.has(crm, entity, id_)), self.crms[0])


# Frozen dataclasses of histories hash by value, which walks the whole company: the cache keys by identity.
_KNOWN: dict[int, tuple[Company, Holdings]] = {}


def holdings(company: Company) -> Holdings:
    """Give who holds which card over the company's whole history."""
    known = _KNOWN.get(id(company))
    if known is None or known[0] is not company:
        known = (company, _divide(company))
        _KNOWN.clear()
        _KNOWN[id(company)] = known
    return known[1]


def crm_of(company: Company, lead: Lead) -> Crm:
    """Give the CRM that an enquiry came into."""
    if company.layout.crm != "both":
        return company.layout.crms[0]
    return "bitrix24" if lead.stage[0].value.pipeline_id == OPT else "amocrm"


def _divide(company: Company) -> Holdings:
    crms: tuple[Crm, ...] = ("amocrm", "bitrix24")
    leads: dict[Crm, set[int]] = {crm: set() for crm in crms}
    contacts: dict[Crm, set[int]] = {crm: set() for crm in crms}
    companies: dict[Crm, set[int]] = {crm: set() for crm in crms}
    for lead in company.leads:
        crm = crm_of(company, lead)
        leads[crm].add(lead.id)
        for change in lead.links:
            contacts[crm].update(change.value.contacts)
            companies[crm].update(id_ for id_ in (change.value.company,) if id_ is not None)
    _house_the_rest(company, contacts, companies)
    tasks = {crm: {task.id for task in company.tasks if task.lead_id in leads[crm]} for crm in crms}
    sets = (leads, contacts, companies, tasks)
    return Holdings(company.layout.crms, *({crm: frozenset(ids[crm]) for crm in crms} for ids in sets))


def _house_the_rest(company: Company, contacts: dict[Crm, set[int]], companies: dict[Crm, set[int]]) -> None:
    """Put cards that no enquiry names into the first CRM, and firms beside their people."""
    if not company.layout.crms:
        return
    first = company.layout.crms[0]
    nowhere = {contact.id for contact in company.contacts} - contacts["amocrm"] - contacts["bitrix24"]
    contacts[first] |= nowhere
    for contact in company.contacts:
        firms = {change.value for change in contact.company_id if change.value is not None}
        for crm in company.layout.crms:
            if contact.id in contacts[crm]:
                companies[crm] |= firms
    companies[first] |= {card.id for card in company.companies} - companies["amocrm"] - companies["bitrix24"]


def part_of(state: CompanyState, crm: Crm) -> CompanyState:
    """Give what one CRM shows of the state."""
    if state.company.layout.crm == crm:
        return state
    held = holdings(state.company)
    return replace(
        state,
        leads=tuple(row for row in state.leads if held.has(crm, "lead", row.id)),
        deleted_leads=tuple(row for row in state.deleted_leads if held.has(crm, "lead", row.id)),
        contacts=tuple(_cards(state.contacts, "contact", crm, held)),
        companies=tuple(_cards(state.companies, "company", crm, held)),
        tasks=tuple(row for row in state.tasks if held.has(crm, "task", row.task.id)),
        notes=tuple(note for note in state.notes if held.home(note.entity, note.entity_id) == crm),
        events=tuple(event for event in state.events if _shows(event, crm, held)),
    )


def _shows(event: CrmEvent, crm: Crm, held: Holdings) -> bool:
    if event.kind.endswith("_chat_message"):
        return held.home(event.entity_type, event.entity_id) == crm
    return held.has(crm, event.entity_type, event.entity_id)


def _cards(rows: tuple[CardRow, ...], entity: str, crm: Crm, held: Holdings) -> Iterator[CardRow]:
    for row in rows:
        if held.has(crm, entity, row.id):
            yield replace(
                row,
                leads=tuple(id_ for id_ in row.leads if held.has(crm, "lead", id_)),
                contacts=tuple(id_ for id_ in row.contacts if held.has(crm, "contact", id_)),
            )
