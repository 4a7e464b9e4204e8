"""What the page knows: sums by day, employee and pipeline, read from the published marts. Never a ratio."""

import calendar
from datetime import UTC, date, datetime, timedelta
from typing import Any

from page.columns import Columns, Encoding, Names, as_runs, as_spans
from page.errors import PageError
from page.people import (
    complete,
    name_campaigns,
    name_channels,
    read_people,
    read_pipelines,
    read_units,
)
from page.queries import query
from page.shelf_reader import Shelf, ShelfRelease
from page.tables import FACTS, LABELS, NEWEST, PAID, PRIORITY_ROWS, REASONS, UNKNOWN, Fact
from texts import say

RECENT_DAYS = 35
_STATES = {"verified": "v", "loaded": "l", "partial": "p", "late": "t", "never": "n"}


def gather(shelf: Shelf, priority_rows: int = PRIORITY_ROWS) -> dict[str, Any]:
    """Everything the page shows, ready to be written as JSON. Raises PageError if nothing is published.

    `priority_rows`: how many deals, and how many customers, are told of those to be called first.
    """
    if shelf.lacks("dim_employee_history") or shelf.lacks("dim_date"):
        raise PageError(
            say("Nothing is published yet: the domain core is missing"),
            fix=say("run `voronka night` and look at `voronka status`: the first good night publishes"),
        )
    return _Gathering(shelf, priority_rows).everything()


