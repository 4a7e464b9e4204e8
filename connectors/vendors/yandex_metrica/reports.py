"""Reports of Metrica: visits by day and marks, in pages, taken only where they are exact and add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isclose

import msgspec

from connectors.kit.days import Days
from connectors.kit.errors import UnexpectedReply
from connectors.kit.http import Call
from connectors.kit.records import Answer
from connectors.kit.stream import Page
from connectors.vendors.yandex_metrica.wire import Envelope
from texts import marked, say

PATH = "/stat/v1/data"
DATE = "ym:s:date"
MOST_METRICS = 20
UTM = ("UTMSource", "UTMMedium", "UTMCampaign", "UTMContent", "UTMTerm")
COUNT = "ym:s:visits"
VISITS = (COUNT, "ym:s:users", "ym:s:pageviews", "ym:s:bounceRate")
ADDITIVE = (COUNT, "ym:s:pageviews")
"""Of these the sum of the rows is the total; a user may have come more than once."""
LANE = "report"
_CHANGED = marked("the report has changed its form: the connector needs a change.")


class _Dimension(msgspec.Struct):
    name: str | None = None


class _Row(msgspec.Struct):
    dimensions: list[_Dimension]
    metrics: list[float | None]


@dataclass(frozen=True, slots=True)
class FromOne:
    """`limit` and `offset`, which counts from 1, up to the vendor's count of rows or to an empty page."""

    limit: int = 100_000
    wants: tuple[str, ...] = ("total_rows", "total_rows_rounded")

    def first(self, call: Call) -> Call:
        """From the first row."""
        return call.having(("limit", str(self.limit)), ("offset", "1"))

    def next(self, call: Call, answer: Answer) -> Call | None:
        """From the row after the last one."""
        following = int(call.param("offset") or 1) + answer.received
        total, is_rounded = answer.text("total_rows"), answer.extras.get("total_rows_rounded") is True
        if answer.received == 0 or (not is_rounded and total is not None and following > int(total)):
            return None
        return call.having(("offset", str(following)))

    def smaller(self, call: Call) -> Call | None:
        """It cannot be: fewer days are asked for."""
        return None


