"""What an answer of МойСклад says besides its records: its errors, and what is left of the limit."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from connectors.kit.http import Judgement, Reply, judge_by_status
from texts import marked, translated

WINDOW, AT_ONCE, ANSWER_TIME = 1049, 1073, 1088
_LEAST_WAIT, _LONGEST_WAIT = 3.0, 120.0  # seconds


class Problem(msgspec.Struct):
    """One of the `errors` of an answer."""

    error: str = ""
    code: int = 0
    parameter: str = ""


class Problems(msgspec.Struct):
    """An answer that refuses; a proxy's, and a 415, have no body."""

    errors: list[Problem] = []

    @property
    def codes(self) -> set[int]:
        """The vendor's codes."""
        return {problem.code for problem in self.errors}

    @property
    def words(self) -> str:
        """Codes, parameters and messages, in one line."""
        told = [
            " ".join(filter(None, (str(each.code or ""), each.parameter, each.error.strip())))
            for each in self.errors
        ]
        return "; ".join(told)


def problems_of(reply: Reply) -> Problems:
    """What an answer complains of; nothing where it does not say."""
    try:
        return msgspec.json.decode(reply.body, type=Problems)
    except (msgspec.DecodeError, RecursionError):
        return Problems()


def judge(reply: Reply) -> Judgement:
    """By the HTTP status: the vendor's is right."""
    if reply.status == 413:
        return Judgement.TOO_MUCH
    if reply.status in (301, 302, 303, 307, 308):
        return Judgement.DENIED
    return judge_by_status(reply)


def wait_told(headers: Mapping[str, str], told: Problems) -> float | None:
    """Seconds until a refused call may be made again, by headers in milliseconds; None if nothing is said."""
    asked = _seconds(headers, "x-lognex-retry-after")
    if AT_ONCE in told.codes:
        return max(_LEAST_WAIT, asked or 0.0)
    if asked:
        return asked
    return _LEAST_WAIT if WINDOW in told.codes else None


def pause_before_next(headers: Mapping[str, str]) -> float:
    """Seconds to rest so that the next call is within the limit, 0 while it is anyway."""
    left = headers.get("x-ratelimit-remaining", "").strip()
    if not left.lstrip("-").isdecimal() or int(left) > 0:
        return 0.0  # it counts calls, whatever one weighs
    window = _seconds(headers, "x-lognex-retry-timeinterval") or _LEAST_WAIT
    return _seconds(headers, "x-lognex-reset") or window


def _seconds(headers: Mapping[str, str], name: str) -> float | None:
    value = headers.get(name, "").strip()
    return min(int(value) / 1000, _LONGEST_WAIT) if value.isdecimal() else None


def fix_of(told: Problems, status: int) -> str:
    """What a person does about a refusal."""
    for code in told.codes:
        if code in _FIXES:
            return translated(_FIXES[code])
    return translated(_FIXES.get(status, _FIXES[0]))


_TOKEN = marked(
    "issue a token (Settings → Tokens) and put it where `token` points; issuing one through the API revokes "
    "the earlier tokens of the same user, so give this program a user of its own."
)
_RIGHT = marked(
    "give the user the right to see this entity, let him use the API, and see that the tariff has it."
)
_FIXES: dict[int, str] = {
    0: marked("run again later; if it stays, ask the vendor's support."),
    301: marked("check `base_url`."),
    308: marked("check `base_url`."),
    401: _TOKEN,
    1048: marked("too many failed logins: wait, then check `login` and `password`, or use a token."),
    1056: _TOKEN,
    403: _RIGHT,
    404: marked("check `base_url`."),
    410: marked("this version of the API is switched off: the connector needs a change."),
    415: marked("look for a proxy that strips `Accept-Encoding: gzip` from requests."),
    429: marked("another program uses this user's limit: give this one a user of its own, or run later."),
    ANSWER_TIME: marked("the answer took the vendor too long: lower `page_size` or run later."),
}
