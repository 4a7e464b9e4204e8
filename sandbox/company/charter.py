"""Who the pretend company is: the constants of «Северный свет» that no seed changes."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sandbox.company.charter_told import TOLD_DEFINITIONS
from sandbox.company.crm_cards import FieldDefinition, Group, LossReason, Pipeline, Stage, StageKind, User
from sandbox.company.erp_records import ErpUser
from sandbox.company.history import Change

MOSCOW = ZoneInfo("Europe/Moscow")
BOOKS_BEGIN = date(2026, 1, 1)
START = datetime(2026, 2, 16, tzinfo=MOSCOW)
END = datetime(2026, 6, 10, tzinfo=MOSCOW)
NIGHTS = tuple(datetime(2026, 6, day, 3, tzinfo=MOSCOW) for day in (2, 3, 4))

ACCOUNT_ID = 31200456
SUBDOMAIN = "sevsvet"
ACCOUNT_NAME = "Северный свет"
CURRENCY_KEY = "12fb735c-0101-11ee-90aa-00155d0a1b02"
ORGANIZATION_KEY = "c0a2f4de-1111-11ee-90aa-00155d0a1b02"
ORGANIZATION_NAME = "ООО «Северный свет»"
DEAL_ID_ATTRIBUTE_KEY = "5e0a7d11-2222-11ee-90aa-00155d0a1b02"
DEAL_ID_ATTRIBUTE_NAME = "Номер сделки в CRM"
ERP_DEPARTMENTS = (
    ("d1a00001-3333-11ee-90aa-00155d0a1b02", "Коммерческая дирекция"),
    ("d1a00002-3333-11ee-90aa-00155d0a1b02", "Склад и доставка"),
)
VAT_PERCENT = Decimal(22)

SALES, WHOLESALE, RETAIL = 0, 512340, 512341
GROUPS = (
    Group(SALES, "Отдел продаж", "Москва"),
    Group(WHOLESALE, "Опт", "Москва"),
    Group(RETAIL, "Розница", "Санкт-Петербург"),
)

ADMIN = 7001001
MOVES_IN_JUNE = 7001007
MOVED_IN_APRIL = 7001008
LEFT_IN_APRIL = 7001010
WITHOUT_ERP_EMAIL = 7001011
ERP_ONLY = "7f4e0c12-3b55-11ee-90aa-00155d0a1bff"

BEGINNING = datetime(2025, 9, 1, 9, tzinfo=MOSCOW)
JUNE_MOVE = datetime(2026, 6, 2, 9, tzinfo=MOSCOW)
APRIL_MOVE = datetime(2026, 4, 13, 9, tzinfo=MOSCOW)
APRIL_LEAVE = datetime(2026, 4, 17, 10, tzinfo=MOSCOW)

PEOPLE = (
    (7001001, "Марина Орлова", "m.orlova@sevsvet.example", SALES),
    (7001002, "Ольга Ветрова", "o.vetrova@sevsvet.example", WHOLESALE),
    (7001003, "Илья Северов", "i.severov@sevsvet.example", WHOLESALE),
    (7001004, "Анна Лисицына", "A.Lisitsyna@sevsvet.example", WHOLESALE),
    (7001005, "Пётр Гаврилов", "p.gavrilov@sevsvet.example", RETAIL),
    (7001006, "Дарья О'Коннор", "d.oconnor@sevsvet.example", RETAIL),
    (7001007, "Сергей Ким", "s.kim@sevsvet.example", RETAIL),
    (7001008, "Екатерина Белова", "e.belova@sevsvet.example", SALES),
    (7001009, 'Никита "Ник" Фёдоров', "n.fedorov@sevsvet.example", SALES),
    (7001010, "Юлия Морозова", "y.morozova@sevsvet.example", RETAIL),
    (7001011, "Тимур Азимов", "t.azimov@sevsvet.example", SALES),
)
MOVES = {MOVES_IN_JUNE: (JUNE_MOVE, SALES), MOVED_IN_APRIL: (APRIL_MOVE, WHOLESALE)}

MAIN, OPT, ARCHIVE = 8123001, 8123002, 8123003
WON, LOST = 142, 143
UNSORTED, CONTACTED, QUALIFIED, MEETING, OFFER, CONTRACT = (
    68120040, 68120042, 68120044, 68120046, 68120048, 68120050,
)  # fmt: skip
OPT_UNSORTED, OPT_TALKS, OPT_TENDER, OPT_SIGNED = 68230010, 68230020, 68230030, 68230040
STAGES: dict[int, tuple[tuple[int, str, StageKind], ...]] = {
    MAIN: (
        (UNSORTED, "Неразобранное", "unsorted"),
        (CONTACTED, "Первичный контакт", "work"),
        (QUALIFIED, "Квалификация", "work"),
        (MEETING, "Встреча", "work"),
        (OFFER, "КП отправлено", "work"),
        (CONTRACT, "Договор", "work"),
    ),
    OPT: (
        (OPT_UNSORTED, "Неразобранное", "unsorted"),
        (OPT_TALKS, "Переговоры", "work"),
        (OPT_TENDER, "Тендер", "work"),
        (OPT_SIGNED, "Договор подписан", "work"),
    ),
    ARCHIVE: ((68340010, "Неразобранное", "unsorted"), (68340020, "Старые заявки", "work")),
}
CLOSED_STAGES: tuple[tuple[int, str, StageKind], ...] = (
    (WON, "Успешно реализовано", "won"),
    (LOST, "Закрыто и не реализовано", "lost"),
)
PIPELINE_NAMES = {MAIN: "Основная", OPT: "Опт", ARCHIVE: "Архив 2025"}
COLORS = {"unsorted": "#c1c1c1", "work": "#99ccff", "won": "#CCFF66", "lost": "#D5D8DB"}

LOSS_REASONS = (
    LossReason(19044121, "Передумал", 10),
    LossReason(19044123, "Дорого", 20),
    LossReason(19044125, "Выбрал конкурента", 30),
    LossReason(19044127, "Нет в наличии", 40),
    LossReason(19044129, "Спам", 50),
    LossReason(19044131, "Дубль", 60),
    LossReason(19044133, "Тест", 70),
    LossReason(19044135, "Ошиблись номером", 80),
)
SERIOUS_REASONS = (19044121, 19044123, 19044125, 19044127)
SPAM, DUPLICATE, TEST, WRONG_NUMBER = 19044129, 19044131, 19044133, 19044135

CHANNEL_FIELD, ORDER_FIELD, UTM_FIELD, PREPAID_FIELD = 900210, 900511, 900101, 900412
UTM_MEDIUM_FIELD, UTM_CAMPAIGN_FIELD = 900103, 900105
CHANNEL_NAMES = (
    "Сайт", "Входящий звонок", "Яндекс.Директ", "Тендер", "Рекомендация", "Выставка", "Партнёр",
)  # fmt: skip
PHONE_FIELD, EMAIL_FIELD = 800001, 800002
COMPANY_PHONE_FIELD, COMPANY_EMAIL_FIELD, TAX_ID_FIELD, REQUISITES_FIELD = 810001, 810002, 810101, 810103
WORK_ENUMS = ((440001, "WORK"), (440003, "MOB"), (440005, "OTHER"))
FIELDS = (
    FieldDefinition(UTM_FIELD, "lead", "utm_source", "UTM_SOURCE", "tracking_data"),
    FieldDefinition(
        CHANNEL_FIELD, "lead", "Канал", None, "select",
        tuple((551203 + number, name) for number, name in enumerate(CHANNEL_NAMES)),
    ),
    FieldDefinition(PREPAID_FIELD, "lead", "Предоплата", None, "checkbox"),
    FieldDefinition(ORDER_FIELD, "lead", "Номер заказа 1С", "ERP_ORDER", "text"),
    FieldDefinition(PHONE_FIELD, "contact", "Телефон", "PHONE", "multitext", WORK_ENUMS),
    FieldDefinition(EMAIL_FIELD, "contact", "Email", "EMAIL", "multitext", WORK_ENUMS),
    FieldDefinition(COMPANY_PHONE_FIELD, "company", "Телефон", "PHONE", "multitext", WORK_ENUMS),
    FieldDefinition(COMPANY_EMAIL_FIELD, "company", "Email", "EMAIL", "multitext", WORK_ENUMS),
    FieldDefinition(TAX_ID_FIELD, "company", "ИНН", None, "text"),
    FieldDefinition(REQUISITES_FIELD, "company", "Реквизиты", None, "legal_entity"),
    FieldDefinition(UTM_MEDIUM_FIELD, "lead", "utm_medium", "UTM_MEDIUM", "tracking_data"),
    FieldDefinition(UTM_CAMPAIGN_FIELD, "lead", "utm_campaign", "UTM_CAMPAIGN", "tracking_data"),
    *TOLD_DEFINITIONS,
)  # fmt: skip


def build_users() -> tuple[User, ...]:
    """Return the CRM users with the two moves and the one departure."""
    return tuple(_user(id_, name, email, group) for id_, name, email, group in PEOPLE)


def _user(id_: int, name: str, email: str, group: int) -> User:
    groups = [Change(BEGINNING, group, ADMIN)]
    if id_ in MOVES:
        groups.append(Change(*MOVES[id_], ADMIN))
    active = [Change(BEGINNING, True, ADMIN)]
    if id_ == LEFT_IN_APRIL:
        active.append(Change(APRIL_LEAVE, False, ADMIN))
    return User(id_, name, email, id_ == ADMIN, tuple(groups), tuple(active))


def erp_key(user_id: int) -> str:
    """Return the ERP key of a CRM user's other account."""
    return f"7f4e0c12-3b55-11ee-90aa-00155d{user_id % 1000:06x}"


