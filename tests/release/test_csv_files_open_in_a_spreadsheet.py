"""CSV files as a Russian spreadsheet takes them: of one version, every row, nothing that calculates."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from expectations.shelf.kinds.csv import CsvFolder, CsvSettings
from tests.release.made_publication import Made, Releases
from tests.release.test_a_workbook_is_what_was_published import CALENDAR, FORMULAS, MARTS, PLAIN


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "releases")


def _folder(tmp_path: Path, **settings: Any) -> CsvFolder:
    given = CsvSettings.model_validate({"path": "shelf/csv", **settings})
    return CsvFolder.opened(given, tmp_path / "var")


def _rows(folder: CsvFolder, name: str) -> list[dict[str, str]]:
    text = (folder.folder / "current" / f"{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_row_stands_there_with_commas_labels_and_no_formula(tmp_path: Path, releases: Releases):
    folder = _folder(tmp_path)
    assert releases.put(folder, releases.publish(MARTS, language="ru")).error is None

    raw = (folder.folder / "current" / "fct_payment.csv").read_bytes()
    assert raw.startswith(b'\xef\xbb\xbf"payment_key";')
    rows = _rows(folder, "fct_payment")
    assert sum(Decimal(row["Сумма"].replace(",", ".")) for row in rows) == Decimal(3435)
    assert {row["Сумма"].count(",") for row in rows} == {1}
    assert {row["paid_at"] for row in rows} == {"2026-05-02 00:30:00"}  # by Moscow's clock
    assert {row["Дата"] for row in rows} == {"2026-05-01", "2026-05-02", "2026-05-03"}
    notes = {row["payment_key"]: row["Примечание"] for row in rows}
    texts = FORMULAS + PLAIN
    assert [notes[f"p{n}"] for n in range(len(texts))] == [
        f"'{text}" if text in FORMULAS else text for text in texts
    ]


def test_a_tool_may_have_points_and_the_names_of_columns(tmp_path: Path, releases: Releases):
    folder = _folder(tmp_path, decimal=".", headings="names")
    releases.put(folder, releases.publish(MARTS))
    rows = _rows(folder, "fct_payment")
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(3435)
    (release,) = _rows(folder, "publication_release")
    assert release["company"] == "Северный свет"


def test_a_separator_of_another_country_begins_no_cell(tmp_path: Path, releases: Releases):
    folder = _folder(tmp_path)
    hostile = Made("select 'a,=1+1' as one, 'b;=1+1' as two, 'c\"d' as three, 'e\n=f' as four")
    releases.put(folder, releases.publish({"fct_payment": hostile}))
    raw = (folder.folder / "current" / "fct_payment.csv").read_text(encoding="utf-8-sig")
    assert raw == '"one";"two";"three";"four"\n"a,=1+1";"b;=1+1";"c""d";"e\n=f"\n'


def test_all_files_change_over_at_once_and_what_did_not_change_is_not_written_again(
    tmp_path: Path, releases: Releases
):
    folder = _folder(tmp_path)
    first = releases.publish(MARTS)
    releases.put(folder, first)
    before = (folder.folder / "current").resolve()
    silent = (before / "mart_silent.csv").stat().st_ino
    second = releases.publish(MARTS | {"mart_calendar": Made("select 1 as due")})
    assert releases.put(folder, second).changed
    now = (folder.folder / "current").resolve()

    assert now != before
    assert (now / "mart_silent.csv").stat().st_ino == silent
    assert _rows(folder, "mart_calendar") == [{"due": "1"}]
    assert (before / "mart_calendar.csv").exists()  # for whoever asked a moment ago where `current` leads
    releases.put(folder, first)
    releases.put(folder, releases.publish({"mart_calendar": CALENDAR}))
    versions = [one for one in folder.folder.iterdir() if not one.is_symlink()]
    assert len(versions) == 2
    assert sorted(one.name for one in (folder.folder / "current").glob("mart_*")) == ["mart_calendar.csv"]


def test_a_damaged_file_is_found_and_written_anew(tmp_path: Path, releases: Releases):
    folder, publication = _folder(tmp_path), releases.publish(MARTS)
    releases.put(folder, publication)
    assert releases.put(folder, publication).changed is False
    file = folder.folder / "current" / "fct_payment.csv"
    file.write_text("edited")
    assert "fct_payment.csv is damaged" in (folder.fault(publication) or "")
    assert "is set aside" in releases.put(folder, publication).healed[0]
    assert len(_rows(folder, "fct_payment")) == 30
