"""What changes rarely: filials, agents, goods, currencies and payment types, places, stores."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.company.charter_told import PLACES
from sandbox.company.company import Company
from sandbox.company.current import CompanyState
from sandbox.company.erp_records import ErpUser, MoneyKind, Product
from sandbox.vendors.sales_doctor.values import NOTHING, Row, filial_of, ids, money

FILIALS = (("FIL001", "F1", "Москва"), ("FIL002", "F2", "Санкт-Петербург"))
CURRENCIES = (("d0_1", "RUB", "Рубль"), ("d0_2", "USD", "Доллар США"), ("d0_3", "KZT", "Тенге"))
CASH, CASHLESS, CARD, DOLLARS, TENGE = "d0_1", "d0_2", "d0_3", "d0_4", "d0_5"
PAYMENT_TYPES = (
    (CASH, "Наличные", "d0_1"),
    (CASHLESS, "Безналичный", "d0_1"),
    (CARD, "Карта", "d0_1"),
    (DOLLARS, "Доллары", "d0_2"),
    (TENGE, "Тенге", "d0_3"),
)
TYPE_OF_MONEY: dict[MoneyKind, str] = {
    "payments_bank": CASHLESS,
    "payments_cash": CASH,
    "payments_card": CARD,
    "refunds_bank": CASHLESS,
    "refunds_cash": CASH,
}
TYPE_OF_CURRENCY = {"USD": DOLLARS, "KZT": TENGE}
RETAIL_PRICE, STORE, TRADE, CATEGORY_OF_CLIENTS = "d0_2", "d0_1", "1", "d0_1"


def filials() -> list[Row]:
    """Give the branches."""
    return [
        {"name": name, "domain": f"{prefix.lower()}.sevsvet.example", "prefix": prefix, "filial_id": id_}
        for id_, prefix, name in FILIALS
    ]


def payment_type(kind: MoneyKind, currency: str) -> Row:
    """Refer to how money of a kind comes in."""
    return ids(TYPE_OF_CURRENCY.get(currency, TYPE_OF_MONEY[kind]))


def render(state: CompanyState) -> dict[str, list[Row]]:
    """Give every dictionary by the method that lists it."""
    company = state.company
    agents = [_agent(one) for one in company.erp_users]
    return {
        "getAgent": agents,
        "getSupervisor": list(_supervisors(agents)),
        "getExpeditor": [_of_each(prefix, "d0_5", "Склад", active="Y", tel="") for prefix in _prefixes()],
        "getProduct": [_product(one) for one in company.products if not one.is_folder],
        "getProductCategory": [_category(one) for one in company.products if one.is_folder],
        "getProductSubCategory": [],
        "getProductGroup": [],
        "getValyutaType": [
            ids(id_) | {"name": name, "short": code, "active": "Y"} for id_, code, name in CURRENCIES
        ],
        "getPaymentType": [
            ids(id_) | {"name": name, "short": name[:4], "active": "Y"} for id_, name, _ in PAYMENT_TYPES
        ],
        "getPriceType": [_price_type(id_, name, currency) for id_, name, currency in PAYMENT_TYPES],
        "getClientCategory": [
            ids(CATEGORY_OF_CLIENTS) | {"name": "Розница", "description": "", "active": "Y", "sort": 500}
        ],
        "getClientType": [ids("1") | {"name": "Магазин", "active": "Y"}],
        "getClientChannel": [ids("1") | {"name": "Традиционный", "active": "Y"}],
        "getWarehouse": [_of_each(prefix, STORE, "Основной склад", active="Y") for prefix in _prefixes()],
        "getDefectWarehouse": [
            _of_each(prefix, "d0_10", "Склад возвратов", active="Y") for prefix in _prefixes()
        ],
        "getCashbox": [_of_each(prefix, "1", "Главная касса", active=True) for prefix in _prefixes()],
        "getTradeDirection": [_of_each(prefix, TRADE, "Свет", active="Y") for prefix in _prefixes()],
        "getBrand": [ids("1") | {"name": "Северный свет", "active": "Y"}],
        "getUnit": [ids("d0_1", "pc") | {"name": "Штука", "short": "шт", "active": "Y"}],
        "getStock": [_stock(prefix, company) for prefix in _prefixes()],
        "getTag": [],
    }


def territory() -> dict[str, list[Row]]:
    """Give regions and their towns."""
    numbered = list(enumerate(PLACES, start=1))
    return {
        "region": [ids(f"d0_{number}") | {"name": place.region, "active": "Y"} for number, place in numbered],
        "city": [
            ids(f"d0_{number}") | {"name": place.town, "active": "Y", "region": ids(f"d0_{number}")}
            for number, place in numbered
        ],
    }


def prices(company: Company) -> list[Row]:
    """Give the price list, without pages."""
    return [
        {"product": ids(one.key), "price": money(one.price)} for one in company.products if not one.is_folder
    ]


def _prefixes() -> tuple[str, ...]:
    return tuple(prefix.lower() for _, prefix, _ in FILIALS)


def _of_each(prefix: str, own: str, name: str, **more: object) -> Row:
    return ids(f"{prefix}-{own}") | {"name": name, **more, "_filial": prefix}


def _agent(one: ErpUser) -> Row:
    prefix = filial_of(one.key)
    number = one.key.rpartition("_")[2]
    user = ids(f"{prefix}-d0_{10 + int(number)}") | {"login": f"tp-{number}-1700000000"}
    return ids(one.key) | {
        "name": one.name,
        "active": "Y" if one.is_active else "N",
        "user": [user],
        "_filial": prefix,
    }


def _supervisors(agents: list[Row]) -> Iterator[Row]:
    for prefix in _prefixes():
        own = [{name: row[name] for name in (*NOTHING, "name")} for row in agents if row["_filial"] == prefix]
        yield _of_each(prefix, "d0_30", "Марина Орлова", active="Y", agents=own)


def _product(one: Product) -> Row:
    return ids(one.key, one.code) | {
        "name": one.name,
        "active": "Y",
        "sort": 500,
        "volume": 0.0,
        "packQuantity": 6,
        "barCode": "",
        "weight": 0.0,
        "part_number": one.sku,
        "category": ids(one.parent),
        "subCategory": dict(NOTHING),
        "unit": ids("d0_1", "pc"),
        "brand": ids("1"),
        "trade": ids(TRADE),
        "group": dict(NOTHING),
    }


def _category(one: Product) -> Row:
    return ids(one.key, one.code) | {"name": one.name, "active": "Y", "unit": ids("d0_1", "pc")}


def _price_type(id_: str, name: str, currency: str) -> Row:
    return ids(id_) | {
        "name": f"Цена, {name.lower()}",
        "active": "Y",
        "type": "sale",
        "valyutaType": ids(currency),
        "paymentType": ids(id_),
    }


def _stock(prefix: str, company: Company) -> Row:
    goods = [one for one in company.products if not one.is_folder]
    products = [
        ids(one.key, one.code)
        | {"name": one.name, "active": "Y", "quantity": float(10 * place), "_category": ids(one.parent)}
        for place, one in enumerate(goods)
    ]
    return _of_each(prefix, STORE, "Основной склад", active="Y", products=products)
