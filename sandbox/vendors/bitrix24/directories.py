"""The portal's directories: funnels, stages, sources, currencies, and the goods of a deal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from sandbox.company.charter import BEGINNING, PIPELINE_NAMES
from sandbox.company.current import CompanyState
from sandbox.company.erp_records import GoodsLine
from sandbox.vendors.bitrix24.columns import Row
from sandbox.vendors.bitrix24.portal import APOLOGY, CATEGORIES, SOURCES, PortalStage, deal_stages

COLORS = {"P": "#39A8EF", "S": "#7BD500", "F": "#FF5752"}
WORDS = {"P": "process", "S": "success", "F": "failure"}
LEAD_STATUSES = (
    ("NEW", "Не обработан", "P"),
    ("IN_PROCESS", "В работе", "P"),
    ("CONVERTED", "Качественный лид", "S"),
    ("JUNK", "Некачественный лид", "F"),
)


def categories() -> list[Row]:
    """Give the funnels of deals; the first one is among them."""
    rows = []
    for place, (pipeline, category) in enumerate(CATEGORIES.items(), start=1):
        row: Row = {
            "id": category,
            "name": PIPELINE_NAMES[pipeline],
            "sort": place * 100,
            "entityTypeId": 2,
            "isDefault": "N" if category else "Y",
        }
        rows.append(row | ({"originId": "", "originatorId": ""} if category else {}))
    return rows


def statuses(state: CompanyState) -> list[Row]:
    """Give stages of deals, statuses of leads, sources and types of deals, as one numbered list."""
    rows = [
        *_stages(),
        *_lead_statuses(),
        *_plain("SOURCE", [(code, name) for name, code in SOURCES.items()]),
    ]
    rows += _plain("DEAL_TYPE", [("SALE", "Продажа"), ("SERVICES", "Услуги")])
    return [{"ID": 601 + place, **row} for place, row in enumerate(rows)]


def _stages() -> Iterator[Row]:
    for stage in deal_stages():
        entity = f"DEAL_STAGE_{stage.category}" if stage.category else "DEAL_STAGE"
        yield _stage(stage, entity)


def _lead_statuses() -> Iterator[Row]:
    for place, (code, name, meaning) in enumerate(LEAD_STATUSES, start=1):
        yield _stage(PortalStage(None, code, name, place * 10, meaning, is_system=True), "STATUS")


def _stage(stage: PortalStage, entity: str) -> Row:
    word = "apology" if stage.id.endswith(APOLOGY) else WORDS[stage.meaning]
    color = COLORS[stage.meaning]
    return {
        "ENTITY_ID": entity,
        "STATUS_ID": stage.id,
        "NAME": stage.name,
        "NAME_INIT": stage.name if stage.is_system else "",
        "SORT": stage.sort,
        "SYSTEM": stage.is_system,
        "CATEGORY_ID": stage.category or None,
        "COLOR": color,
        "SEMANTICS": None if stage.meaning == "P" else stage.meaning,
        "EXTRA": {"SEMANTICS": word, "COLOR": color},
    }


def _plain(entity: str, known: list[tuple[str, str]]) -> Iterator[Row]:
    for place, (code, name) in enumerate(known, start=1):
        yield {
            "ENTITY_ID": entity,
            "STATUS_ID": code,
            "NAME": name,
            "NAME_INIT": "",
            "SORT": place * 10,
            "SYSTEM": False,
            "CATEGORY_ID": None,
            "COLOR": None,
            "SEMANTICS": None,
            "EXTRA": [],
        }


def currencies(state: CompanyState) -> list[Row]:
    """Give the currencies with the newest rate of each; the portal keeps no rates by date."""
    newest = {rate.currency: rate for rate in sorted(state.rates, key=lambda rate: rate.day)}
    rows = []
    for place, currency in enumerate(state.company.currencies, start=1):
        known = newest.get(currency.code)
        rows.append(
            {
                "CURRENCY": currency.code,
                "AMOUNT_CNT": str(known.multiplicity if known else 1),
                "AMOUNT": f"{known.rate if known else Decimal(1):.4f}",
                "SORT": place * 100,
                "BASE": currency.code == "RUB",
                "FULL_NAME": currency.name,
                "LID": "ru",
                "FORMAT_STRING": "# ₽" if currency.code == "RUB" else "#",
                "DEC_POINT": ".",
                "THOUSANDS_SEP": "&nbsp;",
                "DECIMALS": 2,
                "DATE_UPDATE": BEGINNING,
            }
        )
    return rows


def product_rows(state: CompanyState) -> list[Row]:
    """Give the goods of deals that have an order: what was ordered is what the deal is about."""
    live = {str(row.id): row.id for row in state.leads}
    goods = {
        product.key: (place, product.name) for place, product in enumerate(state.company.products, start=301)
    }
    rows: list[Row] = []
    for order in state.orders:
        deal = live.get(order.facts.deal_id or "")
        if deal is not None:
            rows += [_goods(deal, line, *goods.get(line.product, (0, ""))) for line in order.facts.lines]
    ordered = sorted(rows, key=lambda row: (row["OWNER_ID"], row["SORT"]))
    places: Counter[int] = Counter()
    for row in ordered:
        row["ID"] = row["OWNER_ID"] * 100 + places[row["OWNER_ID"]]
        places[row["OWNER_ID"]] += 1
    return ordered


def _goods(deal: int, line: GoodsLine, product: int, name: str) -> Row:
    net = (line.price * 100 / (100 + line.vat_percent)).quantize(Decimal("0.01"))
    return {
        "OWNER_ID": deal,
        "OWNER_TYPE": "D",
        "PRODUCT_ID": product,
        "PRODUCT_NAME": name,
        "PRICE": line.price,
        "PRICE_ACCOUNT": line.price,
        "PRICE_EXCLUSIVE": net,
        "PRICE_NETTO": net,
        "PRICE_BRUTTO": line.price,
        "QUANTITY": line.quantity,
        "DISCOUNT_TYPE_ID": 2,
        "DISCOUNT_RATE": Decimal(0),
        "DISCOUNT_SUM": Decimal(0),
        "TAX_RATE": line.vat_percent,
        "TAX_INCLUDED": True,
        "CUSTOMIZED": True,
        "MEASURE_CODE": 796,
        "MEASURE_NAME": "шт",
        "SORT": line.number * 10,
        "XML_ID": "",
        "TYPE": 1,
        "STORE_ID": None,
    }
