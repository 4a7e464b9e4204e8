"""What an answer of SalesDoc API V2 says besides its records: whether it is one, its error, what to do."""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.kit.http import Judgement, Reply, judge_by_status
from connectors.kit.retry_after import retry_after
from texts import marked, translated

BAD_DATA, TOKEN, NO_SUCH_METHOD, DISABLED, TOO_OFTEN = 400, 401, 402, 403, 429
_PAUSE = 10.0  # seconds to leave a server alone that says "too often" and not for how long
_JUDGED = {TOKEN: Judgement.DENIED, DISABLED: Judgement.DENIED, TOO_OFTEN: Judgement.RETRY}


class _Error(msgspec.Struct):
    code: Any = None
    message: Any = None


class _Envelope(msgspec.Struct):
    """`{"status": false, "error": {"code", "message"}}`; some servers put the code on top."""

    status: Any = None
    error: Any = None
    code: Any = None
    message: Any = None


class Fault(msgspec.Struct, frozen=True):
    """What an answer refuses with. `code`: 0 where it gives none."""

    code: int = 0
    message: str = ""

    @property
    def words(self) -> str:
        """Code and message."""
        return ", ".join(filter(None, (str(self.code or ""), self.message.strip())))


_envelopes = msgspec.json.Decoder(_Envelope)


def fault_of(reply: Reply) -> Fault | None:
    """The error in an answer, None where it is none or cannot be read."""
    try:
        told = _envelopes.decode(reply.body)
        error = msgspec.convert(told.error, _Error) if isinstance(told.error, dict) else _Error(told.error)
    except (msgspec.MsgspecError, RecursionError):
        return None
    code = _number(error.code) or _number(told.code)
    if told.status is not False and code < BAD_DATA and not isinstance(told.error, dict):
        return None
    message = error.message if error.message is not None else told.message
    return Fault(code, message if isinstance(message, str) else "")


def _number(value: object) -> int:
    return int(value) if isinstance(value, (int, str)) and str(value).isdecimal() else 0


def judge(reply: Reply) -> Judgement:
    """By the error, which comes under HTTP 200 or under its own status, else by the HTTP status."""
    fault = fault_of(reply) if reply.looks_like_json else None
    if fault is None:
        return judge_by_status(reply)
    if fault.code in _JUDGED:
        return _JUDGED[fault.code]
    return Judgement.RETRY if fault.code >= 500 or reply.status >= 500 else Judgement.BROKEN


def refuses_token(reply: Reply) -> bool:
    """Whether the token is not taken: 401, as a status or inside an answer."""
    fault = fault_of(reply) if reply.looks_like_json else None
    return reply.status == TOKEN or (fault is not None and fault.code == TOKEN)


def wait_for(reply: Reply) -> float | None:
    """Seconds until the same may be asked again, None where nothing asks for a pause."""
    told = retry_after(reply.headers)
    fault = fault_of(reply) if reply.looks_like_json else None
    is_too_often = reply.status == TOO_OFTEN or (fault is not None and fault.code == TOO_OFTEN)
    return _PAUSE if told is None and is_too_often else told


def fix_of(reply: Reply) -> str:
    """What a person does about a refusal."""
    fault = fault_of(reply) if reply.looks_like_json else None
    if fault is None:
        return translated(_NO_ANSWER if reply.status == DISABLED else _FIXES.get(reply.status, _LATER))
    return translated(_FIXES.get(fault.code, _LATER))


_LATER = marked("run again later; if it stays, ask the support of SALES DOCTOR.")
_NO_ANSWER = marked(
    "the server's guard refuses this machine or `base_url` is another site: ask the support of SALES DOCTOR "
    "to let its address through."
)
_FIXES: dict[int, str] = {
    BAD_DATA: marked("the connector asks in a way this server does not take: tell the maintainers."),
    TOKEN: marked(
        "check `login` and `password`, see that the user is active, and give this program a user of its own: "
        "each login of another program throws it out."
    ),
    NO_SUCH_METHOD: marked("this server is older than the API: ask the support of SALES DOCTOR for V2."),
    DISABLED: marked(
        "the method is switched off on this server: ask the support of SALES DOCTOR, or leave the stream out "
        "under `streams`."
    ),
    404: marked("check `base_url`: https://<company>.salesdoc.io."),
    TOO_OFTEN: marked("another program uses this server: lower `requests_per_second` or run later."),
}
