"""The base's conventions (empty GUID, year 0001, Int64 as text, local time) and the company's catalogues."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sandbox.company import charter
from sandbox.company.company import Company
from sandbox.company.current import CompanyState, ErpRow
from sandbox.company.erp_records import CounterpartyFacts, Currency, ErpUser, ItemKey, Product
from sandbox.vendors.onec import schema
from sandbox.vendors.onec.schema import EMPTY

Entity = dict[str, Any]

NO_DATE = "0001-01-01T00:00:00"
_SPACE = uuid.UUID("0d3f1f6e-2a10-11ef-8a11-00155d0a1b02")
_EPOCH = datetime(2025, 1, 1, tzinfo=charter.MOSCOW)


@dataclass(frozen=True)
class OneCTables:
    """Everything the base holds at one instant: objects by entity set, in the order of their first write."""

    rows: dict[str, list[Entity]]


def key_of(name: str) -> str:
    """Give a GUID that stays the same for the same words."""
    return str(uuid.uuid5(_SPACE, name))


def data_version(number: int) -> str:
    """Give eight bytes in base64: changes with every write, not ordered for anybody's use."""
    return base64.b64encode(number.to_bytes(8, "big")).decode()


def version_of(row: ErpRow[Any]) -> str:
    """Give the DataVersion of an object as its last write left it."""
    return data_version((int((row.written_at - _EPOCH).total_seconds()) << 12) + row.version)


def local(moment: datetime | None) -> str:
    """Give the base's local time without a zone; the empty date is year 1."""
    if moment is None:
        return NO_DATE
    # years before time zones were invented are typing errors, kept as typed
    shown = moment if moment.year < 1900 else moment.astimezone(charter.MOSCOW)
    return shown.replace(tzinfo=None).isoformat(timespec="seconds")


def midnight(day: date) -> str:
    """Give a date without time."""
    return f"{day.isoformat()}T00:00:00"


def number(value: Decimal | int) -> Decimal | int:
    """Give a number the way 1C writes it: no trailing zeros."""
    whole = Decimal(value)
    return int(whole) if whole == whole.to_integral_value() else whole.normalize()


def catalog(key: str, version: str, code: str, name: str, *, deleted: bool = False) -> Entity:
    """Give the properties that every catalogue has."""
    return {
        "Ref_Key": key,
        "DataVersion": version,
        "DeletionMark": deleted,
        "Code": code,
        "Description": name,
        "Predefined": False,
        "PredefinedDataName": "",
    }


def document(row: ErpRow[Any]) -> Entity:
    """Give the properties that every document has."""
    return {
        "Ref_Key": row.key,
        "DataVersion": version_of(row),
        "DeletionMark": row.facts.deletion_mark,
        "Number": row.facts.number,
        "Date": local(row.facts.date),
        "Posted": row.facts.posted,
    }


def order_link(name: str, order: str | None) -> Entity:
    """Give a composite reference to an order, the undefined one where there is none."""
    if order is None:
        return {name: "", f"{name}_Type": f"{schema.SPACE}.Undefined"}
    return {name: order, f"{name}_Type": f"{schema.SPACE}.{schema.ORDERS}"}


def lines(key: str, rows: Iterable[Entity]) -> list[Entity]:
    """Number the lines of a tabular part; each repeats the owner's key."""
    return [{"Ref_Key": key, "LineNumber": str(place), **row} for place, row in enumerate(rows, start=1)]


def catalogues(state: CompanyState) -> dict[str, list[Entity]]:
    """Give every catalogue of the base."""
    company = state.company
    return {
        schema.CURRENCIES: _currencies(company),
        schema.ORGANIZATIONS: [_organization()],
        schema.DEPARTMENTS: [_department(*unit) for unit in charter.ERP_DEPARTMENTS],
        schema.USERS: [_user(user, place) for place, user in enumerate(company.erp_users, start=1)],
        schema.COUNTERPARTIES: [_counterparty(row) for row in state.counterparties],
        schema.PRODUCTS: [_product(item, place) for place, item in enumerate(company.products, start=1)],
        schema.ATTRIBUTES: _attributes(),
        schema.ITEM_KEYS: [_item_key(item, place) for place, item in enumerate(company.item_keys, start=1)],
    }


def currencies_of(company: Company) -> Sequence[Currency]:
    """Give the company's currencies; one that trades at home only has the rouble."""
    return company.currencies or (Currency(charter.CURRENCY_KEY, "RUB", "643", "Российский рубль"),)


def _currencies(company: Company) -> list[Entity]:
    return [
        catalog(item.key, data_version(place), item.number, item.code)
        | {"НаименованиеПолное": item.name, "ОсновнаяВалюта_Key": EMPTY, "СпособУстановкиКурса": "РучнойВвод"}
        for place, item in enumerate(currencies_of(company), start=1)
    ]


