"""The company's calls as sessions of the report and their legs.

Unverified and decided here: talks between colleagues are no sessions and have no legs; a session without
a talk `is_lost`, an outgoing one too; a leg's `duration` is its talk, its `total_duration` lasts from the
first ring, its `direction` is the session's; the outer party has a leg too, of which `is_operator` is false;
a session that still lasts has none of its durations; how most of the reasons of an end are called.
Edited long after a call: tags by an employee, `sale_*` by the CRM when the deal of the call's note is won.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.company.call_numbers import FIRST_SESSION, number_sessions
from sandbox.company.charter import WON
from sandbox.company.current import CompanyState, LeadRow
from sandbox.company.pbx_records import PbxCall, PbxLeg
from sandbox.vendors.uis import sources
from sandbox.vendors.uis.people import full_name

Row = dict[str, Any]
CALLER_HUNG_UP, NO_ANSWER, BUSY, REJECTED = 1110, 1111, 1121, 1122
CAUSES = {
    NO_ANSWER: (19, "No answer from user"),
    BUSY: (17, "User busy"),
    REJECTED: (21, "Call rejected"),
}
NORMAL, ELSEWHERE = (16, "Normal call clearing"), (26, "Non-selected user clearing")
LEGS_OF_A_SESSION = 100
TAGS = {9: "Целевой", 10: "Нецелевой", 11: "Перезвонить"}
OPERATOR = (3, "operator@sevsvet.example")


@dataclass(frozen=True)
class _Desk:
    """What is looked up for every call."""

    state: CompanyState
    numbers: dict[str, int]
    names: dict[int, str]
    extensions: dict[int, str]
    groups: dict[int, str]
    deals: dict[str, LeadRow]


def sessions_and_legs(state: CompanyState) -> tuple[list[Row], list[Row]]:
    """Give the sessions that the report shows, those that still last among them, and the legs."""
    company = state.company
    desk = _Desk(
        state,
        number_sessions(company.calls),
        {user.id: full_name(user.name) for user in company.pbx_users},
        {user.id: user.extension for user in company.pbx_users},
        {group.id: group.name for group in company.pbx_groups},
        _won_deals(state),
    )
    shown = [call for call in state.calls if call.direction != "internal"]
    sessions = [_session(call, desk) for call in shown]
    sessions += [
        _ongoing(call, desk)
        for call in company.calls
        if call.direction != "internal" and call.started_at <= state.at < call.ended_at
    ]
    legs = [leg for call in shown for leg in _legs(call, desk)]
    return sorted(sessions, key=_in_time), sorted(legs, key=_in_time)


def _in_time(row: Row) -> tuple[datetime, int]:
    return row["start_time"], row["id"]


def _won_deals(state: CompanyState) -> dict[str, LeadRow]:
    """Give the deals that the CRM has put back: entry id -> deal of the call's note, if it is won."""
    won = {lead.id: lead for lead in state.leads if lead.stage.stage_id == WON and lead.closed_at}
    return {
        note.uniq: won[note.entity_id]
        for note in state.notes
        if note.uniq and note.entity == "lead" and note.entity_id in won
    }


def _begun(call: PbxCall, desk: _Desk) -> Row:
    """Give what is known of a session from its first second on."""
    id_ = desk.numbers[call.entry_id]
    number = id_ - FIRST_SESSION
    is_in = call.direction == "in"
    source = sources.of_call(call.line_number, number, call.started_at, desk.state.company) if is_in else {}
    return {"source": "sip"} | source | {
        "id": id_,
        "start_time": call.started_at,
        "direction": call.direction,
        "contact_phone_number": call.client_number or None,
        "virtual_phone_number": call.line_number or None,
    }  # fmt: skip


def _ongoing(call: PbxCall, desk: _Desk) -> Row:
    return _begun(call, desk) | {"finish_time": None, "_is_ongoing": True}


def _session(call: PbxCall, desk: _Desk) -> Row:
    own = [leg for leg in call.legs if leg.user_id is not None]
    answered = [leg for leg in own if leg.answered_at is not None]
    is_lost = call.talk_seconds == 0
    total = _seconds(call.started_at, call.ended_at)
    first = min((leg.answered_at for leg in answered if leg.answered_at), default=None)
    wait = total if first is None else _seconds(call.started_at, first)
    row = _begun(call, desk) | {
        "finish_time": call.ended_at,
        "is_lost": is_lost,
        "finish_reason": _reason(call, own),
        "wait_duration": wait,
        "total_wait_duration": total - call.talk_seconds,
        "talk_duration": total - wait,
        "clean_talk_duration": call.talk_seconds,
        "total_duration": total,
        "postprocess_duration": 0,
        "call_records": [_hash(record) for leg in own for record in leg.recordings] or None,
        "employees": _employees(own, desk) or None,
        "attributes": ["lost"] if is_lost else None,
        "tags": _tags(call, answered, desk) or None,
        "is_transfer": any(leg.is_transfer for leg in own),
    }
    if deal := desk.deals.get(call.entry_id):
        row |= {"sale_date": deal.closed_at, "sale_cost": deal.price}
    return row | _who_answered(answered, desk)


