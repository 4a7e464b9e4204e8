"""The words of docs/architecture.md name one thing each: no two rooms have a class of the same word."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bi", "connectors", "durable", "expectations", "orchestration", "page", "texts")
WORDS = {
    "Page",
    "Journal",
    "Reading",
    "Asked",
    "Check",
    "Verdict",
    "Stream",
    "Batch",
    "Window",
    "Contract",
    "Rule",
}


def test_each_word_is_the_name_of_one_class():
    found = defaultdict(list)
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and node.name.lstrip("_") in WORDS:
                    found[node.name.lstrip("_")].append(file.relative_to(ROOT).as_posix())

    assert found.keys() <= WORDS and len(found) >= 9
    assert {word: files for word, files in found.items() if len(files) > 1} == {}
