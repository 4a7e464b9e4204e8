"""The folder of the tables: which file holds what, in which format, and what is wrong with it today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sandbox.company.charter import MOSCOW
from sandbox.company.current import CompanyState
from sandbox.vendors.field_tables import documents, lists
from sandbox.vendors.field_tables.cells import Row
from sandbox.vendors.field_tables.debts import evenings
from sandbox.vendors.field_tables.plans import kpi_plans
from sandbox.vendors.field_tables.sheets import Line, write
from sandbox.vendors.field_tables.spoilt import MONTH, spoilt
from sandbox.wire.faults import Fault

COLUMNS: dict[str, tuple[str, ...]] = {
    "agents": ("agent_code", "agent_name", "supervisor", "branch", "active"),
    "clients": (
        "client_code", "client_name", "legal_name", "inn", "category", "channel", "region", "city",
        "agent_code", "lat", "lon", "active",
    ),
    "orders": (
        "order_id", "order_date", "ship_date", "status", "client_code", "agent_code", "payment_type",
        "currency", "amount", "discount", "returned_amount", "due_date", "branch",
    ),
    "order_lines": (
        "order_id", "product_code", "product_name", "qty", "price", "amount", "returned_qty", "is_bonus",
    ),
    "visits": (
        "visit_date", "agent_code", "client_code", "planned", "visited", "start_time", "end_time", "gps_ok",
        "photo", "reject_reason", "order_amount",
    ),
    "payments": (
        "payment_id", "payment_date", "client_code", "agent_code", "amount", "currency", "payment_type",
        "order_id", "kind",
    ),
    "debts": ("as_of", "client_code", "agent_code", "debt", "overdue", "currency"),
    "kpi_plans": ("period", "agent_code", "kpi", "plan", "fact", "weight"),
}  # fmt: skip
SUFFIXES = (".csv", ".xlsx", ".ods")
LISTS = {"agents": ".csv", "clients": ".xlsx", "kpi_plans": ".ods"}
"""Tables of one file."""
RESENT = date(2026, 6, 3)
"""From this day on the files of the running month are sent by another program."""
Files = dict[str, list[Line]]


@dataclass
class Folder:
    """One folder; what was written into it last is known, so that only what is new is written."""

    path: Path
    written: Files = field(default_factory=dict)

    def keep(self, state: CompanyState, faults: Sequence[Fault] = ()) -> None:
        """Bring the folder to what people have saved by the state's instant."""
        self.path.mkdir(parents=True, exist_ok=True)
        wanted = files_of(state)
        for fault in faults:
            fault.spend()
            wanted = _struck(wanted, fault)
        for name in self.written.keys() - wanted.keys():
            (self.path / name).unlink(missing_ok=True)
        for name, lines in wanted.items():
            if self.written.get(name) != lines:
                write(self.path / name, lines)
        for fault in faults:
            if fault.fault == "broken_file":
                name = _names_of(wanted, fault)[-1]
                (self.path / name).write_bytes(b"PK\x03\x04 half a workbook")
                del wanted[name]
        self.written = wanted


def files_of(state: CompanyState) -> Files:
    """Give every file's name and lines, the header first."""
    files: Files = {}
    whole = {
        "agents": lists.agents(state),
        "clients": lists.clients(state),
        "kpi_plans": kpi_plans(state),
    }
    for stream, listed in whole.items():
        files[f"{stream}{LISTS[stream]}"] = _lines(stream, [*listed, *spoilt(stream)])
    for place, (as_of, owed) in enumerate(evenings(state)):
        wrong = () if place else spoilt("debts")
        files[f"debts_{as_of}{SUFFIXES[place % len(SUFFIXES)]}"] = _lines("debts", [*owed, *wrong])
    dated = {
        "orders": documents.orders(state),
        "order_lines": documents.order_lines(state),
        "payments": documents.payments(state),
        "visits": documents.visits(state),
    }
    for place, (stream, found) in enumerate(dated.items()):
        months: dict[str, list[Row]] = defaultdict(list)
        for month, row in found:
            months[month].append(row)
        for month, rows in months.items():
            files[f"{stream}_{month}{_suffix(month, place, state)}"] = _lines(
                stream, _as_typed(month, stream, rows)
            )
    return files


def _as_typed(month: str, stream: str, rows: list[Row]) -> list[Row]:
    """Give the rows of a month as somebody's hands left them: some of them twice, some of them wrong."""
    wrong = spoilt(stream) if month == MONTH else ()
    return [*rows, *rows[3:4], *wrong]


def _suffix(month: str, place: int, state: CompanyState) -> str:
    number = int(month[-2:]) + place
    today = state.at.astimezone(MOSCOW).date()
    is_sent_anew = month == f"{today:%Y-%m}" and today >= RESENT
    return SUFFIXES[(number + is_sent_anew) % len(SUFFIXES)]


def _lines(stream: str, rows: Sequence[Row]) -> list[Line]:
    columns = COLUMNS[stream]
    return [columns, *([row.get(name) for name in columns] for row in rows)]


def _names_of(files: Files, fault: Fault) -> list[str]:
    """Name the files of the stream that a fault strikes, the newest last."""
    stream = fault.entity or "orders"
    return sorted(name for name in files if name.partition(".")[0].partition("_2")[0] == stream)


def _struck(files: Files, fault: Fault) -> Files:
    names = _names_of(files, fault)
    if fault.fault == "missing_file":
        return {name: lines for name, lines in files.items() if name not in names}
    if fault.fault == "missing_column":
        return files | {names[-1]: [line[:-1] for line in files[names[-1]]]}
    if fault.fault == "text_in_number":
        return files | {names[-1]: _spoilt_number(files[names[-1]], fault)}
    return files


def _spoilt_number(lines: list[Line], fault: Fault) -> list[Line]:
    """Give the lines with a word for a number in the struck row, in the fault's field."""
    column = list(lines[0]).index(fault.field or "amount")
    struck = list(lines[fault.row + 1])
    struck[column] = fault.value or "по договорённости"
    return [*lines[: fault.row + 1], struck, *lines[fault.row + 2 :]]