def build_erp_users() -> tuple[ErpUser, ...]:
    """Return the ERP users: the CRM's people (one without an e-mail) and one whom the CRM does not know."""
    known = (
        ErpUser(
            erp_key(id_),
            name,
            None if id_ == WITHOUT_ERP_EMAIL else f" {email.lower()} " if id_ == 7001003 else email,
            id_ != LEFT_IN_APRIL,
        )
        for id_, name, email, _ in PEOPLE
    )
    return (*known, ErpUser(ERP_ONLY, "Василий Кузнецов", None))


def build_pipelines() -> tuple[Pipeline, ...]:
    """Return the pipelines with their own stages and the two that every pipeline has."""
    return tuple(
        Pipeline(id_, name, number, id_ == MAIN, id_ == ARCHIVE, _stages(id_))
        for number, (id_, name) in enumerate(PIPELINE_NAMES.items(), start=1)
    )


def _stages(pipeline: int) -> tuple[Stage, ...]:
    own = STAGES[pipeline]
    sorts = [10 * number for number in range(1, len(own) + 1)] + [10000, 11000]
    return tuple(
        Stage(pipeline, id_, name, sort, kind, COLORS[kind])
        for (id_, name, kind), sort in zip((*own, *CLOSED_STAGES), sorts, strict=True)
    )
