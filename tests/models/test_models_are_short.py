"""A model is read on two screens: what is longer is named here, and why a cut would not make it clearer."""

from __future__ import annotations

from tests.models.conftest import PROJECT

LINES = 120
LONGER = {
    "mart_metric_long": "sums, records and ratios laid on one panel",
}


def test_no_model_is_long_but_those_that_say_why():
    lengths = {
        file.stem: len(file.read_text(encoding="utf-8").splitlines())
        for file in (PROJECT / "models").rglob("*.sql")
        if "local" not in file.parts
    }

    assert len(lengths) > 200
    assert {name for name, lines in lengths.items() if lines >= LINES} == set(LONGER), (
        "name what repeats (dbt_project/macros), or say here why the model is long; take out what is short"
    )
