"""The dictionaries: who the company is and works with, what it sells, currencies, statuses, expense items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from sandbox.company import charter
from sandbox.company.company import Company
from sandbox.company.current import CompanyState, ErpRow, RateRow
from sandbox.company.erp_records import CounterpartyFacts, Currency, ErpUser, Product
from sandbox.vendors.moysklad.values import (
    BEGAN,
    GROUP,
    STORE,
    Lines,
    Ref,
    Row,
    entity,
    id_of,
    kopecks,
    ref,
    shared,
    stamp,
)

SERVICES = "Услуги"
REFUND, TRANSFER, SALARY = "Возврат", "Перемещение", "Зарплата"
EXPENSES = ("Закупка товаров", REFUND, "Налоги и сборы", "Списания", TRANSFER, "Аренда", SALARY)
STATES: dict[str, tuple[tuple[str, str, int], ...]] = {
    "customerorder": (
        ("Новый", "Regular", 15106326),
        ("Подтвержден", "Regular", 10774205),
        ("Отменен", "Unsuccessful", 15280409),
    ),
    "demand": (("Новый", "Regular", 15106326), ("Отгружен", "Successful", 8767198)),
    "salesreturn": (("Принят", "Successful", 8767198),),
}
CHARACTERISTIC = "Исполнение"
_CHARACTERISTIC = Ref("attributemetadata", f"entity/variant/metadata/characteristics/{id_of(CHARACTERISTIC)}")
DEAL_ID, PAID_BY = charter.DEAL_ID_ATTRIBUTE_KEY, id_of("attribute paid by")
ATTRIBUTES: dict[str, tuple[tuple[str, str], ...]] = {
    "customerorder": ((DEAL_ID, charter.DEAL_ID_ATTRIBUTE_NAME),),
    "paymentin": ((PAID_BY, "Способ оплаты"),),
}


def attribute(kind: str, id_: str, value: str) -> Row:
    """Give the value of a custom field."""
    name = dict(ATTRIBUTES[kind])[id_]
    return {"meta": _attribute_ref(kind, id_), "id": id_, "name": name, "type": "string", "value": value}


def state_ref(kind: str, name: str) -> Ref:
    """Refer to a status of a kind of document."""
    return Ref("state", f"entity/{kind}/metadata/states/{id_of(f'state {kind} {name}')}")


def in_state(kind: str, name: str) -> Row:
    """Give the status of a document, and what filters call it."""
    return {"state": state_ref(kind, name), "_state.name": name}


def metadata(kind: str) -> Row:
    """Describe a kind of entity: its custom fields and statuses."""
    fields = [
        {
            "meta": _attribute_ref(kind, id_),
            "id": id_,
            "name": name,
            "type": "string",
            "required": False,
            "show": True,
        }
        for id_, name in ATTRIBUTES.get(kind, ())
    ]
    states = [
        {
            "meta": state_ref(kind, name),
            "id": state_ref(kind, name).id,
            "name": name,
            "color": color,
            "stateType": type_,
            "entityType": kind,
        }
        for name, type_, color in STATES.get(kind, ())
    ]
    described = {"meta": Ref("metadata", f"entity/{kind}/metadata"), "createShared": False}
    if kind == "variant":
        own = {"meta": _CHARACTERISTIC, "id": _CHARACTERISTIC.id, "name": CHARACTERISTIC}
        described["characteristics"] = [{**own, "type": "string", "required": False}]
    return described | ({"attributes": fields} if fields else {}) | ({"states": states} if states else {})


def render(state: CompanyState) -> dict[str, list[Row]]:
    """Give every dictionary at the state's instant."""
    company = state.company
    folders, goods = _split(company.products)
    kinds = kind_of_products(company.products)
    rates = {row.currency: row for row in state.rates}
    opened = {one.key: stamp(one.versions[0].at, 120) for one in company.counterparties}
    return {
        "organization": [_organization()],
        "group": [{"meta": ref("group", GROUP), "id": GROUP, "name": "Основной", "index": 0}],
        "store": [_named("store", STORE, "Основной склад") | {"archived": False, "pathName": ""}],
        "employee": [_employee(user) for user in company.erp_users],
        "currency": [_currency(one, rates.get(one.code)) for one in company.currencies],
        "expenseitem": [_named("expenseitem", id_of(f"expense {name}"), name) for name in EXPENSES],
        "uom": [_named("uom", id_of("uom"), "шт") | {"code": "796", "description": "Штука"}],
        "productfolder": [_folder(one, folders) for one in folders.values()],
        "product": [_good(one, folders, company) for one in goods if kinds[one.key] == "product"],
        "service": [_good(one, folders, company) for one in goods if kinds[one.key] == "service"],
        "variant": list(_variants(company)),
        "counterparty": [_counterparty(row, opened[row.key]) for row in state.counterparties],
    }


def kind_of_products(products: Sequence[Product]) -> dict[str, str]:
    """Return for every product, folders left out, whether it is a product or a service."""
    by_key = {one.key: one for one in products}

    def top(one: Product) -> str:
        return top(by_key[one.parent]) if one.parent else one.name

    return {
        one.key: "service" if top(one) == SERVICES else "product" for one in products if not one.is_folder
    }


