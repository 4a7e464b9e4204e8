"""The company's calls, employees and lines as Mango Office shows them at one instant."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sandbox.company.current import CompanyState
from sandbox.company.pbx_records import PbxCall, PbxGroup, PbxLeg, PbxUser
from sandbox.vendors.mango_office.statistics import MangoCall, MangoTables

Row = dict[str, Any]
DIRECTIONS = {"in": 1, "out": 2, "internal": 3}
NO_ANSWER, HUNG_UP = 1111, 1110
NOT_RECALLED = 2


def render(state: CompanyState) -> MangoTables:
    """Give everything that the exchange shows at the state's instant."""
    company = state.company
    people = {user.id: user for user in company.pbx_users}
    groups = {group.id: group for group in company.pbx_groups}
    first_line = company.pbx_lines[0].number if company.pbx_lines else ""
    calls = sorted(state.calls, key=lambda call: (call.started_at, call.entry_id))
    return MangoTables(
        users=[_user(user, first_line) for user in state.pbx_users],
        groups=[_group(group, state) for group in company.pbx_groups],
        lines=[
            {
                "line_id": 700 + place,
                "number": line.number,
                "name": line.name,
                "comment": "",
                "region": "Москва",
            }
            | {"schema_id": 40 + place, "schema_name": "По умолчанию"}
            for place, line in enumerate(company.pbx_lines, start=1)
        ],
        calls=[
            MangoCall(
                _seconds(call.started_at), _context(call, people, groups), tuple(_basic_legs(call, people))
            )
            for call in calls
        ],
        balance=18450.75,
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _user(user: PbxUser, line: str) -> Row:
    numbers = [(user.sip, "sip", 60, "on"), (user.mobile, "tel", 30, "off")]
    return {
        "general": {
            "name": user.name,
            "email": user.email or "",
            "department": user.department,
            "position": "Менеджер",
            "user_id": user.id,
        },
        "telephony": {
            "extension": user.extension,
            "outgoingline": line,
            "line_id": 701,
            "numbers": [
                {"number": number, "protocol": protocol, "order": order, "wait_sec": wait, "status": status}
                for order, (number, protocol, wait, status) in enumerate(numbers, start=1)
                if number
            ],
        },
        "groups": list(user.groups),
    }


def _group(group: PbxGroup, state: CompanyState) -> Row:
    members = [user for user in state.pbx_users if group.id in user.groups]
    return {
        "group_id": group.id,
        "name": group.name,
        "extension": group.extension,
        "operators": [{"user_id": user.id, "extension": user.extension} for user in members],
    }


def _context(call: PbxCall, people: dict[int, PbxUser], groups: dict[int, PbxGroup]) -> Row:
    caller = _caller(call, people)
    called = {"in": call.line_number, "out": call.client_number}.get(call.direction) or _callee(call, people)
    return {
        "entry_id": call.entry_id,
        "context_type": DIRECTIONS[call.direction],
        "context_status": int(call.talk_seconds > 0),
        "caller_id": caller.id if caller else None,
        "caller_name": caller.name if caller else "",
        "caller_number": caller.extension if caller else call.client_number,
        "called_number": called,
        "context_start_time": _seconds(call.started_at),
        "duration": _seconds(call.ended_at) - _seconds(call.started_at),
        "talk_duration": call.talk_seconds,
        "context_init_type": 0,
        "recall_status": NOT_RECALLED,
        "cost": 0,
        "call_comment": "",
        "tag_id": [],
        "mark_client": None,
        "context_calls": list(_legs(call, people, groups)),
    }


def _caller(call: PbxCall, people: dict[int, PbxUser]) -> PbxUser | None:
    """Give the employee who dialled, None for a call from outside."""
    if call.direction == "in":
        return None
    return next((people[leg.user_id] for leg in call.legs if leg.user_id is not None), None)


def _callee(call: PbxCall, people: dict[int, PbxUser]) -> str:
    last = next((leg for leg in reversed(call.legs) if leg.user_id is not None), None)
    return people[last.user_id].extension if last and last.user_id is not None else ""


def _legs(call: PbxCall, people: dict[int, PbxUser], groups: dict[int, PbxGroup]) -> Iterator[Row]:
    numbered = list(enumerate(call.legs, start=1))
    for (group_id, _), found in groupby(numbered, key=lambda item: (item[1].group_id, item[1].started_at)):
        legs = list(found)
        if group_id is None:
            for place, leg in legs:
                yield _leg(call, leg, place, people) | _manner(call, leg)
        else:
            yield _group_call(call, groups[group_id], legs, people)


def _leg(call: PbxCall, leg: PbxLeg, place: int, people: dict[int, PbxUser]) -> Row:
    end = leg.answered_at or leg.ended_at
    return {
        "call_type": "number" if leg.user_id is None else "user",
        "call_abonent_id": leg.user_id,
        "call_abonent_info": "" if leg.user_id is None else people[leg.user_id].name,
        "call_abonent_number": leg.number,
        "call_start_time": _seconds(leg.started_at),
        "call_answer_time": _seconds(leg.answered_at) if leg.answered_at else None,
        "call_end_time": _seconds(leg.ended_at),
        "call_duration": _seconds(leg.ended_at) - _seconds(leg.started_at),
        "talk_duration": leg.talk_seconds,
        "dial_duration": _seconds(end) - _seconds(leg.started_at),
        "hold_duration": None,
        "call_end_reason": leg.end_reason,
        "recording_id": list(leg.recordings),
        "external_call_id": base64.b64encode(f"{call.entry_id}:{place}".encode()).decode(),
    }


def _manner(call: PbxCall, leg: PbxLeg) -> Row:
    return {
        "DirectionInbound": call.direction == "in",
        "DirectionOutbound": call.direction == "out",
        "BlindTransfer": leg.is_transfer,
        "ConsultTransfer": False,
        "IvrNotUsed": False,
    }


def _group_call(
    call: PbxCall, group: PbxGroup, legs: list[tuple[int, PbxLeg]], people: dict[int, PbxUser]
) -> Row:
    """Give a group call: the group as the leg, its people as members."""
    own = [leg for _, leg in legs]
    answered = next((leg for leg in own if leg.answered_at), None)
    whole = PbxLeg(
        user_id=None,
        number="",
        started_at=own[0].started_at,
        answered_at=answered.answered_at if answered else None,
        ended_at=max(leg.ended_at for leg in own),
        talk_seconds=sum(leg.talk_seconds for leg in own),
        end_reason=(answered or own[-1]).end_reason,
        is_transfer=own[0].is_transfer,
        recordings=tuple(record for leg in own for record in leg.recordings),
    )
    named = {
        "call_type": "group",
        "call_abonent_id": group.id,
        "call_abonent_info": group.name,
        "call_abonent_number": None,
    }
    members = [_leg(call, leg, place, people) for place, leg in legs]
    return _leg(call, whole, 0, people) | named | _manner(call, whole) | {"members": members}


def _basic_legs(call: PbxCall, people: dict[int, PbxUser]) -> Iterator[Row]:
    legs = [leg for leg in call.legs if leg.user_id is not None]
    outer = ("", call.client_number)
    if call.direction == "internal" and legs:
        dialled, legs = people[legs[0].user_id or 0].extension, legs[1:]
        outer = (dialled, dialled)
    if not legs:
        nobody = ("", "")
        yield _basic(call, None, (nobody, outer) if call.direction == "out" else (outer, nobody), "ivr")
    for leg in legs:
        extension = people[leg.user_id or 0].extension
        side = (extension, extension if call.direction == "internal" else leg.number)
        ends = (side, outer) if call.direction == "out" else (outer, side)
        yield _basic(call, leg, ends, "abonent" if leg.answered_at or leg.group_id is None else "queue")


def _basic(
    call: PbxCall, leg: PbxLeg | None, ends: tuple[tuple[str, str], tuple[str, str]], location: str
) -> Row:
    caller, called = ends
    answered = leg.answered_at if leg else None
    return {
        "records": f"[{','.join(leg.recordings if leg else ())}]",
        "start": _seconds(leg.started_at if leg else call.started_at),
        "finish": _seconds(leg.ended_at if leg else call.ended_at),
        "answer": _seconds(answered) if answered else 0,
        "from_extension": caller[0],
        "from_number": caller[1],
        "to_extension": called[0],
        "to_number": called[1],
        "disconnect_reason": leg.end_reason if leg else NO_ANSWER,
        "line_number": call.line_number,
        "location": location,
        "entry_id": call.entry_id,
        "create": _seconds(call.started_at),
    }
