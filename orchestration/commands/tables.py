"""Reports as tables for a terminal. Layout only: what is said comes from the reports."""

from typing import TYPE_CHECKING

from rich.markup import escape

from orchestration.reports.paper import Grid
from orchestration.reports.phases import phase_in_words
from orchestration.reports.run_report import BuildReport, LandReport, StreamReport
from texts import say

if TYPE_CHECKING:
    from orchestration.nights.night import Night

OK, BAD, WARN = "[green]✓[/]", "[red]✗[/]", "[yellow]![/]"


def loaded(report: LandReport) -> Grid:
    """A line per stream: what it loaded."""
    counts = (say("rows"), say("deleted"), say("quarantined"), say("requests"), say("seconds"))
    table = Grid(
        say("Loaded"),
        ("", False),
        (say("source"), False),
        (say("stream"), False),
        *((count, True) for count in counts),
        ("", False),
    )
    for one in report.streams:
        mark, note = _mark_and_note(one)
        table.add(
            mark,
            one.source,
            one.stream,
            f"{one.rows:,}",
            _quiet_zero(one.deletes),
            _quiet_zero(one.quarantined),
            _quiet_zero(one.requests),
            f"{one.seconds:.1f}",
            note,
        )
    rows, requests = sum(one.rows for one in report.streams), sum(one.requests for one in report.streams)
    table.add("", "", say("all"), f"{rows:,}", "", "", f"{requests:,}", f"{report.seconds:.1f}", "")
    return table


def _mark_and_note(one: StreamReport) -> tuple[str, str]:
    if one.trouble:
        return BAD, escape(one.trouble.what)
    if one.unavailable:
        return "[dim]·[/]", f"[dim]{say('not offered')}: {escape(one.unavailable)}[/]"
    said = [*one.reasons, *one.warnings]
    return (WARN, escape("; ".join(said))) if said else (OK, "")


def judged(report: BuildReport) -> Grid:
    """A line per mart: the gate's verdict."""
    table = Grid(
        say("Gate"),
        (say("domain"), False),
        (say("mart"), False),
        (say("rules"), True),
        (say("verdict"), False),
    )
    for one in sorted(report.marts, key=lambda mart: (mart.domain, mart.mart)):
        said = [*(("red", stop) for stop in one.stops), *(("yellow", warning) for warning in one.warnings)]
        lines = [f"[{color}]{escape(told.what)}[/]\n  [dim]{escape(told.fix)}[/]" for color, told in said]
        mark = BAD if not one.passed else WARN if lines else OK
        table.add(one.domain, one.mart, str(one.rules), "\n".join([mark, *lines]) if lines else mark)
    return table


def published(report: BuildReport) -> Grid:
    """A line per domain: what readers see now."""
    table = Grid(
        say("Publication {version}", version=report.version or "—"),
        (say("domain"), False),
        (say("version"), False),
        (say("state"), False),
    )
    for one in report.domains:
        state = (
            OK if one.published else f"{BAD} {say('stays at its last good version')}: {escape(one.reason)}"
        )
        table.add(one.domain, one.version or say("never"), state)
    return table


def timings(night: "Night") -> str:
    """Where the time of a night went, one line."""
    return " · ".join(
        say("{name} {seconds:.0f} s", name=phase_in_words(name), seconds=seconds)
        for name, seconds in night.seconds.items()
    )


def _quiet_zero(count: int) -> str:
    return f"{count:,}" if count else "[dim]·[/]"
