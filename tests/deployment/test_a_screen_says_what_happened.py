"""The lines of a run in a log: what failed is not read to its end, and no cause is told twice."""

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from orchestration.reports.run_report import StreamReport, Trouble
from orchestration.reports.screen import Screen


def _lines(*reports: StreamReport) -> list[str]:
    out = StringIO()
    screen = Screen(Console(file=out, width=120))
    screen.night(datetime(2026, 6, 2, tzinfo=UTC), [(one.source, one.stream) for one in reports])
    for report in reports:
        screen.stream(report)
    return out.getvalue().splitlines()[1:]


def _report(stream: str, fix: str = "") -> StreamReport:
    trouble = Trouble(what=f"/{stream} answered 401", fix=fix) if fix else None
    return StreamReport(vendor="amocrm", source="crm", stream=stream, trouble=trouble)


def test_a_source_that_arrived_whole_is_read_to_its_end():
    assert _lines(_report("users"), _report("leads")) == ["  ✓ crm read to its end"]


def test_a_source_of_which_streams_failed_is_not():
    lines = _lines(_report("users", "a new token"), _report("leads", "a new token"), _report("tasks"))

    assert lines == ["  ✗ crm.users: /users answered 401", "  ✗ crm: 2 of 3 streams did not arrive"]


def test_two_causes_are_two_lines():
    lines = _lines(_report("users", "a new token"), _report("leads", "another right"))

    assert lines[:2] == ["  ✗ crm.users: /users answered 401", "  ✗ crm.leads: /leads answered 401"]
