"""Access to Profitbase: a token for a day, given for the key, which stands in the query of every reading."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec
from pydantic import SecretStr
from requests import PreparedRequest

from connectors.kit.errors import UnexpectedReply
from connectors.kit.http import Call, Judgement, Reply, Transport, Vendor, judge_by_status
from connectors.kit.redact import hide_in_logs
from connectors.kit.stored_token import StoredToken, digest, sent_unsigned
from connectors.kit.token_files import Pair, TokenFiles
from connectors.vendors.profitbase.wire import AUTHENTICATION, JSON, READS, fix_of, words_of
from texts import say

_USUAL_LIFE = 86400.0  # seconds
_AT_THE_END = 600.0  # seconds before the end of a token's life from which on another one is asked for


class _Told(msgspec.Struct):
    access_token: str
    remaining_time: float | None = None  # arrives as a number and as a text, or not at all


_told = msgspec.json.Decoder(_Told, strict=False)


class TokenInQuery(StoredToken):
    """`access_token` in the query. Nothing but a reading is signed: some calls of this API write by GET."""

    def __init__(self, base_url: str, key: SecretStr) -> None:
        secret = key.get_secret_value()
        super().__init__(digest(f"{base_url}\0{secret}"), digest(secret))
        self._key, self._root = key, urlsplit(base_url).path

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with the token."""
        path = urlsplit(request.url or "").path
        if path.removeprefix(self._root) not in READS:
            raise ValueError(f"{path} is no reading of Profitbase")
        signed = super().__call__(request)
        token = signed.headers.pop("Authorization").removeprefix("Bearer ")
        hide_in_logs(token)
        signed.prepare_url(signed.url, {"access_token": token})
        return signed

    def is_good(self, pair: Pair, now: float) -> bool:
        """Whether it lives for ten minutes yet."""
        life = pair.expires_at - pair.issued_at
        return now < pair.expires_at - min(_AT_THE_END, life / 2)

    def exchanged(self, files: TokenFiles, transport: Transport, pair: Pair | None) -> Pair:
        """A new token for the key; the call that waits for it has its turn a second later."""
        told = self._asked(transport)
        life = told.remaining_time or _USUAL_LIFE
        answer = {"access_token": told.access_token, "refresh_token": "", "expires_in": life}
        fresh = files.adopt(msgspec.json.encode(answer), self._now())
        assert fresh is not None
        with transport.gate.pass_through(transport.wait):
            return fresh

    def _asked(self, usual: Transport) -> _Told:
        credentials = {"pb_api_key": self._key.get_secret_value()}
        body = msgspec.json.encode({"type": "api-app", "credentials": credentials})
        call = Call(AUTHENTICATION, method="POST", body=body, headers=JSON)
        told = sent_unsigned(usual, call, _Door(), lambda reply: _told.decode(reply.body))
        if told is None:
            raise UnexpectedReply(
                say("the vendor gave nothing in answer to the question for a token"),
                fix=say("run again later; if it stays, tell the maintainers."),
            )
        return told


class _Door(Vendor):
    """Where tokens are given."""

    def judge(self, reply: Reply) -> Judgement:
        """A wrong key, or an address that is not listed, may come as any 4xx."""
        if reply.status in (400, 404, 422):
            return Judgement.DENIED
        if reply.status == 200 and words_of(reply):
            return Judgement.DENIED
        return judge_by_status(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The vendor's word for it, and what a person does."""
        return words_of(reply), fix_of(reply, at_the_door=True)
