"""What an answer of VK Ads says besides its records: its error, in three shapes, and what is left to ask."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.kit.http import Judgement, Reply, judge_by_status
from connectors.kit.retry_after import retry_after
from connectors.kit.vendor_clock import date_of
from texts import marked, translated

_TOO_MUCH = ("ERR_LIMIT_EXCEEDED", "ERR_TOO_MANY_IDS")
WRONG_DATE = "ERR_WRONG_DATE"
_LATER = marked("run again later; if it stays, ask the support of VK Ads.")
_TOKEN = marked(
    "see in VK Ads (Settings → Access to API) that the application is not blocked, and check `client_id` "
    "and `client_secret`."
)
_RIGHTS = marked("give the application's user the right to read statistics and campaigns (`read_ads`).")
_FIXES: dict[int | str, str] = {
    WRONG_DATE: marked("VK Ads has no statistics of that day: set `beginning` of the source to a later one."),
    401: _TOKEN,
    403: _RIGHTS,
    404: marked("check `base_url`: https://ads.vk.com or https://ads.vk.ru."),
    429: marked("another program uses this access: lower `requests_per_second` or run later."),
}


class Fault(msgspec.Struct):
    """The error of an answer, "" where it names none."""

    code: str = ""
    message: str = ""

    @property
    def words(self) -> str:
        """Code and message."""
        return ", ".join(filter(None, (self.code, self.message.strip())))


class _Envelope(msgspec.Struct):
    """`{"error": code, "error_description"}`, `{"error": {"code", "message"}}` or `{"code", "message"}`."""

    error: Any = None
    error_description: Any = None
    code: Any = None
    message: Any = None


_envelopes = msgspec.json.Decoder(_Envelope)


def _told(reply: Reply) -> _Envelope:
    try:
        return _envelopes.decode(reply.body)
    except (msgspec.DecodeError, RecursionError):
        return _Envelope()


def fault_of(reply: Reply) -> Fault:
    """The error in an answer, in whichever of its three shapes."""
    told = _told(reply)
    if isinstance(told.error, dict):
        return Fault(_text(told.error.get("code")), _text(told.error.get("message")))
    return Fault(_text(told.error or told.code), _text(told.error_description or told.message))


def _text(value: object) -> str:
    return str(value) if isinstance(value, (str, int)) else ""


def judge(reply: Reply) -> Judgement:
    """By status and code; a day's requests that are spent are not asked for again in this run.

    An `error` is one under HTTP 200, too; a record may have a `code` or a `message` of its own.
    """
    if reply.status == 413 or fault_of(reply).code in _TOO_MUCH:
        return Judgement.TOO_MUCH
    if reply.status == 429 and left(reply, "daily") == 0:
        return Judgement.LATER
    if reply.status == 200 and _told(reply).error:
        return Judgement.BROKEN
    return judge_by_status(reply)


def fix_of(reply: Reply) -> str:
    """What a person does about a refusal."""
    return translated(_FIXES.get(fault_of(reply).code) or _FIXES.get(reply.status) or _LATER)


def left(reply: Reply, span: str) -> int | None:
    """How many requests are left of the span (rps, hourly, daily), None where the answer does not say."""
    told = reply.headers.get(f"x-ratelimit-{span}-remaining", "").strip()
    return int(told) if told.isdecimal() else None


def pause_after(reply: Reply) -> float:
    """Seconds to leave the vendor alone after an answer: those of this calendar second have been spent."""
    return 1.0 if left(reply, "rps") == 0 else 0.0


def wait_for(reply: Reply) -> float | None:
    """Seconds until the same may be asked again, None where the answer does not say."""
    told = retry_after(reply.headers)
    if told is not None or reply.status != 429:
        return told
    if left(reply, "hourly") == 0:
        return _to_the_next_hour(reply)
    return 1.0 if left(reply, "rps") == 0 else None


def _to_the_next_hour(reply: Reply) -> float:
    """By the vendor's clock, where the answer has its time."""
    now = date_of(reply.headers) or datetime.now(UTC)
    return 3600.0 - now.minute * 60 - now.second
