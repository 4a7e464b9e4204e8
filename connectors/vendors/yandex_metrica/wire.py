"""What an answer of Metrica says besides its records: its error, how exact a report is, its totals."""

from __future__ import annotations

import msgspec

from connectors.kit.http import Judgement, Reply, judge_by_status
from connectors.kit.retry_after import retry_after
from texts import marked, say, translated

DAY_IS_SPENT = "quota_requests_by_uid"
_TOO_OFTEN = (420, 429)  # the two languages of the documentation say each another one
_SOON_OVER = ("quota_requests_by_ip", "quota_parallel_requests")
_MINUTE = 60.0
_TOO_COMPLICATED = "too complicated"


class _Error(msgspec.Struct):
    error_type: str | None = None
    message: str | None = None


class Envelope(msgspec.Struct):
    """An answer without its records. `totals`: one figure for each metric, over all pages of the report."""

    errors: list[_Error] | None = None
    sampled: bool | None = False
    sample_share: float | None = 1.0
    contains_sensitive_data: bool | None = False
    totals: list[float | None] | None = None

    @property
    def kind(self) -> str:
        """The type of its error, "" where there is none."""
        return (self.errors[0].error_type or "") if self.errors else ""

    @property
    def words(self) -> str:
        """Type and message of its error."""
        return f"{self.kind}: {self.errors[0].message or ''}" if self.errors else ""

    @property
    def share(self) -> float:
        """What part of the visits was counted."""
        return 1.0 if self.sample_share is None else self.sample_share

    @property
    def is_sampled(self) -> bool:
        """Whether a part was counted only, by the word or by the share."""
        return bool(self.sampled) or self.share < 1

    def after(self, before: Envelope) -> Envelope:
        """What this page tells, with what the pages before it told of being inexact."""
        return Envelope(
            sampled=self.is_sampled or before.is_sampled,
            sample_share=min(self.share, before.share),
            contains_sensitive_data=self.contains_sensitive_data or before.contains_sensitive_data,
            totals=self.totals,
        )

    @property
    def is_too_complicated(self) -> bool:
        """Whether fewer days may be answered."""
        return any(_TOO_COMPLICATED in (error.message or "").lower() for error in self.errors or ())


_envelopes = msgspec.json.Decoder(Envelope, strict=False)


def envelope_of(reply: Reply) -> Envelope:
    """The envelope of an answer; an empty one where the body is no JSON object or is cut."""
    try:
        return _envelopes.decode(reply.body) if reply.looks_like_json else Envelope()
    except msgspec.DecodeError:
        return Envelope()


def judge(reply: Reply, told: Envelope) -> Judgement:
    """By the type of the error, else by the HTTP status."""
    if reply.status in _TOO_OFTEN:
        return Judgement.LATER if told.kind == DAY_IS_SPENT else Judgement.RETRY
    if reply.status == 400 and told.is_too_complicated:
        return Judgement.TOO_MUCH
    return judge_by_status(reply)


def wait_for(reply: Reply, told: Envelope) -> float | None:
    """Seconds until the same may be asked again, None where nothing is known of it.

    A quota of five minutes is over within as many tries; those of a second or of calls at once are over soon.
    """
    asked = retry_after(reply.headers)
    if asked is not None or reply.status not in _TOO_OFTEN or told.kind in _SOON_OVER:
        return asked
    return _MINUTE


def fix_of(reply: Reply, told: Envelope) -> str:
    """What a person does about a refusal."""
    if reply.status == 200:
        return say("run again; if it stays, look for a proxy or a log-in page in between.")
    return translated(_FIXES.get(told.kind) or _FIXES.get(reply.status) or _FIXES["later"])


_SLOWER = marked(
    "other programs ask in the name of the same user: let them wait, or use another user's token."
)
_FIXES: dict[int | str, str] = {
    "later": marked("run again later; if it stays, see the status of Metrica's API."),
    DAY_IS_SPENT: marked(
        "the 5000 requests of the user's day are spent; they come back at 03:00 Moscow time: see who else "
        "uses this user's token."
    ),
    401: marked("issue a new OAuth token with the right metrika:read and put it where `token` points."),
    403: marked("give the token's user access to the counter (guest is enough), or correct `counter`."),
    404: marked("check `counter` and `base_url`."),
    420: _SLOWER,
    429: _SLOWER,
}