def _who_answered(answered: list[PbxLeg], desk: _Desk) -> Row:
    if not answered:
        return {}
    first, last = answered[0].user_id or 0, answered[-1].user_id or 0
    talked = [leg.user_id for leg in answered if leg.talk_seconds > 0]
    return {
        "first_answered_employee_id": first,
        "first_answered_employee_full_name": desk.names[first],
        "last_answered_employee_id": last,
        "last_answered_employee_full_name": desk.names[last],
        "last_talked_employee_id": talked[-1] if talked else None,
    }


def _reason(call: PbxCall, own: list[PbxLeg]) -> str:
    if not own:
        return "disconnect_before_call_processing"
    if call.talk_seconds:
        return "subscriber_disconnects" if own[-1].end_reason == CALLER_HUNG_UP else "operator_disconnects"
    if call.direction == "in":
        return "no_success_operator_call"
    return "subscriber_busy" if own[-1].end_reason == BUSY else "no_success_subscriber_call"


def _employees(own: list[PbxLeg], desk: _Desk) -> list[Row]:
    """Give each employee once, in the order in which their phones rang."""
    found: dict[int, Row] = {}
    for leg in own:
        id_ = leg.user_id or 0
        row = found.setdefault(
            id_,
            {"employee_id": id_, "employee_full_name": desk.names[id_], "is_answered": False}
            | {"is_talked": False},
        )
        row["is_answered"] |= leg.answered_at is not None
        row["is_talked"] |= leg.talk_seconds > 0
    return list(found.values())


def _tags(call: PbxCall, answered: list[PbxLeg], desk: _Desk) -> list[Row]:
    """A lost call is tagged by the service at once, half of the others by who answered, weeks later."""
    number = desk.numbers[call.entry_id] - FIRST_SESSION
    if not call.talk_seconds and call.direction == "in":
        return [_tag(11, "auto", call.ended_at)]
    at = call.ended_at + timedelta(minutes=7 + 1117 * (number // 2 % 40))
    if number % 2 or not answered or at > desk.state.at:
        return []
    by = answered[-1].user_id or 0
    who = {"tag_user_id": OPERATOR[0], "tag_user_login": OPERATOR[1]}
    return [
        _tag(9 + number // 2 % 2, "manual", at)
        | who
        | {"tag_employee_id": by, "tag_employee_full_name": desk.names[by]}
    ]


def _tag(id_: int, kind: str, at: datetime) -> Row:
    nobody = dict.fromkeys(("tag_user_id", "tag_user_login", "tag_employee_id", "tag_employee_full_name"))
    return {"tag_id": id_, "tag_name": TAGS[id_], "tag_type": kind, "tag_change_time": at, **nobody}


def _legs(call: PbxCall, desk: _Desk) -> Iterator[Row]:
    """Give the legs in the exchange's order; of an incoming call the caller's own comes first."""
    first = desk.numbers[call.entry_id] * LEGS_OF_A_SESSION
    if call.direction == "in":
        yield _leg(call, _callers(call), first, desk)
    for place, leg in enumerate(call.legs, start=1):
        yield _leg(call, leg, first + place, desk)


def _callers(call: PbxCall) -> PbxLeg:
    """The caller is connected with the menu as soon as he is there."""
    return PbxLeg(
        None, call.client_number, call.started_at, call.started_at, call.ended_at, call.talk_seconds,
        CALLER_HUNG_UP,
    )  # fmt: skip


def _leg(call: PbxCall, leg: PbxLeg, id_: int, desk: _Desk) -> Row:
    user, is_answered = leg.user_id, leg.answered_at is not None
    code, text = NORMAL if is_answered else CAUSES.get(leg.end_reason, ELSEWHERE)
    extension = desk.extensions[user] if user is not None else None
    calling, called = _ends(call, extension)
    return {
        "id": id_,
        "call_session_id": desk.numbers[call.entry_id],
        "start_time": leg.started_at,
        "connect_time": leg.answered_at,
        "duration": leg.talk_seconds,
        "total_duration": _seconds(leg.started_at, leg.ended_at),
        "direction": call.direction,
        "calling_phone_number": calling,
        "called_phone_number": called,
        "virtual_phone_number": call.line_number or None,
        "is_operator": user is not None,
        "employee_id": user,
        "employee_full_name": desk.names[user] if user is not None else None,
        "employee_phone_number": extension,
        "is_transfered": leg.is_transfer,
        "is_failed": not is_answered,
        "is_talked": leg.talk_seconds > 0,
        "is_coach": False,
        "release_cause_code": code,
        "release_cause_description": text,
        "group_id": leg.group_id,
        "group_name": desk.groups[leg.group_id] if leg.group_id is not None else None,
        "contact_phone_number": call.client_number or None,
        "call_records": [_hash(record) for record in leg.recordings] or None,
    }


def _ends(call: PbxCall, extension: str | None) -> tuple[str | None, str | None]:
    """Who calls whom on a leg: the outer party, the company's number, or an extension."""
    outer, line = call.client_number or None, call.line_number or None
    if call.direction == "in":
        return outer, extension or line
    return (extension or line), outer


def _seconds(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds())


def _hash(record: str) -> str:
    return hashlib.sha256(record.encode()).hexdigest()[:32]
