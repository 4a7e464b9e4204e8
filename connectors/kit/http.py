"""The transport that sends calls to a vendor: retries, waits, budgets, bounds, redaction."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec
import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type
from tenacity.wait import wait_exponential_jitter

from connectors.kit.address import Address
from connectors.kit.auth import can_sign_anew
from connectors.kit.body import Bounds, NoRoom, TooLarge, TooSlow, read_body, receive
from connectors.kit.call import Call, Pairs, Reply
from connectors.kit.disk import IN_MEMORY, not_written, passing_file
from connectors.kit.errors import (
    BudgetSpent,
    SourceError,
    UnexpectedReply,
    VendorUnavailable,
)
from connectors.kit.judgement import Judgement, Vendor, judge_by_status
from connectors.kit.mending import mended
from connectors.kit.rate import NoLimit, RateGate
from connectors.kit.refused import refused
from connectors.kit.unreached import host_of, not_received, too_large, too_slow
from connectors.kit.vendor_clock import VendorClock
from texts import say
from texts.redaction import Redactor

__all__ = ["Call", "Judgement", "Pairs", "Reply", "Transport", "Vendor", "judge_by_status"]

T = TypeVar("T")
_log = logging.getLogger(__name__)


class _Again(Exception):
    """Internal: this attempt failed with `error`; the vendor asked to wait `after` seconds, or nothing."""

    def __init__(self, error: SourceError, after: float | None = None) -> None:
        super().__init__(error.what)
        self.error = error
        self.after = after


@dataclass(slots=True)
class Transport:
    """Sends calls for one source: one credential, one time budget, one retry policy.

    `sleep` takes seconds; `clock` gives monotonic seconds; `budget_seconds` counts from the first call.
    `remarks`: what a person should know of answers that were taken all the same.
    `spool_folder`: on whose disk long answers are kept while they are parsed.
    `base_url`: of the settings, then where the vendor is found; `address_folder`: where that is kept.
    """

    session: requests.Session
    base_url: str = ""
    auth: requests.auth.AuthBase | None = None
    sleep: Callable[[float], None] = field(default=lambda seconds: None)
    clock: Callable[[], float] = field(default=lambda: 0.0)
    gate: RateGate = field(default_factory=NoLimit)
    redact: Redactor = field(default_factory=Redactor)
    timeout: tuple[float, float] = (5.0, 60.0)
    bounds: Bounds = field(default_factory=Bounds)
    attempts: int = 6
    budget_seconds: float = 3600.0
    requests_sent: int = 0
    remarks: list[str] = field(default_factory=list)
    spool_folder: Path | None = None
    address_folder: Path | None = None
    address: Address = field(init=False)
    vendor_clock: VendorClock = field(init=False)
    _deadline: float | None = None
    _rest: float = 0.0
    _surroundings: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        """The vendor's clock runs by ours; the vendor is looked for where it was found last."""
        self.address = Address(self.base_url, self.address_folder)
        self.base_url = self.address.url
        self.vendor_clock = VendorClock(lambda: self.clock())

    def send(
        self, call: Call, vendor: Vendor, parse: Callable[[Reply], T], *, can_shrink: bool = False
    ) -> T | None:
        """The parsed answer, or None where the vendor says there is nothing. Raises SourceError.

        `can_shrink`: the caller has a smaller call to try, so an overloaded vendor is not asked this often.
        """
        if self._deadline is None:
            self._deadline = self.clock() + self.budget_seconds
        retrying = Retrying(
            stop=partial(self._is_enough, can_shrink),
            wait=_pause,
            retry=retry_if_exception_type(_Again),
            sleep=self.wait,
            reraise=True,
        )
        try:
            return retrying(self._attempt, call, vendor, parse)
        except _Again as last:
            raise last.error from None

    def _is_enough(self, can_shrink: bool, state: RetryCallState) -> bool:
        failure = state.outcome.exception() if state.outcome else None
        error = failure.error if isinstance(failure, _Again) else None
        overloaded = isinstance(error, VendorUnavailable) and error.overloaded
        return state.attempt_number >= (2 if can_shrink and overloaded else self.attempts)

    def _attempt(self, call: Call, vendor: Vendor, parse: Callable[[Reply], T]) -> T | None:
        self._hold_to_budget(0.0)
        self._take_rest()
        with self.gate.pass_through(self.wait, call.lane):
            reply = self._exchange(call)
            if self._has_moved(vendor, reply):
                reply.close()
                reply = self._exchange(call)
            if can_sign_anew(self.auth, refused=vendor.refuses_credential(reply)):
                reply.close()
                reply = self._exchange(call)
        verdict = self._judged(call, reply, vendor)
        self._rest = 0.0 if verdict is Judgement.RETRY else vendor.rest_after(reply)
        if verdict is Judgement.OK:
            return self._parsed(call, reply, parse)
        reply.close()
        if verdict is Judgement.EMPTY:
            return None
        raise self._refusal(call, reply, vendor, verdict)

    def _take_rest(self) -> None:
        """Leave the vendor alone for as long as its last answer makes necessary."""
        if self._rest:
            rest, self._rest = self._rest, 0.0
            self.wait(rest)

    def _has_moved(self, vendor: Vendor, reply: Reply) -> bool:
        """Whether the vendor lives elsewhere now: then it is asked there from here on."""
        moved = vendor.moved_to(reply, self.base_url) if 300 <= reply.status < 400 else None
        if moved is not None:
            self.remarks += self.address.move(moved)
            self.base_url = moved
        return moved is not None

    def _went_home(self) -> bool:
        """Whether the vendor was looked for where it had moved to; from here on where the settings say."""
        went = self.address.go_home()
        self.base_url = self.address.home if went else self.base_url
        return went

    def _judged(self, call: Call, reply: Reply, vendor: Vendor) -> Judgement:
        try:
            return vendor.judge(reply)
        except RecursionError:  # the judgement looks into the answer, and the answer is too deep
            return vendor.judge(self._mended(call, reply))

    def _exchange(self, call: Call) -> Reply:
        self.requests_sent += 1
        _log.debug("%s %s", call.method, call.path)
        place = host_of(self.base_url) + call.path
        bounds = call.long or self.bounds
        try:
            answer = self._answer(call)
            reply = self._received(call, answer)
        except TooLarge:
            raise too_large(place, bounds, is_long=call.long is not None) from None
        except TooSlow as slow:
            raise _Again(too_slow(place, bounds, slow.received)) from None
        except NoRoom as disk:
            raise not_written(say("the answer of {place}", place=place), disk.error) from disk.error
        except requests.exceptions.RequestException as error:
            failed = not_received(place, error)
            raise (_Again(failed) if self._went_home() or failed.retryable else failed) from None
        self.vendor_clock.hear(reply.headers)
        return reply

    def _received(self, call: Call, answer: requests.Response) -> Reply:
        """The reply, read to its end: a long one into a file."""
        headers = {name.lower(): value for name, value in answer.headers.items()}
        if call.long is None:
            body, file = read_body(answer, self.bounds, self.clock), None
        else:
            file = receive(answer, call.long, self.clock, partial(passing_file, self.spool_folder))
            body = file.read(IN_MEMORY)
            file.seek(0)
        return Reply(answer.status_code, headers, body.removeprefix(b"\xef\xbb\xbf"), file)

    def _answer(self, call: Call) -> requests.Response:
        """What came back. Session.request would look for proxies and certificates anew for every page."""
        request = requests.Request(
            call.method,
            self.base_url + call.path,
            # not every OData server reads a plus as a space; %20 means a space everywhere
            params=urlencode(call.params, quote_via=quote, safe="$"),
            data=call.body,
            headers=dict(call.headers),
            auth=self.auth,
        )
        prepared = self.session.prepare_request(request)
        if self._surroundings is None:
            url = prepared.url or self.base_url
            self._surroundings = dict(self.session.merge_environment_settings(url, {}, None, None, None))
        options = {**self._surroundings, "stream": True}
        return self.session.send(prepared, timeout=self.timeout, allow_redirects=False, **options)

    def _parsed(self, call: Call, reply: Reply, parse: Callable[[Reply], T]) -> T:
        try:
            return parse(reply)
        except msgspec.ValidationError as error:
            raise UnexpectedReply(
                self.redact(
                    say(
                        "{path} answered in another shape than expected: {error}", path=call.path, error=error
                    )
                ),
                fix=say("compare the answer with the vendor's changes and correct the connector."),
            ) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self._parsed(call, self._mended(call, reply), parse)

    def _mended(self, call: Call, reply: Reply) -> Reply:
        """The reply with its broken values mended; _Again where it is broken as a whole."""
        found = mended(reply.body)
        if found is None or found[0] == reply.body:
            raise _Again(
                UnexpectedReply(
                    say(
                        "{path} answered {count} bytes that are not complete JSON",
                        path=call.path,
                        count=len(reply.body),
                    ),
                    fix=say("run again; if it stays, look for a proxy that cuts or rewrites answers."),
                )
            ) from None
        self.remarks.append(
            say(
                "{path}: {count} value(s) that are no text or number (half an emoji, a control code) mended",
                path=call.path,
                count=found[1],
            )
        )
        return replace(reply, body=found[0])

    def _refusal(self, call: Call, reply: Reply, vendor: Vendor, verdict: Judgement) -> Exception:
        error = refused(call, reply, vendor, verdict, self.redact)
        error.status = reply.status
        return _Again(error, vendor.wait_asked(reply)) if verdict is Judgement.RETRY else error

    def vendor_now(self) -> datetime | None:
        """The vendor's present instant, asked for if it has not been heard yet; None if it does not say."""
        if self.vendor_clock.now() is None:
            self.vendor_clock.ask(self.session, self.base_url, self.timeout)
        return self.vendor_clock.now()

    def wait(self, seconds: float) -> None:
        """Sleep, unless that goes past the time this source may take."""
        self._hold_to_budget(seconds)
        self.sleep(seconds)

    def _hold_to_budget(self, seconds: float) -> None:
        deadline = self._deadline if self._deadline is not None else self.clock() + self.budget_seconds
        if self.clock() + seconds > deadline:
            wait = (
                say("a wait of {seconds:.0f} s goes past", seconds=seconds)
                if seconds
                else say("the reading has taken")
            )
            raise BudgetSpent(
                say(
                    "{wait} the {budget_seconds:.0f} s this source may take",
                    wait=wait,
                    budget_seconds=self.budget_seconds,
                ),
                fix=say("run again later, or give the source more time."),
            )


_backoff = wait_exponential_jitter(initial=1, max=60, jitter=1)


def _pause(state: RetryCallState) -> float:
    """Seconds to wait: as long as the vendor asks, else twice as long each time, with jitter."""
    failure = state.outcome.exception() if state.outcome else None
    asked = failure.after if isinstance(failure, _Again) else None
    return asked if asked is not None else float(_backoff(state))
