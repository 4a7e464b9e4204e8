"""A Chromium without a network, and a shelf with its page to open in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from page.facts import gather
from page.page import Look, build_page
from page.shelf_reader import open_shelf
from tests.page.made_shelf import put_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]
"""Opens a page from its file: address, file, width, and what else a browser context takes."""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium(playwright: Any) -> Iterator[Browser]:
    """The system's Chromium; CHROMIUM names another one."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        raise RuntimeError("No Chromium here. Fix: apt-get install chromium, or name it in CHROMIUM")
    found = playwright.chromium.launch(executable_path=program, args=FLAGS)
    try:
        yield found
    finally:
        found.close()


@dataclass
class Company:
    """A published shelf, its page, and the numbers to compare with."""

    page: Path
    shelf: Path
    connection: duckdb.DuckDBPyConnection = field(repr=False)

    def ask(self, query: str, *values: Any) -> Any:
        """The only value that a query over the shelf gives."""
        row = self.connection.execute(query, list(values)).fetchone()
        return row[0] if row else None

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, list(values)).fetchall()


@contextmanager
def published(tables: duckdb.DuckDBPyConnection, folder: Path, **told: Any) -> Iterator[Company]:
    """Publish the tables of a connection and write the page."""
    with tables:
        file, _ = put_out(tables, folder, **told)
    page = write(file, folder / "report.html")
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("use kpi")
        yield Company(page, file, connection)


def write(shelf: Path, page: Path) -> Path:

    with open_shelf(shelf) as opened:
        page.write_text(build_page(gather(opened), Look("ru", "RUB")), encoding="utf-8")
    return page
