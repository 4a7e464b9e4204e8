"""Which day a conversation is of, and the vendor's figures of a day; what cannot be of these days is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from connectors.vendors.mango_office.answer import Section, other_days

BY_LIST = "figures of a day counted in the list of a period"


@dataclass(frozen=True)
class Day:
    """The conversations that began on a day. `totals`: as of a section; `mode`: where they are from."""

    day: date
    rows: list[msgspec.Raw]
    totals: dict[str, int]
    differs: str = ""
    mode: str = ""


class _Span(msgspec.Struct):
    context_start_time: float
    duration: float = 0
    talk_duration: object = 0


def days_of(section: Section) -> list[Day]:
    """The days of a section, the newest first.

    A section of several days has one header: it is checked as a whole, and their figures are counted.
    """
    own = _own(section)
    if len(section.days) == 1:
        return [Day(section.days.first, [row for row, _ in own], section.totals, section.differs)]
    parted: dict[date, list[tuple[msgspec.Raw, _Span | None]]] = {day: [] for day in section.days}
    for row, span in own:
        parted[_day(section, span)].append((row, span))
    has_talk = section.totals.get("talk_seconds") == _talk([span for _, span in own])
    return [
        Day(
            day,
            [row for row, _ in those],
            _counted([span for _, span in those], has_talk) if section.totals else {},
            mode=BY_LIST,
        )
        for day, those in reversed(parted.items())
    ]


def _own(section: Section) -> list[tuple[msgspec.Raw, _Span | None]]:
    """The conversations that began in the section; one of the evening before may have lasted into it."""
    window = section.days.window
    start, end = window.start.timestamp(), window.end.timestamp()
    own = []
    for row in section.rows:
        span = _span(row)
        if span is None or start <= span.context_start_time < end:
            own.append((row, span))
        elif not span.context_start_time < start <= span.context_start_time + span.duration:
            raise other_days(section.days)
    return own


def _span(row: msgspec.Raw) -> _Span | None:
    """When a conversation began and how long it lasted; None where that cannot be read."""
    try:
        return msgspec.json.decode(row, type=_Span)
    except msgspec.DecodeError:
        return None


def _day(section: Section, span: _Span | None) -> date:
    """The day a conversation began on; the first one, where that cannot be read."""
    if span is None:
        return section.days.first
    return datetime.fromtimestamp(span.context_start_time, section.days.zone).date()


def _counted(spans: list[_Span | None], has_talk: bool) -> dict[str, int]:
    return {"calls": len(spans)} | ({"talk_seconds": _talk(spans)} if has_talk else {})


def _talk(spans: list[_Span | None]) -> int:
    talks = [span.talk_duration for span in spans if span]
    return round(sum(talk for talk in talks if isinstance(talk, int | float)))
