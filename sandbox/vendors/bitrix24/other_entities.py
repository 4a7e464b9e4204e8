"""The fields of everything that is no card: directories, history of stages, people, tasks, calls, goods."""

from __future__ import annotations

from sandbox.vendors.bitrix24.columns import entity

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
REQUISITE = entity(
    """
    ID id ID
    ENTITY_TYPE_ID id Тип объекта
    ENTITY_ID id Объект
    PRESET_ID number Шаблон
    NAME text Название
    ACTIVE flag Активен
    SORT number Сортировка
    DATE_CREATE time Дата создания
    DATE_MODIFY time Дата изменения
    RQ_INN text ИНН
    RQ_KPP text КПП
    RQ_COMPANY_NAME text Название организации"""
)
