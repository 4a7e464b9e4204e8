"""The page as a file: the same from every shelf, closed to the network, free of personal data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from expectations.verdict import Finding, Said
from page.errors import PageError
from page.facts import gather
from page.page import Look, build_page
from page.shelf_reader import open_shelf
from tests.page.made_shelf import put_out
from tests.page.small_shelf import CALLS, CORE, MARKETING, MONEY, REST, SALES, small_shelf
from tests.page.unfolded import Gather, unpacked

ASSETS = Path(__file__).parents[2] / "page" / "assets"
RUSSIAN = Look("ru", "RUB")
EVERYTHING = CORE + SALES + MONEY + CALLS + MARKETING + REST


class Scripts(HTMLParser):
    """The script elements of a page, as a browser finds them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str | None], str]] = []
        self._attributes: dict[str, str | None] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self._attributes = dict(attrs)
            self.found.append((self._attributes, ""))

    def handle_data(self, data: str) -> None:
        if self._attributes is not None:
            attributes, text = self.found[-1]
            self.found[-1] = (attributes, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._attributes = None


def _page(location: Path) -> str:
    with open_shelf(location) as shelf:
        return unpacked(build_page(gather(shelf), RUSSIAN))


def _data(page: str) -> Any:
    return next(
        json.loads(text) for attributes, text in Scripts(page).found if attributes.get("id") == "data"
    )


def _without_library(page: str) -> str:
    library = (ASSETS / "echarts" / "echarts.min.js").read_text(encoding="utf-8")
    assert library in page
    return page.replace(library, "")


def test_both_shelves_give_the_same_page(published: tuple[Path, Path]):
    file, folder = published

    assert _page(file) == _page(folder) == _page(folder / "manifest.json")


def test_nothing_is_fetched_and_only_its_own_scripts_run(published: tuple[Path, Path]):
    page = _page(published[0])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    for attributes, text in Scripts(page).found:
        assert "src" not in attributes
        if attributes.get("id") not in ("data", "words"):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none'")
    assert "unsafe-eval" not in policy[1]
    assert not re.search(r"<(link|img|iframe|object|embed|base)\b", _without_library(page))
    assert not re.search(r"url\(|@import|\bfetch\(|XMLHttpRequest|https?://", _without_library(page))


def test_a_hostile_name_stays_text(published: tuple[Path, Path]):
    page = _page(published[0])

    assert "Борис </script><b>" not in page
    assert "Борис </script><b>" in [person.get("name") for person in _data(page)["people"]]
    assert len(Scripts(page).found) == 4


def test_no_personal_data_of_customers_is_inside(tmp_path: Path):
    connection = small_shelf(EVERYTHING)
    connection.execute(
        "create table dim_customer as select 'crm:contact:1' as customer_key, 'ИП Иванов' as company_name"
    )
    connection.execute(
        "alter table fct_lead add column note varchar default 'ivan@home.example +7 921 555-12-34'"
    )
    sample = "crm:contact:77001122"
    said = {"ru": Said(message="Есть.", fix="нет."), "en": Said(message="There is.", fix="none.")}
    finding = Finding(
        domain="sales",
        mart="fct_lead",
        rule="check",
        subject="x",
        severity="warn",
        passed=False,
        said=said,
        sample=(sample,),
    )
    file, _ = put_out(connection, tmp_path, findings=(finding,))
    page = _without_library(_page(file))

    assert not re.search(r"[\w.+-]+@[\w-]+\.\w+", page), "an e-mail, be it an employee's"
    assert not re.search(r"\+?[78][\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d\d[\s-]*\d\d\b", page), "a phone"
    assert "Иванов" not in page
    assert sample not in page
    assert not re.search(r"crm:\d|erp:", page), "a key of a record"


def test_an_absent_shelf_is_one_clear_error(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "nothing.duckdb", tmp_path / "empty"):
        with pytest.raises(PageError, match="Nothing is published") as told:
            _page(place)
        assert "voronka night" in told.value.fix


def test_a_broken_shelf_is_one_clear_error(tmp_path: Path):
    (tmp_path / "voronka.duckdb").write_text("this is no database")
    (tmp_path / "manifest.json").write_text('{"release": 1}')
    for place in (tmp_path / "voronka.duckdb", tmp_path / "manifest.json"):
        with pytest.raises(PageError, match="cannot be read"):
            _page(place)


def test_a_parquet_file_that_vanished_is_one_clear_error(published: tuple[Path, Path], tmp_path: Path):
    folder = tmp_path / "parquet"
    subprocess.run(["cp", "-r", str(published[1]), str(folder)], check=True)
    next(folder.rglob("fct_payment.parquet")).unlink()

    with pytest.raises(PageError, match="cannot be read"):
        _page(folder)


def test_a_shelf_of_an_older_voronka_says_to_publish_again(facts_of: Gather):
    connection = small_shelf()
    connection.execute("alter table fct_payment drop column direction")

    with pytest.raises(PageError, match="direction") as told:
        facts_of(connection)
    assert "then write the page again" in told.value.fix


def test_the_page_needs_no_scheduler():
    probe = (
        "import orchestration.assets.page_file, sys; "
        "print([m for m in ('dagster', 'dbt') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"


def test_the_library_travels_with_its_licence():
    assert "Apache License" in (ASSETS / "echarts" / "LICENSE").read_text(encoding="utf-8")
    assert "Apache ECharts" in (ASSETS / "echarts" / "NOTICE").read_text(encoding="utf-8")
