"""Reading what is due of one stream of one source, into committed batches."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests

from connectors.kit.connector import Connector
from connectors.kit.cursor import Cursor, Window
from connectors.kit.days import Days, runs_of
from connectors.kit.errors import NotOffered, SettingsError, SourceError
from connectors.kit.http import Transport
from connectors.kit.rate import SharedGate
from connectors.kit.settings import credential_key
from connectors.kit.stored_token import StoredToken
from connectors.kit.stream import Kind, Stream
from connectors.kit.vendor_clock import APART
from connectors.landing.landing import Landing
from connectors.landing.ledger import Coverage, coverage_of, settled_at
from connectors.loading.batch import Batch, Load, OnPage
from connectors.loading.due import days_uncovered, first_kept, no_longer_kept
from connectors.loading.receipt import Progress, Receipt, joined, nothing
from texts import say, with_fix
from texts.redaction import Redactor

__all__ = ["Progress", "Receipt", "instant_of", "load_stream", "open_transport"]


def open_transport(
    connector: Connector[Any],
    *,
    session: requests.Session,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    rate_dir: Path,
    token_dir: Path | None = None,
    budget_seconds: float = 3600.0,
) -> Transport:
    """A transport for one source. `rate_dir`: where processes share the rate budget of a credential.

    `token_dir`: where they share tokens that rotate, and the new address of an account that moved; a folder
    `tokens` beside `rate_dir` if not given.

    `sleep`: seconds; `clock`: monotonic seconds; `budget_seconds`: from the first request to the last.
    """
    base_url = connector.base_url().rstrip("/")
    credential = credential_key(base_url, connector.settings)
    auth = connector.auth()
    kept = token_dir or rate_dir.with_name("tokens")
    transport = Transport(
        session=session,
        base_url=base_url,
        address_folder=kept,
        auth=auth,
        sleep=sleep,
        clock=clock,
        gate=SharedGate(connector.budget, rate_dir, credential),
        redact=Redactor(connector.settings.secrets()),
        timeout=connector.timeout,
        bounds=connector.bounds,
        budget_seconds=budget_seconds,
    )
    if isinstance(auth, StoredToken):
        auth.open(kept, transport)
    return transport


def load_stream(
    connector: Connector[Any],
    stream: Stream,
    *,
    source: str,
    landing: Landing,
    transport: Transport,
    beginning: datetime,
    now: datetime,
    lag: timedelta | None = None,
    reset: bool = False,
    days: tuple[date, date] | None = None,
    zone: ZoneInfo | None = None,
    running: bool = False,
    on_page: OnPage | None = None,
) -> Receipt:
    """Read what is new in a stream and commit it: one batch, or for by_day one for each run of days.

    `now`: our clock; where the vendor's is more than a minute off, the vendor's counts, with a warning.

    The window is [end of coverage - lag, now - hold back]; `reset` begins again at `beginning`.
    by_day: the days over by now that are not covered, and those the vendor may have restated. `running`: of a
    live stream also the day that is not over, until now; it counts as covered that far, and is read again.
    `days` (both ends included) are read again instead: of changed_since what changed on them, from midnight
    to midnight of `zone` (by_day knows its own).
    A stream with a parent reads no further than its parent is covered, so load the parent first.
    An optional stream that the account does not have lands nothing and says so in `Receipt.unavailable`.
    Raises SourceError, after committing what was read until then (days read whole, else an incomplete batch).
    """
    transport.spool_folder = landing.spool_folder
    instant, warnings = instant_of(transport, now.astimezone(UTC))
    beginning = beginning.astimezone(UTC)
    try:
        instant = connector.known_until(stream, instant)
        load = Load(connector, stream, source, landing, transport, instant, on_page, warnings)
        if reset and days is not None:
            raise SettingsError(
                say("a reset reads everything again, not some days"), fix=say("give one of the two.")
            )
        if stream.kind is Kind.BY_DAY:
            return _load_days(load, beginning, reset, days, running=running)
        if days is not None:
            return Batch(load).fill(_window_of(load, beginning, days, zone))
        return Batch(load, reset=reset).fill(_window(load, beginning, lag, reset))
    except NotOffered as error:
        if not stream.optional:
            raise error.at(f"{source}.{stream.name}") from error.__cause__
        return nothing(source, stream.name, unavailable=with_fix(error.what, error.fix))
    except SourceError as error:
        raise error.at(f"{source}.{stream.name}") from error.__cause__


def instant_of(transport: Transport, now: datetime) -> tuple[datetime, tuple[str, ...]]:
    """The instant of a load, and what to warn of: the vendor's clock counts where ours is another one.

    Its records bear its own times, so a window that ends by our clock would claim what is yet to come.
    """
    vendors = transport.vendor_now()
    if vendors is None or abs(vendors - now) <= APART:
        return now, ()
    if transport.vendor_clock.told:
        return vendors, ()
    transport.vendor_clock.told = True
    warning = say(
        "the clock of this machine says {ours:%Y-%m-%d %H:%M} UTC, the vendor's {theirs:%Y-%m-%d %H:%M} UTC: "
        "read by the vendor's",
        ours=now,
        theirs=vendors,
    )
    return vendors, (warning,)


# a stream read for its parent's keys takes over where it ended, and ends where the parent ends
_AS_PARENT = Cursor("", lag=timedelta(0), hold_back=timedelta(0))


def _window(load: Load, beginning: datetime, lag: timedelta | None, reset: bool) -> Window | None:
    stream = load.stream
    if stream.kind in (Kind.WHOLE, Kind.SWEEP):
        return None
    cursor = stream.cursor or _AS_PARENT
    end = _end(load, beginning, load.now - cursor.hold_back)
    known = _known(load, stream, beginning)
    if reset or known.covered_to is None:
        return Window(beginning, max(beginning, end))
    overlap = cursor.lag if lag is None else lag
    start = max(beginning, min(known.covered_to, end) - overlap)
    return Window(start, max(start, end))


def _window_of(load: Load, beginning: datetime, asked: tuple[date, date], zone: ZoneInfo | None) -> Window:
    """The asked days of a changed_since stream; never a window that leaves a gap behind what is covered."""
    stream = load.stream
    if stream.kind is not Kind.CHANGED_SINCE:
        raise SettingsError(
            say("{name} is not read by days but whole, so no days of it can be read again", name=stream.name),
            fix=say("leave the days out; `reset` reads such a stream again from the beginning."),
        )
    days = _days_asked(load, asked, zone or load.connector.zone()).window
    cursor = stream.cursor or _AS_PARENT
    end = min(days.end, _end(load, beginning, load.now - cursor.hold_back))
    known = _known(load, stream, beginning)
    start = min(days.start, known.covered_to or beginning)
    return Window(start, max(start, end))


def _known(load: Load, stream: Stream, beginning: datetime) -> Coverage:
    """Coverage without the batches of a clock that ran ahead: nobody has read what is yet to come."""
    batches = load.landing.batches(load.source, stream.name)
    real = [batch for batch in batches if batch.window_to is None or batch.window_to <= load.now + APART]
    return coverage_of(real, beginning, stream.stream_version)


def _end(load: Load, beginning: datetime, latest: datetime) -> datetime:
    if load.stream.parent is None:
        return latest
    parent = load.connector.stream(load.stream.parent)
    known = _known(load, parent, beginning)
    if known.covered_to is None:
        raise SourceError(
            say(
                "{name} is read for the records of {parent}, which is not loaded yet",
                name=load.stream.name,
                parent=parent.name,
            ),
            fix=say("load {source}.{parent} first.", source=load.source, parent=parent.name),
        )
    return min(latest, known.covered_to)


def _load_days(
    load: Load, beginning: datetime, reset: bool, asked: tuple[date, date] | None, *, running: bool
) -> Receipt:
    """The newest days first: a day that cannot be read keeps back older ones only."""
    zone, oldest = load.connector.zone(), first_kept(load.connector, load.stream, load.now)
    due = _days_due(load, beginning, reset) if asked is None else list(_days_asked(load, asked, zone))
    lost = [day for day in due if day < oldest]
    if lost and reset:
        raise no_longer_kept(load.connector, lost, oldest)
    runs = runs_of([day for day in due if day >= oldest], zone)
    slices = [part for run in runs for part in run.slices(load.stream.slice_days)]
    receipts = [
        Batch(load, reset=reset and turn == 0, settles=asked is None and part is slices[-1]).fill(
            part.window, part
        )
        for turn, part in enumerate(slices)
    ]
    if running and load.stream.live and asked is None:
        today = load.now.astimezone(zone).date()
        this_day = Days(today, today, zone)
        receipts.append(Batch(load, running=True).fill(this_day.window, this_day))
    if lost:
        raise no_longer_kept(load.connector, lost, oldest)
    return joined(receipts) if receipts else nothing(load.source, load.stream.name)


def _days_due(load: Load, beginning: datetime, reset: bool) -> list[date]:
    """The days since the beginning, over by now, that no batch covers or the vendor may have restated."""
    connector, stream = load.connector, load.stream
    zone, now = connector.zone(), load.now
    batches = [] if reset else load.landing.batches(load.source, stream.name)
    batches = [batch for batch in batches if batch.observed_at <= now + APART]
    missing = days_uncovered(connector, stream, batches, beginning, now)
    today = now.astimezone(zone).date()
    settled = settled_at(batches, stream.stream_version)
    restated = connector.restated_from(stream, today, settled, load.transport)
    first = max(restated, first_kept(connector, stream, now), beginning.astimezone(zone).date())
    return sorted({*missing, *Days(first, today - timedelta(days=1), zone)})


def _days_asked(load: Load, asked: tuple[date, date], zone: ZoneInfo) -> Days:
    yesterday = load.now.astimezone(zone).date() - timedelta(days=1)
    first, last = asked[0], min(asked[1], yesterday)
    if first > last:
        raise SettingsError(
            say("no day from {first} to {last} is over yet", first=asked[0], last=asked[1])
            if asked[0] <= asked[1]
            else say("{first} is after {last}", first=asked[0], last=asked[1]),
            fix=say("ask for days up to {yesterday}, the first one first.", yesterday=yesterday),
        )
    return Days(first, last, zone)
