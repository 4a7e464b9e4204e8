"""What dbt's manifest says of columns and of the metrics that stand in them: words in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from texts import russian


def metric_words(manifest: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Column → `metric`, `label_en`, `description_ru` and `unit` of the metric that bears its name.

    A metric without Russian words and a unit is no part of the catalogue and says nothing.
    """
    measures = {
        measure["name"]: measure
        for model in manifest.get("semantic_models", {}).values()
        for measure in model["measures"]
    }
    found = {}
    for metric in manifest.get("metrics", {}).values():
        meta = _meta(metric) or _meta(measures.get(metric["name"], {}))
        if {"label_ru", "description_ru", "unit"} <= meta.keys():
            found[meta.get("column") or metric["name"]] = {
                "metric": metric["name"],
                "label_en": metric["label"],
                "description_ru": meta["description_ru"],
                "unit": meta["unit"],
            }
    return found


def column_words(column: Mapping[str, Any], metric: Mapping[str, str]) -> dict[str, str]:
    """`description`, `label_ru` and, if there is one, `description_ru` of a column; and its metric's words.

    What a metric means is said of a column that says nothing nearer. A column with `metric: false` bears a
    metric's name and is another number.
    """
    meta = _meta(column)
    if meta.get("metric") is False:
        metric = {}
    description = (column.get("description") or "").strip()
    own = meta.get("description_ru") or russian(description)
    words = {"description": description, "label_ru": meta.get("label_ru", ""), **metric}
    return {**words, "description_ru": own} if own else words


def _meta(node: Mapping[str, Any]) -> Mapping[str, Any]:
    return (node.get("config") or {}).get("meta") or {}
