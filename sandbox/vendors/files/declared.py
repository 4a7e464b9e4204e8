"""What the sandbox is told of the people's files: folders of plans and costs, rewritten with the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from sandbox.company.company import ManualCost, PlanRow
from sandbox.vendors.files.texts import ANSWERS, DECISIONS, Sheet, write_sheet
from sandbox.vendors.files.vendor import COSTS, PLANS, Book, write_book
from sandbox.wire.simulator import Running, Simulator, Stage

_FAULTS = ("text_in_number", "missing_file", "broken_file")


def _kept(
    stage: Stage,
    name: str,
    book: Book,
    folder: Path,
    rows: Callable[[], Iterable[PlanRow | ManualCost]],
    sheets: tuple[Sheet, ...] = (),
) -> Running:
    def refresh() -> None:
        now = stage.clock()
        published = (row for row in rows() if row.published_at <= now)
        write_book(book, published, folder, stage.due(name), at=now)
        for sheet in sheets:
            write_sheet(sheet, stage.company, folder, at=now)

    return Running(
        greeting=lambda _: {name: str(folder)}, account=lambda _: {"folder": str(folder)}, refresh=refresh
    )


def start_plans(stage: Stage) -> Running:
    """Keep the sales plans, and beside them what people decide and customers answer."""
    sheets = (DECISIONS, ANSWERS)
    return _kept(stage, "files", PLANS, stage.folder / "plans", lambda: stage.company.plans, sheets)


def start_costs(stage: Stage) -> Running:
    """Keep the costs."""
    return _kept(stage, "costs", COSTS, stage.folder / "costs", lambda: stage.company.costs)


SIMULATORS = (
    Simulator(name="files", start=start_plans, faults=_FAULTS),
    Simulator(name="costs", start=start_costs, faults=_FAULTS),
)
