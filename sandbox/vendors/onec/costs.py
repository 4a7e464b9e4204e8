"""The cost register, the documents that calculate cost, and exchange rates as 1C sends them."""

from __future__ import annotations

from decimal import Decimal

from sandbox.company import charter
from sandbox.company.current import CompanyState, CostRecordSet, ErpRow
from sandbox.company.erp_records import ClosingFacts, CostRow, GoodsFacts
from sandbox.vendors.onec import schema
from sandbox.vendors.onec.records import (
    Entity,
    currencies_of,
    document,
    key_of,
    local,
    midnight,
    number,
    order_link,
)
from sandbox.vendors.onec.schema import EMPTY, RECORD_SET


def render(state: CompanyState) -> dict[str, list[Entity]]:
    """Give the entities of the register, the closings and the rates at the state's instant."""
    documents = {row.key: row.facts for row in (*state.sales, *state.returns)}
    currencies = {item.code: item.key for item in currencies_of(state.company)}
    return {
        schema.COSTS: [_record_set(entry, documents.get(entry.recorder)) for entry in state.cost_sets],
        schema.CLOSINGS: [_closing(row) for row in state.closings],
        schema.RATES: [
            {
                "Period": midnight(row.day),
                "Валюта_Key": currencies[row.currency],
                "Курс": number(row.rate),
                "Кратность": str(row.multiplicity),
            }
            for row in state.rates
        ],
    }


def _record_set(entry: CostRecordSet, facts: GoodsFacts | None) -> Entity:
    recorder = schema.RETURNS if entry.is_return else schema.SALES
    return {
        "Recorder": entry.recorder,
        "Recorder_Type": f"{schema.SPACE}.{recorder}",
        RECORD_SET: [_record(entry, row, facts) for row in entry.facts.rows],
    }


def _record(entry: CostRecordSet, row: CostRow, facts: GoodsFacts | None) -> Entity:
    cost = _resource(row)
    partner = key_of(f"partner key {facts.counterparty}") if facts else EMPTY
    return {
        "Period": local(entry.facts.period),
        "LineNumber": str(row.number),
        "Active": True,
        "АналитикаУчетаНоменклатуры_Key": row.item_key,
        "АналитикаУчетаПоПартнерам_Key": partner,
        "Менеджер_Key": (facts.manager if facts else None) or EMPTY,
        **order_link("ЗаказКлиента", facts.order if facts else None),
        "Количество": row.quantity,
        "СуммаВыручки": number(row.revenue),
        "СебестоимостьРегл": cost,
        "Стоимость": cost,
    }


def _resource(row: CostRow) -> Decimal | int | None:
    """Give a cost; nothing comes as 0 or as null, and in a register both mean zero."""
    return number(row.cost) if row.cost or row.number % 2 else None


def _closing(row: ErpRow[ClosingFacts]) -> Entity:
    return {
        **document(row),
        "Организация_Key": charter.ORGANIZATION_KEY,
        "Ответственный_Key": charter.erp_key(charter.ADMIN),
        "ПредварительныйРасчет": row.facts.is_preliminary,
        "Комментарий": "",
    }
