"""How a conversation goes through the exchange: whose phones ring, who answers, who is it passed on to."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.company.pbx_records import PbxLeg, PbxUser

ENDED, CALLER_HUNG_UP, CALLED_HUNG_UP, NO_ANSWER, BUSY, REJECTED = 1100, 1110, 1120, 1111, 1121, 1122
ELSEWHERE = 1100


@dataclass
class Ringing:
    """A call on its way: `at` is the second at which the next phone rings."""

    rng: random.Random
    at: datetime
    legs: list[PbxLeg]

    def wait(self, least: int, most: int) -> None:
        """Let some seconds pass."""
        self.at += timedelta(seconds=self.rng.randint(least, most))

    def recording(self) -> tuple[str, ...]:
        """Return the id of a recording; a few talks have two, a few none."""
        number = self.rng.randrange(10**8)
        count = self.rng.choices((1, 2, 0), (92, 4, 4))[0]
        return tuple(f"MToxMDA1NzUwMDo{number + part:08d}=" for part in range(count))


def ring(
    call: Ringing, users: Sequence[PbxUser], group: int | None, answerer: PbxUser | None, talk: int,
    *, is_transfer: bool = False,
) -> None:  # fmt: skip
    """Ring people at once; one answers and talks, or nobody does."""
    start, rang = call.at, timedelta(seconds=call.rng.randint(3, 28))
    answered = start + rang
    for user in users:
        if user is answerer:
            end = answered + timedelta(seconds=talk)
            reason = call.rng.choice((CALLER_HUNG_UP, CALLED_HUNG_UP))
            call.legs.append(
                PbxLeg(user.id, user.sip, start, answered, end, talk, reason, group, is_transfer,
                       call.recording())
            )  # fmt: skip
        else:
            reason = ELSEWHERE if answerer is not None else call.rng.choice((NO_ANSWER, NO_ANSWER, BUSY))
            call.legs.append(
                PbxLeg(user.id, user.sip, start, None, answered, 0, reason, group, is_transfer)
            )  # fmt: skip
    call.at = answered + timedelta(seconds=talk if answerer is not None else 0)


def pass_on(call: Ringing, to: PbxUser, talk: int) -> None:
    """Transfer the caller to a colleague who answers."""
    call.wait(1, 4)
    ring(call, (to,), None, to, talk, is_transfer=True)


def dial_out(call: Ringing, user: PbxUser, number: str, talk: int) -> None:
    """Let a person dial an outer number; the other side answers if there is talk."""
    start = call.at
    rang = timedelta(seconds=call.rng.randint(4, 30))
    answered = start + rang if talk else None
    end = start + rang + timedelta(seconds=talk)
    reason = CALLED_HUNG_UP if talk else call.rng.choice((NO_ANSWER, BUSY, REJECTED))
    recordings = call.recording() if talk else ()
    call.legs.append(PbxLeg(user.id, user.sip, start, answered, end, talk, reason, recordings=recordings))
    dialled = start + timedelta(seconds=2)
    call.legs.append(PbxLeg(None, number, dialled, answered, end, talk, reason))
    call.at = end


def call_colleague(call: Ringing, caller: PbxUser, called: PbxUser, talk: int) -> None:
    """Let two people of the company talk, or one ring in vain."""
    dial_out(call, caller, called.extension, talk)
    outer = call.legs.pop()
    call.legs.append(
        PbxLeg(
            called.id, called.sip, outer.started_at, outer.answered_at, outer.ended_at, talk, outer.end_reason
        )
    )