@dataclass(frozen=True)
class Question:
    """What is asked of some days: metrics by day and `marks`; `goals`: of each the metrics hold two."""

    days: Days
    attribution: str
    metrics: tuple[str, ...]
    goals: tuple[str, ...] = ()
    marks: tuple[str, ...] = UTM

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The dimensions."""
        return (DATE, *(f"ym:s:{self.attribution}{what}" for what in self.marks))

    def call(self, counter: int, limit: int) -> Call:
        """The first call. `limit`: rows in one page."""
        pairs = (
            ("ids", str(counter)),
            ("metrics", ",".join(self.metrics)),
            ("dimensions", ",".join(self.names)),
            ("date1", str(self.days.first)),
            ("date2", str(self.days.last)),
            ("accuracy", "full"),
            ("include_undefined", "true"),
            ("sort", DATE),
        )
        return FromOne(limit).first(Call(PATH, pairs, lane=LANE))


@dataclass
class Report:
    """The rows of one question as they land; a key names the marks, and the goal if any."""

    question: Question
    keys: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    records: list[bytes] = field(default_factory=list)
    sums: list[float] = field(default_factory=list)
    told: Envelope = field(default_factory=Envelope)

    def add(self, payloads: Iterable[bytes], told: Envelope) -> None:
        """Take the rows of one page and what it tells. UnexpectedReply: other days, another shape."""
        width, asked = len(self.question.names), set(self.question.days.names)
        self.told = told.after(self.told)
        self.sums = self.sums or [0.0] * len(self.question.metrics)
        for payload in payloads:
            row = _decoded(payload)
            if len(row.dimensions) != width or len(row.metrics) != len(self.question.metrics):
                raise UnexpectedReply(say("a row of the report has another number of cells"), fix=_CHANGED)
            day, *marks = (dimension.name for dimension in row.dimensions)
            if day not in asked:
                raise UnexpectedReply(
                    say("the report of {days} has rows of other days", days=self.question.days), fix=_CHANGED
                )
            self.sums = [known + (new or 0.0) for known, new in zip(self.sums, row.metrics, strict=True)]
            self._keep(str(day), marks, row.metrics)

    def _keep(self, day: str, marks: Sequence[str | None], metrics: Sequence[float | None]) -> None:
        named: dict[str, object] = dict(zip(self.question.names, (day, *marks), strict=True))
        if not self.question.goals:
            figures = dict(zip(self.question.metrics, map(_number, metrics), strict=True))
            self._write(day, list(marks), named | figures)
            return
        for place, goal in enumerate(self.question.goals):
            reaches, visits = metrics[2 * place], metrics[2 * place + 1]
            if reaches or visits:
                told = {"goal_id": goal, "reaches": _number(reaches), "visits": _number(visits)}
                self._write(day, [goal, *marks], named | told)

    def _write(self, day: str, key: Sequence[str | None], record: dict[str, object]) -> None:
        self.keys.append(msgspec.json.encode(key).decode())
        self.days.append(day)
        self.records.append(msgspec.json.encode(record))

    def check(self) -> None:
        """UnexpectedReply where the rows do not add up to the vendor's totals though none are hidden."""
        told = self.told
        if told.contains_sensitive_data or told.is_sampled:
            return
        metrics, totals = self.question.metrics, told.totals or ()
        for name, total, found in zip(metrics, totals, self.sums or [0.0] * len(metrics), strict=False):
            is_sum = bool(self.question.goals) or name in ADDITIVE
            if is_sum and total is not None and not isclose(total, found, abs_tol=0.5):
                raise UnexpectedReply(
                    say(
                        "{name} of {days}: the rows make {found:.0f}, the vendor's total is {total:.0f}",
                        name=name,
                        days=self.question.days,
                        found=found,
                        total=total,
                    ),
                    fix=say("run again; if it stays, the connector needs a change."),
                )

    def remark(self) -> str:
        """What a person should know of how exact it is, "" if it is."""
        days, told = self.question.days, self.told
        if told.is_sampled:
            share = round(100 * told.share, 1)
            return say("{days}: Metrica counted only {share} % of the visits", days=days, share=share)
        if told.contains_sensitive_data:
            return say("{days}: Metrica hides some rows to protect visitors", days=days)
        return ""


def count_question(days: Days, attribution: str) -> Question:
    """How many visits each day had: the vendor's own figure, asked for without marks."""
    return Question(days, attribution, (COUNT,), marks=())


def counts_of(report: Report) -> dict[str, dict[str, int]]:
    """Day → the visits of it in a report without marks; a day that it does not name had none."""
    counts = {day: {"visits": 0} for day in report.question.days.names}
    for day, record in zip(report.days, report.records, strict=True):
        counts[day]["visits"] += int(msgspec.json.decode(record)[COUNT] or 0)
    return counts


def page_of(
    reports: Sequence[Report],
    days: Days,
    warnings: tuple[str, ...],
    totals: Mapping[str, Mapping[str, int]] | None = None,
) -> Page:
    """The page that closes the days with the rows of all reports."""
    return Page(
        keys=[key for report in reports for key in report.keys],
        payloads=[record for report in reports for record in report.records],
        days=[day for report in reports for day in report.days],
        received=sum(len(report.records) for report in reports),
        closes=tuple(days.names),
        warnings=warnings,
        totals=totals or {},
    )


def goal_questions(days: Days, attribution: str, goals: Sequence[str]) -> list[Question]:
    """The questions of all goals, two metrics for each, as many as one report may have."""
    most = MOST_METRICS // 2
    parts = [tuple(goals[start : start + most]) for start in range(0, len(goals), most)]
    return [
        Question(
            days,
            attribution,
            tuple(f"ym:s:goal{goal}{what}" for goal in part for what in ("reaches", "visits")),
            part,
        )
        for part in parts
    ]


def _decoded(payload: bytes) -> _Row:
    try:
        return msgspec.json.decode(payload, type=_Row)
    except msgspec.ValidationError:
        raise UnexpectedReply(say("a row of the report has another shape"), fix=_CHANGED) from None


def _number(value: float | None) -> int | float | None:
    """A count as a whole number: Metrica writes 214.0. A rate of nothing is null."""
    return int(value) if value is not None and value.is_integer() else value
