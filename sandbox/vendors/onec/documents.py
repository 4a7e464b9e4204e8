"""Orders, sales, returns and money documents as 1C sends them, tabular parts nested."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sandbox.company import charter
from sandbox.company.current import CompanyState, ErpRow
from sandbox.company.erp_records import (
    GoodsFacts,
    GoodsLine,
    Instalment,
    MoneyFacts,
    MoneyKind,
    MoneyLine,
    OrderFacts,
)
from sandbox.vendors.onec import costs as onec_costs
from sandbox.vendors.onec import schema
from sandbox.vendors.onec.records import (
    DELIVERY_ATTRIBUTE_KEY,
    NO_DATE,
    VAT_KEY,
    Entity,
    OneCTables,
    catalogues,
    currencies_of,
    data_version,
    document,
    key_of,
    midnight,
    number,
    order_link,
)
from sandbox.vendors.onec.schema import EMPTY, EntitySet

VAT_PERCENT = int(charter.VAT_PERCENT)
GARBAGE_KEY = "0b9d0209-0f77-11f1-8f2c-00155d0a1b02"
OPERATIONS: dict[MoneyKind, str] = {
    "payments_bank": "ПрочееПоступлениеДенежныхСредств",
    "payments_cash": "ПоступлениеДенежныхСредствИзБанка",
    "payments_card": "ПрочееПоступлениеДенежныхСредств",
    "refunds_bank": "ОплатаПоставщику",
    "refunds_cash": "ВыдачаДенежныхСредствПодотчетнику",
}
OWN_DETAILS: dict[MoneyKind, Entity] = {
    "payments_cash": {"ПринятоОт": "", "Основание": ""},
    "payments_card": {
        "ЭквайринговыйТерминал_Key": key_of("Терминал"),
        "ТипОперации": "ПоступлениеДенежныхСредств",
    },
    "refunds_cash": {"Выдать": "", "Основание": ""},
}


def render(state: CompanyState) -> OneCTables:
    """Give everything that the base holds at the state's instant."""
    rows = catalogues(state)
    currencies = {item.code: item.key for item in currencies_of(state.company)}
    rows[schema.ORDERS] = [_order(row) for row in state.orders] + [_garbage()]
    rows[schema.SALES] = [_goods(row, "РеализацияКлиенту") for row in state.sales]
    rows[schema.RETURNS] = [_goods(row, "ВозвратТоваровОтКлиента") for row in state.returns]
    for kind, name in schema.MONEY.items():
        rows[name] = [_money(row, kind, currencies) for row in state.money.get(kind, ())]
    rows |= onec_costs.render(state)
    for name, entities in rows.items():
        _navigate(schema.ENTITY_SETS[name], entities)
    return OneCTables(rows)


def _navigate(entity_set: EntitySet, entities: list[Entity]) -> None:
    """Add the links that every filled reference has."""
    if entity_set.key != ("Ref_Key",):
        return
    references = [name for name, kind in entity_set.properties.items() if kind.target]
    for entity in entities:
        owner = f"{entity_set.name}(guid'{entity['Ref_Key']}')"
        for name in references:
            if entity[name] != EMPTY:
                short = name.removesuffix("_Key")
                entity[f"{short}@navigationLinkUrl"] = f"{owner}/{short}"


def _parties(counterparty: str) -> Entity:
    return {
        "Партнер_Key": key_of(f"partner {counterparty}") if counterparty != EMPTY else EMPTY,
        "Контрагент_Key": counterparty,
        "Организация_Key": charter.ORGANIZATION_KEY,
        "Подразделение_Key": charter.ERP_DEPARTMENTS[0][0],
    }


def _sums(amount: Decimal, manager: str | None) -> Entity:
    return {
        "Менеджер_Key": manager or EMPTY,
        "Валюта_Key": charter.CURRENCY_KEY,
        "СуммаДокумента": number(amount),
        "ЦенаВключаетНДС": True,
    }


def _order(row: ErpRow[OrderFacts]) -> Entity:
    facts = row.facts
    return {
        **document(row),
        **_parties(facts.counterparty),
        **_sums(facts.amount, facts.manager),
        "ХозяйственнаяОперация": "РеализацияКлиенту",
        "Статус": "КОбеспечению" if facts.posted else "НеСогласован",
        "Комментарий": "",
        "Соглашение_Key": EMPTY,
        "ФормаОплаты": "Безналичная",
        "ДатаОтгрузки": NO_DATE,
        "ДатаСогласования": midnight(facts.date.astimezone(charter.MOSCOW).date()),
        "Сделка_Key": EMPTY,
        "Товары": [_goods_line(row.key, line) for line in facts.lines],
        "ЭтапыГрафикаОплаты": [_instalment(row.key, part, facts.date) for part in facts.schedule],
        "ДополнительныеРеквизиты": _attributes(row),
    }


def _instalment(key: str, part: Instalment, ordered_at: datetime) -> Entity:
    shift = (part.due - ordered_at.astimezone(charter.MOSCOW).date()).days
    return {
        "Ref_Key": key,
        "LineNumber": str(part.number),
        "ВариантОплаты": "ПредоплатаДоОтгрузки" if part.number == 1 else "КредитПослеОтгрузки",
        "ВариантОтсчета": "ОтДатыЗаказа",
        "Сдвиг": str(shift),
        "ДатаПлатежа": midnight(part.due),
        "ПроцентПлатежа": number(part.percent),
        "СуммаПлатежа": number(part.amount),
    }


