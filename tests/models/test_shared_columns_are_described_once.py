"""A description that many columns share is a doc block, and whoever reads the manifest gets its words."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import yaml

from tests.models.conftest import PROJECT

MODELS = PROJECT / "models"
SHARED = MODELS / "docs" / "columns.md"
_MOST = 3
_BLOCK = re.compile(r"\{% docs (\w+) %\}\n(.+?)\n\{% enddocs %\}", re.DOTALL)
_NAMED = re.compile(r"\{\{ doc\('(\w+)'\) \}\}")


def written() -> dict[str, set[str]]:
    """Description as the YAML has it → the files that have it."""
    found = defaultdict(set)
    for file in MODELS.rglob("*.yml"):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for model in content.get("models", []):
            for column in model.get("columns", []):
                if text := (column.get("description") or "").strip():
                    found[text].add(file.name)
    return found


def blocks() -> dict[str, str]:
    return dict(_BLOCK.findall(SHARED.read_text(encoding="utf-8")))


def test_no_description_is_written_in_more_than_three_files():
    often = {
        text: len(files)
        for text, files in written().items()
        if len(files) > _MOST and not _NAMED.fullmatch(text)
    }
    assert often == {}, f"make it a block of {SHARED.name}"


def test_each_block_is_asked_for_by_more_than_three_files_and_says_what_no_other_says():
    named = {match[1]: files for text, files in written().items() if (match := _NAMED.fullmatch(text))}
    told = blocks()
    assert len(told) > 50 and named.keys() == told.keys()
    assert {name for name, files in named.items() if len(files) <= _MOST} == set()
    assert len(set(told.values())) == len(told)


def test_the_manifest_has_the_words_and_not_the_name_of_the_block(manifest: dict[str, Any]):
    columns = manifest["nodes"]["model.voronka.mart_employee_activity_daily"]["columns"]
    assert columns["date_day"]["description"] == blocks()["date_day"]
    left = [
        (node["name"], column["name"])
        for node in manifest["nodes"].values()
        for column in node.get("columns", {}).values()
        if "{{" in (column.get("description") or "")
    ]
    assert left == []
