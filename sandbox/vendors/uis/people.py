"""The company's accounts, groups, numbers, campaigns, site and tags as directories of the Data API.

Statuses and types of calls are the usual ones; `status_id`, schedules, and the fields of groups,
numbers, sites, campaigns and tags beside `id` are unverified.
"""

from __future__ import annotations

from typing import Any

from sandbox.company.charter import ACCOUNT_NAME
from sandbox.company.current import CompanyState
from sandbox.company.pbx_records import PbxGroup, PbxUser
from sandbox.vendors.uis import sources

Row = dict[str, Any]
APP_ID = 314159


def full_name(name: str) -> str:
    """Write a name as the service does, the surname first."""
    first, _, last = name.partition(" ")
    return f"{last} {first}".strip()


def directories(state: CompanyState, tags: dict[int, str]) -> dict[str, list[Row]]:
    """Give every directory by the name of its table."""
    groups = state.company.pbx_groups
    return {
        "account": [{"app_id": APP_ID, "name": ACCOUNT_NAME, "timezone": None}],
        "employees": [_employee(user, groups) for user in state.pbx_users],
        "groups": [_group(group, state) for group in groups],
        "virtual_numbers": _numbers(state),
        "sites": [{"id": sources.SITE_ID, "domain_name": sources.SITE}],
        "campaigns": [
            {"id": sources.CAMPAIGN_OF_LINE[line], "name": name, "status": "active", **sources.site()}
            for line, name in sources.campaign_names(state.company).items()
        ],
        "scenarios": [
            {"id": one["scenario_id"], "name": one["scenario_name"]}
            for line in _numbers(state)
            for one in line["scenarios"]
        ],
        "tags": [{"id": id_, "name": name} for id_, name in tags.items()],
    }


def _employee(user: PbxUser, groups: tuple[PbxGroup, ...]) -> Row:
    first, _, last = user.name.partition(" ")
    own = [{"group_id": group.id, "group_name": group.name} for group in groups if group.id in user.groups]
    return {
        "id": user.id,
        "first_name": first,
        "last_name": last or None,
        "full_name": full_name(user.name),
        "status": "available",
        "email": user.email,
        "calls_available": True,
        "extension": {
            "extension_phone_number": user.extension,
            "inner_phone_number": f"0001{user.extension}",
        },
        "phone_numbers": [
            {
                "phone_number_id": 9000 + user.id % 1000,
                "phone_number": user.mobile,
                "channels_count": 1,
                "dial_time": 30,
                "status": "active",
            }
        ],
        "groups": own or None,
        "allowed_in_call_types": ["external_calls", "internal_calls"],
        "allowed_out_call_types": ["external_calls", "internal_calls"],
        "call_recording": "all",
        "coach": False,
        "operator": True,
    }


def _group(group: PbxGroup, state: CompanyState) -> Row:
    members = [user for user in state.pbx_users if group.id in user.groups]
    return {
        "id": group.id,
        "name": group.name,
        "group_phone_number": group.extension,
        "members": [{"employee_id": user.id, "employee_full_name": full_name(user.name)} for user in members]
        or None,
    }


def _numbers(state: CompanyState) -> list[Row]:
    campaigns = sources.campaign_names(state.company)
    return [
        {
            "id": 700 + place,
            "virtual_phone_number": line.number,
            "status": "active",
            "campaigns": [
                {
                    "campaign_id": sources.CAMPAIGN_OF_LINE[line.number],
                    "campaign_name": campaigns[line.number],
                }
            ]
            if line.number in campaigns
            else None,
            "scenarios": [{"scenario_id": 40 + place, "scenario_name": "По умолчанию"}],
        }
        for place, line in enumerate(state.company.pbx_lines, start=1)
    ]
