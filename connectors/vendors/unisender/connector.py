"""UniSender: campaigns of letters, and of each what its counters have reached by now.

Quirks, each with a test in tests/conformance/test_unisender_quirks.py:
- The key goes into the form of a POST. An answer is HTTP 200 whatever happened: `code` tells.
- Counters are cumulative and have no history: every night they are read anew, and the nights before are kept.
  They grow for weeks and are corrected later, so those of half a year are read, one request each.
- A campaign that has not begun has no counters to ask for; one that was cancelled may have been sent in part.
  One whose counters are not given (`unspecified`, no right to it, nothing in the answer) is landed without
  them, and the batch names it. The list of campaigns that is refused so is an error.
- Pages hold a hundred at most and tell no total: the end is a page that is not full. Their order is not
  promised, and a campaign may come twice. A selection ends at ten thousand: each is of a month.
- An error may lack its code. Numbers are numbers or texts of digits. Times are UTC.
- Campaigns to telephones are in the same list and have no subject.
- Too many calls are refused without a word on how long to wait: a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
from pydantic import Field, SecretStr

from connectors.kit.connector import Connector
from connectors.kit.cursor import Window
from connectors.kit.errors import SourceError
from connectors.kit.http import Judgement, Reply, Transport
from connectors.kit.rate import RateBudget
from connectors.kit.settings import Settings
from connectors.kit.stream import Page, Reading, Stream
from connectors.vendors.unisender.wire import (
    BAD_ARGUMENT,
    NO_RIGHT,
    NO_SUCH,
    TOO_OFTEN,
    KeyInForm,
    OffsetInForm,
    fault_of,
    judge,
    method_call,
)
from texts import marked, say, translated

_BEGUN = ("in_progress", "analysed", "completed", "stopped")
_NOT_BEGUN = ("waits_censor", "censor_hold", "declined", "waits_schedule", "scheduled")
_OF_ONE_CAMPAIGN = (NO_SUCH, NO_RIGHT, BAD_ARGUMENT)
_MINUTE = 60.0
_A_SELECTION = timedelta(days=30)
_TIME = "%Y-%m-%d %H:%M:%S"
_NOTHING = msgspec.Raw(b"null")
_FIXES = {
    "invalid_api_key": marked(
        "take the key from the account (Settings → Integration and API) and put it where `api_key` points."
    ),
    NO_RIGHT: marked("switch the API on in the account (Settings → Integration and API)."),
    "retry_later": marked("run again later; if it stays, ask UniSender's support."),
    **dict.fromkeys(
        TOO_OFTEN,
        marked("another program uses this key: lower `requests_per_second` or run later."),
    ),
}


class UniSenderSettings(Settings):
    """One account of UniSender or of Selzy, which has the same API."""

    api_key: SecretStr = Field(min_length=1, description=marked("key of the API"))
    base_url: str = Field(
        "https://api.unisender.com/ru/api",
        pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$",
        description="with the language of errors; of Selzy: https://api.selzy.com/en/api",
    )
    trailing_days: int = Field(
        180, ge=1, le=3650, description="days back from which campaigns are read each time"
    )
    requests_per_second: int = Field(8, ge=1, le=20, description="one request for each campaign")


class _Campaign(msgspec.Struct):
    """What decides whether counters are asked for."""

    status: str = ""


class _Counters(msgspec.Struct):
    result: Any = None


class UniSender(Connector[UniSenderSettings]):
    """Reads one account."""

    name = "unisender"
    settings_type = UniSenderSettings
    streams = (Stream("campaigns", "/getCampaigns", "result", paging=OffsetInForm()),)

    def __init__(self, settings: UniSenderSettings) -> None:
        super().__init__(settings)
        self.budget = RateBudget(per_second=settings.requests_per_second)
        self._refused = ""

    def base_url(self) -> str:
        """Methods are under it."""
        return self.settings.base_url.rstrip("/")

    def auth(self) -> KeyInForm:
        """The key."""
        return KeyInForm(self.settings.api_key)

    def judge(self, reply: Reply) -> Judgement:
        """By the code in the answer."""
        self._refused = fault_of(reply).code
        return judge(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The vendor's code and text."""
        fault = fault_of(reply)
        return fault.words, translated(_FIXES.get(fault.code, _FIXES["retry_later"]))

    def wait_asked(self, reply: Reply) -> float | None:
        """A minute where calls of a minute were too many."""
        told = super().wait_asked(reply)
        return _MINUTE if told is None and fault_of(reply).code in TOO_OFTEN else told

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Campaigns that start in the window, each once, with its counters."""
        since = reading.now - timedelta(days=self.settings.trailing_days)
        till = reading.now + timedelta(days=1)
        stream, seen = reading.stream, set[str]()
        for window in Window(since, till).slices(_A_SELECTION):
            period = {"from": window.start.strftime(_TIME), "to": window.end.strftime(_TIME)}
            first = stream.paging.first(method_call("getCampaigns", **period))
            for page in self.pages(stream, first, transport):
                fresh = page.take([place for place, key in enumerate(page.keys) if key not in seen])
                seen.update(fresh.keys)
                yield self._counted(fresh, transport)

    def _counted(self, page: Page, transport: Transport) -> Page:
        """The page with the counters of each campaign that has begun."""
        payloads, silent = [], []
        for key, payload in zip(page.keys, page.payloads or (), strict=True):
            status = _status_of(bytes(payload))
            told = None if status in _NOT_BEGUN else self._counters(key, transport)
            counters = told or _NOTHING
            silent += [key] if status in _BEGUN and not told else []
            campaign = msgspec.json.decode(payload, type=dict[str, msgspec.Raw])
            payloads.append(msgspec.json.encode(campaign | {"counters": counters}))
        warnings = tuple(say("campaign {key}: its counters were not given", key=key) for key in silent)
        return replace(page, payloads=payloads, warnings=(*page.warnings, *warnings))

    def _counters(self, key: str, transport: Transport) -> msgspec.Raw | None:
        """The counters of a campaign as the vendor gives them, None where it gives none."""
        call = method_call("getCampaignCommonStats", campaign_id=key)
        try:
            return self.fetch(call, transport, _counters_in)
        except SourceError:
            if self._refused not in _OF_ONE_CAMPAIGN:
                raise
            return None


def _status_of(payload: bytes) -> str:
    try:
        return msgspec.json.decode(payload, type=_Campaign).status
    except msgspec.ValidationError:
        return ""


def _counters_in(reply: Reply) -> msgspec.Raw | None:
    """The counters, None where the vendor writes nothing ("", [] or null) in their place."""
    told = msgspec.json.decode(reply.body, type=_Counters).result
    return msgspec.Raw(msgspec.json.encode(told)) if isinstance(told, dict) and told else None
