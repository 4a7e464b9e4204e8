"""Finds the marts that ask for publication in dbt's manifest and reads their contracts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml
from pydantic import ValidationError

from expectations.contract import Column, Contract, PublishBlock
from expectations.errors import ContractError
from expectations.metric_words import column_words, metric_words
from texts import say
from texts.wrong_values import said_of

SUITES = Path(__file__).parent / "suites"
_MART = re.compile(r"^[a-z][a-z0-9_]*$")


def contracts_from_manifest(
    manifest: dict[str, Any], *, entities: Collection[str], suites: Path = SUITES
) -> list[Contract]:
    """Read every mart that asks for publication, in the order of their names.

    `manifest` is dbt's manifest.json as a dict; `entities`: those that a mart may ask to be fresh. A mart
    without `meta.publish` stays private.
    Raises ContractError naming each wrong mart and setting; all of them at once.
    """
    models = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}
    wanted = {name: block for name, node in models.items() if (block := _publish_block(node)) is not None}
    contracts: list[Contract] = []
    problems: list[str] = []
    for mart in sorted(wanted):
        try:
            contracts.append(_read_contract(mart, wanted[mart], models, manifest, set(wanted), suites))
        except ContractError as error:
            problems.append(error.what)
    known = {contract.mart: contract for contract in contracts}
    for contract in contracts:
        problems += _wrong_names(contract, known, set(wanted))
        problems += _unknown_entities(contract, entities)
    if problems:
        raise ContractError(
            say("The publication contract is not understood: {problems}.", problems="; ".join(problems)),
            fix=say(
                "correct these settings in the mart's YAML under config.meta.publish (docs/add-a-mart.md)."
            ),
        )
    return contracts


def _publish_block(node: dict[str, Any]) -> object | None:
    for meta in (node.get("config", {}).get("meta"), node.get("meta")):
        if meta and "publish" in meta and meta["publish"] is not False:
            return meta["publish"] if meta["publish"] is not None else {}
    return None


def _read_contract(
    mart: str,
    block: object,
    models: dict[str, Any],
    manifest: dict[str, Any],
    published: set[str],
    suites: Path,
) -> Contract:
    node = models[mart]
    if not isinstance(block, dict):
        raise _wrong(mart, "publish", say("is not a mapping of settings"))
    if not _MART.match(mart):
        raise _wrong(mart, "name", say("use lower-case letters, digits and _"))
    metrics = metric_words(manifest)
    columns = tuple(_read_column(mart, column, metrics) for column in node["columns"].values())
    parents, feeds = _ancestors(node, manifest)
    try:
        request = PublishBlock.model_validate(block)
    except ValidationError as error:
        raise _translate(mart, error) from error
    if not node.get("description", "").strip():
        raise _wrong(mart, "description", say("is missing; its first sentence names the grain"))
    return Contract(
        **{name: getattr(request, name) for name in PublishBlock.model_fields},
        mart=mart,
        relation=_relation(node),
        description=node["description"].strip(),
        description_ru=_description_ru(mart, node),
        columns=columns,
        depends_on_marts=tuple(sorted(parents & published)),
        feeds=tuple(sorted(feeds)),
        relations=_other_relations(mart, request, models, published),
        suite=_read_suite(mart, suites),
    )


def _description_ru(mart: str, node: dict[str, Any]) -> str:
    said = (node.get("config", {}).get("meta") or {}).get("description_ru") or ""
    if not isinstance(said, str):
        raise _wrong(mart, "description_ru", say("is not a text"))
    return said.strip()


def _read_column(mart: str, column: dict[str, Any], metrics: Mapping[str, Mapping[str, str]]) -> Column:
    name, declared = column["name"], column.get("data_type")
    if not declared:
        raise _wrong(mart, f"columns.{name}", say("has no data_type"))
    try:
        type_name = str(duckdb.sqltype(declared))
    except duckdb.Error as error:
        raise _wrong(
            mart, f"columns.{name}", say("data_type {type!r} is not a type", type=declared)
        ) from error
    return Column.model_validate(
        {"name": name, "type": type_name, **column_words(column, metrics.get(name, {}))}
    )


def _relation(node: dict[str, Any]) -> str:
    return ".".join(
        f'"{part}"' for part in (node["database"], node["schema"], node.get("alias") or node["name"])
    )


def _ancestors(node: dict[str, Any], manifest: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Names of every model this one is built from, however far up, and the `vendor.stream`s they read."""
    nodes, sources = manifest["nodes"], manifest.get("sources", {})
    seen: set[str] = set()
    waiting = list(node.get("depends_on", {}).get("nodes", []))
    while waiting:
        unique_id = waiting.pop()
        if unique_id not in seen:
            seen.add(unique_id)
            waiting += nodes.get(unique_id, {}).get("depends_on", {}).get("nodes", [])
    landed = [sources[unique_id] for unique_id in seen & set(sources)]
    return (
        {nodes[unique_id]["name"] for unique_id in seen & set(nodes)},
        {f"{source['source_name']}.{source['name']}" for source in landed},
    )


