"""The employees of a Mango exchange, keyed although the id lies inside the record and may be absent."""

from __future__ import annotations

import msgspec

from connectors.kit.http import Reply
from connectors.kit.records import Shape, cut
from connectors.kit.stream import Page, Rejected


class _General(msgspec.Struct):
    user_id: int | str | None = None


class _Telephony(msgspec.Struct):
    extension: int | str | None = None


class _User(msgspec.Struct):
    general: _General = msgspec.field(default_factory=_General)
    telephony: _Telephony = msgspec.field(default_factory=_Telephony)


def read_people(reply: Reply) -> Page:
    """The employees of an answer by their id, those without one by their extension."""
    rows, _ = cut(reply.body, Shape("users", ()))
    keys = [_user_key(row) for row in rows]
    known = [place for place, key in enumerate(keys) if key]
    return Page(
        keys=[keys[place] for place in known],
        payloads=[rows[place] for place in known],
        rejected=tuple(
            Rejected("no user_id and no extension", bytes(row).decode())
            for row, key in zip(rows, keys, strict=True)
            if not key
        ),
        received=len(rows),
    )


def _user_key(row: msgspec.Raw) -> str:
    try:
        user = msgspec.json.decode(row, type=_User)
    except msgspec.DecodeError:
        return ""
    return str(user.general.user_id or user.telephony.extension or "")