def _item_key(item: ItemKey, place: int) -> Entity:
    return catalog(item.key, data_version(5000 + place), "", "") | {
        "Номенклатура_Key": item.product,
        "Характеристика_Key": EMPTY,
        "Склад_Key": key_of(f"Склад {place % 2}"),
    }


def _organization() -> Entity:
    return catalog(charter.ORGANIZATION_KEY, data_version(11), "00-000001", charter.ORGANIZATION_NAME) | {
        "НаименованиеПолное": "Общество с ограниченной ответственностью «Северный свет»",
        "НаименованиеСокращенное": charter.ORGANIZATION_NAME,
        "ИНН": "7701234560",
        "КПП": "770101001",
        "Префикс": "ТД",
    }


def _department(key: str, name: str) -> Entity:
    return catalog(key, data_version(21), "00-000001", name) | {"Parent_Key": EMPTY}


def _user(user: ErpUser, place: int) -> Entity:
    mail = _mail(user.email) if user.email else None
    return catalog(user.key, data_version(100 + place), "", user.name) | {
        "Недействителен": not user.is_active,
        "Подразделение_Key": charter.ERP_DEPARTMENTS[0][0],
        "Служебный": False,
        "Комментарий": "",
        "КонтактнаяИнформация": lines(user.key, [mail] if mail else []),
    }


def _counterparty(row: ErpRow[CounterpartyFacts]) -> Entity:
    facts = row.facts
    contacts = [_phone(phone) for phone in facts.phones] + [_mail(mail) for mail in facts.emails]
    contacts += [_address(facts)] if facts.address else []
    return catalog(row.key, version_of(row), facts.code, facts.name, deleted=facts.deletion_mark) | {
        "НаименованиеПолное": facts.full_name,
        "ИНН": facts.tax_id,
        "КПП": facts.kpp,
        "ЮрФизЛицо": "ЮрЛицо" if facts.is_legal else "ФизЛицо",
        "Партнер_Key": key_of(f"partner {row.key}"),
        "ОбособленноеПодразделение": False,
        "КонтактнаяИнформация": lines(row.key, contacts),
        "ДополнительныеРеквизиты": [],
    }


def _phone(text: str) -> Entity:
    return _contact("Телефон", "Телефон контрагента", text, phone=text)


def _mail(text: str) -> Entity:
    return _contact("АдресЭлектроннойПочты", "Email контрагента", text, mail=text)


def _address(facts: CounterpartyFacts) -> Entity:
    contact = _contact("Адрес", "Юридический адрес контрагента", facts.address)
    return contact | {"Страна": "РОССИЯ", "Регион": facts.region}


def _contact(kind: str, title: str, text: str, *, phone: str = "", mail: str = "") -> Entity:
    return {
        "Тип": kind,
        "Вид_Key": key_of(title),
        "Представление": text,
        "ЗначенияПолей": "",
        "Страна": "",
        "Регион": "",
        "Город": "",
        "АдресЭП": mail,
        "ДоменноеИмяСервера": mail.partition("@")[2],
        "НомерТелефона": "".join(letter for letter in phone if letter.isdigit()),
        "Значение": "",
    }


def _product(product: Product, place: int) -> Entity:
    return catalog(product.key, data_version(1000 + place), product.code, product.name) | {
        "Parent_Key": product.parent or EMPTY,
        "IsFolder": product.is_folder,
        "Артикул": product.sku,
        "НаименованиеПолное": "" if product.is_folder else product.name,
        "ВидНоменклатуры_Key": EMPTY if product.is_folder else key_of("Товар"),
        "ЕдиницаИзмерения_Key": EMPTY if product.is_folder else key_of("шт"),
        "СтавкаНДС_Key": EMPTY if product.is_folder else VAT_KEY,
    }


def _attributes() -> list[Entity]:
    known: Sequence[tuple[str, str]] = (
        (charter.DEAL_ID_ATTRIBUTE_KEY, charter.DEAL_ID_ATTRIBUTE_NAME),
        (DELIVERY_ATTRIBUTE_KEY, "Способ доставки"),
    )
    return [
        catalog(key, data_version(40 + place), f"00-00000{place}", name)
        | {
            "Parent_Key": EMPTY,
            "IsFolder": False,
            "Заголовок": name,
            "Имя": name.title().replace(" ", ""),
            "ЭтоДополнительноеСведение": False,
        }
        for place, (key, name) in enumerate(known, start=1)
    ]


VAT_KEY = key_of("НДС22")
DELIVERY_ATTRIBUTE_KEY = key_of("Способ доставки")
