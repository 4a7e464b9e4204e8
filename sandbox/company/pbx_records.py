"""The types of what the telephone exchange holds: its people, lines and calls with their legs.

Instants are aware UTC datetimes with whole seconds; `published_at` says from when the statistics show a call.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

CallDirection = Literal["in", "out", "internal"]


@dataclass(frozen=True, slots=True)
class PbxGroup:
    """A group whose members ring together."""

    id: int
    name: str
    extension: str


@dataclass(frozen=True, slots=True)
class PbxUser:
    """An account of the exchange, listed from `since` until `until`; one person may have two."""

    id: int
    name: str
    email: str | None
    department: str
    extension: str
    sip: str
    mobile: str
    groups: tuple[int, ...]
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PbxLine:
    """A number of the company, digits only."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class PbxLeg:
    """One phone that rang; legs in a row with one group and one start are members of one group call.

    `user_id` is None for a phone outside the company. `group_id` is None when the person was rung directly.
    """

    user_id: int | None
    number: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    talk_seconds: int
    end_reason: int
    group_id: int | None = None
    is_transfer: bool = False
    recordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PbxCall:
    """A conversation with its legs in the exchange's order (none: the caller left inside the menu).

    `client_number` is the outer party as the exchange shows it (digits, "" = hidden or internal),
    `line_number` the company's number that was called or called from ("" = internal).
    """

    entry_id: str
    direction: CallDirection
    started_at: datetime
    ended_at: datetime
    talk_seconds: int
    client_number: str
    line_number: str
    legs: tuple[PbxLeg, ...]
    published_at: datetime
