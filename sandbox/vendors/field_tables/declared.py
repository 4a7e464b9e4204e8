"""What the sandbox is told of the tables of field sales: a folder that is rewritten with the clock.

Only a company that keeps its field sales in tables has such files; elsewhere the folder is not there.
"""

from __future__ import annotations

from sandbox.company.field_records import CANCELLED, SHIPPED
from sandbox.vendors.field_tables.cells import STATUSES
from sandbox.vendors.field_tables.folder import Folder
from sandbox.vendors.field_tables.plans import KPIS
from sandbox.wire.simulator import Running, Simulator, Stage

FAULTS = ("text_in_number", "missing_file", "missing_column", "broken_file")


def start(stage: Stage) -> Running:
    """Keep the tables."""
    folder = Folder(stage.folder / "field_tables")
    shown = stage.showing(lambda state: state)

    def refresh() -> None:
        if stage.company.layout.erp == "field_tables":
            folder.keep(shown(), stage.due("field_tables"))

    account = {
        "folder": str(folder.path),
        "timezone": "Europe/Moscow",
        "shipped_statuses": [STATUSES[one] for one in SHIPPED],
        "cancelled_statuses": [STATUSES[CANCELLED]],
        "sales_sum_is": next(metric for metric, kpi in KPIS.items() if kpi == "sales_sum"),
    }
    return Running(
        greeting=lambda _: {"field_tables": str(folder.path)}, account=lambda _: account, refresh=refresh
    )


SIMULATORS = (Simulator(name="field_tables", start=start, side="erp", faults=FAULTS),)
