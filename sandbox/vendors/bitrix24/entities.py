"""The fields of leads, deals, contacts, companies and activities."""

from __future__ import annotations

from sandbox.company.charter import LOSS_REASONS
from sandbox.vendors.bitrix24.columns import Column, entity
from sandbox.vendors.bitrix24.portal import (
    CHANNEL_FIELD,
    CHANNELS,
    ORDER_FIELD,
    PREPAID_FIELD,
    REASON_FIELD,
    REASONS,
    TOLD_COLUMNS,
    TOLD_OPTIONS,
)

_REASON_NAMES = {reason.id: reason.name for reason in LOSS_REASONS}
SALES_FIELDS = (
    Column(CHANNEL_FIELD, "option", "Канал", options=tuple((id_, name) for name, id_ in CHANNELS.items())),
    Column(PREPAID_FIELD, "flag", "Предоплата"),
    Column(ORDER_FIELD, "text", "Номер заказа 1С"),
    Column(
        REASON_FIELD,
        "option",
        "Причина отказа",
        options=tuple((id_, _REASON_NAMES[reason]) for reason, id_ in REASONS.items()),
    ),
)


def _told(question: str, title: str) -> Column:
    options = tuple((id_, text) for text, id_ in TOLD_OPTIONS.get(question, {}).items())
    return Column(TOLD_COLUMNS[question], "option" if options else "text", title, options=options)


_ADDRESS = """ADDRESS text Адрес
ADDRESS_2 text Квартира, офис
ADDRESS_CITY text Населённый пункт
ADDRESS_POSTAL_CODE text Почтовый индекс
ADDRESS_REGION text Район
ADDRESS_PROVINCE text Регион
ADDRESS_COUNTRY text Страна
"""
_MARKS = """
UTM_SOURCE text Рекламная система
UTM_MEDIUM text Тип трафика
UTM_CAMPAIGN text Обозначение рекламной кампании
UTM_CONTENT text Содержание кампании
UTM_TERM text Условие поиска кампании
"""
_WRITTEN = """
ASSIGNED_BY_ID id Ответственный
CREATED_BY_ID number Кем создана
MODIFY_BY_ID number Кем изменена
DATE_CREATE time Дата создания
DATE_MODIFY time Дата изменения
OPENED flag Доступна для всех
LAST_ACTIVITY_TIME time Последняя активность
LAST_ACTIVITY_BY number Автор последней активности
"""
LEAD = entity(
    """
    ID id ID
    TITLE text Название лида
    NAME text Имя
    LAST_NAME text Фамилия
    STATUS_ID text Стадия
    STATUS_SEMANTIC_ID text Тип стадии
    SOURCE_ID text Источник
    SOURCE_DESCRIPTION text Дополнительно об источнике
    CURRENCY_ID text Валюта
    OPPORTUNITY money Сумма
    COMPANY_ID link Компания
    CONTACT_ID link Контакт
    HAS_PHONE flag Задан телефон
    HAS_EMAIL flag Задан e-mail
    DATE_CLOSED time Дата завершения
    MOVED_TIME time Дата перемещения
    MOVED_BY_ID number Кем перемещён"""
    + _WRITTEN.rstrip()
    + _MARKS,
    SALES_FIELDS,
)
DEAL = entity(
    """
    ID id ID
    TITLE text Название
    TYPE_ID text Тип
    CATEGORY_ID number Воронка
    STAGE_ID text Стадия сделки
    STAGE_SEMANTIC_ID text Группа стадии
    IS_NEW flag Новая сделка
    IS_RECURRING flag Регулярная сделка
    IS_RETURN_CUSTOMER flag Повторная сделка
    IS_REPEATED_APPROACH flag Повторное обращение
    PROBABILITY none Вероятность
    CURRENCY_ID text Валюта
    OPPORTUNITY money Сумма
    IS_MANUAL_OPPORTUNITY flag Ручной режим расчёта суммы
    TAX_VALUE money Сумма налога
    COMPANY_ID link Компания
    CONTACT_ID link Контакт
    QUOTE_ID none Предложение
    LEAD_ID none Лид
    BEGINDATE date Дата начала
    CLOSEDATE date Дата завершения
    CLOSED flag Закрыта
    COMMENTS text Комментарий
    ADDITIONAL_INFO text Дополнительная информация
    LOCATION_ID none Местоположение
    SOURCE_ID text Источник
    SOURCE_DESCRIPTION text Дополнительно об источнике
    ORIGINATOR_ID text Внешний источник
    ORIGIN_ID text Идентификатор во внешнем источнике
    MOVED_TIME time Дата перемещения
    MOVED_BY_ID number Кем перемещена"""
    + _WRITTEN.rstrip()
    + _MARKS,
    SALES_FIELDS,
)
CONTACT = entity(
    """
    ID id ID
    NAME text Имя
    SECOND_NAME text Отчество
    LAST_NAME text Фамилия
    BIRTHDATE date Дата рождения
    TYPE_ID text Тип контакта
    SOURCE_ID text Источник
    POST text Должность
    COMPANY_ID link Компания
    LEAD_ID none Лид
    HAS_PHONE flag Задан телефон
    HAS_EMAIL flag Задан e-mail
    PHONE list? Телефон
    EMAIL list? E-mail"""
    + _WRITTEN
    + _ADDRESS.rstrip()
    + _MARKS,
    (
        _told("sex", "Пол"),
        _told("family_status", "Семейное положение"),
        _told("occupation", "Род занятий"),
        _told("region", "Регион"),
    ),
)
COMPANY = entity(
    """
    ID id ID
    TITLE text Название компании
    COMPANY_TYPE text Тип компании
    INDUSTRY text Сфера деятельности
    IS_MY_COMPANY flag Моя компания
    LEAD_ID none Лид
    HAS_PHONE flag Задан телефон
    HAS_EMAIL flag Задан e-mail
    PHONE list? Телефон
    EMAIL list? E-mail"""
    + _WRITTEN
    + _ADDRESS.rstrip()
    + _MARKS,
    (_told("industry", "Отрасль"), _told("region", "Регион")),
)
ACTIVITY = entity(
    """
    ID id ID
    OWNER_ID id ID владельца
    OWNER_TYPE_ID id Тип владельца
    TYPE_ID id Тип
    PROVIDER_ID text Провайдер
    PROVIDER_TYPE_ID text Тип провайдера
    PROVIDER_GROUP_ID text Тип коннектора
    ASSOCIATED_ENTITY_ID link Связанная сущность
    SUBJECT text Название
    CREATED time Дата создания
    LAST_UPDATED time Дата изменения
    START_TIME time Время начала
    END_TIME time Время завершения
    DEADLINE time Срок исполнения
    COMPLETED flag Выполнена
    STATUS number Статус
    RESPONSIBLE_ID id Ответственный
    PRIORITY number Важность
    NOTIFY_TYPE number Тип уведомления
    NOTIFY_VALUE number Параметр уведомления
    DESCRIPTION text Описание
    DESCRIPTION_TYPE number Тип описания
    DIRECTION number Направление
    LOCATION text Местоположение
    SETTINGS raw Настройки
    ORIGINATOR_ID text Источник данных
    ORIGIN_ID text Элемент источника данных
    AUTHOR_ID number Создатель
    EDITOR_ID number Редактор
    PROVIDER_PARAMS raw Параметры провайдера
    PROVIDER_DATA text Данные провайдера
    RESULT_MARK number Результат
    RESULT_STATUS number Статус результата
    AUTOCOMPLETE_RULE number Автозавершение
    BINDINGS raw? Привязки
    COMMUNICATIONS raw? Коммуникации"""
)
