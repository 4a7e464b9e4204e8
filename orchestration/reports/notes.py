"""Sentences about what was damaged and set aside, kept until the next report of a build tells them."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from expectations.aside import remove
from orchestration.deployment.layout import Var


def note(var: Var, told: str) -> None:
    """Keep a sentence until a report tells it; a full disk does not keep us from going on."""
    with contextlib.suppress(OSError):
        var.run.mkdir(parents=True, exist_ok=True)
        with _notes(var).open("a", encoding="utf-8") as notes:
            notes.write(json.dumps(told, ensure_ascii=False) + "\n")


def noted(var: Var) -> tuple[str, ...]:
    """What no report has told yet."""
    try:
        lines = _notes(var).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return tuple(dict.fromkeys(_read(lines)))


def forget_notes(var: Var) -> None:
    """A report has told them."""
    with contextlib.suppress(OSError):
        remove(_notes(var))


def _read(lines: list[str]) -> Iterator[str]:
    for line in lines:
        with contextlib.suppress(ValueError):
            yield str(json.loads(line))


def _notes(var: Var) -> Path:
    return var.run / "healed.jsonl"