def _attributes(row: ErpRow[OrderFacts]) -> list[Entity]:
    deal_id = row.facts.deal_id
    filled = [(DELIVERY_ATTRIBUTE_KEY, "Самовывоз" if row.key[0] < "8" else "Доставка до склада")]
    if deal_id is not None:
        filled.append((charter.DEAL_ID_ATTRIBUTE_KEY, deal_id))
    return [
        {
            "Ref_Key": row.key,
            "LineNumber": str(place),
            "Свойство_Key": key,
            "Значение": value,
            "Значение_Type": "Edm.String",
            "ТекстоваяСтрока": "",
        }
        for place, (key, value) in enumerate(filled, start=1)
    ]


def _goods(row: ErpRow[GoodsFacts], operation: str) -> Entity:
    facts = row.facts
    is_sale = operation == "РеализацияКлиенту"
    return {
        **document(row),
        **_parties(facts.counterparty),
        **_sums(facts.amount, facts.manager),
        "ХозяйственнаяОперация": operation,
        "Статус": "Отгружено" if is_sale else "КВозврату",
        "Комментарий": "",
        **order_link("ЗаказКлиента", facts.order),
        **({"РеализацияПоЗаказам": facts.order is not None} if is_sale else {}),
        "Курс": 1,
        "Кратность": "1",
        "Товары": [_goods_line(row.key, line) for line in facts.lines],
    }


def _goods_line(key: str, line: GoodsLine) -> Entity:
    return {
        "Ref_Key": key,
        "LineNumber": str(line.number),
        "Номенклатура_Key": line.product,
        "Характеристика_Key": EMPTY,
        "Количество": line.quantity,
        "КоличествоУпаковок": line.quantity,
        "Цена": number(line.price),
        "Сумма": number(line.amount),
        "СтавкаНДС_Key": VAT_KEY if line.vat_percent == VAT_PERCENT else key_of(f"НДС{line.vat_percent}"),
        "СуммаНДС": number(line.vat),
        "СуммаСНДС": number(line.amount),
        "ПроцентРучнойСкидки": 0,
        "СуммаРучнойСкидки": 0,
        "ПроцентАвтоматическойСкидки": 0,
        "СуммаАвтоматическойСкидки": 0,
        "КодСтроки": str(line.number),
        "Отменено": line.is_cancelled,
    }


def _money(row: ErpRow[MoneyFacts], kind: MoneyKind, currencies: dict[str, str]) -> Entity:
    facts = row.facts
    currency = currencies[facts.currency]
    known = {"customer_payment": "ПоступлениеОплатыОтКлиента", "customer_refund": "ВозвратОплатыКлиенту"}
    return {
        **document(row),
        "ХозяйственнаяОперация": known.get(facts.operation, OPERATIONS[kind]),
        **_parties(facts.counterparty),
        "Ответственный_Key": facts.responsible or EMPTY,
        "Валюта_Key": currency,
        "СуммаДокумента": number(facts.amount),
        "НазначениеПлатежа": facts.purpose,
        "Комментарий": "",
        **OWN_DETAILS.get(kind, _bank(facts)),
        "РасшифровкаПлатежа": [_allocation(row, line, currency) for line in facts.lines],
    }


def _bank(facts: MoneyFacts) -> Entity:
    day = midnight(facts.date.astimezone(charter.MOSCOW).date())
    return {
        "ПроведеноБанком": facts.posted,
        "ДатаПроведенияБанком": day if facts.posted else NO_DATE,
        "НомерВходящегоДокумента": facts.number[-4:].lstrip("0"),
        "ДатаВходящегоДокумента": day,
    }


def _allocation(row: ErpRow[MoneyFacts], line: MoneyLine, currency: str) -> Entity:
    return {
        "Ref_Key": row.key,
        "LineNumber": str(line.number),
        **order_link("ОснованиеПлатежа", None),
        **order_link("Заказ", line.order),
        "Партнер_Key": key_of(f"partner {row.facts.counterparty}"),
        "Сумма": number(line.amount),
        "СуммаВзаиморасчетов": number(line.amount),
        "ВалютаВзаиморасчетов_Key": currency,
        "СтатьяДвиженияДенежныхСредств_Key": key_of("Поступление от клиентов"),
        "Комментарий": "",
    }


def _garbage() -> Entity:
    """Give the order with the year 0209 that somebody once saved and never posted."""
    return {
        "Ref_Key": GARBAGE_KEY,
        "DataVersion": data_version(7),
        "DeletionMark": False,
        "Number": "ТД00-000000",
        "Date": "0209-03-01T12:00:00",
        "Posted": False,
        **_parties(EMPTY),
        **_sums(Decimal(0), None),
        "ХозяйственнаяОперация": "РеализацияКлиенту",
        "Статус": "НеСогласован",
        "Комментарий": "",
        "Соглашение_Key": EMPTY,
        "ФормаОплаты": "",
        "ДатаОтгрузки": NO_DATE,
        "ДатаСогласования": NO_DATE,
        "Сделка_Key": EMPTY,
        "Товары": [],
        "ЭтапыГрафикаОплаты": [],
        "ДополнительныеРеквизиты": [],
    }
