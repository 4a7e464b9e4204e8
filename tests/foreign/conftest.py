"""Companies with their vendors' own limits, and the clients of `.venv/foreign` that read them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox.company.current import CompanyState
from sandbox.company.layout import Layout
from sandbox.company.snapshot import state_at
from sandbox.world.world import generate
from tests.pretend_nights import Nights, open_company

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
PYTHON = REPOSITORY / ".venv" / "foreign" / "bin" / "python"
SCALE = 0.2
SEED = 7


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """These tests run when somebody asks for this very folder."""
    asked = [Path(str(argument).split("::")[0]).resolve() for argument in config.args]
    return None if any(one == HERE or HERE in one.parents for one in asked) else True


@dataclass
class Visited:
    """A company on its first night: what is true of it, and what a client reads of its systems."""

    state: CompanyState
    nights: Nights
    limits: dict[str, dict[str, Any]]

    def read(self, client: str, vendor: str, **more: object) -> dict[str, Any]:
        """What a client (a module of `readers`) reads of a vendor's account, at the vendor's own limits."""
        account = self.nights.ready["accounts"][vendor] | more
        command = [str(PYTHON), "-m", f"tests.foreign.readers.read_{client}"]
        told = subprocess.run(
            command, input=json.dumps(account), cwd=REPOSITORY, capture_output=True, text=True, timeout=300
        )
        assert told.returncode == 0, told.stderr
        found: dict[str, Any] = json.loads(told.stdout)
        return found

    def landed(self, vendor: str, stream: str) -> dict[str, Any]:
        """What our own connector lands of a stream, key by key; it is not held to the limits here."""
        unbound = {"amocrm": {"per_second": 100_000}, "bitrix24": {"drained_per_second": 100_000}}
        if vendor in self.limits:
            self.nights.control("POST", "limits", {vendor: unbound.get(vendor, {})})
        self.nights.load_with_parents(vendor, stream)
        return self.nights.alive(vendor, stream)


@pytest.fixture(scope="session")
def opened(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Layout], tuple[Any, CompanyState]]]:
    """Companies by their systems, each with what is true of it on the first night."""
    with ExitStack() as running:
        known: dict[Layout, tuple[Any, CompanyState]] = {}

        def company(layout: Layout) -> tuple[Any, CompanyState]:
            if layout not in known:
                systems = [word for name, value in asdict(layout).items() for word in (f"--{name}", value)]
                words = (*systems, "--scale", str(SCALE))
                ready = running.enter_context(open_company(tmp_path_factory.mktemp("company"), *words))
                at = datetime.fromisoformat(ready["nights"][0])
                known[layout] = ready, state_at(generate(SEED, SCALE, layout), at)
            return known[layout]

        yield company


@pytest.fixture
def visit(
    opened: Callable[[Layout], tuple[Any, CompanyState]], tmp_path: Path
) -> Iterator[Callable[[Layout], Visited]]:
    """A company of this layout, healthy, with the limits that the vendors have."""
    changed: list[Visited] = []

    def visit(layout: Layout) -> Visited:
        ready, state = opened(layout)
        nights = Nights(ready, tmp_path)
        visited = Visited(state, nights, nights.control("GET", "limits"))
        changed.append(visited)
        nights.control("DELETE", "faults")
        nights.night(0)
        return visited

    yield visit
    for one in changed:
        one.nights.control("DELETE", "faults")
        one.nights.control("POST", "limits", one.limits)
