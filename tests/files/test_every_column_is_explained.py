"""Each column of each table has an example that is understood, a page that shows it, a template to fill."""

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from connectors.tables.guide import note_of
from connectors.tables.opening import open_table
from connectors.tables.reading import FileRows, read_file
from connectors.tables.streams import CONTRACTS
from connectors.tables.template import label_of, write_template
from orchestration.cli import app
from orchestration.installing.tables import all_tables
from tests.files.pages_of_tables import PAGES, sections

TABLES = all_tables()


def read(path: Path, stream: str) -> FileRows:
    return read_file(TABLES[stream], open_table(path, file=path.name))


@pytest.mark.parametrize("stream", sorted(TABLES))
def test_the_example_of_every_column_is_understood(stream):
    for column in TABLES[stream].columns:
        assert column.kind.or_nothing(note_of(TABLES[stream], column.field).example), column.field


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_shows_the_columns_of_today(language):
    assert PAGES[language].read_text(encoding="utf-8").endswith("\n\n" + sections(language))


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("stream", sorted(TABLES))
def test_a_template_is_empty_and_takes_the_examples(tmp_path, stream, language, suffix):
    path = tmp_path / f"{stream}{suffix}"
    write_template(TABLES[stream], path, language=language)
    empty = read(path, stream)
    assert not empty.rows and not empty.wrong and not empty.notes
    cells = [note_of(TABLES[stream], column.field).example for column in TABLES[stream].columns]
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for place, cell in enumerate(cells, start=1):
            book.active.cell(row=2, column=place, value=cell)
        book.save(path)
    else:
        with path.open("a", encoding="utf-8") as text:
            text.write((";" if language == "ru" else ",").join(f'"{cell}"' for cell in cells) + "\n")
    filled = read(path, stream)
    assert len(filled.rows) == 1 and not filled.wrong


def test_a_russian_template_has_russian_labels_and_notes(tmp_path):
    path = tmp_path / "sales_plan.xlsx"
    write_template(CONTRACTS["sales_plan"], path, language="ru")
    header = openpyxl.load_workbook(path).active[1]
    assert [cell.value for cell in header] == [label_of(c, "ru") for c in CONTRACTS["sales_plan"].columns]
    assert "Месяц" in header[0].value and "планы компании" in header[0].comment.text


def test_the_command_writes_a_template_and_never_over_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VORONKA_LANGUAGE", "ru")
    done = CliRunner().invoke(app, ["template", "sales_plan"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "sales_plan.xlsx").is_file() and "sales_plan.xlsx" in done.output
    again = CliRunner().invoke(app, ["template", "sales_plan"])
    assert again.exit_code == 1 and "sales_plan.xlsx" in again.output
    assert CliRunner().invoke(app, ["template", "stages", "--out", "a/b.csv"]).exit_code == 0
    of_a_vendor = CliRunner().invoke(app, ["template", "order_lines"])
    assert of_a_vendor.exit_code == 0 and "docs/sources/field_tables.md" in of_a_vendor.output
    wrong = CliRunner().invoke(app, ["template", "stage"])
    assert wrong.exit_code == 1 and "stages" in wrong.output
