"""A model is read on two screens, and nothing is left out of that."""

from __future__ import annotations

from tests.models.conftest import PROJECT

LINES = 120


def test_no_model_is_long():
    lengths = {
        file.stem: len(file.read_text(encoding="utf-8").splitlines())
        for file in (PROJECT / "models").rglob("*.sql")
        if "local" not in file.parts
    }

    assert len(lengths) > 200
    assert {name: lines for name, lines in lengths.items() if lines >= LINES} == {}, (
        "name what repeats (macros/), or make a step that is a thought of its own an ephemeral model"
    )
