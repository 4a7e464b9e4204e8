"""A real Superset with the bundle over the demo's shelf, for `make test-bi`; `make test` needs none."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from psycopg import conninfo

from bi.superset.bundle import DATABASE, Sources, bundle, named, password_of, read_sources, zipped
from bi.superset.client import Client
from bi.superset.server import REPOSITORY, USER, Server
from bi.superset.shelf import filled
from expectations.versions import Versions
from tests.browser.opened import chromium
from tests.release.postgres import new_base, running_server
from tests.superset.expected import Asked

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
COMPANIES: dict[str, tuple[str, ...]] = {"developer": ("stock",), "field_sales": (), "uis": ("letters",)}
"""Companies with systems that the usual one does not have → the dashboards that differ; none: all of them."""
DEMO = REPOSITORY / "var" / "demo"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """These tests run when somebody asks for this very folder."""
    asked = [Path(str(argument).split("::")[0]).resolve() for argument in config.args]
    return None if any(one == HERE or HERE in one.parents for one in asked) else True


@dataclass
class Dashboards:
    """The bundle in a running Superset, and the published file to compare with."""

    server: Server
    client: Client
    sources: Sources
    files: dict[str, Any]
    shelf: duckdb.DuckDBPyConnection = field(repr=False)
    kind: str = "duckdb"
    address: str = ""

    @property
    def rooms(self) -> list[str]:
        """The dashboards to look at."""
        rooms = [one.id for one in self.sources.declared.dashboards]
        return [one for one in rooms if one in COMPANIES.get(self.kind, ())] or rooms

    def numbers(self) -> dict[str, int]:
        """The number of each chart in Superset by its lasting name."""
        found: dict[str, int] = {}
        for page in range(10):
            asked = f"(page_size:100,page:{page},columns:!(id,uuid))"
            answer = self.client.get("chart/", q=asked)["result"]
            found |= {one["uuid"]: one["id"] for one in answer}
            if not answer:
                break
        return found

    def charts(self) -> Iterator[Asked]:
        """Every chart of the dashboards to look at, in both languages."""
        for language in ("ru", "en"):
            for dashboard in self.sources.declared.dashboards:
                for chart in dashboard.charts if dashboard.id in self.rooms else ():
                    yield Asked(
                        name=f"{self.kind}/{language}/{dashboard.id}/{chart.id}",
                        uuid=named("chart", language, dashboard.id, chart.id),
                        chart=chart,
                        dataset=self.files[f"datasets/voronka/{chart.dataset}_{language}.yaml"],
                        declared=self.sources.declared.datasets[chart.dataset],
                        catalogue=self.sources.catalogue,
                    )

    def question(self, number: int) -> dict[str, Any]:
        """What Superset keeps as the chart's question."""
        kept: dict[str, Any] = json.loads(self.client.get(f"chart/{number}")["result"]["query_context"])
        return kept

    @contextmanager
    def over(self, company: str) -> Iterator[Dashboards]:
        """The bundle of another company, in the place of this one until the block ends."""
        file = published(company, 0.05)
        with duckdb.connect(str(file), read_only=True) as shelf:
            other = replace(self, sources=_sources(file), shelf=shelf)
            other.put(f"duckdb:///{file}", company)
            yield other
        self.put(self.address, self.kind)

    def put(self, address: str, kind: str) -> None:
        """Import the bundle over a database."""
        self.files = bundle(address, sources=self.sources)
        password = password_of(address)
        self.client.import_bundle(zipped(self.files), {DATABASE: password} if password else {})
        self.kind, self.address = kind, address


def published(company: str, scale: float) -> Path:
    """The published file of the usual demo or another company's; a small demo is run where there is none."""
    file = REPOSITORY / "var" / (f"demo_{company}" if company else "demo") / "shelf" / "voronka.duckdb"
    if not file.exists():
        told = ["--company", company] if company else []
        voronka = Path(sys.executable).with_name("voronka")
        subprocess.run([voronka, "demo", "--scale", str(scale), *told], check=True)
    return file


@pytest.fixture(scope="session")
def demo() -> Path:
    """The published file of the usual demo."""
    return published("", 0.1)


@pytest.fixture(scope="session")
def dashboards(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboards]:
    """Superset from its first start on, with the bundle over a copy of the DuckDB file."""
    folder = tmp_path_factory.mktemp("superset")
    file = Path(shutil.copy(demo, folder / "voronka.duckdb"))
    server = Server(folder / "var", _free_port())
    server.prepare()
    sources = _sources(file)
    with server.running(), duckdb.connect(str(file), read_only=True) as shelf:
        client = Client(server.address, USER, server.password)
        found = Dashboards(server, client, sources, {}, shelf)
        found.put(f"duckdb:///{file}", "duckdb")
        yield found


@pytest.fixture(scope="session")
def postgres(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's publication in PostgreSQL, by the project's own shelf; gives what Superset connects to."""
    with running_server(tmp_path_factory.mktemp("server")) as server:
        base = new_base(server)
        publication = Versions(DEMO / "releases").current()
        assert publication is not None
        base.target().put(publication, DEMO / "releases", lambda step: None)
        told = conninfo.conninfo_to_dict(base.address)
        yield f"postgresql+psycopg2://{told['user']}@/{told['dbname']}?host={told['host']}"


@pytest.fixture
def page(dashboards: Dashboards) -> Iterator[Page]:
    """A browser that has logged in."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, chromium(playwright) as browser:
        opened = browser.new_context(viewport={"width": 1500, "height": 1000}).new_page()
        opened.set_default_timeout(180_000)
        opened.goto(f"{dashboards.server.address}/login/")
        opened.wait_for_selector("input[type=password]")
        opened.fill("input[type=text],input[name=username]", USER)
        opened.fill("input[type=password]", dashboards.server.password)
        opened.keyboard.press("Enter")
        opened.wait_for_url(lambda url: "login" not in url)
        yield opened


def _sources(file: Path) -> Sources:
    """What a published file has data for."""
    sources = read_sources()
    return sources.over(filled(f"duckdb:///{file}", sources.declared.needed))


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
