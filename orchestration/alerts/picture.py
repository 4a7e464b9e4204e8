"""The morning message as a picture: money in tiles, the month against its plan, KPIs off their course."""

import io
import os
import textwrap
import warnings
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.alerts.morning_text import MorningText, day_in_words
from page.morning import Deviation, Money, Morning
from texts import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INK, _PALE, _LINE, _GROUND = "#1d2733", "#6b7785", "#e3e7ec", "#f4f6f8"
_GOOD, _BAD, _CALM, _AHEAD = "#1f8a5b", "#c8453b", "#2f6fb2", "#b9d0e8"
_WIDTH, _EDGE, _DPI = 8.0, 0.35, 150
_SHOWN, _LONGEST = 8, 96


def draw_morning(morning: Morning, words: MorningText, fonts: Path) -> bytes:
    """A PNG of 1200 pixels' width. `fonts`: the folder in which the library remembers the machine's fonts."""
    os.environ.setdefault("MPLCONFIGDIR", str(fonts))
    from matplotlib.figure import Figure  # half a second to import: only where a picture is drawn

    told = [one for one in morning.deviations if one.state != "going_on"][:_SHOWN]
    height = 4.05 + (0.45 + 0.3 * len(told) if told else 0.0)
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor="white")
    sheet = _Sheet(figure, height)
    sheet.write(_EDGE, 0.45, _short(words.title(morning), 60), size=15, weight="bold")
    _tiles(sheet, morning.money, words)
    _month(sheet, morning.money, words)
    _deviations(sheet, told, words)
    return sheet.png()


class _Sheet:
    """A figure measured in inches from its upper left corner."""

    def __init__(self, figure: "Figure", height: float) -> None:
        self._figure, self._height = figure, height

    def write(
        self, x: float, y: float, text: str, *, size: float, color: str = _INK, weight: str = "normal",
        align: str = "left",
    ) -> None:  # fmt: skip
        """Write one line whose base stands at y; a dollar sign is no formula."""
        self._figure.text(
            x / _WIDTH, 1 - y / self._height, text, fontsize=size, color=color, fontweight=weight,
            ha=align, va="baseline", fontfamily="DejaVu Sans", parse_math=False,
        )  # fmt: skip

    def box(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Fill a box below and right of a point."""
        from matplotlib.patches import Rectangle

        corner = (x / _WIDTH, 1 - (y + height) / self._height)
        self._figure.add_artist(
            Rectangle(
                corner, width / _WIDTH, height / self._height, facecolor=color, edgecolor="none",
                transform=self._figure.transFigure,
            )
        )  # fmt: skip

    def png(self) -> bytes:
        """The picture. A sign that the font lacks is drawn as a box, without a word on the console."""
        drawn = io.BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            self._figure.savefig(drawn, format="png")
        return drawn.getvalue()


def _tiles(sheet: _Sheet, money: Money | None, words: MorningText) -> None:
    unknown = say("no data")
    received = words.amount(money.received_amount) if money and money.day else unknown
    plan = money.planned_amount if money else None
    due = money if money and money.morning else None
    week, today, overdue = (
        [words.amount(part or Decimal(0)) for part in (due.week_amount, due.today_amount, due.overdue_amount)]
        if due
        else [unknown] * 3
    )
    expected = say("Expected on {date}", date=day_in_words(due.morning)) if due and due.morning else ""
    tiles = (
        (say("Received"), received, "" if plan is None else say("plan {plan}", plan=words.amount(plan))),
        (expected or say("Expected"), today, say("in 7 days: {week}", week=week)),
        (say("Overdue"), overdue, ""),
    )
    width = (_WIDTH - 2 * _EDGE - 0.3) / 3
    for place, (name, value, note) in enumerate(tiles):
        x = _EDGE + place * (width + 0.15)
        sheet.box(x, 0.75, width, 1.15, _GROUND)
        sheet.write(x + 0.15, 1.05, name, size=8.5, color=_PALE)
        sheet.write(x + 0.15, 1.42, value, size=14, weight="bold", color=_tile_color(place, money))
        sheet.write(x + 0.15, 1.72, note, size=8.5, color=_PALE)


def _tile_color(place: int, money: Money | None) -> str:
    """Overdue money is red, receipts are green where they reach the plan of the day."""
    if place == 2 and money and money.overdue_amount:
        return _BAD
    if place == 0 and money and money.planned_amount and money.received_amount is not None:
        return _GOOD if money.received_amount >= money.planned_amount else _INK
    return _INK


def _month(sheet: _Sheet, money: Money | None, words: MorningText) -> None:
    sheet.write(_EDGE, 2.35, say("Month so far"), size=8.5, color=_PALE)
    amount = words.amount(money.month_amount if money else None)
    sheet.write(_EDGE, 2.72, amount, size=14, weight="bold")
    plan = money.month_plan_amount if money else None
    if money is None or money.month_amount is None or not plan:
        return
    forecast = money.forecast_amount or money.month_amount
    whole = max(plan, forecast, money.month_amount)
    wide = _WIDTH - 2 * _EDGE
    reached = forecast >= plan
    share = say("{share} % of the plan", share=words.share(money.fulfilment_pct))
    sheet.write(_WIDTH - _EDGE, 2.72, share, size=11, weight="bold", align="right")
    sheet.box(_EDGE, 2.9, wide, 0.26, _LINE)
    sheet.box(_EDGE, 2.9, wide * _part(forecast, whole), 0.26, _AHEAD)
    sheet.box(_EDGE, 2.9, wide * _part(money.month_amount, whole), 0.26, _CALM)
    sheet.box(_EDGE + wide * _part(plan, whole) - 0.015, 2.84, 0.03, 0.38, _INK)
    at_pace = say("at this pace {forecast}", forecast=words.amount(money.forecast_amount))
    sheet.write(_EDGE, 3.45, at_pace, size=9.5, color=_GOOD if reached else _BAD)
    goal = say("plan {plan}", plan=words.amount(plan))
    sheet.write(_WIDTH - _EDGE, 3.45, goal, size=9.5, color=_PALE, align="right")


def _part(amount: Decimal, whole: Decimal) -> float:
    return float(min(max(amount / whole, Decimal(0)), Decimal(1))) if whole > 0 else 0.0


def _deviations(sheet: _Sheet, told: Sequence[Deviation], words: MorningText) -> None:
    if not told:
        return
    sheet.box(_EDGE, 3.75, _WIDTH - 2 * _EDGE, 0.012, _LINE)
    sheet.write(_EDGE, 4.08, say("Out of the ordinary:"), size=8.5, color=_PALE)
    for place, one in enumerate(told):
        y = 4.42 + 0.3 * place
        sign = "●" if one.state == "over" else "▲" if one.way == "above" else "▼"
        sheet.write(_EDGE, y, sign, size=9.5, color=_sign_color(one))
        sheet.write(_EDGE + 0.25, y, _short(words.deviation(one), _LONGEST), size=9.5)


def _sign_color(one: Deviation) -> str:
    """Green where the KPI is back on course or better than usual, grey where neither way is better."""
    if one.state == "over":
        return _GOOD
    if one.direction == "none":
        return _PALE
    return _GOOD if (one.direction == "higher") == (one.way == "above") else _BAD


def _short(text: str, longest: int) -> str:
    return textwrap.shorten(text, longest, placeholder="…")
