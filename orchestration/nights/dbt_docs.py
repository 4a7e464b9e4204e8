"""dbt's documentation in a Russian deployment: what the house says in Russian stands before dbt's English."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from durable.files import write_file
from expectations.contract import Column
from expectations.metric_words import column_words, metric_words

MANIFEST = "manifest.json"
_STATIC = "static_index.html"
_TOLD = "told_in_russian"


def tell_in_russian(target: Path) -> None:
    """Put the Russian of models and columns before their English in what `dbt docs` shows, once.

    `target`: dbt's target folder; without a manifest there is nothing to do. Raises OSError.
    """
    file = target / MANIFEST
    if not file.exists():
        return
    before = file.read_text(encoding="utf-8")
    manifest = json.loads(before)
    if manifest["metadata"].get(_TOLD):
        return
    manifest["metadata"][_TOLD] = True
    metrics = metric_words(manifest)
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model":
            _tell(node, metrics)
    after = json.dumps(manifest, ensure_ascii=False)
    static = target / _STATIC
    if static.exists():
        write_file(static, static.read_text(encoding="utf-8").replace(before, after))
    write_file(file, after)


def _tell(node: dict[str, Any], metrics: Mapping[str, Mapping[str, str]]) -> None:
    meta = node.get("config", {}).get("meta") or {}
    if meta.get("description_ru"):
        node["description"] = _above(meta["description_ru"], node["description"])
    for column in node["columns"].values():
        metric = metrics.get(column["name"], {}) if "publish" in meta else {}
        words = column_words(column, metric)
        if "description_ru" in words:
            said = Column.model_validate({"name": column["name"], "type": "", **words}).comment("ru")
            column["description"] = _above(said, column["description"])


def _above(russian: str, english: str) -> str:
    return f"{russian.strip()}\n\n{english}"
