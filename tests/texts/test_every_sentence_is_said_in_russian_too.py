"""Each sentence that the code says has a Russian one with the same places, and none is left over."""

import ast
import string
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import typer

from orchestration.cli import app
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import read_catalogue
from orchestration.metrics.marts import read_marts
from texts import say, speaking
from texts.speech import catalogue

_ROOT = Path(__file__).parents[2]
_ROOMS = ("bi", "connectors", "expectations", "orchestration", "page", "texts")


def _said() -> dict[str, str]:
    """Sentence → the place in the code that says it."""
    found = {}
    for room in _ROOMS:
        for file in (_ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("say", "marked"):
                    where = f"{file.relative_to(_ROOT)}:{node.lineno}"
                    sentence = node.args[0]
                    assert isinstance(sentence, ast.Constant), (
                        f"{where}: a literal sentence is said or marked"
                    )
                    found[str(sentence.value)] = where
    return found | dict.fromkeys(_helped(), "voronka --help")


def _helped() -> set[str]:
    """What `--help` says of the commands and of their options."""
    every = typer.main.get_command(app)
    commands: list[Any] = [every, *getattr(every, "commands", {}).values()]
    options = [option for command in commands for option in command.params]
    return {one.help for one in (*commands, *options) if getattr(one, "help", None)}


def _described() -> dict[str, str]:
    """What the YAML of the shipped marts says of their columns, and no metric says for them → where."""
    return {
        one.description: f"{mart.name}.{one.name}"
        for mart in read_marts(DBT_PROJECT, read_catalogue(DBT_PROJECT))
        for one in mart.columns
        if mart.domain != "local" and (not one.metric or one.metric.description != one.description)
    }


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_sentence_has_a_translation_with_the_same_places():
    known = catalogue("ru")
    missing = {one: where for one, where in _said().items() if one not in known}
    assert not missing
    wrong = [one for one, other in known.items() if _places(one) != _places(other)]
    assert not wrong


def test_no_translation_is_left_over():
    assert not set(catalogue("ru")) - set(_said()) - set(_described())


def test_every_column_of_a_shipped_mart_is_described_in_russian():
    known = catalogue("ru")
    missing = {one: where for one, where in _described().items() if one not in known}
    assert not missing, "write what these columns mean in texts/ru/dbt_project.po, by their English"


def test_no_sentence_is_translated_twice():
    texts = [file.read_text(encoding="utf-8") for file in sorted((_ROOT / "texts" / "ru").glob("*.po"))]
    lines = [line for text in texts for line in text.splitlines() if line.startswith('msgid "')]
    twice = {one for one, times in Counter(lines).items() if times > 1}
    assert twice <= {'msgid ""'}  # the head of each file
    assert len(lines) == sum(line.startswith('msgstr "') for text in texts for line in text.splitlines())


def test_a_sentence_is_said_in_the_language_spoken(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("texts.speech.catalogue", lambda wanted: {"{path} is missing": "нет файла {path}"})
    assert say("{path} is missing", path="a.csv") == "a.csv is missing"
    with speaking("ru"):
        assert say("{path} is missing", path="a.csv") == "нет файла a.csv"
        assert say("unheard of") == "unheard of"
