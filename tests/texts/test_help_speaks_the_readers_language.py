"""`voronka --help` in Russian: no English sentence is left, and the English one is what the code says."""

from __future__ import annotations

import re

import pytest
import typer
from typer.testing import CliRunner

from orchestration.cli import app

COMMANDS = [[], *([name] for name in typer.main.get_command(app).commands)]  # type: ignore[attr-defined]
SURROUNDINGS = {"COLUMNS": "100", "TERM": "dumb", "LANG": "C"}


def _help(words: list[str], **environment: str) -> str:
    answer = CliRunner().invoke(app, [*words, "--help"], env={**SURROUNDINGS, **environment})
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0] if words else "all")
def test_help_in_russian_has_no_english_sentence(words: list[str]) -> None:
    said = _help(words, VORONKA_LANGUAGE="ru")

    assert re.search("[а-яё]{4}", said)
    rest = said.split("\n", 2)[2]
    assert re.findall(r"(?:\b[A-Za-z]{2,}[,.]? ){3,}", rest) == []


def test_the_language_of_the_machine_is_spoken_where_none_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("VORONKA_LANGUAGE")
    assert "Команды" in _help([], LANG="ru_RU.UTF-8")
    assert "Commands" in _help([], LANG="de_DE.UTF-8")
    assert "Commands" in _help([], LANG="ru_RU.UTF-8", VORONKA_LANGUAGE="en")
