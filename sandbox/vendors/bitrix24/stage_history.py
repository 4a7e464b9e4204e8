"""The portal's history of stages: one row for the creation and one for every move, in order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sandbox.company.charter import CONTACTED, LOST
from sandbox.company.company import Company
from sandbox.company.crm_cards import StageRef
from sandbox.company.current import CompanyState
from sandbox.company.passages import Passage, passage_of
from sandbox.vendors.bitrix24.columns import Row
from sandbox.vendors.bitrix24.portal import CATEGORIES, meaning_of, stage_id

CREATED, MOVED, FINISHED, OTHER_FUNNEL = 1, 2, 3, 5
FIRST_ID = 70001
CONVERTED = "CONVERTED"
Write = Callable[[Passage], Iterator[Row]]


def of_deals(state: CompanyState) -> list[Row]:
    """Give the history of live deals."""
    return _shown(state, _deal_rows)


def of_leads(state: CompanyState) -> list[Row]:
    """Give the history of live leads."""
    return _shown(state, _lead_rows)


def _shown(state: CompanyState, write: Write) -> list[Row]:
    # numbered over the whole history: an id never shifts because another card was deleted
    live = {row.id for row in state.leads}
    rows = sorted(_all(state.company, write), key=lambda row: (row["CREATED_TIME"], row["OWNER_ID"]))
    return [
        {"ID": FIRST_ID + place, **row}
        for place, row in enumerate(rows)
        if row["CREATED_TIME"] <= state.at and row["_card"] in live
    ]


def _all(company: Company, write: Write) -> Iterator[Row]:
    for lead in company.leads:
        passage = passage_of(company, lead)
        for row in write(passage):
            yield row | {"_card": lead.id}


def _deal_rows(passage: Passage) -> Iterator[Row]:
    before: StageRef | None = None
    for change in passage.as_deal:
        yield {
            "TYPE_ID": _type(before, change.value),
            "OWNER_ID": passage.lead.id,
            "CREATED_TIME": change.at,
            "CATEGORY_ID": CATEGORIES[change.value.pipeline_id],
            "STAGE_SEMANTIC_ID": meaning_of(change.value),
            "STAGE_ID": stage_id(change.value),
        }
        before = change.value


def _type(before: StageRef | None, after: StageRef) -> int:
    if before is None:
        return CREATED
    if before.pipeline_id != after.pipeline_id:
        return OTHER_FUNNEL
    return MOVED if meaning_of(after) == "P" else FINISHED


def _lead_rows(passage: Passage) -> Iterator[Row]:
    for place, change in enumerate(passage.as_lead):
        status, meaning = lead_status(change.value)
        kind = CREATED if place == 0 else MOVED if meaning == "P" else FINISHED
        yield _lead_row(passage, kind, change.at, status, meaning)
    if passage.as_lead and passage.as_deal:
        yield _lead_row(passage, FINISHED, passage.as_deal[0].at, CONVERTED, "S")


def _lead_row(passage: Passage, kind: int, at: datetime, status: str, meaning: str) -> Row:
    return {
        "TYPE_ID": kind,
        "OWNER_ID": passage.lead_id,
        "CREATED_TIME": at,
        "STATUS_SEMANTIC_ID": meaning,
        "STATUS_ID": status,
    }


def lead_status(stage: StageRef) -> tuple[str, str]:
    """Give status and meaning of a lead that stands in a stage before any deal."""
    if stage.stage_id == LOST:
        return "JUNK", "F"
    return ("IN_PROCESS", "P") if stage.stage_id == CONTACTED else ("NEW", "P")
