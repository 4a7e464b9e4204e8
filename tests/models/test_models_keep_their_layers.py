"""Who may read whom, held over the manifest, with no list of exceptions."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.models.conftest import PROJECT, Warehouse

# What an analyst may write on one engine and would mean something else, or nothing, on another.
FORBIDDEN = {
    "qualify": r"\bqualify\b",
    "group by all": r"\bgroup by all\b",
    "union by name": r"\bby name\b",
    "distinct on": r"\bdistinct on\b",
    "arg_max, arg_min": r"\barg_(max|min)\b",
    "integer division //": r"(?<!:)//",
    "exclude, replace": r"\*\s+(exclude|replace)\b",
    "pivot": r"\bpivot\b",
    "asof join": r"\basof\b",
    "select *": r"select\s+\*|\.\*",
    "a lambda": r"\blambda\b|\w\s+->\s+\w",
    "unnest outside macro explode": r"\bunnest\s*\(",
}


def models(manifest: dict[str, Any], layer: str | None = None) -> Iterator[dict[str, Any]]:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and layer in (None, node["fqn"][1]):
            yield node


def inputs(manifest: dict[str, Any], model: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(kind, node) of everything that a model reads, kind being source, seed or the layer of a model."""
    for name in model["depends_on"]["nodes"]:
        node = manifest["sources"].get(name) or manifest["nodes"][name]
        yield (node["fqn"][1] if node["resource_type"] == "model" else node["resource_type"]), node


def test_what_is_read_of_observations_is_read_and_noted_of_another_entity_too():
    """The quarantine does not look at observations: a value that only they read would be lost unseen."""
    lost = []
    for folder in (PROJECT / "models" / "staging").iterdir():
        texts = {file.stem: file.read_text() for file in folder.glob("*.sql")}
        texts |= {
            file.stem: file.read_text() for file in (PROJECT / "macros/landing").glob(f"{folder.name}*")
        }
        noted = {
            field for text in texts.values() for field in re.findall(r"read\('([^']+)', '\w+', noted", text)
        }
        for name, text in texts.items():
            if name.endswith("_observations"):
                lost += [
                    (name, field) for field in re.findall(r"read\('([^']+)'", text) if field not in noted
                ]
    assert lost == []


def test_staging_reads_nothing_but_its_own_vendor_and_what_people_map(manifest: dict[str, Any]):
    wrong = [
        (model["name"], node["name"])
        for model in models(manifest, "staging")
        for kind, node in inputs(manifest, model)
        if (kind, vendor_of(kind, node))
        not in (
            ("source", model["fqn"][2]),
            ("staging", model["fqn"][2]),
            ("staging", "files"),
        )
    ]
    assert wrong == []


def vendor_of(kind: str, node: dict[str, Any]) -> str:
    return str(node["source_name"] if kind == "source" else node["fqn"][2])


def test_a_staging_model_that_reads_the_landing_reads_no_other_model(manifest: dict[str, Any]):
    kinds = {
        model["name"]: {kind for kind, _ in inputs(manifest, model)} for model in models(manifest, "staging")
    }
    assert [name for name, found in kinds.items() if len(found) > 1] == []


def test_a_staging_model_is_called_after_its_vendor(manifest: dict[str, Any]):
    wrong = [
        model["name"]
        for model in models(manifest, "staging")
        if not model["name"].startswith(f"stg_{model['fqn'][2]}__")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("layer", "allowed"),
    [("intermediate", {"staging", "intermediate", "seed"}), ("marts", {"intermediate", "marts"})],
)
def test_no_layer_reads_past_the_one_below_it(manifest: dict[str, Any], layer: str, allowed: set[str]):
    wrong = [
        (model["name"], node["name"])
        for model in models(manifest, layer)
        for kind, node in inputs(manifest, model)
        if kind not in allowed
    ]
    assert wrong == []


def test_above_staging_a_model_names_what_the_deployment_and_the_run_tell_and_no_vendor():
    """Vendors are read by entity (macro from_vendors); a vendor's own macros are a part of its staging."""
    named = {
        (file.name, found)
        for room in ("models/intermediate", "models/marts", "macros", "tests")
        for file in (PROJECT / room).rglob("*.sql")
        if file.parent.name != "landing"
        for found in re.findall(r"stg_(\w+?)__", file.read_text(encoding="utf-8"))
    }
    assert {vendor for _, vendor in named} == {"files", "run"}, sorted(named)


def test_every_model_belongs_to_a_layer(manifest: dict[str, Any]):
    assert {model["fqn"][1] for model in models(manifest)} <= {"staging", "intermediate", "marts"}


def test_every_entity_and_mart_promises_its_columns_and_says_what_they_mean(manifest: dict[str, Any]):
    wrong = [
        model["name"]
        for layer in ("intermediate", "marts")
        for model in models(manifest, layer)
        if not (model["contract"]["enforced"] or is_part_of_statements(model))
        or not model["description"]
        or not all(column["description"] for column in model["columns"].values())
    ]
    assert wrong == []


