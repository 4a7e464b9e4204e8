"""Who answers the phone at «Северный свет»: lines, groups and accounts that no seed changes."""

from datetime import datetime

from sandbox.company.charter import (
    APRIL_LEAVE,
    BEGINNING,
    LEFT_IN_APRIL,
    MOSCOW,
    PEOPLE,
    RETAIL,
    SALES,
    WHOLESALE,
)
from sandbox.company.pbx_records import PbxGroup, PbxLine, PbxUser

PBX_HOST = "vpbx400111222.mangosip.ru"
MAIN_LINE, FREE_LINE = "74951230077", "78002000600"
SITE_LINE, DIRECT_LINE, EXPO_LINE, REFERRAL_LINE = "74951230078", "74951230079", "78123000100", "74951230081"
TRACKING_LINES = (SITE_LINE, SITE_LINE, DIRECT_LINE, DIRECT_LINE, EXPO_LINE, REFERRAL_LINE)
PBX_LINES = (
    PbxLine(MAIN_LINE, "Основной"),
    PbxLine(FREE_LINE, "Бесплатный"),
    PbxLine(SITE_LINE, "Сайт"),
    PbxLine(DIRECT_LINE, "Яндекс.Директ"),
    PbxLine(EXPO_LINE, "Выставка"),
    PbxLine(REFERRAL_LINE, "Рекомендации"),
)
GROUP_OF_DEPARTMENT = {SALES: 50301, WHOLESALE: 50302, RETAIL: 50303}
PBX_GROUPS = (
    PbxGroup(50301, "Отдел продаж", "801"),
    PbxGroup(50302, "Опт", "802"),
    PbxGroup(50303, "Розница", "803"),
)

TWO_EXTENSIONS, NEW_ACCOUNT, WITHOUT_PBX_EMAIL = 7001002, 7001008, 7001011
SHARED_MAILBOX = "p.gavrilov@sevsvet.example"  # the trainee has it in the exchange beside its owner
NEW_ACCOUNT_AT = datetime(2026, 6, 2, 13, 10, tzinfo=MOSCOW)
TRAINEE_SINCE = datetime(2026, 5, 4, 9, tzinfo=MOSCOW)
RECEPTION, TRAINEE = 10090390, 10090391


def build_pbx_users() -> tuple[PbxUser, ...]:
    """Return the accounts: one has two, one got a new one in June, one left in April, two are nobody's."""
    staff = [account for person in PEOPLE for account in _accounts(*person)]
    reception = _account(RECEPTION, "Ресепшн", "reception@sevsvet.example", "190", (), BEGINNING)
    trainee = _account(TRAINEE, "Стажёр", SHARED_MAILBOX, "110", (50303,), TRAINEE_SINCE)
    return (*staff, reception, trainee)


def _accounts(person: int, name: str, email: str, department: int) -> list[PbxUser]:
    number, groups = person % 1000, (GROUP_OF_DEPARTMENT[department],)
    id_, extension = 10090300 + number, f"{100 + number}"
    shown = {WITHOUT_PBX_EMAIL: None, 7001001: f" {email.upper()}"}.get(person, email)
    if person == TWO_EXTENSIONS:
        spare = _account(id_ + 50, f"{name} (приложение)", None, f"{200 + number}", (), BEGINNING)
        return [_account(id_, name, shown, extension, groups, BEGINNING), spare]
    if person == NEW_ACCOUNT:
        return [
            _account(id_, name, shown, extension, groups, BEGINNING, NEW_ACCOUNT_AT),
            _account(id_ + 50, name, shown, extension, groups, NEW_ACCOUNT_AT),
        ]
    until = APRIL_LEAVE if person == LEFT_IN_APRIL else None
    return [_account(id_, name, shown, extension, groups, BEGINNING, until)]


def _account(
    id_: int, name: str, email: str | None, extension: str, groups: tuple[int, ...],
    since: datetime, until: datetime | None = None,
) -> PbxUser:  # fmt: skip
    sip = f"sip:user{id_ % 1000}@{PBX_HOST}"
    mobile = f"7903555{id_ % 10000:04d}"
    return PbxUser(id_, name, email, "Продажи", extension, sip, mobile, groups, since, until)


def owner_of(account: int) -> int | None:
    """Return the CRM user whose account it is, None for those of nobody."""
    return 7001000 + (account - 10090300) % 50 if account < RECEPTION else None


def accounts_of(users: tuple[PbxUser, ...], person: int, at: datetime) -> list[PbxUser]:
    """Return the accounts that a CRM user has at an instant."""
    numbers = (10090300 + person % 1000, 10090350 + person % 1000)
    return [
        user
        for user in users
        if user.id in numbers and user.since <= at and (user.until is None or at < user.until)
    ]
