"""How the systems in use call what the company knows: keys of enquiries, people, stages, cards, calls."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from sandbox.company.call_numbers import names_in_notes, number_calls, number_sessions
from sandbox.company.charter import GROUPS
from sandbox.company.company import Company
from sandbox.company.crm_cards import Lead, Note, StageRef
from sandbox.company.layout import Crm
from sandbox.company.passages import LEAD_OFFSET, Passage, passage_of
from sandbox.company.pbx_records import PbxCall
from sandbox.company.split import Holdings, crm_of, holdings
from sandbox.truth.rules import (
    CATEGORY_OF_PIPELINE,
    DEPARTMENT_OF_GROUP,
    PORTAL_STAGE_OF_STAGE,
    SOURCE_OF_CRM,
    SOURCE_OF_ERP,
    SOURCE_OF_TELEPHONY,
    STATUS_OF_STAGE,
)

Card = tuple[Crm, str, int]
"""A card where people write on it: CRM, entity, id."""


class Names:
    """The names that one company's layout gives; customers known to two CRMs have a name in each."""

    def __init__(self, company: Company) -> None:
        """Look at who holds what."""
        self.crms = company.layout.crms
        self.erp = SOURCE_OF_ERP[company.layout.erp]
        self.held: Holdings = holdings(company)
        self._company = company
        self._homes: dict[int, Crm] = {lead.id: crm_of(company, lead) for lead in company.leads}
        self._passages = {lead.id: passage_of(company, lead) for lead in company.leads}

    def crm(self, lead: Lead) -> Crm:
        """Return the CRM of an enquiry."""
        return self._homes[lead.id]

    def passage(self, lead: Lead) -> Passage:
        """Return how an enquiry passes through a portal."""
        return self._passages[lead.id]

    def deal(self, lead_id: int) -> str:
        """Return the key of an enquiry, which is its deal's."""
        source = SOURCE_OF_CRM[self._homes.get(lead_id, self.crms[0])]
        passage = self._passages.get(lead_id)
        is_lead = passage is not None and bool(passage.as_lead)
        return f"{source}:L{lead_id - LEAD_OFFSET}" if is_lead else f"{source}:{lead_id}"

    def deal_called(self, id_: str) -> str | None:
        """Return the key of the enquiry whose deal has an id, None where there is no such deal."""
        lead_id = int(id_) if id_.isdecimal() else 0
        passage = self._passages.get(lead_id)
        return self.deal(lead_id) if passage is not None and passage.as_deal else None

    def stage(self, lead: Lead, stage: StageRef, at: datetime) -> str:
        """Return the key of a stage into which an enquiry came at an instant."""
        crm = self.crm(lead)
        if crm == "amocrm":
            return f"{SOURCE_OF_CRM[crm]}:{stage.pipeline_id}:{stage.stage_id}"
        if not self._passages[lead.id].is_deal(at):
            return f"{SOURCE_OF_CRM[crm]}:lead:{STATUS_OF_STAGE.get(stage.stage_id, 'NEW')}"
        category = CATEGORY_OF_PIPELINE[stage.pipeline_id]
        own = PORTAL_STAGE_OF_STAGE[stage.pipeline_id, stage.stage_id]
        return f"{SOURCE_OF_CRM[crm]}:{category}:{own}"

    def user(self, user_id: int) -> str:
        """Return the employee of a CRM user: whoever is a user of two CRMs is called as in the first."""
        return f"{SOURCE_OF_CRM[self.crms[0]]}:{user_id}"

    def unit(self, group_id: int) -> str:
        """Return the key of a department."""
        number = group_id if self.crms[0] == "amocrm" else DEPARTMENT_OF_GROUP[group_id]
        return f"{SOURCE_OF_CRM[self.crms[0]]}:{number}"

    def unit_called(self, name: str) -> str:
        """Return the key of the department of a name."""
        return next(self.unit(group.id) for group in GROUPS if group.name == name)

    def card(self, crm: Crm, entity: str, id_: int) -> str:
        """Return the key of a contact or company in a CRM."""
        return f"{SOURCE_OF_CRM[crm]}:{entity}:{id_}"

    def account(self, counterparty: str) -> str:
        """Return the key of a counterparty of the ERP."""
        return f"{self.erp}:counterparty:{counterparty}"

    def holders(self, entity: str, id_: int) -> list[Crm]:
        """Return the CRMs that show a contact or company."""
        return [crm for crm in self.crms if self.held.has(crm, entity, id_)]

    def place(self, entity: str, id_: int) -> Card:
        """Return where people write on a card."""
        return self.held.home(entity, id_), entity, id_

    def note(self, note: Note) -> str:
        """Return the key of a call that only a CRM's note knows."""
        source = SOURCE_OF_CRM[self.held.home(note.entity, note.entity_id)]
        return f"{source}:note:{self._call_ids.get(note.uniq) or note.uniq or note.id}"

    def call(self, call: PbxCall) -> str:
        """Return the key of a call."""
        id_ = self._numbers.get(call.entry_id, call.entry_id)
        return f"{SOURCE_OF_TELEPHONY[self._company.layout.telephony]}:{id_}"

    @cached_property
    def _call_ids(self) -> dict[str, str]:
        return names_in_notes(self._company)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Entry id -> number where calls have numbers."""
        telephony = self._company.layout.telephony
        if telephony == "bitrix24":
            return number_calls(self._company.calls)
        return number_sessions(self._company.calls) if telephony == "uis" else {}
