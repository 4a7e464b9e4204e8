"""Access to VK Ads: an application has few live tokens, so one is kept and renewed, not asked for anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

import msgspec
from pydantic import SecretStr

from connectors.kit.errors import AccessDenied, UnexpectedReply
from connectors.kit.http import Call, Judgement, Reply, Transport, Vendor, judge_by_status
from connectors.kit.stored_token import StoredToken, digest, sent_unsigned
from connectors.kit.token_files import Pair, TokenFiles
from connectors.vendors.vk_ads.wire import fault_of, wait_for
from texts import marked, say, translated

TOKEN_PATH = "/api/v2/oauth2/token.json"  # noqa: S105  a path
_DELETE_PATH = "/api/v2/oauth2/token/delete.json"
_FORM = (("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"))
_AT_THE_END = 600.0  # seconds before the end of a token's life from which on it is renewed
_LIMIT = "token_limit_exceeded"
_WRONG_PAIR = ("invalid_client", "unauthorized_client")
_FIXES = {
    _LIMIT: marked(
        "the application has as many tokens as it may: see which other program asks for them, or let "
        "`delete_tokens_at_limit` delete all of them."
    ),
    "": marked(
        "check `client_id` and `client_secret` (VK Ads → Settings → Access to API), for an agency also "
        "`agency_client_name`."
    ),
}


@dataclass(frozen=True, slots=True)
class Application:
    """Who asks for tokens. `agency_client`: the client of an agency, "" for the own account.

    `deletes_tokens`: at the limit of live tokens all of them are deleted, those of other programs too.
    """

    client_id: str
    secret: SecretStr = field(repr=False)
    agency_client: str = ""
    deletes_tokens: bool = True

    @property
    def _pair(self) -> dict[str, str]:
        return {"client_id": self.client_id, "client_secret": self.secret.get_secret_value()}

    def first(self) -> Call:
        """The call for a token out of nothing, which counts towards the limit."""
        if not self.agency_client:
            return _posted(TOKEN_PATH, {"grant_type": "client_credentials", **self._pair})
        agency = {"agency_client_name": self.agency_client}
        return _posted(TOKEN_PATH, {"grant_type": "agency_client_credentials", **agency, **self._pair})

    def renewal(self, refresh_token: str) -> Call:
        """The call for a token in place of an old one."""
        grant = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return _posted(TOKEN_PATH, {**grant, **self._pair})

    def purge(self) -> Call:
        """The call that deletes all tokens: the vendor deletes them all or none."""
        return _posted(_DELETE_PATH, self._pair)


class _Told(msgspec.Struct):
    access_token: str
    expires_in: float = 86400.0  # arrives as a number and as a text
    refresh_token: str = ""


_told = msgspec.json.Decoder(_Told, strict=False)


class KeptToken(StoredToken):
    """Signs with the application's stored token; another one is asked for only where it cannot be renewed."""

    def __init__(self, base_url: str, application: Application) -> None:
        who = f"{base_url}\0{application.client_id}\0{application.agency_client}"
        super().__init__(digest(who), digest(application.secret.get_secret_value()))
        self._application = application

    def is_good(self, pair: Pair, now: float) -> bool:
        """Whether it lives for ten minutes yet."""
        life = pair.expires_at - pair.issued_at
        return now < pair.expires_at - min(_AT_THE_END, life / 2)

    def exchanged(self, files: TokenFiles, transport: Transport, pair: Pair | None) -> Pair:
        """A renewed token, or a new one where none is kept or the vendor does not renew it."""
        door = _Door(transport)
        told = self._renewal(door, pair) if pair is not None and pair.refresh_token else None
        told = told or self._first(door)
        if not told.refresh_token and pair is not None:
            told.refresh_token = pair.refresh_token
        fresh = files.adopt(msgspec.json.encode(told), self._now())
        assert fresh is not None
        return fresh

    def _renewal(self, door: _Door, pair: Pair) -> _Told | None:
        """The answer to a renewal; None where the vendor no longer knows the refresh token."""
        try:
            return door.ask(self._application.renewal(pair.refresh_token))
        except AccessDenied:
            if door.refused in _WRONG_PAIR:
                raise
            return None

    def _first(self, door: _Door) -> _Told:
        try:
            return door.ask(self._application.first())
        except AccessDenied:
            if door.refused != _LIMIT or not self._application.deletes_tokens:
                raise
        door.tell(self._application.purge())
        door.transport.remarks.append(
            say("the application had as many tokens as it may: all of them were deleted, and a new one asked")
        )
        return door.ask(self._application.first())


@dataclass
class _Door(Vendor):
    """Where tokens are given. `transport`: of the source; `refused`: the vendor's last word of refusal."""

    transport: Transport
    refused: str = ""

    def ask(self, call: Call) -> _Told:
        """The token in the answer. AccessDenied: the vendor does not give it, and `refused` says why."""
        told = self._sent(call)
        if told is None:
            raise UnexpectedReply(
                say("the vendor gave nothing in answer to the question for a token"),
                fix=say("run again later; if it stays, tell the maintainers."),
            )
        return told

    def tell(self, call: Call) -> None:
        """Send what has no answer."""
        self._sent(call)

    def _sent(self, call: Call) -> _Told | None:
        return sent_unsigned(self.transport, call, self, lambda reply: _told.decode(reply.body))

    def judge(self, reply: Reply) -> Judgement:
        """A refusal of a grant comes as 400, 401 or 403."""
        if 200 <= reply.status < 300 and not reply.body.strip(b" {}\r\n"):
            return Judgement.EMPTY
        self.refused = fault_of(reply).code if reply.status >= 400 else ""
        return Judgement.DENIED if reply.status == 400 else judge_by_status(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The vendor's word for it, and what a person does."""
        if reply.status == 429 or reply.status >= 500 or reply.status == 200:
            return fault_of(reply).words, say("run again later; if it stays, ask the support of VK Ads.")
        return fault_of(reply).words, translated(_FIXES.get(self.refused, _FIXES[""]))

    def wait_asked(self, reply: Reply) -> float | None:
        """As for any other answer."""
        return wait_for(reply)


def _posted(path: str, form: dict[str, str]) -> Call:
    return Call(path, method="POST", body=urlencode(form).encode(), headers=_FORM)
