"""Each published mart belongs to the group of its domain, and dbt knows who reads it."""

import re
from typing import Any

from tests.models.conftest import PROJECT

PAGE = PROJECT.parent / "page"


def _published(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["config"].get("meta", {}).get("publish")
    }


def _read_by(manifest: dict[str, Any], exposure: str) -> set[str]:
    one = manifest["exposures"][f"exposure.voronka.{exposure}"]
    return {name.rsplit(".", 1)[-1] for name in one["depends_on"]["nodes"]}


def test_the_group_of_a_mart_is_its_domain(manifest: dict[str, Any]):
    marts = _published(manifest)
    assert marts
    assert {name: node["config"]["group"] for name, node in marts.items()} == {
        name: node["config"]["meta"]["publish"]["domain"] for name, node in marts.items()
    }
    assert {node["access"] for node in marts.values()} == {"public"}


def test_the_shelf_is_exposed_with_every_published_mart(manifest: dict[str, Any]):
    assert _read_by(manifest, "shelf") == set(_published(manifest)), "correct models/marts/exposures.yml"


def test_the_page_is_exposed_with_the_marts_it_asks(manifest: dict[str, Any]):
    texts = [file.read_text(encoding="utf-8") for file in (*PAGE.rglob("*.sql"), *PAGE.glob("*.py"))]
    asked = re.findall(r"\b(?:from|join)\s+((?:dim|fct|bdg|mart)_\w+)", " ".join(texts))
    assert _read_by(manifest, "page") == set(asked), "correct models/marts/exposures.yml"
