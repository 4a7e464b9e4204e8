"""What commands print on a narrow terminal: no word and no number of a table is ever cut in the middle."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console
from rich.text import Text

from orchestration.commands.show import show_proof
from orchestration.commands.tables import judged, loaded, published
from orchestration.demo.proof import Line
from orchestration.doctor.verify import Checked, show_verified
from orchestration.nights.rebuild import show_removed
from orchestration.reports.paper import Grid, Paper
from orchestration.reports.run_report import (
    BuildReport,
    DomainReport,
    LandReport,
    MartReport,
    StreamReport,
    Trouble,
)
from texts import speaking

LONG = "Северо-Западное межрегиональное сельскохозяйственное производственно-перерабатывающее объединение"
WORD = "Металлургэнергоспецстройремонтмонтажкомплектация"
PATH = "/var/lib/voronka/отдел_продаж/landing/onec/onec_main/accumulation_register/2026-06/batch.parquet"
NOW = datetime(2026, 6, 2, 3, tzinfo=UTC)
VERSION = "20260602T000000Z-277aa079"
STREAM = StreamReport(
    vendor="onec",
    source="бухгалтерия_головного_предприятия",
    stream="document_поступление_на_расчетный_счет",
    rows=12_345_678,
    deletes=1_234,
    quarantined=123_456,
    requests=98_765,
    seconds=86_399.9,
    warnings=(f"{LONG}: нет счёта 40702810500000012345 на сумму 52 719 219 ₽",),
)
BUILD = BuildReport(
    run_id="1",
    as_of=NOW,
    as_of_date=date(2026, 6, 2),
    version=VERSION,
    marts=(
        MartReport(
            mart="mart_employee_activity_daily",
            domain="marketing",
            passed=False,
            rules=117,
            stops=(Trouble(what=f"{WORD}: 1 234 567,89 ≠ 1 234 567,88", fix=f"исправьте {LONG}"),),
        ),
    ),
    domains=(DomainReport(domain="marketing", published=False, version=VERSION, reason=f"{LONG} {WORD}"),),
)


class _Built(Paper):
    """A console that keeps what it was given."""

    def __init__(self, width: int) -> None:
        self.out = StringIO()
        super().__init__(file=self.out, width=width, highlight=False)


def _grid() -> Grid:
    grid = Grid(LONG, ("название", False), ("рублей", True), ("", False))
    grid.add(WORD, "52 719 219", f"[red]✗[/] {LONG} 1 234 567")
    grid.add("", "[dim]·[/]", "")
    return grid


def _verified(console: Console) -> None:
    show_verified({("бухгалтерия_предприятия", "документы"): Checked(1_000_000, 10**15, [PATH])}, console)


def _removed(console: Console) -> None:
    show_removed(SimpleNamespace(removed=((Path(PATH), 10**12),)), console)  # type: ignore[arg-type]


def _proof(console: Console) -> None:
    numbers = Decimal("52719219.00"), Decimal("52719219.00"), Decimal("0.00")
    show_proof([Line("revenue_paid_by_manager_and_month", LONG, 1_234_567, *numbers, (LONG,))], NOW, console)


SHOWN: dict[str, Any] = {
    "a grid": lambda console: console.print(_grid()),
    "loaded": lambda console: console.print(
        loaded(LandReport(run_id="1", started_at=NOW, seconds=1.5, streams=(STREAM,)))
    ),
    "judged": lambda console: console.print(judged(BUILD)),
    "published": lambda console: console.print(published(BUILD)),
    "verified": _verified,
    "removed": _removed,
    "proof": _proof,
    "a line": lambda console: console.print(f"[red]✗[/] {LONG} {WORD}: {PATH}, 52 719 219 ₽"),
}
GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")


def _pieces(text: str) -> list[str]:
    """What must stand whole: numbers with their thousands, and every word."""
    return [*GROUPED.findall(text), *GROUPED.sub("", text).split()]


@pytest.mark.parametrize("width", [30, 60, 80, 120, 200])
@pytest.mark.parametrize("shown", SHOWN)
def test_words_and_numbers_stay_whole_at_any_width(shown: str, width: int) -> None:
    with speaking("ru"):
        endless, narrow = _Built(100_000), _Built(width)
        SHOWN[shown](endless)
        SHOWN[shown](narrow)

    lines = [line.strip() for line in narrow.out.getvalue().splitlines()]
    cut = [piece for piece in _pieces(endless.out.getvalue()) if not any(piece in line for line in lines)]
    assert cut == []


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("shown", SHOWN)
def test_no_line_is_wider_than_the_screen_unless_it_is_one_word(shown: str, width: int) -> None:
    with speaking("ru"):
        narrow = _Built(width)
        SHOWN[shown](narrow)

    wide = [line for line in narrow.out.getvalue().splitlines() if Text(line.rstrip()).cell_len > width]
    assert [line for line in wide if len(line.split()) > 1 and PATH not in line] == []


def test_numbers_stand_under_each_other_where_there_is_room() -> None:
    paper = _Built(80)
    grid = Grid("", ("source", False), ("rows", True))
    grid.add("crm", "1,234")
    grid.add("billing", "7")
    paper.print(grid)

    assert [line.rstrip() for line in paper.out.getvalue().splitlines()] == [
        "source    rows",
        "crm      1,234",
        "billing      7",
    ]
