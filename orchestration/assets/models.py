"""dbt models as Dagster assets: their names, what they read, their tests, and one dbt call for all."""

import importlib.metadata
import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliInvocation, DbtProject
from dagster_dbt.asset_utils import (
    DBT_DEFAULT_SELECT,
    DBT_DEFAULT_SELECTOR,
    build_dbt_specs,
)
from packaging.version import Version

from expectations.aside import remove
from expectations.damage import says_damaged
from expectations.plain_tests import TAG
from orchestration.assets.healing import check_warehouse, set_target_aside, set_warehouse_aside
from orchestration.assets.manifest import Transform
from orchestration.assets.orphans import end_orphans
from orchestration.failures import TransformFailed, says_disk_full
from orchestration.reports.watch import Watcher
from texts import say

# The gate judges the same rules on the bytes that are published.
_NOT_BY_NIGHT = f"tag:{TAG}"
_BAD = {"error", "fail", "skipped", "runtime error", "partial success"}


class AssetNames(DagsterDbtTranslator):
    """Asset keys `[layer, model]`; a vendor's dbt source stands for that stream of all its sources."""

    def __init__(self, sources_of: Mapping[str, Sequence[str]]) -> None:
        """`sources_of`: "vendor.stream" → the deployed sources that land it."""
        super().__init__()
        self._sources_of = sources_of

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`[staging|intermediate|marts|seeds, name]`, or `[raw, vendor, stream]` for a dbt source."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey(["raw", dbt_resource_props["source_name"], dbt_resource_props["name"]])
        return dg.AssetKey([_layer(dbt_resource_props), dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The layer."""
        return _layer(dbt_resource_props)

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """dagster-dbt's spec, reading the deployed sources in place of the vendor's dbt source."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        deps = [dep for given in spec.deps for dep in self._landed(given)]
        return spec.replace_attributes(deps=deps)

    def _landed(self, dep: dg.AssetDep) -> Iterator[dg.AssetDep]:
        path = dep.asset_key.path
        if path[0] != "raw" or f"{path[1]}.{path[2]}" not in self._sources_of:
            if path[0] != "raw":
                yield dep
            return
        for source in self._sources_of[f"{path[1]}.{path[2]}"]:
            yield dg.AssetDep(dg.AssetKey(["raw", source, path[2]]))


def _layer(props: Mapping[str, Any]) -> str:
    return "seeds" if props["resource_type"] == "seed" else str(props["fqn"][1])


@dataclass
class Built:
    """What one dbt call left behind. `broken`: model → why it has no trustworthy new content.

    `skipped`: the broken ones that were not tried, because something they read failed.
    """

    broken: dict[str, str] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, run_results: Mapping[str, Any], manifest: Mapping[str, Any], words: Callable[[str], str]
    ) -> "Built":
        """What dbt's run_results.json says: models that failed, were skipped, or whose own test failed.

        `words`: what dbt says, made fit for a report.
        """
        broken: dict[str, str] = {}
        skipped: set[str] = set()
        for result in run_results["results"]:
            if result["status"] not in _BAD:
                continue
            node = manifest["nodes"].get(result["unique_id"], {})
            name = node.get("name", result["unique_id"])
            if node.get("resource_type") == "test":
                tested = manifest["nodes"].get(node.get("attached_node") or "", {})
                broken.setdefault(tested.get("name") or name, f"test {name}: {_reason(result, words)}")
            else:
                broken[name] = _reason(result, words)
                skipped |= {name} if result["status"] == "skipped" else set()
        return cls(broken, frozenset(skipped))


@dataclass(frozen=True)
class Models:
    """The dbt models of a deployment: specs for the graph, and the call that builds them."""

    transform: Transform
    manifest: dict[str, Any]
    names: AssetNames

    def specs(self) -> tuple[Sequence[dg.AssetSpec], Sequence[dg.AssetCheckSpec]]:
        """The models as assets, and their tests as checks."""
        return build_dbt_specs(
            translator=self.names,
            manifest=self.manifest,
            select=DBT_DEFAULT_SELECT,
            exclude=" ".join((_NOT_BY_NIGHT, *self.transform.not_built)),
            selector=DBT_DEFAULT_SELECTOR,
            io_manager_key=None,
            project=None,
        )

    def build(
        self,
        context: dg.AssetExecutionContext,
        selected: Sequence[dg.AssetKey] | None,
        watcher: Watcher,
        told: set[object],
    ) -> Generator[Any, None, Built]:
        """Run dbt once over the selected models (None: all), yield its Dagster events, return `Built`.

        `told`: what the step has yielded so far, which Dagster takes only once; it grows.
        Where the warehouse or dbt's own files turn out to be damaged, they are set aside and all is built.
        """
        var = self.transform.deployment.state
        end_orphans(var)
        check_warehouse(var)
        try:
            built = yield from self._run(context, selected, watcher, told)
            is_damaged = any(says_damaged(reason) for reason in built.broken.values())
        except TransformFailed as error:
            is_damaged = says_damaged(error.what)
            if not is_damaged and (says_disk_full(error.what) or "lock" in error.what):
                raise
            if not is_damaged:
                set_target_aside(var)
                return (yield from self._run(context, selected, watcher, told))
        if not is_damaged:
            return built
        set_warehouse_aside(var)
        if selected is not None:
            raise TransformFailed(
                say("The warehouse was damaged and is set aside; only a part of it was asked for"),
                fix=say("`voronka rebuild`, or the next night, builds all of it from the landing"),
            )
        return (yield from self._run(context, None, watcher, told))

    def _run(
        self,
        context: dg.AssetExecutionContext,
        selected: Sequence[dg.AssetKey] | None,
        watcher: Watcher,
        told: set[object],
    ) -> Generator[Any, None, Built]:
        """One call of dbt."""
        run_results = self.transform.target / "run_results.json"
        remove(run_results)
        invocation = self._invoke(context, selected)
        for event in invocation.stream_raw_events():
            data = event.raw_event["data"]
            if "index" in data and "total" in data and data.get("node_info", {}).get("node_finished_at"):
                watcher.node(data["node_info"]["node_name"], data["index"], data["total"])
            for made in event.to_default_asset_events(self.manifest, self.names, context):
                name = _name_of(made)
                if name is None or name not in told:
                    told.add(name)
                    yield made
        try:
            results = json.loads(run_results.read_bytes())
        except (OSError, ValueError):
            raise TransformFailed(
                say(
                    "dbt stopped before it built anything: {said}",
                    said=self.transform.words(_last_line(invocation.get_error())),
                ),
                fix=say(
                    "Read {log}; `voronka rebuild` builds all from the landing. The previous publication is "
                    "untouched",
                    log=self.transform.target / "dbt.log",
                ),
            ) from None
        return Built.of(results, self.manifest, self.transform.words)

    def _invoke(
        self, context: dg.AssetExecutionContext, selected: Sequence[dg.AssetKey] | None
    ) -> DbtCliInvocation:
        words = [*self.transform.night_words]
        if selected is not None:
            words += ["--select", *(key.path[-1] for key in selected)]
        # Not DbtCliResource.cli: it first starts `dbt --version` and a second adapter, for nothing.
        return DbtCliInvocation.run(
            args=self.transform.quiet_command(*words),
            env=self.transform.environment(),
            manifest=self.manifest,
            dagster_dbt_translator=self.names,
            project_dir=self.transform.project,
            target_path=self.transform.target,
            raise_on_error=False,
            context=context,
            adapter=None,
            cli_version=Version(importlib.metadata.version("dbt-core")),
        )


def _name_of(event: Any) -> object:
    """What Dagster takes once a step: an output, or the result of a check."""
    if isinstance(event, dg.Output):
        return event.output_name
    return (event.asset_key, event.check_name) if isinstance(event, dg.AssetCheckResult) else None


def _reason(result: Mapping[str, Any], words: Callable[[str], str]) -> str:
    if result["status"] == "skipped":
        return say("not built: something it reads failed")
    return words(str(result.get("message") or result["status"]))


def _last_line(error: Exception | None) -> str:
    said = [line.strip() for line in str(error or "no message").splitlines() if line.strip()]
    return said[-1] if said else "no message"
