"""The fields of leads, deals, contacts, companies and everything else that the portal lists."""

from __future__ import annotations

from sandbox.charter import LOSS_REASONS
from sandbox.vendors.bitrix24.columns import Column, entity
from sandbox.vendors.bitrix24.portal import (
    CHANNEL_FIELD,
    CHANNELS,
    ORDER_FIELD,
    PREPAID_FIELD,
    REASON_FIELD,
    REASONS,
    TAX_ID_FIELD,
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
COMPANY_FIELDS = (Column(TAX_ID_FIELD, "text", "ИНН"),)
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
    TYPE_ID text Тип контакта
    SOURCE_ID text Источник
    POST text Должность
    COMPANY_ID link Компания
    LEAD_ID none Лид
    HAS_PHONE flag Задан телефон
    HAS_EMAIL flag Задан e-mail
    PHONE list? Телефон
    EMAIL list? E-mail"""
    + _WRITTEN.rstrip()
    + _MARKS
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
    + _WRITTEN.rstrip()
    + _MARKS,
    COMPANY_FIELDS,
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
STATUS = entity(
    """
    ID id ID
    ENTITY_ID text Вид справочника
    STATUS_ID text Код
    NAME text Название
    NAME_INIT text Название по умолчанию
    SORT number Сортировка
    SYSTEM flag Системный
    CATEGORY_ID none Воронка
    COLOR text Цвет
    SEMANTICS text Семантика
    EXTRA raw Дополнительно"""
)
DEAL_HISTORY = entity(
    """
    ID id ID
    TYPE_ID id Вид записи
    OWNER_ID id Сделка
    CREATED_TIME time Время
    CATEGORY_ID number Воронка
    STAGE_SEMANTIC_ID text Группа стадии
    STAGE_ID text Стадия"""
)
LEAD_HISTORY = entity(
    """
    ID id ID
    TYPE_ID id Вид записи
    OWNER_ID id Лид
    CREATED_TIME time Время
    STATUS_SEMANTIC_ID text Группа стадии
    STATUS_ID text Стадия"""
)
USER = entity(
    """
    ID id ID
    XML_ID text Внешний код
    ACTIVE bool Активен
    NAME text Имя
    LAST_NAME text Фамилия
    SECOND_NAME text Отчество
    EMAIL text E-mail
    LAST_LOGIN time Последняя авторизация
    DATE_REGISTER time Дата регистрации
    TIME_ZONE text Часовой пояс
    IS_ONLINE flag В сети
    TIMESTAMP_X raw Дата изменения
    LAST_ACTIVITY_DATE raw Последняя активность
    PERSONAL_GENDER text Пол
    PERSONAL_BIRTHDAY text Дата рождения
    WORK_POSITION text Должность
    UF_EMPLOYMENT_DATE text Дата приёма
    UF_DEPARTMENT raw Подразделения
    UF_PHONE_INNER text Внутренний телефон
    USER_TYPE text Тип"""
)
DEPARTMENT = entity(
    """
    ID id ID
    NAME text Название
    SORT raw Сортировка
    PARENT none Родитель
    UF_HEAD link Руководитель"""
)
TASK = entity(
    """
    ID id ID
    TITLE text Название
    DESCRIPTION text? Описание
    DEADLINE time Крайний срок
    CREATED_DATE time Дата создания
    CHANGED_DATE time Дата изменения
    CLOSED_DATE time Дата завершения
    CREATED_BY number Постановщик
    RESPONSIBLE_ID number Исполнитель
    PRIORITY number Важность
    STATUS number Статус
    REAL_STATUS number? Статус
    UF_CRM_TASK raw? Элементы CRM
    GROUP raw Группа
    RESPONSIBLE raw Исполнитель"""
)
CALL = entity(
    """
    ID id ID
    PORTAL_USER_ID none Сотрудник
    PORTAL_NUMBER text Линия
    PHONE_NUMBER text Номер
    CALL_ID text Звонок
    EXTERNAL_CALL_ID text Звонок внешней АТС
    CALL_CATEGORY text Вид
    CALL_LOG text Журнал
    CALL_DURATION number Длительность
    CALL_START_DATE time Начало
    CALL_RECORD_URL text Запись
    CALL_VOTE none Оценка
    COST text Стоимость
    COST_CURRENCY text Валюта
    CALL_FAILED_CODE text Код
    CALL_FAILED_REASON text Причина
    CRM_ENTITY_TYPE text Тип объекта CRM
    CRM_ENTITY_ID none Объект CRM
    CRM_ACTIVITY_ID none Дело
    REST_APP_ID none Приложение
    REST_APP_NAME text Название приложения
    TRANSCRIPT_ID none Расшифровка
    TRANSCRIPT_PENDING flag Ждёт расшифровки
    SESSION_ID none Сессия
    REDIAL_ATTEMPT none Попытка
    COMMENT text Комментарий
    RECORD_DURATION none Длина записи
    RECORD_FILE_ID raw Файл записи
    CALL_TYPE number Тип"""
)
CURRENCY = entity(
    """
    CURRENCY text Валюта
    AMOUNT_CNT text Номинал
    AMOUNT text Курс
    SORT number Сортировка
    BASE flag Базовая
    FULL_NAME text Название
    LID text Язык
    FORMAT_STRING text Формат
    DEC_POINT text Разделитель
    THOUSANDS_SEP text Разделитель тысяч
    DECIMALS number Знаков
    DATE_UPDATE time Дата изменения"""
)
PRODUCT_ROW = entity(
    """
    ID id ID
    OWNER_ID id Владелец
    OWNER_TYPE text Тип владельца
    PRODUCT_ID number Товар
    PRODUCT_NAME text Название
    PRICE money Цена
    PRICE_ACCOUNT money Цена в валюте отчётов
    PRICE_EXCLUSIVE money Цена без налога
    PRICE_NETTO money Цена без скидки
    PRICE_BRUTTO money Цена с налогом
    QUANTITY number Количество
    DISCOUNT_TYPE_ID number Тип скидки
    DISCOUNT_RATE money Скидка, %
    DISCOUNT_SUM money Скидка
    TAX_RATE number Налог, %
    TAX_INCLUDED flag Налог включён
    CUSTOMIZED flag Изменён
    MEASURE_CODE number Код единицы
    MEASURE_NAME text Единица
    SORT number Сортировка
    XML_ID text Внешний код
    TYPE number Тип
    STORE_ID none Склад"""
)
