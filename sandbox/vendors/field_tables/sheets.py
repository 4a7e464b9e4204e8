"""Tables as files: CSV, a workbook, a sheet of OpenDocument; each swapped in whole."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as WorkbookCell
from openpyxl.styles import Font

from sandbox.vendors.field_tables.cells import Cell

Line = Sequence[Cell]
ERRORS = ("#N/A", "#REF!", "#DIV/0!")
"""What a spreadsheet program shows in a cell in which it found no value."""
_OPENDOCUMENT = "application/vnd.oasis.opendocument"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {"office": "office", "table": "table", "text": "text"}.items()
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_OPENDOCUMENT}.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def write(path: Path, lines: Sequence[Line]) -> None:
    """Write a table in the format of the file's name."""
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes(_FORMATS[path.suffix](lines))
    aside.replace(path)


def _as_csv(lines: Sequence[Line]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([map(_said, line) for line in lines])
    return text.getvalue().encode()


def _said(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else str(cell)


def _as_workbook(lines: Sequence[Line]) -> bytes:
    workbook = Workbook()
    workbook.properties.created = workbook.properties.modified = datetime(2026, 6, 1)
    sheet = workbook.active
    for line in lines:
        sheet.append([float(cell) if isinstance(cell, Decimal) else cell for cell in line])
    for row in sheet.iter_rows():
        for cell in row:
            _as_typed(cell)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def _as_typed(cell: WorkbookCell) -> None:
    """Let a text be a text, also one that looks like a formula; errors are errors."""
    if isinstance(cell.value, str):
        cell.data_type = "e" if cell.value in ERRORS else "s"
    elif isinstance(cell.value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"


def _as_opendocument(lines: Sequence[Line]) -> bytes:
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in lines)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="Лист1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        parts = {
            "mimetype": f"{_OPENDOCUMENT}.spreadsheet", "content.xml": content,
            "META-INF/manifest.xml": _MANIFEST,
        }  # fmt: skip
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 6, 1, 0, 0, 0)), text)
    return kept.getvalue()


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, (int, Decimal)):
        return _ods(f'office:value-type="float" office:value="{cell}"', str(cell))
    if isinstance(cell, (date, datetime)):
        return _ods(f'office:value-type="date" office:date-value="{cell.isoformat()}"', _said(cell))
    if cell in ERRORS:
        return _ods(f'table:formula={quoteattr("of:=NA()")} office:value-type="string" '
                    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
                    'calcext:value-type="error" office:string-value=""', cell)  # fmt: skip
    return _ods('office:value-type="string"', cell)


def _ods(said: str, shown: str) -> str:
    paragraphs = "".join(f"<text:p>{_with_spaces(part)}</text:p>" for part in shown.split("\n"))
    return f"<table:table-cell {said}>{paragraphs}</table:table-cell>"


def _with_spaces(text: str) -> str:
    """Write spaces that stand together, or at an end, so that they are kept."""
    written = escape(text).replace("  ", " <text:s/>")
    if written.startswith(" "):
        written = f"<text:s/>{written[1:]}"
    return f"{written[:-1]}<text:s/>" if written.endswith(" ") else written


_FORMATS: dict[str, Callable[[Sequence[Line]], bytes]] = {
    ".csv": _as_csv,
    ".xlsx": _as_workbook,
    ".ods": _as_opendocument,
}
