"""OAuth tokens that rotate: a refresh token works once, and with its answer lost only a person can help.

One pair per credential is kept in a file. One process at a time renews it; the vendor's raw answer is on the
disk before it is looked at, in room that was made before it was asked for.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import requests
from urllib3.exceptions import NewConnectionError

from connectors.kit.auth import NoAuth
from connectors.kit.body import Bounds, TooLarge, TooSlow, read_body
from connectors.kit.call import Reply
from connectors.kit.errors import AccessDenied, SourceError, UnexpectedReply, VendorUnavailable
from connectors.kit.http import Transport
from connectors.kit.redact import hide_in_logs
from connectors.kit.settings import OAuthSettings
from connectors.kit.stored_token import StoredToken, digest
from connectors.kit.token_files import Pair, Renewal, TokenFiles
from connectors.kit.unreached import host_of, not_received
from texts import say

_log = logging.getLogger(__name__)
_NOT_TAKEN = (429, 503)  # answers that prove that the refresh token was not spent
_PAUSES = (2.0, 8.0, 0.0)
_BOUNDS = Bounds(bytes=1 << 20, seconds=60.0)


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """Where a vendor gives new pairs, and to whom.

    `by_query`: it is asked by GET, with everything in the query; else by POST, with JSON.
    `on_demand`: a pair is renewed when its access token is over or refused, and never before.
    `wants`: names of texts in the vendor's answer that are kept with the pair.
    """

    token_url: str
    settings: OAuthSettings
    by_query: bool = False
    on_demand: bool = False
    wants: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """A name for the credential that tells nothing about it."""
        return digest(f"{self.token_url}\0{self.settings.client_id}")

    @property
    def first_token(self) -> str:
        """The refresh token a person put into the settings: a new one begins a new chain of pairs."""
        return self.settings.refresh_token.get_secret_value()


class RotatingToken(StoredToken):
    """Signs with the newest access token, and renews the pair in time (see OAuthClient) or when refused.

    `now`: epoch seconds; `step` is called with the names of a renewal's steps: tests end the process there.
    """

    def __init__(
        self,
        client: OAuthClient,
        *,
        now: Callable[[], float] = time.time,
        step: Callable[[str], None] = lambda step: None,
    ) -> None:
        super().__init__(client.name, digest(client.first_token), client.wants, now=now)
        self._client, self._step = client, step

    def renewal_url(self, pair: Pair | None) -> str:
        """Where a new pair is asked for; override where a vendor's answer names the place of the next one."""
        return self._client.token_url

    def is_good(self, pair: Pair, now: float) -> bool:
        """Whether half of its life is yet to come, or, of a client on demand, whether it is not over."""
        return now < pair.expires_at if self._client.on_demand else pair.is_young(now)

    def exchanged(self, files: TokenFiles, transport: Transport, pair: Pair | None) -> Pair:
        """The pair that the vendor gives for the refresh token, which is spent with it."""
        spent = pair.refresh_token if pair else self._client.first_token
        transport.redact.learn(spent)
        journal = files.begin(digest(spent), self._now())
        self._step("asked")
        answer = self._asked(transport, self.renewal_url(pair), spent, journal)
        self._step("answered")
        try:
            journal.keep(answer)
        except OSError as error:  # the pair is stored all the same, if that can be written
            _log.warning("the answer to the renewal of the token could not be kept: %s", error.strerror)
        self._step("received")
        fresh = files.adopt(answer, self._now())
        self._step("stored")
        if fresh is None:
            raise UnexpectedReply(
                say("the answer to the renewal of the token holds no pair"),
                fix=say("compare the answer with the vendor's changes and correct the connector."),
            )
        journal.drop()
        return fresh

    def _asked(self, transport: Transport, url: str, spent: str, journal: Renewal) -> bytes:
        """The vendor's answer. It is asked again only where an answer proves that nothing was spent."""
        for pause in _PAUSES:
            reply = self._sent(transport, url, spent, journal)
            if reply.status == 200:
                return reply.body
            if reply.status not in _NOT_TAKEN:
                raise self._refusal(transport, reply, journal)
            transport.wait(pause)
        journal.forget()
        raise VendorUnavailable(
            say(
                "the token is not renewed: the vendor answered {status} again and again", status=reply.status
            ),
            fix=say("run again later."),
        )

    def _sent(self, transport: Transport, url: str, spent: str, journal: Renewal) -> Reply:
        client = self._client.settings
        asked = {
            "client_id": client.client_id,
            "client_secret": client.client_secret.get_secret_value(),
            "grant_type": "refresh_token",
            "refresh_token": spent,
            "redirect_uri": client.redirect_uri,
        }
        if self._client.by_query:
            hide_in_logs(spent, asked["client_secret"])
        transport.requests_sent += 1
        try:
            answer = transport.session.request(
                "GET" if self._client.by_query else "POST",
                url,
                params=asked if self._client.by_query else None,
                json=None if self._client.by_query else asked,
                auth=NoAuth(),
                timeout=transport.timeout,
                allow_redirects=False,
                stream=True,
            )
            return Reply(answer.status_code, {}, read_body(answer, _BOUNDS, transport.clock))
        except requests.exceptions.RequestException as error:
            if _was_never_sent(error):
                journal.forget()
            failed = not_received(host_of(url), error)
            failed.what = say("the token is not renewed: {what}", what=failed.what)
            raise failed from None
        except (TooLarge, TooSlow):
            raise UnexpectedReply(
                say("{host} answered the renewal of the token with no end", host=host_of(url)),
                fix=say("see what answers at this address: a vendor's answer is short."),
            ) from None

    def _refusal(self, transport: Transport, reply: Reply, journal: Renewal) -> SourceError:
        said = transport.redact.quote(_said(reply))
        if reply.status >= 500:
            return VendorUnavailable(
                say(
                    "the token is not renewed: the vendor answered {status}{said}",
                    status=reply.status,
                    said=said,
                ),
                fix=say("run again later."),
            )
        lost = journal.lost_since
        journal.forget()
        why = (
            say("; a renewal begun at {lost} never got its answer, so its new pair is lost", lost=lost)
            if lost
            else ""
        )
        error = AccessDenied(
            say(
                "the vendor does not renew the token: {status}{said}{why}",
                status=reply.status,
                said=said,
                why=why,
            ),
            fix=say(
                "authorise the integration again and put its new refresh token where "
                "`oauth.refresh_token` points; if that changes nothing, check client_id, "
                "client_secret, redirect_uri and the address."
            ),
        )
        error.status = reply.status
        return error


class _Problem(msgspec.Struct):
    title: str = ""
    hint: str = ""
    error: str = ""


def _said(reply: Reply) -> str:
    try:
        problem = msgspec.json.decode(reply.body, type=_Problem)
    except (msgspec.DecodeError, RecursionError):
        return ""
    words = ", ".join(filter(None, (problem.title, problem.error, problem.hint)))
    return f": {words}" if words else ""


def _was_never_sent(error: requests.exceptions.RequestException) -> bool:
    """Whether there was no connection to send the request over."""
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    return isinstance(error, requests.exceptions.ConnectTimeout) or isinstance(reason, NewConnectionError)
