"""How UniSender is asked and answers: a form with the key in it, pages by offset, errors under HTTP 200."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from pydantic import SecretStr
from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.kit.http import Call, Judgement, Reply, judge_by_status
from connectors.kit.records import Answer

NO_SUCH, NO_RIGHT, BAD_ARGUMENT = "unspecified", "access_denied", "invalid_arg"
TOO_OFTEN = ("api_call_limit_exceeded_for_api_key", "api_call_limit_exceeded_for_ip")
_DENIED = ("invalid_api_key", NO_RIGHT, "not_enough_money")
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


@dataclass(frozen=True, slots=True)
class KeyInForm(AuthBase):
    """`api_key` in the body: in a query it would stand in every log."""

    key: SecretStr = field(repr=False)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with the key in its form."""
        body = request.body.decode() if isinstance(request.body, bytes) else str(request.body or "")
        request.prepare_body(f"{body}&{urlencode({'api_key': self.key.get_secret_value()})}", None)
        return request


class _Refusal(msgspec.Struct):
    """An answer that is an error, which may lack its code or have a number for one."""

    code: Any = ""
    error: Any = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """The error of an answer; without a code and a text there is none."""

    code: str = ""
    error: str = ""

    @property
    def words(self) -> str:
        """Code and text."""
        return ", ".join(filter(None, (self.code, self.error.strip())))


def fault_of(reply: Reply) -> Fault:
    """The error in an answer."""
    try:
        told = msgspec.json.decode(reply.body, type=_Refusal)
    except (msgspec.DecodeError, RecursionError):
        return Fault()
    return Fault(str(told.code or ""), str(told.error or ""))


def judge(reply: Reply) -> Judgement:
    """By the error, whatever the HTTP status."""
    fault = fault_of(reply)
    if fault.code == "retry_later" or fault.code in TOO_OFTEN:
        return Judgement.RETRY
    if fault.code in _DENIED:
        return Judgement.DENIED
    verdict = judge_by_status(reply)
    return Judgement.BROKEN if verdict is Judgement.OK and fault.words else verdict


def method_call(method: str, **form: str) -> Call:
    """The call of a method."""
    body = urlencode({"format": "json", **form}).encode()
    return Call(f"/{method}", method="POST", body=body, headers=_FORM)


@dataclass(frozen=True, slots=True)
class OffsetInForm:
    """A hundred a page, which is the most, until a page is shorter: nothing tells how many there are."""

    limit: int = 100
    wants: tuple[str, ...] = ()

    def first(self, call: Call) -> Call:
        """From the beginning."""
        return self._from(call, 0)

    def next(self, call: Call, answer: Answer) -> Call | None:
        """As many records further as came, if the page was full."""
        if answer.received < self.limit:
            return None
        return self._from(call, int(_form_of(call).get("offset", "0")) + answer.received)

    def smaller(self, call: Call) -> Call | None:
        """It cannot be: the pages are small."""
        return None

    def _from(self, call: Call, offset: int) -> Call:
        form = _form_of(call) | {"limit": str(self.limit), "offset": str(offset)}
        return replace(call, body=urlencode(form).encode())


def _form_of(call: Call) -> dict[str, str]:
    return dict(parse_qsl((call.body or b"").decode(), keep_blank_values=True))
