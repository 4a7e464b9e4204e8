"""What dbt's manifest says of the metrics that stand in columns: words in both languages, and the unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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


def _meta(node: Mapping[str, Any]) -> Mapping[str, Any]:
    return (node.get("config") or {}).get("meta") or {}
