"""The first sheet of a workbook says whose numbers these are and as of when, the last what columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment

from expectations.facts import as_local
from expectations.report import sample_of
from expectations.shelf.excel.sheets import Chosen, headed, hidden_columns
from expectations.shelf.harmless_cells import is_formula, writable_text
from expectations.versions import Publication, PublishedDomain, PublishedMart
from texts import Language, say

_WIDTHS = (26, 30, 22, 24, 18, 60, 60)
_WIDTHS_OF_MEANINGS = (30, 34, 110)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def title_of_about() -> str:
    """The sheet's title in the language spoken now."""
    return say("About the data")


def title_of_meanings() -> str:
    """The title of the last sheet in the language spoken now."""
    return say("What columns mean")


def write_about(book: Workbook, publication: Publication, marts: Sequence[Chosen]) -> None:
    """Version, dates by domain, what stands on which sheet, what was left out, warnings."""
    sheet = book.create_sheet(title_of_about(), 0)
    _widen(sheet, _WIDTHS)
    for row in _release(publication):
        sheet.append([headed(sheet, row[:1])[0], _text(sheet, row[1])])
    _table(sheet, *_domains(publication))
    _table(sheet, *_sheets(publication, marts))
    left_out = [(one.left_out,) for one in marts if one.left_out]
    if left_out:
        _table(sheet, (say("Left out"),), left_out)
    if publication.findings:
        _table(sheet, *_findings(publication))


def write_meanings(book: Workbook, publication: Publication, marts: Sequence[Chosen]) -> None:
    """Sheet, heading and meaning of every column that is not hidden."""
    sheet = book.create_sheet(title_of_meanings())
    _widen(sheet, _WIDTHS_OF_MEANINGS)
    sheet.freeze_panes = "A2"
    sheet.append(headed(sheet, (say("Sheet"), say("Column"), say("What it means"))))
    for one in marts:
        if one.left_out is None:
            for row in _meanings(one.title, publication.marts[one.mart], publication.language):
                sheet.append([_text(sheet, value) for value in row])


def _meanings(title: str, mart: PublishedMart, language: Language) -> Iterator[tuple[str, str, str]]:
    hidden = hidden_columns(mart.columns, language)
    for column in mart.columns:
        if column.name not in hidden:
            yield title, column.heading(language), column.meaning(language)


def _widen(sheet: Any, widths: Sequence[int]) -> None:
    for letter, width in zip("ABCDEFG", widths, strict=False):
        sheet.column_dimensions[letter].width = width


def _table(sheet: Any, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    sheet.append([])
    sheet.append(headed(sheet, headings))
    for row in rows:
        sheet.append([_text(sheet, value) for value in row])


def _text(sheet: Any, value: object) -> WriteOnlyCell | None:
    if value is None or value == "":
        return None
    cell = WriteOnlyCell(sheet, writable_text(value) if isinstance(value, str) else value)
    cell.alignment = _WRAPPED
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", is_formula(value)
    return cell


def _release(publication: Publication) -> list[tuple[str, str]]:
    return [
        (say("Company"), publication.company),
        (say("Version"), publication.version),
        (say("Business date"), publication.as_of_date.isoformat()),
        (say("Time zone of all times"), publication.timezone),
    ]


def _domains(publication: Publication) -> tuple[Sequence[str], list[tuple[object, ...]]]:
    headings = (
        say("Domain"),
        say("Version"),
        say("Data as of"),
        say("Checked and published"),
        say("State"),
        say("Why it is held"),
    )
    rows: list[tuple[object, ...]] = [
        (
            name,
            one.version,
            _local(one.data_as_of, publication),
            _local(one.published_at, publication),
            _state(one),
            one.reason,
        )
        for name, one in publication.domains.items()
    ]
    return headings, rows


def _state(domain: PublishedDomain) -> str:
    if domain.verdict == "held":
        return say("held: the last good numbers")
    return say("published, with warnings") if domain.warnings else say("published")


def _sheets(
    publication: Publication, marts: Sequence[Chosen]
) -> tuple[Sequence[str], list[tuple[object, ...]]]:
    headings = (
        say("Sheet"),
        say("Mart"),
        say("Rows"),
        say("Domain"),
        say("Data as of"),
        say("What it holds"),
    )
    rows: list[tuple[object, ...]] = []
    for one in marts:
        if one.left_out is None:
            mart = publication.marts[one.mart]
            dated = _local(publication.domains[mart.domain].data_as_of, publication)
            held = mart.about(publication.language)
            rows.append((one.title, one.mart, one.rows, mart.domain, dated, held))
    return headings, rows


def _findings(publication: Publication) -> tuple[Sequence[str], list[tuple[object, ...]]]:
    headings = (
        say("Domain"),
        say("Mart"),
        say("Rule"),
        say("About what"),
        say("How grave"),
        say("What is wrong"),
        say("What to do"),
    )
    grave = {"stop": say("holds the domain"), "warn": say("warning")}
    rows: list[tuple[object, ...]] = []
    for one in publication.findings:
        said = one.said[publication.language]
        what = f"{said.message} {sample_of(one, publication.language)}".strip()
        rows.append((one.domain, one.mart, one.rule, one.subject, grave[one.severity], what, said.fix))
    return headings, rows


def _local(instant: datetime | None, publication: Publication) -> str | None:
    return as_local(instant, publication.timezone) if instant else None
