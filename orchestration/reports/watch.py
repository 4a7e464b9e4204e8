"""What a run tells while it works. A watcher draws, records or ignores it; it never changes the run."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime

from orchestration.reports.run_report import BuildReport, Delivery, StreamReport


class Watcher:
    """Hears what happens and says nothing: the base of those that do."""

    def night(self, moment: datetime, streams: Sequence[tuple[str, str]]) -> None:
        """A night begins at `moment` and will read these (source, stream) pairs."""

    def backfill(self, days: tuple[date, date], streams: Sequence[tuple[str, str]]) -> None:
        """These (source, stream) pairs are about to be read again, over these days."""

    def noticed(self, said: str) -> None:
        """Something was found before the work began: a run that was killed, a file set aside."""

    def waiting(self, until: str) -> None:
        """The run waits for another one, which the sentence names."""

    def page(self, source: str, stream: str, rows: int) -> None:
        """`rows` records of a stream have been read so far."""

    def stream(self, report: StreamReport) -> None:
        """A stream has arrived, or failed."""

    def phase(self, name: str) -> AbstractContextManager[None]:
        """The night works at `name` while the context is open."""
        return nullcontext()

    def node(self, name: str, done: int, total: int) -> None:
        """dbt has finished `name`, `done` nodes out of `total`."""

    def built(self, report: BuildReport) -> None:
        """The marts have been judged and released."""

    def told(self, deliveries: Sequence[Delivery]) -> None:
        """The message of a failed night has been handed to these targets."""
