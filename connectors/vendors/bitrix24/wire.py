"""What an answer of Bitrix24 says besides its records: its error, its time, what a person does about it."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from connectors.kit.errors import AccessDenied, NotOffered, UnexpectedReply, VendorUnavailable
from connectors.kit.http import Judgement, Reply, judge_by_status
from texts import marked, say, translated

RATE, TIME_SPENT = "QUERY_LIMIT_EXCEEDED", "OPERATION_TIME_LIMIT"
_NO_RIGHT = (
    *("INSUFFICIENT_SCOPE", "INVALID_CREDENTIALS", "ACCESS_DENIED", "USER_ACCESS_ERROR"),
    *("ALLOWED_ONLY_INTRANET_USER", "ERROR_MANIFEST_IS_NOT_AVAILABLE"),
)
_NO_KEY = (
    "NO_AUTH_FOUND",
    "EXPIRED_TOKEN",
    "INVALID_TOKEN",
    "WRONG_CLIENT",
    "INVALID_GRANT",
    "INVALID_CLIENT",
)
_STOPPED = ("OVERLOAD_LIMIT", "PORTAL_DELETED", "PAYMENT_REQUIRED")
_PASSING = (RATE, TIME_SPENT, "INTERNAL_SERVER_ERROR", "ERROR_UNEXPECTED_ANSWER")
_NO_METHOD = "ERROR_METHOD_NOT_FOUND"
_RIGHTS_IN_WORDS = ("access denied", "доступ запрещен", "доступ запрещён", "недостаточно прав")
_NOT_FOUND = ("not found", "не найден")
_LONGEST_WAIT = 600.0  # seconds: the vendor counts a method's time over ten minutes


class Times(msgspec.Struct):
    """The `time` of an answer. `operating`: seconds the method took in the last ten minutes."""

    operating: float | None = None
    operating_reset_at: float | str | None = None
    finish: float | None = None

    @property
    def reset_at(self) -> float | None:
        """When the oldest minute of `operating` is no longer counted, epoch seconds; may come in ISO."""
        if isinstance(self.operating_reset_at, str):
            try:
                return datetime.fromisoformat(self.operating_reset_at).timestamp()
            except ValueError:
                return None
        return self.operating_reset_at


class Envelope(msgspec.Struct):
    """An answer without its records. `error`: a code, and in old methods an empty text or a number."""

    error: str | int | msgspec.UnsetType | None = msgspec.UNSET
    error_description: str | None = None
    time: Times | list[object] | None = None

    @property
    def is_error(self) -> bool:
        """Whether the answer is a refusal, whatever its HTTP status."""
        return self.error is not msgspec.UNSET and not (self.error is None and not self.error_description)

    @property
    def code(self) -> str:
        """The code in upper case, "" where the vendor has none."""
        return str(self.error).upper() if self.is_error and self.error else ""

    @property
    def words(self) -> str:
        """Code and description."""
        return ", ".join(filter(None, (self.code, (self.error_description or "").strip())))


_envelopes = msgspec.json.Decoder(Envelope)


def envelope_of(reply: Reply) -> Envelope:
    """The envelope of an answer; an empty one where the body is no JSON object or is cut."""
    try:
        return _envelopes.decode(reply.body)
    except msgspec.DecodeError:
        return Envelope()


def judge(reply: Reply, told: Envelope) -> Judgement:
    """By the code where there is one, by its words in old methods, else by the HTTP status."""
    if told.is_error:
        return judge_code(told)
    return judge_by_status(reply) if reply.status != 404 else Judgement.DENIED


def judge_code(told: Envelope) -> Judgement:
    """What to do about a refusal, of a call or of a part of a batch."""
    if told.code in _PASSING:
        return Judgement.RETRY
    if told.code in (*_NO_RIGHT, *_NO_KEY, *_STOPPED, _NO_METHOD) or is_hidden(told):
        return Judgement.DENIED
    return Judgement.BROKEN


def is_hidden(told: Envelope) -> bool:
    """Whether an old method says in words that the user may not see it."""
    words = (told.error_description or "").lower()
    return any(each in words for each in _RIGHTS_IN_WORDS)


def is_gone(told: Envelope) -> bool:
    """Whether a record that was asked for by its id is not there."""
    if lacks_method(told):  # whose words are "Method not found!"
        return False
    words = (told.error_description or "").lower()
    return told.code == "NOT_FOUND" or any(each in words for each in _NOT_FOUND)


def lacks_method(told: Envelope) -> bool:
    """Whether the portal has no such method: its module is off."""
    return told.code == _NO_METHOD


def seconds_until(reset_at: float | None, now: float) -> float:
    """How long to wait for a method whose time is used up. `now`: epoch seconds by the vendor's clock."""
    return min(_LONGEST_WAIT, max(1.0, reset_at - now)) if reset_at is not None else 60.0


def refusal(what: str, told: Envelope, fix: str) -> AccessDenied | UnexpectedReply | VendorUnavailable:
    """The error of a part of a batch."""
    verdict = judge_code(told)
    if verdict is Judgement.DENIED:
        return (NotOffered if lacks_method(told) else AccessDenied)(what, fix=fix)
    return (VendorUnavailable if verdict is Judgement.RETRY else UnexpectedReply)(what, fix=fix)


def fix_of(told: Envelope, status: int, scope: str = "") -> str:
    """What a person does about a refusal. `scope`: the right that the method needs."""
    if told.code == "INSUFFICIENT_SCOPE" and scope:
        return say(
            "in Bitrix24 open Developer resources (the webhook or the local application), tick the right "
            "`{scope}` and save; or leave the stream out under `streams`.",
            scope=scope,
        )
    if told.code in _NO_KEY:
        return translated(_FIXES["key"])
    if told.code in _FIXES:
        return translated(_FIXES[told.code])
    if told.code in _NO_RIGHT or is_hidden(told) or status == 403:
        return translated(_FIXES["right"])
    return translated(_FIXES.get(str(status), _FIXES["later"]))


def epoch_now() -> float:
    """Our clock, for a vendor that did not say its own."""
    return datetime.now(UTC).timestamp()


_FIXES = {
    "key": marked(
        "make the webhook anew in Bitrix24 (Developer resources → Inbound webhook) as an administrator and "
        "put its whole address where `webhook` points; with `oauth`, authorise the application again."
    ),
    "right": marked(
        "let an administrator make the webhook, with access to all of the CRM (and to call statistics, for "
        "`calls`); REST needs a commercial plan with a Market subscription."
    ),
    "OVERLOAD_LIMIT": marked(
        "Bitrix24 has blocked REST of this portal by hand: write to its support; asking again does not help."
    ),
    "PORTAL_DELETED": marked("the portal is deleted: take the source out of deployment.yml."),
    "PAYMENT_REQUIRED": marked("the portal's plan is not paid for: ask whoever pays for it."),
    _NO_METHOD: marked(
        "the module is switched off in this portal, or not in its plan: leave the stream out under `streams`."
    ),
    "404": marked("check the address of the portal: no REST answers there."),
    "429": marked("another program uses this portal: lower `requests_per_second` or run later."),
    "later": marked("run again later; if it stays, see the state of Bitrix24 and ask its support."),
}
