"""The same history with the advertisements at VK: visits, channel, tracking number and costs say so."""

from __future__ import annotations

from dataclasses import replace

from sandbox.company.charter import CHANNEL_FIELD, UTM_CAMPAIGN_FIELD, UTM_FIELD, UTM_MEDIUM_FIELD
from sandbox.company.charter_ads import (
    CHANNEL_NAME,
    VISIT,
    VK_CHANNEL_NAME,
    VK_TRACKING,
    VK_VISIT,
)
from sandbox.company.company import Company, ManualCost
from sandbox.company.crm_cards import FieldDefinition, FieldValues, Lead
from sandbox.company.history import Change
from sandbox.company.pbx_records import PbxLine

CHANNEL_KEY, VK_CHANNEL_KEY = "direct", "vk"
MACRO, VK_MACRO = "{campaign_id}", "{{campaign_id}}"
"""What stands in a mark where nobody has put the campaign in."""


def advertise_at_vk(company: Company) -> Company:
    """Return the company as if its campaigns had always run at VK; costs and clicks stay as they are."""
    return replace(
        company,
        fields=tuple(_field(field) for field in company.fields),
        leads=tuple(_lead(lead) for lead in company.leads),
        pbx_lines=tuple(_line(line) for line in company.pbx_lines),
        campaigns=tuple(replace(campaign, tracking=VK_TRACKING) for campaign in company.campaigns),
        costs=tuple(_cost(cost) for cost in company.costs),
    )


def _field(field: FieldDefinition) -> FieldDefinition:
    if field.id != CHANNEL_FIELD:
        return field
    return replace(field, enums=tuple((id_, _channel(name)) for id_, name in field.enums))


def _channel(name: str) -> str:
    return VK_CHANNEL_NAME if name == CHANNEL_NAME else name


def _lead(lead: Lead) -> Lead:
    is_advertised = any(_is_advertised(dict(change.value)) for change in lead.fields)
    fields = (
        Change(change.at, _values(change.value, is_advertised=is_advertised), change.by)
        for change in lead.fields
    )
    return replace(lead, fields=tuple(fields))


def _is_advertised(values: dict[int, str]) -> bool:
    marks = (values.get(UTM_FIELD, ""), values.get(UTM_MEDIUM_FIELD, ""))
    return tuple(mark.strip().lower() for mark in marks) == VISIT


def _values(values: FieldValues, *, is_advertised: bool) -> FieldValues:
    return tuple((field, _value(field, text, is_advertised=is_advertised)) for field, text in values)


def _value(field: int, text: str, *, is_advertised: bool) -> str:
    if field == CHANNEL_FIELD:
        return _channel(text)
    if is_advertised and field == UTM_FIELD:
        return text.lower().replace(VISIT[0], VK_VISIT[0])  # as untidily as the other source was written
    return VK_MACRO if is_advertised and field == UTM_CAMPAIGN_FIELD and text == MACRO else text


def _line(line: PbxLine) -> PbxLine:
    return replace(line, name=_channel(line.name))


def _cost(cost: ManualCost) -> ManualCost:
    return replace(cost, channel_key=VK_CHANNEL_KEY) if cost.channel_key == CHANNEL_KEY else cost