def variants_of(company: Company) -> dict[str, list[str]]:
    """Return the variants of those products that have several."""
    found = defaultdict[str, list[str]](list)
    for item in company.item_keys:
        found[item.product].append(item.key)
    return {product: keys for product, keys in found.items() if len(keys) > 1}


def _named(kind: str, id_: str, name: str) -> Row:
    return entity(kind, id_, name, BEGAN) | shared(None)


def _attribute_ref(kind: str, id_: str) -> Ref:
    return Ref("attributemetadata", f"entity/{kind}/metadata/attributes/{id_}")


def _organization() -> Row:
    return _named("organization", charter.ORGANIZATION_KEY, charter.ORGANIZATION_NAME) | {
        "created": BEGAN,
        "archived": False,
        "companyType": "legal",
        "legalTitle": "Общество с ограниченной ответственностью «Северный свет»",
        "inn": "7701234560",
        "kpp": "770101001",
        "payerVat": True,
        "isEgaisEnable": False,
    }


def _employee(user: ErpUser) -> Row:
    first, _, last = user.name.rpartition(" ")
    row = entity("employee", user.key, f"{last} {first[0]}.", BEGAN) | {
        "shared": False,
        "group": ref("group", GROUP),
        "created": BEGAN,
        "archived": not user.is_active,
        "uid": f"{user.key[-4:]}@sevsvet",
        "firstName": first,
        "lastName": last,
        "fullName": f"{first} {last}",
        "shortFio": f"{last} {first[0]}.",
    }
    return row | ({"email": user.email} if user.email else {})


def _currency(one: Currency, rate: RateRow | None) -> Row:
    is_home = one.code == "RUB"
    return {
        "meta": ref("currency", one.key),
        "id": one.key,
        "system": is_home,
        "name": "руб" if is_home else one.code,
        "fullName": one.name,
        "rate": rate.rate if rate else 1.0,
        "multiplicity": 1,
        "indirect": False,
        "rateUpdateType": "manual",
        "code": one.number,
        "isoCode": one.code,
        "archived": False,
        "default": is_home,
    }


def _split(products: Sequence[Product]) -> tuple[dict[str, Product], list[Product]]:
    folders = {one.key: one for one in products if one.is_folder}
    return folders, [one for one in products if not one.is_folder]


def _path(parent: str | None, folders: dict[str, Product]) -> str:
    names: list[str] = []
    while parent:
        names.insert(0, folders[parent].name)
        parent = folders[parent].parent
    return "/".join(names)


def _in_folder(one: Product, folders: dict[str, Product]) -> Row:
    inside: Row = {"productFolder": ref("productfolder", one.parent)} if one.parent else {}
    return {"archived": False, "pathName": _path(one.parent, folders), **inside}


def _folder(one: Product, folders: dict[str, Product]) -> Row:
    return _named("productfolder", one.key, one.name) | {"code": one.code} | _in_folder(one, folders)


def _good(one: Product, folders: dict[str, Product], company: Company) -> Row:
    kind = kind_of_products(company.products)[one.key]
    row = _named(kind, one.key, one.name) | {"code": one.code} | _in_folder(one, folders)
    row |= {
        "useParentVat": False,
        "vat": int(charter.VAT_PERCENT),
        "vatEnabled": True,
        "effectiveVat": int(charter.VAT_PERCENT),
        "uom": ref("uom", id_of("uom")),
        "salePrices": [{"value": kopecks(one.price), "currency": ref("currency", charter.CURRENCY_KEY)}],
    }
    if kind == "product":
        counted = Counter(item.product for item in company.item_keys)[one.key]
        row |= {
            "article": one.sku,
            "weight": 0.0,
            "volume": 0.0,
            "variantsCount": counted if counted > 1 else 0,
        }
    return row


def _variants(company: Company) -> Iterator[Row]:
    products = {one.key: one for one in company.products}
    for product, keys in variants_of(company).items():
        for number, key in enumerate(keys, start=1):
            own = _CHARACTERISTIC
            yield entity("variant", key, f"{products[product].name} ({number})", BEGAN) | {
                "code": f"{products[product].code}-{number}",
                "archived": False,
                "characteristics": [
                    {"meta": own, "id": own.id, "name": CHARACTERISTIC, "value": str(number)}
                ],
                "product": ref("product", product),
            }


def _counterparty(row: ErpRow[CounterpartyFacts], created: str) -> Row:
    facts = row.facts
    me = ref("counterparty", row.key)
    told = {
        "code": facts.code,
        "legalTitle": facts.full_name if facts.is_legal else "",
        "inn": facts.tax_id,
        "kpp": facts.kpp,
        "phone": ", ".join(facts.phones),
        "email": ", ".join(facts.emails),
        "legalAddress": facts.address,
        "actualAddress": facts.address,
    }
    place = {"addInfo": facts.address} if facts.address else None
    return (
        entity("counterparty", row.key, facts.name, stamp(row.written_at, row.version))
        | shared(None)
        | {"created": created, "archived": facts.deletion_mark, "tags": [], "salesAmount": 0.0}
        | {"companyType": "legal" if facts.is_legal else "individual"}
        | {name: value for name, value in told.items() if value}
        | ({"legalAddressFull": place, "actualAddressFull": place} if place else {})
        | {"contactpersons": Lines("contactperson", f"{me.path}/contactpersons")}
        | {"accounts": Lines("account", f"{me.path}/accounts")}
    )
