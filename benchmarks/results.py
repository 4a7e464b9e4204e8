"""Keeps what was measured, a JSON file a measurement; called as a command, it fills in the README."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("results")
_README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
_SHOWN = ("duckdb", "dbt-core", "dagster", "great-expectations", "pyarrow", "requests")


@dataclass(frozen=True)
class Figure:
    """One line of a result for people. `goal`: in words; `met`: None where nothing was promised."""

    what: str
    found: str
    goal: str = ""
    met: bool | None = None


def machine() -> str:
    """Cores, memory and system, and nothing that names a place."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kind = platform.machine().replace("_", "-")
    return f"{os.cpu_count()} cores, {round(memory)} GB, {platform.system()} {kind}"


def save(name: str, command: str, figures: Sequence[Figure], measured: dict[str, Any]) -> Path:
    """Write `results/<name>.json` and print its figures."""
    found = {
        "command": command,
        "machine": machine(),
        "python": platform.python_version(),
        "versions": {one: version(one) for one in _SHOWN},
        "measured_on": datetime.now(UTC).date().isoformat(),
        "figures": [asdict(figure) for figure in figures],
        "measured": measured,
    }
    path = _FOLDER / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for figure in figures:
        print(told(figure))
    return path


def told(figure: Figure) -> str:
    """A figure as one line of text."""
    verdict = {True: " · met", False: " · MISSED", None: ""}[figure.met]
    return f"{figure.what}: {figure.found}{' · goal ' + figure.goal if figure.goal else ''}{verdict}"


def tables() -> str:
    """Every kept result as a Markdown table under the words of its machine."""
    return "\n\n".join(_table(json.loads(file.read_bytes())) for file in sorted(_FOLDER.glob("*.json")))


def _table(found: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    head = f"`{found['command']}`, {found['measured_on']}: {found['machine']}; Python {found['python']}"
    rows = [_row(Figure(**one)) for one in found["figures"]]
    return "\n".join([f"{head}, {versions}.", "", "| figure | found | goal | |", "|---|---|---|---|", *rows])


def _row(figure: Figure) -> str:
    verdict = {True: "met", False: "**missed**", None: ""}[figure.met]
    return f"| {figure.what} | {figure.found} | {figure.goal} | {verdict} |"


def main() -> None:
    """Write the tables between the two marks of the README."""
    text = _README.read_text(encoding="utf-8")
    before, after = text.partition(_BEGIN)[0], text.partition(_END)[2]
    _README.write_text(f"{before}{_BEGIN}\n\n{tables()}\n\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
