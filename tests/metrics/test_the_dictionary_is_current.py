"""docs/dictionary.md and its picture are what the marts' YAML and the catalogue of metrics say now."""

import xml.etree.ElementTree as ET
from pathlib import Path

from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import read_catalogue
from orchestration.metrics.dictionary import dictionary_text
from orchestration.metrics.marts import read_marts
from orchestration.metrics.star import star_text
from orchestration.metrics.written import DICTIONARY, STAR

CATALOGUE = read_catalogue(DBT_PROJECT)
MARTS = read_marts(DBT_PROJECT, CATALOGUE)


def test_each_shipped_mart_says_in_russian_what_it_holds():
    assert [one.name for one in MARTS if not one.description_ru.startswith("Строка — ")] == []


def test_the_dictionary_is_the_one_that_the_marts_give():
    assert DICTIONARY.read_text(encoding="utf-8") == dictionary_text(MARTS, CATALOGUE), (
        "run `python -m orchestration.metrics`"
    )


def test_the_picture_is_the_one_that_the_keys_give_and_is_whole():
    text = STAR.read_text(encoding="utf-8")
    drawn = {one.text for one in ET.fromstring(text).iter() if one.text}
    joins = [(mart.name, join.to, " + ".join(join.columns)) for mart in MARTS for join in mart.joins]
    assert text == star_text(MARTS), "run `python -m orchestration.metrics`"
    assert {name for join in joins for name in join} <= drawn


def test_every_mart_metric_and_column_is_told_without_a_template_left_over():
    text = DICTIONARY.read_text(encoding="utf-8")
    assert "{{" not in text and "{%" not in text
    assert [mart.name for mart in MARTS if f"\n### {mart.name}\n" not in text] == []
    assert [name for name in CATALOGUE if f"| `{name}` |" not in text] == []
    assert [(mart.name, one.name) for mart in MARTS for one in mart.columns if not one.description] == []


_OWN = """
models:
  - name: mart_act
    description: One row per act.
    config: {{meta: {{description_ru: Строка — акт., publish: {{domain: finance, grain: [act_date]}}}}}}
    columns:
      - name: act_date
        data_type: date
        description: Business date of the document.
        config: {{meta: {{label_ru: Дата, description_ru: День подписания акта.}}}}
      - name: {metric}
        data_type: bigint
        description: Nobody has written this in Russian.
        config: {{meta: {{label_ru: Число, description_ru: Число в этих актах.}}}}
"""


def test_what_a_column_says_of_itself_in_russian_goes_before_all_else(tmp_path: Path):
    folder = tmp_path / "models" / "marts"
    folder.mkdir(parents=True)
    metric = next(iter(CATALOGUE.values()))
    (folder / "mart_act.yml").write_text(_OWN.format(metric=metric.column), encoding="utf-8")
    text = dictionary_text(read_marts(tmp_path, CATALOGUE), CATALOGUE)
    assert "| `act_date` | date | Дата | День подписания акта. |" in text
    told = f"Число в этих актах. Показатель: {metric.meta.description_ru}"
    assert f"| `{metric.column}` | bigint | Число | {told} |" in text


def test_each_key_of_a_join_stands_in_both_marts():
    columns = {mart.name: {one.name for one in mart.columns} for mart in MARTS}
    wrong = [
        (mart.name, join.to)
        for mart in MARTS
        for join in mart.joins
        if not set(join.columns) <= columns[mart.name] or not set(join.to_columns) <= columns[join.to]
    ]
    assert wrong == []
