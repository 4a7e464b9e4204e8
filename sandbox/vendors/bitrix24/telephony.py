"""The company's calls as the portal's telephony statistics: one row a call, not linked to deals."""

from __future__ import annotations

from sandbox.company.call_numbers import call_id, number_calls
from sandbox.company.charter_pbx import RECEPTION, owner_of
from sandbox.company.current import CompanyState
from sandbox.company.pbx_records import PbxCall, PbxLeg
from sandbox.vendors.bitrix24.columns import Row

OUTGOING, INCOMING = 1, 2


def calls(state: CompanyState) -> list[Row]:
    """Give the calls where the portal keeps them; talks between colleagues are no calls of the portal's."""
    if state.company.layout.telephony != "bitrix24":
        return []
    users = {user.id for user in state.users}
    notes = {note.uniq: note.id for note in reversed(state.notes) if note.uniq}
    numbers = number_calls(state.company.calls)
    rows = [
        _call(numbers[call.entry_id], call, users, notes)
        for call in state.calls
        if call.direction != "internal"
    ]
    return sorted(rows, key=lambda row: row["ID"])


def _call(id_: int, call: PbxCall, users: set[int], notes: dict[str, int]) -> Row:
    talked, incoming = call.talk_seconds > 0, call.direction == "in"
    code, reason = (
        ("200", "Success call") if talked else ("304", "Missed call") if incoming else ("480", "No answer")
    )
    return {
        "ID": id_,
        "PORTAL_USER_ID": _user(call, users),
        "PORTAL_NUMBER": call.line_number,
        "PHONE_NUMBER": _dialled(call.client_number),
        "CALL_ID": call_id(call),
        # only an exchange of another maker has an id of its own
        "EXTERNAL_CALL_ID": None,
        "CALL_CATEGORY": "external",
        "CALL_LOG": None,
        "CALL_DURATION": call.talk_seconds,
        "CALL_START_DATE": call.started_at,
        "CALL_RECORD_URL": "",
        "CALL_VOTE": None,
        "COST": "0.0000",
        "COST_CURRENCY": "RUR",
        "CALL_FAILED_CODE": code,
        "CALL_FAILED_REASON": reason,
        "CRM_ENTITY_TYPE": None,
        "CRM_ENTITY_ID": None,
        "CRM_ACTIVITY_ID": notes.get(call.entry_id),
        "REST_APP_ID": None,
        "REST_APP_NAME": None,
        "TRANSCRIPT_ID": None,
        "TRANSCRIPT_PENDING": False,
        "SESSION_ID": None,
        "REDIAL_ATTEMPT": None,
        "COMMENT": None,
        "RECORD_DURATION": None,
        "RECORD_FILE_ID": None,
        "CALL_TYPE": INCOMING if incoming else OUTGOING,
    }


def _user(call: PbxCall, users: set[int]) -> int | None:
    """Give the user who talked longest, else who rang last; accounts of nobody in the portal are null."""
    own = [leg for leg in call.legs if leg.user_id is not None]
    talked = [leg for leg in own if leg.talk_seconds > 0]
    if not own:
        return None
    leg = _longest(talked) if talked else sorted(own, key=lambda leg: leg.started_at)[-1]
    user = owner_of(leg.user_id or RECEPTION)
    return user if user in users else None


def _longest(legs: list[PbxLeg]) -> PbxLeg:
    return max(sorted(legs, key=lambda leg: leg.started_at), key=lambda leg: leg.talk_seconds)


def _dialled(number: str | None) -> str:
    """Write a number as the exchange heard it; a plus stands before a whole one with its country alone."""
    if not number or len(number) == 10 or (len(number) == 11 and number.startswith("8")):
        return number or ""
    return f"+{number}"
