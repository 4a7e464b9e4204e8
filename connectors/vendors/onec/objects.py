"""The objects of a trade base (УТ 11, КА 2, ERP 2) that are read, as streams, with the fields models want."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.kit.stream import Kind, Stream

_OWN = ("Ref_Key", "DataVersion")
_RECORD_SET = ("RecordSet", "RecordSet/Period")


@dataclass(frozen=True)
class KnownObject:
    """An object of the base. `fields`: without which a model would be poorer; `a|b`: either will do.

    `needs`: without which it cannot be read. `key`: its fields that identify a row.
    """

    stream: str
    entity_set: str
    fields: str
    key: tuple[str, ...] = ("Ref_Key",)
    needs: tuple[str, ...] = _OWN
    optional: bool = False

    @property
    def kind(self) -> Kind:
        """Documents are swept by their versions, registers of documents are read by days."""
        if self.entity_set.startswith("AccumulationRegister_"):
            return Kind.BY_DAY
        return Kind.SWEEP if self.entity_set.startswith("Document_") else Kind.WHOLE

    @property
    def as_stream(self) -> Stream:
        """Its stream."""
        has_versions = "DataVersion" in self.needs
        order = {Kind.SWEEP: "Date,Ref_Key", Kind.BY_DAY: ""}.get(self.kind, ",".join(self.key))
        return Stream(
            self.stream,
            f"/{self.entity_set}",
            records="value",
            kind=self.kind,
            key=self.key,
            version_field="DataVersion" if has_versions else None,
            params=(("$format", "json"), *((("$orderby", order),) if order else ())),
            optional=self.optional,
        )


_HEAD = "Number Date Posted Организация_Key Контрагент_Key Валюта_Key СуммаДокумента "
_ALLOCATION = " РасшифровкаПлатежа/Заказ РасшифровкаПлатежа/Заказ_Type РасшифровкаПлатежа/Сумма"
_MONEY = _HEAD + "ХозяйственнаяОперация Ответственный_Key" + _ALLOCATION
_GOODS = _HEAD + "Товары/Номенклатура_Key Товары/Количество Товары/Сумма Товары/СуммаНДС Товары/СуммаСНДС"

OBJECTS = (
    KnownObject("currencies", "Catalog_Валюты", "Code Description"),
    KnownObject("organizations", "Catalog_Организации", "Description"),
    KnownObject("departments", "Catalog_СтруктураПредприятия", "Description Parent_Key"),
    KnownObject("users", "Catalog_Пользователи", "Description КонтактнаяИнформация/АдресЭП"),
    KnownObject(
        "counterparties",
        "Catalog_Контрагенты",
        "Description ИНН КПП ЮрФизЛицо КонтактнаяИнформация/Тип КонтактнаяИнформация/Представление",
    ),
    KnownObject("products", "Catalog_Номенклатура", "Description Артикул IsFolder Parent_Key"),
    KnownObject(
        "order_attributes", "ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения", "Description"
    ),
    KnownObject(
        "orders",
        "Document_ЗаказКлиента",
        _HEAD + "Менеджер_Key ЭтапыГрафикаОплаты/ДатаПлатежа ЭтапыГрафикаОплаты/СуммаПлатежа "
        "ДополнительныеРеквизиты/Свойство_Key ДополнительныеРеквизиты/Значение",
    ),
    KnownObject("sales", "Document_РеализацияТоваровУслуг", _GOODS),
    KnownObject("returns", "Document_ВозвратТоваровОтКлиента", _GOODS),
    KnownObject(
        "payments_bank", "Document_ПоступлениеБезналичныхДенежныхСредств", _MONEY + " НазначениеПлатежа"
    ),
    KnownObject("payments_cash", "Document_ПриходныйКассовыйОрдер", _MONEY),
    KnownObject("payments_card", "Document_ОперацияПоПлатежнойКарте", _MONEY),
    KnownObject("refunds_bank", "Document_СписаниеБезналичныхДенежныхСредств", _MONEY),
    KnownObject("refunds_cash", "Document_РасходныйКассовыйОрдер", _MONEY),
    KnownObject("item_keys", "Catalog_КлючиАналитикиУчетаНоменклатуры", "Номенклатура_Key", optional=True),
    KnownObject(
        "cost_closings",
        "Document_РасчетСебестоимостиТоваров",
        "Date Posted DeletionMark ПредварительныйРасчет",
        optional=True,
    ),
    KnownObject(
        "cost_register",
        "AccumulationRegister_ВыручкаИСебестоимостьПродаж",
        "RecordSet/АналитикаУчетаНоменклатуры_Key RecordSet/Количество RecordSet/СуммаВыручки "
        "RecordSet/СебестоимостьРегл|RecordSet/Стоимость",
        key=("Recorder",),
        needs=_RECORD_SET,
        optional=True,
    ),
    KnownObject(
        "currency_rates",
        "InformationRegister_КурсыВалют",
        "Курс|КурсЧислитель Кратность|КурсЗнаменатель",
        key=("Period", "Валюта_Key"),
        needs=("Period", "Валюта_Key"),
        optional=True,
    ),
)
