"""Every report of docs/reports.md is answered by its query on three nights, and no mart is left out."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from orchestration.deployment.layout import DBT_PROJECT, REPOSITORY
from orchestration.metrics.catalogue import read_catalogue
from orchestration.metrics.marts import read_marts
from tests.nightly.simulated import House

TEXT = (REPOSITORY / "docs" / "reports.md").read_text(encoding="utf-8")
REPORTS = dict(re.findall(r"^### (.+?)\n.*?```sql\n(.+?)```", TEXT, re.MULTILINE | re.DOTALL))
OF_OTHER_COMPANIES = {"fct_visit", "mart_email_campaign", "mart_unit_stock", "mart_visit_plan"}
"""What the usual company has no system for."""


@pytest.mark.parametrize("after", ["night 3"], indirect=True)
def test_each_query_answers(after: House):
    assert len(REPORTS) == TEXT.count("\n### ")
    empty = {words for words, sql in REPORTS.items() if not after.published(sql)}
    asked = {words for words, sql in REPORTS.items() if not OF_OTHER_COMPANIES & set(re.findall(r"\w+", sql))}
    assert len(asked) > 40
    assert empty & asked == set()


@pytest.mark.parametrize("after", ["night 3"], indirect=True)
def test_each_query_of_the_dictionary_runs_and_its_words_are_published(after: House):
    catalogue = read_catalogue(DBT_PROJECT)
    marts = read_marts(DBT_PROJECT, catalogue)
    for mart in marts:
        after.published(mart.example)
    told = set(after.published("select mart, column_name, label_ru, metric from publication_column"))
    assert told == {
        (mart.name, one.name, one.label_ru or one.name, one.metric.name if one.metric else None)
        for mart in marts
        for one in mart.columns
    }


def test_no_published_mart_is_left_out():
    exposures = yaml.safe_load(
        (DBT_PROJECT / "models" / "marts" / "exposures.yml").read_text(encoding="utf-8")
    )
    shelf = next(one for one in exposures["exposures"] if one["name"] == "shelf")
    marts = set(re.findall(r"mart_\w+", " ".join(shelf["depends_on"])))
    assert marts - set(re.findall(r"mart_\w+", TEXT)) == set()


def test_what_is_said_to_stand_on_the_page_is_a_heading_there():
    words = json.loads((REPOSITORY / "page" / "assets" / "words" / "ru.json").read_text(encoding="utf-8"))
    named = {one for line in re.findall(r"Где смотреть: (.+)", TEXT) for one in re.findall(r"«(.+?)»", line)}

    assert named
    assert named - {text for text in words.values() if isinstance(text, str)} == set()
