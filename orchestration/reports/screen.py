"""Draws a run in a terminal while it works: a moving line on a terminal, plain lines in a log file."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from rich.console import Console
from rich.markup import escape
from rich.status import Status

from orchestration.reports.phases import phase_in_words
from orchestration.reports.run_report import BuildReport, Delivery, StreamReport
from orchestration.reports.watch import Watcher
from texts import say


class Screen(Watcher):
    """Writes to one console; called from several threads."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lock = threading.Lock()
        self._waiting: dict[str, int] = {}
        self._reading: dict[str, str] = {}
        self._tried: dict[str, list[StreamReport]] = {}
        self._status: Status | None = None

    def night(self, moment: datetime, streams: Sequence[tuple[str, str]]) -> None:
        """A headline."""
        self._headline(say("Night of {moment:%Y-%m-%d %H:%M}", moment=moment), streams)

    def backfill(self, days: tuple[date, date], streams: Sequence[tuple[str, str]]) -> None:
        """A headline."""
        self._headline(say("Again {first} to {last}", first=days[0], last=days[1]), streams)

    def noticed(self, said: str) -> None:
        """A line."""
        self._console.print(f"  [yellow]![/] {escape(said)}")

    def waiting(self, until: str) -> None:
        """A line."""
        self._console.print(f"  {escape(until)}")

    def page(self, source: str, stream: str, rows: int) -> None:
        """What is being read right now."""
        with self._lock:
            self._reading[source] = f"{source}.{stream} {rows:,}"
            self._say(" · ".join(self._reading.values()))

    def stream(self, report: StreamReport) -> None:
        """A line for each cause of failure at once, and one for a source when all of it has been tried."""
        with self._lock:
            self._waiting[report.source] = self._waiting.get(report.source, 1) - 1
            tried = self._tried.setdefault(report.source, [])
            if report.trouble and report.trouble.fix not in _fixes(tried):
                self._console.print(f"  [red]✗[/] {report.name}: {escape(report.trouble.what)}")
            tried.append(report)
            if not self._waiting[report.source]:
                self._reading.pop(report.source, None)
                self._console.print(f"  {_ended(report.source, self._tried.pop(report.source))}")

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """A moving line while it lasts, its seconds when it is over."""
        started = time.monotonic()
        outer, self._status = self._status, None
        if outer:
            outer.stop()
        with self._console.status(phase_in_words(name)) as self._status:
            yield
        self._status = outer
        if outer:
            outer.start()
        seconds = time.monotonic() - started
        said = say("{name}: {seconds:.1f} s", name=phase_in_words(name), seconds=seconds)
        self._console.print(f"  [dim]{said}[/]")

    def node(self, name: str, done: int, total: int) -> None:
        """How far dbt is."""
        with self._lock:
            self._say(say("{done} of {total}: {name}", done=done, total=total, name=name))
            if not self._console.is_terminal and done % 50 == 0:
                self._console.print("  " + say("{done} of {total} models and tests", done=done, total=total))

    def built(self, report: BuildReport) -> None:
        """A line where a build was not needed, and one for each thing that was made anew."""
        for line in report.warnings:
            self._console.print(f"  [yellow]![/] {escape(line)}")
        if report.unchanged:
            self._console.print(
                "  " + say("nothing new has landed: the marts stand, only their data-as-of moves")
            )

    def told(self, deliveries: Sequence[Delivery]) -> None:
        """A line per target."""
        for one in deliveries:
            said = (
                f"[red]✗[/] {escape(str(one.trouble))}"
                if one.trouble
                else f"[green]✓[/] {say('told {target}', target=one.target)}"
            )
            self._console.print(f"  {said}")

    def _headline(self, title: str, streams: Sequence[tuple[str, str]]) -> None:
        self._console.rule(f"[bold]{title}", align="left")
        for source, _ in streams:
            self._waiting[source] = self._waiting.get(source, 0) + 1

    def _say(self, text: str) -> None:
        if self._status:
            self._status.update(escape(text))


def _fixes(reports: Sequence[StreamReport]) -> set[str]:
    """The remedies that were told: streams that ask for the same one have one cause."""
    return {one.trouble.fix for one in reports if one.trouble}


def _ended(source: str, tried: Sequence[StreamReport]) -> str:
    failed = sum(1 for one in tried if one.trouble)
    if not failed:
        return f"[green]✓[/] {say('{source} read to its end', source=source)}"
    said = say(
        "{source}: {failed} of {all} streams did not arrive", source=source, failed=failed, all=len(tried)
    )
    return f"[red]✗[/] {said}"
