"""One night as `voronka night` runs it, in a process of its own, with CPU seconds noted phase by phase."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.measure import cpu_seconds, peak_mb


@dataclass
class Ledger:
    """CPU seconds by phase; a phase inside another is taken out of the outer one."""

    spent: dict[str, float] = field(default_factory=dict)
    _open: list[float] = field(default_factory=list)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Note what the work inside takes."""
        before = cpu_seconds()
        self._open.append(0.0)
        try:
            yield
        finally:
            took = cpu_seconds() - before
            self.spent[name] = self.spent.get(name, 0.0) + took - self._open.pop()
            if self._open:
                self._open[-1] += took

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, noted under `name`."""

        def noted(*words: Any, **more: Any) -> Any:
            with self.phase(name):
                return work(*words, **more)

        return noted


def main(file: Path, moment: datetime) -> None:
    """Run the night and print what it took; the imports are those of the command."""
    ledger = Ledger(spent={"python": cpu_seconds()})
    with ledger.phase("imports"):
        import orchestration.nights.night as night
        from orchestration.deployment.deployment import read_deployment
        from orchestration.reports.watch import Watcher

    class Notes(Watcher):
        def phase(self, name: str) -> AbstractContextManager[None]:
            return ledger.phase(name)

    _open_gate(ledger)
    nights = night.Nights(read_deployment(file, os.environ), now=lambda: moment, watcher=Notes())
    found = nights.run()
    report = {
        "cpu": cpu_seconds(),
        "peak_mb": peak_mb(),
        "phases": ledger.spent,
        "rows": {f"{one.source}.{one.stream}": one.rows for one in found.land.streams} if found.land else {},
        "unchanged": bool(found.build and found.build.unchanged),
        "problems": found.problems,
    }
    print(json.dumps(report), flush=True)


def _open_gate(ledger: Ledger) -> None:
    """Tell the gate from the release, which is one phase with it, and from the import of its library."""
    import expectations.gate as gate
    import expectations.release as release

    _time(ledger, gate, "_load_great_expectations", "import of Great Expectations")
    _time(ledger, release, "judge", "gate")
    _time(ledger, release, "judge_assembled", "gate")


def _time(ledger: Ledger, room: ModuleType, function: str, phase: str) -> None:
    setattr(room, function, ledger.timed(phase, getattr(room, function)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
