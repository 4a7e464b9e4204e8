"""What an answer of the Data API says besides its records: its error, its limits, what to do about them."""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.kit.http import Judgement, Reply, judge_by_status
from texts import marked, say, translated

TOKEN, PLACE, COMPONENT, ACCOUNT, TOO_OFTEN = -32001, -32003, -32008, -32009, -32029
_BAD_PARAMETER, _SERVER_FAULT = -32602, -32603
_FIELD_ERRORS = ("parameter_component_disabled", "unexpected_parameters", "invalid_parameter_value")
_HISTORY = "date_interval_limit_reached"
_LEAST = 5  # points left of a minute, below which the next minute is waited for


class Limits(msgspec.Struct):
    """Points of the account: what is left of this minute and day, and seconds until they are full."""

    minute_remaining: int | None = None
    minute_reset: float | None = None
    day_remaining: int | None = None
    day_reset: float | None = None

    @property
    def pause(self) -> float:
        """Seconds to leave the account alone, 0 while there are points for more."""
        if self.minute_remaining is None or self.minute_remaining > _LEAST:
            return 0.0
        return max(1.0, self.minute_reset or 60.0)

    @property
    def is_day_spent(self) -> bool:
        """Whether nothing more is answered today."""
        return self.day_remaining is not None and self.day_remaining <= 0


class _Metadata(msgspec.Struct):
    limits: Limits | None = None


class _Result(msgspec.Struct):
    metadata: _Metadata | None = None


class _Data(msgspec.Struct):
    mnemonic: str = ""
    field: str | None = None
    value: Any = None
    metadata: _Metadata | list[Any] | None = None


class Refusal(msgspec.Struct):
    """The `error` of an answer."""

    code: int = 0
    message: str = ""
    data: _Data | None = None

    @property
    def mnemonic(self) -> str:
        """The vendor's word for it, "" where it gives none."""
        return self.data.mnemonic if self.data else ""

    @property
    def field(self) -> str:
        """The parameter, or the one of `fields`, that it is about."""
        return (self.data.field or "") if self.data else ""

    @property
    def words(self) -> str:
        """Code, mnemonic and message; never the value that was refused."""
        what = " ".join(filter(None, (self.mnemonic, self.field and f"({self.field})")))
        return ", ".join(filter(None, (str(self.code), what, self.message.strip())))

    @property
    def about(self) -> set[str]:
        """The names it may mean: of the parameter, of the last part of its path, of a value in `fields`."""
        value = self.data.value if self.data else None
        names = value if isinstance(value, list) else [value]
        return {self.field, self.field.rpartition(".")[2], *(name for name in names if isinstance(name, str))}

    @property
    def is_about_a_field(self) -> bool:
        """Whether the account does not know, or has not bought, one of the fields that were asked for."""
        return (
            self.code in (_BAD_PARAMETER, COMPONENT) and self.mnemonic in _FIELD_ERRORS and bool(self.field)
        )

    @property
    def lacks_component(self) -> bool:
        """Whether the account has not bought what the method belongs to."""
        return self.code == COMPONENT and not self.is_about_a_field


class Envelope(msgspec.Struct):
    """An answer without its records."""

    error: Refusal | None = None
    result: _Result | list[Any] | None = None

    @property
    def limits(self) -> Limits:
        """What is left of the account's points, where the answer says it."""
        told = self.result.metadata if isinstance(self.result, _Result) else None
        if told is None and self.error is not None and self.error.data is not None:
            metadata = self.error.data.metadata
            told = metadata if isinstance(metadata, _Metadata) else None
        return (told.limits if told else None) or Limits()


_envelopes = msgspec.json.Decoder(Envelope, strict=False)


def envelope_of(reply: Reply) -> Envelope:
    """The envelope of an answer; an empty one where the body is no JSON object or is cut."""
    try:
        return _envelopes.decode(reply.body)
    except msgspec.ValidationError:
        return Envelope(_loosely(reply.body))
    except msgspec.DecodeError:
        return Envelope()


def _loosely(body: bytes) -> Refusal | None:
    """What can be told of an error in another shape; a refusal must not pass for a list that is missing."""
    told = msgspec.json.decode(body)
    error = told.get("error") if isinstance(told, dict) else None
    if not error:
        return None
    if not isinstance(error, dict):
        return Refusal(message=str(error))
    code, data = str(error.get("code")), error.get("data")
    told = data if isinstance(data, dict) else {}
    return Refusal(
        code=int(code) if code.removeprefix("-").isdecimal() else 0,
        message=str(error.get("message") or ""),
        data=_Data(str(told.get("mnemonic") or ""), str(told.get("field") or "")),
    )


def judge(reply: Reply, told: Envelope, limits: Limits) -> Judgement:
    """By the error, which comes under HTTP 200, else by the HTTP status."""
    if told.error is None:
        return judge_by_status(reply)
    code = told.error.code
    if code == TOO_OFTEN:
        return Judgement.LATER if limits.is_day_spent else Judgement.RETRY
    if code == _SERVER_FAULT:
        return Judgement.RETRY
    if code in (TOKEN, PLACE, COMPONENT, ACCOUNT) or told.error.mnemonic == _HISTORY:
        return Judgement.DENIED
    return Judgement.BROKEN


def fix_of(refused: Refusal | None, status: int, limits: Limits) -> str:
    """What a person does about a refusal."""
    if refused is None:
        return translated(_FIXES.get(status, _FIXES["later"]))
    if refused.code == TOO_OFTEN and limits.is_day_spent:
        return say(
            "the account's points of the day are spent and come back in {hours:.1f} h: see which other "
            "programs use its API, or ask UIS for more.",
            hours=(limits.day_reset or 0.0) / 3600,
        )
    return translated(_FIXES.get(refused.mnemonic) or _FIXES.get(refused.code) or _FIXES["later"])


_TOKEN = marked(
    "make a token of an API user in the account (Administration → Users → API) and put it where "
    "`access_token` points; a token works only under the address of its own brand (`base_url`)."
)
_FIXES: dict[int | str, str] = {
    "later": marked("run again later; if it stays, ask the vendor's support."),
    "ip_not_whitelisted": marked("add the address of this machine to the API user's list in the account."),
    _HISTORY: marked("the plan keeps no calls of that day: set `beginning` of the source to a later one."),
    TOKEN: _TOKEN,
    401: _TOKEN,
    PLACE: marked("give the API user the right to read reports and employees."),
    403: marked("give the API user the right to read reports and employees."),
    404: marked("check `base_url`."),
    COMPONENT: marked(
        "the account has not bought this part of the API: ask UIS, or leave the stream out under `streams`."
    ),
    ACCOUNT: marked("the account is not active: ask whoever pays for it."),
    TOO_OFTEN: marked("another program uses the account's points: lower `requests_per_second` or run later."),
}
