"""The company's people and departments as the portal's users and its tree of departments."""

from __future__ import annotations

from sandbox.company.charter import ACCOUNT_NAME, APRIL_LEAVE, BEGINNING, GROUPS
from sandbox.company.current import CompanyState, UserRow
from sandbox.vendors.bitrix24.columns import Row
from sandbox.vendors.bitrix24.portal import DEPARTMENTS, ROOT_DEPARTMENT

HEADS = {10: 7001001, 12: 7001002, 14: 7001005}


def users(state: CompanyState) -> list[Row]:
    """Give the users, the dismissed ones too."""
    return [_user(row) for row in state.users]


def _user(row: UserRow) -> Row:
    first, _, last = row.name.partition(" ")
    return {
        "ID": row.id,
        "XML_ID": "",
        "ACTIVE": row.is_active,
        "NAME": first,
        "LAST_NAME": last,
        "SECOND_NAME": "",
        "EMAIL": row.email,
        "LAST_LOGIN": None if row.is_active else APRIL_LEAVE,
        "DATE_REGISTER": BEGINNING,
        "TIME_ZONE": "",
        "IS_ONLINE": False,
        # an empty object of PHP's where other portals write a date
        "TIMESTAMP_X": {},
        "LAST_ACTIVITY_DATE": {},
        "PERSONAL_GENDER": "",
        "PERSONAL_BIRTHDAY": "",
        "WORK_POSITION": "Менеджер",
        "UF_EMPLOYMENT_DATE": "",
        "UF_DEPARTMENT": [DEPARTMENTS[row.group_id]],
        "UF_PHONE_INNER": str(100 + row.id % 1000),
        "USER_TYPE": "employee",
        "_is_admin": row.is_admin,
    }


def departments(state: CompanyState) -> list[Row]:
    """Give the tree as a flat list: the company, below it its departments."""
    root = {
        "ID": ROOT_DEPARTMENT,
        "NAME": ACCOUNT_NAME,
        "SORT": 500,
        "UF_HEAD": state.users[0].id if state.users else 0,
    }
    below = [
        {
            "ID": DEPARTMENTS[group.id],
            "NAME": group.name,
            "SORT": 500,
            "PARENT": ROOT_DEPARTMENT,
            "UF_HEAD": HEADS[DEPARTMENTS[group.id]],
        }
        for group in GROUPS
    ]
    return [root, *below]
