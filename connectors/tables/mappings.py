"""The contracts of the mapping files: what a deployment says of its stages, channels, fields and people."""

from __future__ import annotations

from connectors.tables.cells import COUNT, DAY, EMAIL, FLAG, PHONE, TAX_ID, TEXT, CellKind, one_of
from connectors.tables.contract import Row, TableColumn, TableContract
from texts import say

_OPEN_STEPS = ("lead", "qualified", "meeting", "offer", "contract", "paid")
_STEPS = (*_OPEN_STEPS, "lost", "junk")
_JUNK_CLASSES = ("spam", "duplicate", "test", "wrong_number", "other")
_REACHED_BY = ("created", "step", "step_or_later", "stage", "junk", "meeting", "field")
_MEANINGS = (
    *("channel", "order_number", "tax_id", "kpp", "deal_id", "loss_reason"),
    *("utm_source", "utm_medium", "utm_campaign"),
    *("region", "address", "sex", "birth_date", "family_status", "occupation", "industry"),
)


def _words(*values: str) -> CellKind:
    return one_of({value: value for value in values}, expected=", ".join(values))


def _optional(name: str, kind: CellKind = TEXT, blank: str | int | bool | None = None) -> TableColumn:
    return TableColumn(name, kind, may_be_blank=True, may_be_absent=True, blank=blank)


def _junk_has_a_class(row: Row) -> dict[str, str]:
    if row["is_junk"] and row["junk_class"] is None:
        return {
            "junk_class": say("one of {choices}, because is_junk is true", choices=", ".join(_JUNK_CLASSES))
        }
    return {}


def _dates_in_order(row: Row) -> dict[str, str]:
    if row["valid_to"] is not None and str(row["valid_to"]) < str(row["valid_from"]):
        return {"valid_to": say("a date not before valid_from, or an empty cell")}
    return {}


_DECISION = one_of(
    {"same": "same", "different": "different", "один": "same", "разные": "different"},
    expected="same (один), different (разные)",
)
_CARD_PARTS = 3


def _two_cards(row: Row) -> dict[str, str]:
    wrong = {
        field: say("the key of a card, such as amocrm_main:contact:63000001")
        for field in ("record_key", "other_record_key")
        if len(str(row[field]).split(":")) != _CARD_PARTS
    }
    if not wrong and row["record_key"] == row["other_record_key"]:
        return {"other_record_key": say("another card than record_key")}
    return wrong


MAPPINGS = (
    TableContract(
        "stages",
        "what every pipeline stage means",
        (
            TableColumn("source", TEXT),
            TableColumn("pipeline_id", TEXT),
            _optional("pipeline_name"),
            TableColumn("stage_id", TEXT),
            _optional("stage_name"),
            TableColumn("step", _words(*_STEPS), may_be_blank=True),
            TableColumn("is_won", FLAG, may_be_blank=True, blank=False),
        ),
        key=("source", "pipeline_id", "stage_id"),
    ),
    TableContract(
        "loss_reasons",
        "which loss reasons mean junk",
        (
            TableColumn("source", TEXT),
            TableColumn("loss_reason_id", TEXT),
            _optional("loss_reason_name"),
            TableColumn("is_junk", FLAG, may_be_blank=True, blank=False),
            _optional("junk_class", _words(*_JUNK_CLASSES)),
        ),
        key=("source", "loss_reason_id"),
        row_rule=_junk_has_a_class,
    ),
    TableContract(
        "channels",
        "which channel a value of the channel field means",
        (
            TableColumn("source", TEXT),
            TableColumn("value", TEXT),
            TableColumn("channel_key", TEXT, may_be_blank=True),
            _optional("channel_name"),
        ),
        key=("source", "value"),
    ),
    TableContract(
        "fields",
        "which custom field carries what",
        (
            TableColumn("source", TEXT),
            TableColumn("entity", _words("lead", "contact", "company", "order")),
            TableColumn("field", TEXT),
            TableColumn("meaning", _words(*_MEANINGS)),
        ),
        key=("source", "entity", "field"),
    ),
    TableContract(
        "regions",
        "which region a word in a field of regions or in an address means",
        (TableColumn("value", TEXT), TableColumn("region_key", TEXT), _optional("region_name")),
        key=("value",),
    ),
    TableContract(
        "employees",
        "which source users are one person",
        (
            TableColumn("source", TEXT),
            TableColumn("source_user_id", TEXT),
            _optional("user_name"),
            TableColumn("email", EMAIL, may_be_blank=True),
        ),
        key=("source", "source_user_id"),
    ),
    TableContract(
        "org_units",
        "departments, their branches and heads",
        (
            TableColumn("source", TEXT),
            TableColumn("unit_id", TEXT),
            _optional("unit_name"),
            _optional("branch_name"),
            _optional("head_email", EMAIL),
        ),
        key=("source", "unit_id"),
    ),
    TableContract(
        "org_history",
        "who belonged to which department when",
        (
            TableColumn("email", EMAIL),
            TableColumn("source", TEXT),
            TableColumn("unit_id", TEXT),
            TableColumn("valid_from", DAY),
            _optional("valid_to", DAY),
        ),
        key=("email", "valid_from"),
        row_rule=_dates_in_order,
    ),
    TableContract(
        "payment_forms",
        "which form of payment a document or a purpose text means",
        (
            TableColumn("source", TEXT),
            TableColumn("field", _words("document", "purpose")),
            TableColumn("value", TEXT),
            TableColumn("payment_form_key", TEXT),
            _optional("payment_form_name"),
            _optional("priority", COUNT, blank=100),
        ),
        key=("source", "field", "value"),
    ),
    TableContract(
        "utm_channels",
        "which channel a pair of UTM marks means",
        (
            TableColumn("utm_source", TEXT),
            TableColumn("utm_medium", TEXT, may_be_blank=True, blank=""),
            TableColumn("channel_key", TEXT),
        ),
        key=("utm_source", "utm_medium"),
    ),
    TableContract(
        "lines",
        "which channel a tracking number of the telephony stands for",
        (TableColumn("source", TEXT), TableColumn("line_number", PHONE), TableColumn("channel_key", TEXT)),
        key=("source", "line_number"),
    ),
    TableContract(
        "control_points",
        "the control points of a lead, and what reaches each of them",
        (
            TableColumn("point", TEXT),
            _optional("point_name"),
            TableColumn("point_order", COUNT),
            TableColumn("reached_by", _words(*_REACHED_BY)),
            _optional("value", blank=""),
            _optional("counts", _words("first", "each"), blank="first"),
        ),
        key=("point", "reached_by", "value"),
    ),
    TableContract(
        "required_fields",
        "which fields a deal must have from which step on",
        (
            TableColumn("source", TEXT),
            TableColumn("field", TEXT),
            TableColumn("step", _words(*_OPEN_STEPS)),
        ),
        key=("source", "field"),
    ),
    TableContract(
        "opening_customers",
        "customers from before the payments that are loaded",
        (TableColumn("tax_id", TAX_ID, ("ИНН", "Tax id")),),
        key=("tax_id",),
    ),
    TableContract(
        "identity_decisions",
        "which two cards are one customer, and which are not",
        (
            TableColumn("record_key", TEXT, ("Карточка", "Card")),
            TableColumn("other_record_key", TEXT, ("Другая карточка", "Other card")),
            TableColumn("decision", _DECISION, ("Решение", "Decision")),
            _optional("note"),
        ),
        key=("record_key", "other_record_key"),
        row_rule=_two_cards,
    ),
)
