"""What the 1C base publishes: its entity sets with their fields, tabular parts and references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sandbox.company.erp_records import MoneyKind

SPACE = "StandardODATA"
EMPTY = "00000000-0000-0000-0000-000000000000"
RECORD_SET, RECORD_TYPE = "RecordSet", "RecordType"
EDM = {
    "text": "Edm.String",
    "enum": "Edm.String",
    "money": "Edm.Double",
    "number": "Edm.Double",
    "int64": "Edm.Int64",
    "bool": "Edm.Boolean",
    "date": "Edm.DateTime",
    "guid": "Edm.Guid",
}


@dataclass(frozen=True)
class Property:
    """One property on the wire; `target` is the entity set that a reference leads to."""

    name: str
    kind: str
    target: str | None = None

    @property
    def edm(self) -> str:
        """Name its type in `$metadata`."""
        return EDM[self.kind]


Properties = dict[str, Property]


@dataclass(frozen=True)
class EntitySet:
    """An object of the base: its own properties, its tabular parts, and what a person sees as its name."""

    name: str
    properties: Properties
    presentation: tuple[str, ...]
    parts: dict[str, Properties] = field(default_factory=dict)
    key: tuple[str, ...] = ("Ref_Key",)

    @property
    def is_record_set(self) -> bool:
        """Tell whether one entity is all that a document wrote into a register."""
        return RECORD_SET in self.parts

    def line_set(self, part: str) -> str:
        """Name the set in which the lines of a part can be read one by one."""
        return f"{self.name}_{RECORD_TYPE if part == RECORD_SET else part}"

    def line_type(self, part: str) -> str:
        """Name the type of the lines inside the entity."""
        return f"{self.name}_RowType" if part == RECORD_SET else f"{self.name}_{part}_RowType"

    def lines(self, name: str) -> EntitySet | None:
        """Give the set of lines of that name, None where no part of this entity is meant."""
        part = next((part for part in self.parts if self.line_set(part) == name), None)
        if part is None:
            return None
        if part == RECORD_SET:
            return EntitySet(name, self.properties | self.parts[part], (), key=(*self.key, "LineNumber"))
        return EntitySet(name, self.parts[part], (), key=("Ref_Key", "LineNumber"))


def properties(text: str) -> Properties:
    """Read `Поле:kind` words; `X:ref:Catalog_Y` becomes `X_Key`, `X:any` becomes `X` with `X_Type`."""
    found: Properties = {}
    for word in text.split():
        name, kind, *target = word.split(":")
        if kind == "ref":
            found[f"{name}_Key"] = Property(f"{name}_Key", "guid", target[0])
        elif kind == "any":
            found[name] = Property(name, "text")
            found[f"{name}_Type"] = Property(f"{name}_Type", "text")
        else:
            found[name] = Property(name, kind)
    return found


_LINE = "Ref_Key:guid LineNumber:int64 "
_COMMON = "Ref_Key:guid DataVersion:text DeletionMark:bool "
_CATALOG = _COMMON + "Code:text Description:text Predefined:bool PredefinedDataName:text "
_DOCUMENT = _COMMON + "Number:text Date:date Posted:bool "
_CONTACTS = properties(
    _LINE
    + "Тип:enum Вид:ref:Catalog_ВидыКонтактнойИнформации Представление:text ЗначенияПолей:text Страна:text "
    "Регион:text Город:text АдресЭП:text ДоменноеИмяСервера:text НомерТелефона:text Значение:text"
)
_ATTRIBUTES = properties(
    _LINE + "Свойство:ref:ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения "
    "Значение:any ТекстоваяСтрока:text"
)
_GOODS = properties(
    _LINE + "Номенклатура:ref:Catalog_Номенклатура Характеристика:ref:Catalog_ХарактеристикиНоменклатуры "
    "Количество:number КоличествоУпаковок:number Цена:money Сумма:money СтавкаНДС:ref:Catalog_СтавкиНДС "
    "СуммаНДС:money СуммаСНДС:money ПроцентРучнойСкидки:number СуммаРучнойСкидки:money "
    "ПроцентАвтоматическойСкидки:number СуммаАвтоматическойСкидки:money КодСтроки:int64 Отменено:bool"
)
_SCHEDULE = properties(
    _LINE + "ВариантОплаты:enum ВариантОтсчета:enum Сдвиг:int64 ДатаПлатежа:date ПроцентПлатежа:number "
    "СуммаПлатежа:money"
)
_ALLOCATION = properties(
    _LINE
    + "ОснованиеПлатежа:any Заказ:any Партнер:ref:Catalog_Партнеры Сумма:money СуммаВзаиморасчетов:money "
    "ВалютаВзаиморасчетов:ref:Catalog_Валюты "
    "СтатьяДвиженияДенежныхСредств:ref:Catalog_СтатьиДвиженияДенежныхСредств Комментарий:text"
)
_PARTIES = (
    "Партнер:ref:Catalog_Партнеры Контрагент:ref:Catalog_Контрагенты Организация:ref:Catalog_Организации "
    "Подразделение:ref:Catalog_СтруктураПредприятия "
)
_COST = properties(
    "Period:date LineNumber:int64 Active:bool "
    "АналитикаУчетаНоменклатуры:ref:Catalog_КлючиАналитикиУчетаНоменклатуры "
    "АналитикаУчетаПоПартнерам:ref:Catalog_КлючиАналитикиУчетаПоПартнерам "
    "Менеджер:ref:Catalog_Пользователи ЗаказКлиента:any Количество:number СуммаВыручки:money "
    "СебестоимостьРегл:money Стоимость:money"
)
_GOODS_HEAD = (
    _DOCUMENT + _PARTIES + "Менеджер:ref:Catalog_Пользователи Валюта:ref:Catalog_Валюты СуммаДокумента:money "
    "ЦенаВключаетНДС:bool ХозяйственнаяОперация:enum Статус:enum Комментарий:text "
)
_MONEY_HEAD = (
    _DOCUMENT + "ХозяйственнаяОперация:enum " + _PARTIES + "Ответственный:ref:Catalog_Пользователи "
    "Валюта:ref:Catalog_Валюты СуммаДокумента:money НазначениеПлатежа:text Комментарий:text "
)
_BANK = (
    "ПроведеноБанком:bool ДатаПроведенияБанком:date НомерВходящегоДокумента:text ДатаВходящегоДокумента:date "
)


def _catalog(name: str, own: str = "", *, folders: bool = False, **parts: Properties) -> EntitySet:
    tree = f"Parent:ref:{name} IsFolder:bool " if folders else ""
    return EntitySet(name, properties(_CATALOG + tree + own), ("Description", "Code"), parts)


def _document(name: str, text: str, **parts: Properties) -> EntitySet:
    return EntitySet(name, properties(text), ("Date", "Number"), parts)


def _money(name: str, own: str = "") -> EntitySet:
    return _document(name, _MONEY_HEAD + own, РасшифровкаПлатежа=_ALLOCATION)


def _recorded(name: str, lines: Properties) -> EntitySet:
    key = ("Recorder", "Recorder_Type")
    return EntitySet(name, properties("Recorder:any"), (), {RECORD_SET: lines}, key)


CURRENCIES, ORGANIZATIONS = "Catalog_Валюты", "Catalog_Организации"
DEPARTMENTS, USERS = "Catalog_СтруктураПредприятия", "Catalog_Пользователи"
COUNTERPARTIES, PRODUCTS = "Catalog_Контрагенты", "Catalog_Номенклатура"
ATTRIBUTES = "ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения"
ORDERS, SALES = "Document_ЗаказКлиента", "Document_РеализацияТоваровУслуг"
RETURNS = "Document_ВозвратТоваровОтКлиента"
CLOSINGS, ITEM_KEYS = "Document_РасчетСебестоимостиТоваров", "Catalog_КлючиАналитикиУчетаНоменклатуры"
COSTS, RATES = "AccumulationRegister_ВыручкаИСебестоимостьПродаж", "InformationRegister_КурсыВалют"
MONEY: dict[MoneyKind, str] = {
    "payments_bank": "Document_ПоступлениеБезналичныхДенежныхСредств",
    "payments_cash": "Document_ПриходныйКассовыйОрдер",
    "payments_card": "Document_ОперацияПоПлатежнойКарте",
    "refunds_bank": "Document_СписаниеБезналичныхДенежныхСредств",
    "refunds_cash": "Document_РасходныйКассовыйОрдер",
}

_PUBLISHED: Iterable[EntitySet] = (
    _catalog(
        CURRENCIES, "НаименованиеПолное:text ОсновнаяВалюта:ref:Catalog_Валюты СпособУстановкиКурса:enum"
    ),
    _catalog(
        ORGANIZATIONS, "НаименованиеПолное:text НаименованиеСокращенное:text ИНН:text КПП:text Префикс:text"
    ),
    _catalog(DEPARTMENTS, f"Parent:ref:{DEPARTMENTS}"),
    _catalog(
        USERS,
        "Недействителен:bool Подразделение:ref:Catalog_СтруктураПредприятия Служебный:bool Комментарий:text",
        КонтактнаяИнформация=_CONTACTS,
    ),
    _catalog(
        COUNTERPARTIES,
        "НаименованиеПолное:text ИНН:text КПП:text ЮрФизЛицо:enum Партнер:ref:Catalog_Партнеры "
        "ОбособленноеПодразделение:bool",
        КонтактнаяИнформация=_CONTACTS,
        ДополнительныеРеквизиты=_ATTRIBUTES,
    ),
    _catalog(
        PRODUCTS,
        "Артикул:text НаименованиеПолное:text ВидНоменклатуры:ref:Catalog_ВидыНоменклатуры "
        "ЕдиницаИзмерения:ref:Catalog_УпаковкиЕдиницыИзмерения СтавкаНДС:ref:Catalog_СтавкиНДС",
        folders=True,
    ),
    _catalog(
        ATTRIBUTES,
        f"Parent:ref:{ATTRIBUTES} IsFolder:bool Заголовок:text Имя:text ЭтоДополнительноеСведение:bool",
    ),
    _document(
        ORDERS,
        _GOODS_HEAD + "Соглашение:ref:Catalog_СоглашенияСКлиентами ФормаОплаты:enum ДатаОтгрузки:date "
        "ДатаСогласования:date Сделка:ref:Catalog_СделкиСКлиентами",
        Товары=_GOODS,
        ЭтапыГрафикаОплаты=_SCHEDULE,
        ДополнительныеРеквизиты=_ATTRIBUTES,
    ),
    _document(
        SALES,
        _GOODS_HEAD + "ЗаказКлиента:any РеализацияПоЗаказам:bool Курс:number Кратность:int64",
        Товары=_GOODS,
    ),
    _document(RETURNS, _GOODS_HEAD + "ЗаказКлиента:any Курс:number Кратность:int64", Товары=_GOODS),
    _money(MONEY["payments_bank"], _BANK),
    _money(MONEY["payments_cash"], "ПринятоОт:text Основание:text"),
    _money(
        MONEY["payments_card"], "ЭквайринговыйТерминал:ref:Catalog_ЭквайринговыеТерминалы ТипОперации:enum"
    ),
    _money(MONEY["refunds_bank"], _BANK),
    _money(MONEY["refunds_cash"], "Выдать:text Основание:text"),
    _catalog(
        ITEM_KEYS,
        "Номенклатура:ref:Catalog_Номенклатура Характеристика:ref:Catalog_ХарактеристикиНоменклатуры "
        "Склад:ref:Catalog_Склады",
    ),
    _document(
        CLOSINGS,
        _DOCUMENT + "Организация:ref:Catalog_Организации Ответственный:ref:Catalog_Пользователи "
        "ПредварительныйРасчет:bool Комментарий:text",
    ),
    _recorded(COSTS, _COST),
    EntitySet(
        RATES,
        properties("Period:date Валюта:ref:Catalog_Валюты Курс:number Кратность:int64"),
        (),
        key=("Period", "Валюта_Key"),
    ),
)
ENTITY_SETS = {entity.name: entity for entity in _PUBLISHED}