def _other_relations(
    mart: str, request: PublishBlock, models: dict[str, Any], published: set[str]
) -> dict[str, str]:
    """Where the models stand that totals and checks read beside the published marts."""
    named = {total.equals.relation for total in request.totals} | {check.relation for check in request.checks}
    others = sorted(name for name in named if name is not None and name not in published)
    for name in others:
        if name not in models or models[name].get("config", {}).get("materialized") == "ephemeral":
            said = say("relation {name!r} is not a model with rows of its own", name=name)
            raise _wrong(mart, "totals / checks", said)
    return {name: _relation(models[name]) for name in others}


def _read_suite(mart: str, suites: Path) -> tuple[dict[str, Any], ...]:
    path = suites / f"{mart}.yml"
    if not path.exists():
        return ()
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    listed = content.get("expectations") if isinstance(content, dict) else content
    if not isinstance(listed, list) or not all(isinstance(one, dict) and "type" in one for one in listed):
        raise _wrong(mart, f"suites/{path.name}", say("is not a list of expectations, each with a type"))
    return tuple(listed)


def _wrong_names(contract: Contract, known: dict[str, Contract], published: set[str]) -> Iterable[str]:
    """Settings that name a column or a mart which does not exist."""
    for setting, names in _named_columns(contract):
        for name in names:
            if contract.column_named(name) is None:
                yield _told(contract.mart, setting, say("there is no column {name!r}", name=name))
    for reference in contract.references:
        if reference.to not in published:
            said = say("{name!r} is not a published mart", name=reference.to)
            yield _told(contract.mart, "references", said)
        elif reference.to in known:
            for name in reference.target_columns:
                if known[reference.to].column_named(name) is None:
                    said = say("{mart} has no column {name!r}", mart=reference.to, name=name)
                    yield _told(contract.mart, "references", said)


def _unknown_entities(contract: Contract, entities: Collection[str]) -> Iterable[str]:
    for name in contract.fresh_entities:
        if name not in entities:
            yield say(
                "mart {mart}, fresh_entities: {name} is not an entity; known are {known}",
                mart=contract.mart,
                name=name,
                known=", ".join(sorted(entities)),
            )


def _named_columns(contract: Contract) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield "grain", contract.grain
    yield "required", contract.required
    yield "keeps", contract.keeps or ()
    yield "pii", contract.pii
    for reference in contract.references:
        yield "references", reference.columns
    for total in contract.totals:
        yield f"totals.{total.name}.by", total.by
    for check in contract.checks:
        yield f"checks.{check.name}.show", () if check.relation else check.show
    if contract.conservation is not None:
        yield "conservation", contract.conservation.columns


def _wrong(mart: str, setting: str, says: str) -> ContractError:
    return ContractError(_told(mart, setting, says), fix=say("see docs/add-a-mart.md."))


def _told(mart: str, setting: str, says: str) -> str:
    return say("mart {mart}, {setting}: {says}", mart=mart, setting=setting, says=says)


def _translate(mart: str, error: ValidationError) -> ContractError:
    told = "; ".join(
        _told(mart, ".".join(("publish", *map(str, one["loc"]))), said_of(one))
        for one in error.errors(include_url=False, include_input=False)
    )
    return ContractError(told, fix=say("see docs/add-a-mart.md."))
