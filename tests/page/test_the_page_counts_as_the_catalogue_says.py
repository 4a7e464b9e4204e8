"""What the page sums are the metrics of the catalogue by its formulas, and it names no other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import Metric, read_catalogue
from orchestration.metrics.written import PAGE, page_text
from page.tables import FACTS, UNKNOWN
from tests.page.small_shelf import CALLS, CORE, MARKETING, MONEY, REST, SALES, small_shelf
from tests.page.unfolded import Facts, rows_of

CATALOGUE = read_catalogue(DBT_PROJECT)
SCRIPTS = sorted((Path(__file__).parents[2] / "page" / "assets" / "app").glob("*.js"))
YESTERDAY = date(2026, 6, 4)
# Distributions, and a day that is not over: their own tests hold them.
NO_SUMS = {"answers", "pulse"}
# The mart holds these by step and not by pipeline; tests/nightly holds the page's cells to it.
BY_STEP = {"cohort_reached_count", "period_reached_count"}


def _columns() -> list[tuple[str, str]]:
    """Every (table of the page, metric) of which the page holds sums."""
    folder = Path(__file__).parents[2] / "page" / "queries"
    found = []
    for fact in FACTS:
        text = (folder / f"{fact.name}.sql").read_text(encoding="utf-8").rpartition("\nselect")[2]
        named = re.findall(r"(\w+),?\n", text.partition("\nfrom")[0] + "\n")
        found += [(fact.name, name) for name in named if _is_sum(name) and fact.name not in NO_SUMS]
    return found


def _is_sum(name: str) -> bool:
    return name in CATALOGUE and CATALOGUE[name].meta.additivity == "all" and name not in BY_STEP


def _by_formula(shelf: duckdb.DuckDBPyConnection, metric: Metric, mart: str) -> float:
    """The metric of all days up to yesterday, from the wide mart that the page reads where it does."""
    inside = metric.mart == mart or not mart.startswith("mart_")
    asked = f"{metric.aggregate}({metric.expression}) from {metric.mart} where {metric.date_column}"
    beside = f"sum({metric.column}) from {mart} where {'month_date' if 'channel' in mart else 'date_day'}"
    row = shelf.execute(f"select {asked if inside else beside} <= ?", [YESTERDAY]).fetchone()
    assert row
    return float(row[0] or 0)


@pytest.fixture(scope="module")
def shelf() -> Iterator[duckdb.DuckDBPyConnection]:
    with small_shelf(CORE + SALES + MONEY + CALLS + MARKETING + REST) as connection:
        yield connection


def test_the_page_holds_sums_of_every_kind():
    assert {table for table, _ in _columns()} >= {
        "leads",
        "won",
        "contracts",
        "paid",
        "activity",
        "performance",
    }


@pytest.mark.parametrize(("table", "name"), _columns())
def test_a_sum_of_the_page_is_the_metric_by_its_formula(
    shelf: duckdb.DuckDBPyConnection, facts: Facts, table: str, name: str
):
    mart = next(fact.mart for fact in FACTS if fact.name == table)
    told = _by_formula(shelf, CATALOGUE[name], mart)

    rows = rows_of(facts, table)

    assert sum(row[name] or 0 for row in rows) == pytest.approx(told)


def test_the_page_speaks_of_metrics_in_the_words_of_the_catalogue():
    assert PAGE.read_text(encoding="utf-8") == page_text(CATALOGUE), "run: python -m orchestration.metrics"


def test_every_metric_that_a_script_names_is_in_the_catalogue():
    text = "\n".join(file.read_text(encoding="utf-8") for file in SCRIPTS)
    named = set(re.findall(r'(?:metric|before): "(\w+)"|valueOf\(\w+, "(\w+)"\)', text))
    ratios = set(re.findall(r'"(\w+_(?:count|amount|share|median))"', text))

    assert len(named) > 25
    assert {name for pair in named for name in pair if name} | ratios <= set(CATALOGUE)


def test_the_first_tier_of_the_page_is_the_first_tier_of_the_catalogue():
    cards = next(file for file in SCRIPTS if file.stem == "cards").read_text(encoding="utf-8")

    first = {name for name, one in CATALOGUE.items() if one.meta.tier == 1}
    assert set(re.findall(r'metric: "(\w+)"', cards)) == first


def test_the_plans_of_the_page_are_those_of_the_plan_file():
    measures = next(file for file in SCRIPTS if file.stem == "measures").read_text(encoding="utf-8")
    tables = re.search(r"TABLE_OF = \{(.*?)\}", measures, re.S)
    families = re.search(r"FAMILY_OF = \{(.*?)\}", measures, re.S)
    assert tables and families and "CATALOGUE[metric].is_planned" in measures

    lying = dict(re.findall(r'(\w+): "(\w+)"', tables[1]))
    assert set(lying) == {name for name, one in CATALOGUE.items() if one.meta.is_planned}
    assert {(table, name) for name, table in lying.items()} <= set(_columns())
    assert set(dict(re.findall(r'(\w+): "(\w+)"', families[1])).values()) <= set(UNKNOWN)


def test_no_script_divides_metrics_by_itself():
    """`ratio` takes shares of a whole: steps of their first one, a row of its total, a fact of its plan."""
    allowed = {
        "measures": {"ratio(valueOf(one, numerator), valueOf(one, denominator))"},
        "channels": {"ratio(row[metric], total[metric])"},
        "funnel": {"ratio(count, counts[first])", "ratio(count, counts[previous])"},
        "scorecard": {"ratio(table[part][row], table[whole][row])"},
        "managers": {
            "ratio(paid.revenue_paid_amount, wanted.value)",
            "ratio(one.cohort[LAST_STAGE], one.cohort[STEPS[0]])",
            "ratio(one.cohort[step], one.cohort[steps[place]])",
        },
    }
    for file in SCRIPTS:
        calls = set(re.findall(r"\bratio\((?:[^()]|\([^()]*\))*\)", file.read_text(encoding="utf-8")))
        assert calls <= allowed.get(file.stem, set()), file.name


def test_every_entry_of_the_page_has_both_languages():
    entries = json.loads(PAGE.read_text(encoding="utf-8"))

    assert all(one["ru"] and one["en"] and one["how_ru"] and one["how_en"] for one in entries.values())
