"""`voronka verify`: every file of the landing against its seal, by stream; it changes nothing."""

from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.markup import escape

from connectors.landing.landing import Landing
from orchestration.deployment.deployment import Deployment
from orchestration.reports.paper import Grid
from texts import say


@dataclass
class Checked:
    """The files of one stream. `damaged`: paths under the landing."""

    batches: int = 0
    bytes: int = 0
    damaged: list[str] = field(default_factory=list)


def verify(deployment: Deployment) -> dict[tuple[str, str], Checked]:
    """(source, stream) → what was found of it."""
    found: dict[tuple[str, str], Checked] = {}
    for file, is_good in Landing(str(deployment.state.landing)).verify():
        parts = file.path.split("/")
        stream = found.setdefault((parts[1], parts[2]) if len(parts) > 3 else ("", file.path), Checked())
        stream.batches += 1
        stream.bytes += file.size
        if not is_good:
            stream.damaged.append(file.path)
    return dict(sorted(found.items()))


def show_verified(found: dict[tuple[str, str], Checked], console: Console) -> bool:
    """Print the table, then each damaged file; whether there is none."""
    counts = (say("batches"), say("bytes"), say("damaged"))
    table = Grid("", (say("source"), False), (say("stream"), False), *((count, True) for count in counts))
    for (source, stream), checked in found.items():
        cells = (source, stream, str(checked.batches), str(checked.bytes), str(len(checked.damaged)))
        table.add(*(escape(cell) for cell in cells))
    console.print(table)
    damaged = [path for checked in found.values() for path in checked.damaged]
    for path in damaged:
        console.print("[red]✗[/] " + escape(say("{path} of the landing is damaged", path=path)))
    if damaged:
        console.print(
            escape(say("Bring them back from the backup, or move them away: the next night reads again."))
        )
    return not damaged


def verified_as_json(found: dict[tuple[str, str], Checked]) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        {
            "source": source,
            "stream": stream,
            "batches": checked.batches,
            "bytes": checked.bytes,
            "damaged": checked.damaged,
        }
        for (source, stream), checked in found.items()
    ]