def is_part_of_statements(model: dict[str, Any]) -> bool:
    """Whether it stands in the statements that read it, so that dbt has no table to hold to a contract."""
    return bool(model["config"]["materialized"] == "ephemeral")


def is_entity_of_vendors(model: dict[str, Any]) -> bool:
    return model["fqn"][2] == "vendors" and is_part_of_statements(model)


def test_a_step_of_a_model_is_read_by_one_model_alone(manifest: dict[str, Any]):
    """What two read is a table: as a part of their statements it would be counted twice a night."""
    readers = Counter(node["name"] for model in models(manifest) for _, node in inputs(manifest, model))
    steps = [m["name"] for m in models(manifest) if is_part_of_statements(m) and not is_entity_of_vendors(m)]
    assert len(steps) > 5
    assert {name: readers[name] for name in steps if readers[name] != 1} == {}


def test_whoever_supplies_an_entity_has_its_columns_in_their_types(
    manifest: dict[str, Any], untouched: Warehouse
):
    told = untouched.ask("select table_name, column_name, data_type from duckdb_columns()")
    held = {(table, column): type_ for table, column, type_ in told}
    wanted = {
        (node["name"], column["name"]): column["data_type"]
        for entity in models(manifest, "intermediate")
        if is_entity_of_vendors(entity)
        for _, node in inputs(manifest, entity)
        for column in entity["columns"].values()
        if column["name"] != "vendor"  # said by the macro
    }
    types = sorted(set(wanted.values()))
    (spelt,) = untouched.ask("select " + ", ".join(f"typeof(cast(null as {one}))" for one in types))
    spelling = dict(zip(types, spelt, strict=True))
    assert len(wanted) > 200
    assert {place: held.get(place) for place in wanted} == {
        place: spelling[type_] for place, type_ in wanted.items()
    }


def test_every_staging_model_and_source_table_is_described(manifest: dict[str, Any]):
    described = [*models(manifest, "staging"), *manifest["sources"].values()]
    assert [node["name"] for node in described if not node["description"]] == []


def test_every_unreadable_value_reaches_the_quarantine(manifest: dict[str, Any]):
    quarantine = next(m for m in models(manifest, "intermediate") if m["name"] == "int_quarantined_values")
    asked = {node["name"]: node for _, node in inputs(manifest, quarantine)}
    # A model made of others hands on what they could not read, and its steps do so to it.
    waiting = [one for one in asked.values() if "_unreadable" in one.get("raw_code", "")]
    while waiting:
        model = waiting.pop()
        found = {node["name"]: node for kind, node in inputs(manifest, model) if kind == "staging"}
        asked |= found
        waiting += [one for one in found.values() if is_part_of_statements(one)]
    noting = {
        model["name"] for model in models(manifest, "staging") if "unreadable(noted)" in model["raw_code"]
    }
    assert noting - asked.keys() == set()


@pytest.mark.parametrize("construct", FORBIDDEN)
def test_sql_above_staging_means_the_same_on_every_engine(construct: str):
    wrong = [
        file.name
        for layer in ("intermediate", "marts")
        for file in sorted((PROJECT / "models" / layer).rglob("*.sql"))
        if re.search(FORBIDDEN[construct], without_comments(file), re.IGNORECASE)
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", ["intermediate", "marts"])
def test_every_ordering_by_desc_says_where_nulls_go(layer: str):
    wrong = [
        file.name
        for file in sorted((PROJECT / "models" / layer).rglob("*.sql"))
        if re.search(r"\bdesc\b(?! nulls last)", without_comments(file))
    ]
    assert wrong == []


def without_comments(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|--[^\n]*", "", text, flags=re.DOTALL)


def test_without_a_vendor_the_project_is_read_and_every_entity_is_an_empty_table(tmp_path: Path):
    nobody = Warehouse(tmp_path, tmp_path / "target")
    nobody.dbt("parse", vendors_of={}, streams_of={}, crm_vendors=[], vendor_figures=[])
    manifest = json.loads((tmp_path / "target" / "manifest.json").read_text(encoding="utf-8"))
    entities = [model for model in models(manifest, "intermediate") if model["fqn"][2] == "vendors"]
    assert len(entities) > 20
    assert {name for model in entities for name in model["depends_on"]["nodes"]} == set()


def test_an_entity_of_vendors_costs_a_run_no_node(manifest: dict[str, Any], untouched: Warehouse):
    entities = {model["name"] for model in models(manifest, "intermediate") if model["fqn"][2] == "vendors"}
    assert all(is_entity_of_vendors(m) for m in models(manifest, "intermediate") if m["name"] in entities)
    relations = {name for (name,) in untouched.ask("select table_name from information_schema.tables")}
    assert len(entities) > 20 and not entities & relations
