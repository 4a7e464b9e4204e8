"""The types of what the mailing service holds: campaigns and the counters that grow after they were sent.

Instants are aware UTC datetimes with whole seconds; a counter is all that happened so far.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sandbox.company.history import History

MailStatus = Literal[
    "waits_censor", "censor_hold", "declined", "waits_schedule", "scheduled", "in_progress", "analysed",
    "completed", "stopped", "canceled",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MailCounts:
    """What became of a campaign so far."""

    total: int
    sent: int = 0
    delivered: int = 0
    read_unique: int = 0
    read_all: int = 0
    clicked_unique: int = 0
    clicked_all: int = 0
    unsubscribed: int = 0
    spam: int = 0


@dataclass(frozen=True, slots=True)
class MailList:
    """A list of addresses."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Mailing:
    """A campaign; without a subject it went to phones. `links`: address, its share of clicks in percent."""

    id: int
    list_id: int
    message_id: int
    subject: History[str]
    created_at: datetime
    start_at: datetime
    status: History[MailStatus]
    counts: History[MailCounts]
    links: tuple[tuple[str, int], ...] = ()