class _Gathering:
    """One reading of a shelf: all its facts share the first day and the dictionaries."""

    def __init__(self, shelf: Shelf, priority_rows: int) -> None:
        self._shelf = shelf
        self._priority_rows = priority_rows
        self._published = shelf.publication
        self._first_day = self._find_first_day()
        self._names = {
            name: Names() for name in ("person", "unit", "pipeline", "channel", "campaign", "deal", *LABELS)
        }
        shared = dict.fromkeys(REASONS, self._names["why"])
        self._encoding = Encoding(self._first_day, self._names | shared)
        shelf.read(query("no_deal_pipelines" if shelf.lacks("fct_deal") else "deal_pipelines"))
        shelf.read(query("no_lead_pipelines" if shelf.lacks("fct_lead") else "lead_pipelines"))

    def everything(self) -> dict[str, Any]:
        """Dictionaries are read first, because facts refer to them, and completed last."""
        shelf, names = self._shelf, self._names
        units = read_units(shelf, names["unit"])
        people = read_people(shelf, names["person"], names["unit"], self._encoding)
        pipelines = read_pipelines(shelf, names["pipeline"])
        tables = {fact.name: self._table(fact) for fact in FACTS if fact.can_be_read(shelf)}
        return {
            "publication": self._publication(),
            "first_day": self._first_day.isoformat(),
            "working": self._working_days(),
            "units": complete(units, names["unit"]),
            "people": complete(people, names["person"]),
            "pipelines": complete(pipelines, names["pipeline"]),
            "steps": self._steps(),
            "channels": name_channels(shelf, names["channel"]),
            "campaigns": name_campaigns(shelf, names["campaign"]),
            "morning": self._morning(),
            "newest": {name: self._newest(day) for name, day in NEWEST.items() if name in tables},
            "labels": {name: names[name].keys for name in LABELS},
            "connected": self._connected(),
            "priority_rows": self._priority_rows,
            "families": {name: fact.domain for name, fact in UNKNOWN.items()},
            "unknown": {name: self._unknown(fact) for name, fact in UNKNOWN.items()},
            "stand_ups": self._stand_ups() if "pulse" in tables else [],
            "coverage": self._coverage(),
            "tables": tables,
        }

    def _find_first_day(self) -> date:
        found = None
        if not self._shelf.lacks("mart_data_coverage"):
            found = self._shelf.read(query("first_day"))[1][0][0]
        return (found or self._published.as_of_date).replace(day=1)

    def _columns(self, name: str, **known: object) -> Columns:
        text = query(name)
        asked = {variable: value for variable, value in known.items() if f"${variable}" in text}
        return self._encoding.columns(*self._shelf.read(text, **asked))

    def _last_day(self, domain: str) -> date:
        return self._published.last_day(domain) or self._first_day - timedelta(days=1)

    def _table(self, fact: Fact) -> Columns:
        last = self._last_day(fact.domain)
        recent = last - timedelta(days=RECENT_DAYS - 1)
        columns = self._columns(
            fact.name, last_day=last, recent_day=recent, priority_rows=self._priority_rows
        )
        if "day" in columns:
            columns["day"] = as_runs(columns["day"])
        return columns

    def _unknown(self, fact: Fact) -> list[list[int]] | None:
        """Spans of days that are not loaded to their end, up to the domain's last; None: all days."""
        if not fact.can_be_read(self._shelf):
            return None
        days = self._columns(fact.name, first_day=self._first_day, last_day=self._last_day(fact.domain))
        return as_spans(days["day"])

    def _publication(self) -> dict[str, Any]:
        told = self._published
        return {
            "company": told.company,
            "version": told.version,
            "as_of": told.as_of_date.isoformat(),
            "domains": {name: self._domain(told, name) for name in told.domains},
            "findings": list(told.findings),
        }

    def _domain(self, told: ShelfRelease, name: str) -> dict[str, Any]:
        one, last = told.domains[name], told.last_day(name)
        return {
            "data_as_of": told.local(one.data_as_of),
            "published_at": told.local(one.published_at),
            "verdict": one.verdict,
            "reason": one.reason,
            "reason_ru": one.reason_ru,
            "reason_en": one.reason_en,
            "last_day": self._encoding.day(last) if last else None,
        }

    def _working_days(self) -> str:
        """One character a day from the first day to the end of the next month: 1 for a working day."""
        ahead = self._published.as_of_date + timedelta(days=31)
        end = ahead.replace(day=calendar.monthrange(ahead.year, ahead.month)[1])
        found = self._columns("working_days", first_day=self._first_day, end_day=end)
        return "".join(map(str, found["is_working_day"]))

    def _morning(self) -> int | None:
        if self._shelf.lacks("fct_payment_schedule"):
            return None
        found: int | None = self._columns("morning")["day"][0]
        return found

    def _newest(self, name: str) -> int | None:
        found: int | None = self._columns(name)["day"][0]
        return found

    def _steps(self) -> list[dict[str, Any]]:
        """The steps of the funnel in their order, the payment last."""
        lacks = self._shelf.lacks("dim_pipeline_stage")
        found = [] if lacks else self._shelf.read(query("steps"))[1]
        staged = [{"step": step, "order": order} for step, order in found if step != PAID]
        return [*staged, {"step": PAID, "order": None}]

    def _stand_ups(self) -> list[dict[str, Any]]:
        """The marks of the newest day in their order; `until`: local time up to which it is counted."""
        return [
            {
                "day": self._encoding.day(day),
                "mark": mark,
                "until": self._published.local(until.replace(tzinfo=UTC)),
                "days": days,
                "running": int(is_running),
            }
            for day, mark, until, days, is_running in self._shelf.read(query("pulse_marks"))[1]
        ]

    def _connected(self) -> dict[str, bool]:
        """Whether the deployment reads a CRM, payments, a telephone exchange, an advertising account."""
        if self._shelf.lacks("mart_data_coverage"):
            return dict.fromkeys(("crm", "payments", "telephony", "advertising"), False)
        names, rows = self._shelf.read(query("connected"))
        return dict(zip(names, rows[0], strict=True))

    def _coverage(self) -> list[dict[str, Any]]:
        """Streams with the state of their last days: one letter a day, yesterday's last."""
        if self._shelf.lacks("mart_data_coverage"):
            return []
        as_of = self._published.as_of_date
        found = self._shelf.read(
            query("coverage"), from_day=as_of - timedelta(days=RECENT_DAYS), as_of=as_of
        )[1]
        return [self._stream(*row) for row in found]

    def _stream(
        self, source: str, vendor: str, stream: str, covered_to: datetime | None, states: list[str], bad: int
    ) -> dict[str, Any]:
        loaded = covered_to.replace(tzinfo=UTC) if covered_to else None
        return {
            "source": source,
            "vendor": vendor,
            "stream": stream,
            "covered_to": self._published.local(loaded),
            "states": "".join(_STATES[state] for state in states or ()).rjust(RECENT_DAYS, "-"),
            "quarantined": int(bad or 0),
        }
