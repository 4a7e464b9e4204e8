"""The one step of the job `build`: tell dbt what is known, build, judge, release, say what is held.

One step and not two, because Dagster skips a step when an output it reads is missing: a single broken model
would keep all other marts from being published.
"""

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import dagster as dg

from connectors.landing.landing import Landing
from expectations.errors import WarehouseDamaged
from orchestration.assets.healing import set_warehouse_aside
from orchestration.assets.models import Built, Models
from orchestration.assets.news import Landed
from orchestration.assets.page_after import with_page
from orchestration.assets.reading import Reader
from orchestration.assets.releases import Coverage, Marts
from orchestration.assets.sources import Vendors, deployed_streams
from orchestration.assets.taking import taking_turn
from orchestration.assets.telling import tell_dbt
from orchestration.failures import as_failure
from orchestration.reports.notes import forget_notes, noted
from orchestration.reports.run_report import BuildReport
from orchestration.turns.journal import Journal
from orchestration.turns.turn import Turn
from texts import say


@dataclass
class Phases:
    """Wall seconds of the parts of a step, told to the watcher while they run."""

    reader: Reader
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time whatever runs inside."""
        started = time.monotonic()
        Journal(self.reader.deployment.state).note(name)
        with self.reader.watcher.phase(name):
            yield
        self.seconds[name] = round(time.monotonic() - started, 2)


@dataclass(frozen=True)
class BuildStep:
    """What the step works with."""

    reader: Reader
    vendors: Vendors
    models: Models
    marts: Marts

    def run(self, context: dg.AssetExecutionContext) -> Iterator[Any]:
        """Build and publish the selected assets; yields Dagster events, fails at the end naming the held."""
        var, moment = self.reader.deployment.state, self.reader.now()
        landed = self._landed(moment)
        if not context.is_subset and self._is_unchanged(landed):
            context.log.info(
                say("Nothing new has landed since the last build of this date: only data-as-of moves")
            )
            report = self.marts.confirm(context.run.run_id, moment, self._coverage())
        else:
            report = yield from self._build(context, moment)
        report = with_page(report, self.reader.deployment, moment)
        report = self._told(context, report)
        self.reader.watcher.built(report)
        if report.troubles:
            raise as_failure([str(one) for one in report.troubles])
        if not context.is_subset:
            with suppress(OSError):  # Without it the next run builds although nothing has landed.
                (var.run / "built_from.json").write_text(landed.model_dump_json())

    def _is_unchanged(self, landed: Landed) -> bool:
        """Whether what is published says all that has landed, and can be carried on as it stands."""
        deployment = self.reader.deployment
        return landed.says_the_same_as(_built(deployment.state.run), deployment) and self.marts.are_sound()

    def _told(self, context: dg.AssetExecutionContext, report: BuildReport) -> BuildReport:
        """The report with what was set aside on the way, kept for `status`.

        What is published stays published: a report that cannot be written is a warning.
        """
        var = self.reader.deployment.state
        report = report.model_copy(update={"warnings": (*noted(var), *report.warnings)})
        try:
            report.write(var.run / "build.json")
            forget_notes(var)
        except OSError as error:
            line = say("The report of this run could not be kept: {reason}", reason=error.strerror)
            report = report.model_copy(update={"warnings": (*report.warnings, line)})
        for line in report.warnings:
            context.log.warning(line)
        return report

    def _build(
        self, context: dg.AssetExecutionContext, moment: datetime
    ) -> Generator[Any, None, BuildReport]:
        phases = Phases(self.reader)
        coverage = self._coverage()  # of what dbt is about to read: a load may go on beside it
        tell_dbt(self.reader.deployment, self.vendors, context.run.run_id, moment)
        models = [key for key in context.selected_asset_keys if key.path[0] != "published"]
        chosen = models if context.is_subset else None
        told = set[object]()
        built = yield from self._models(context, phases, models, chosen, told)
        try:
            report, events = self._release(context, moment, phases, built, coverage)
        except WarehouseDamaged:
            if context.is_subset:
                raise
            set_warehouse_aside(self.reader.deployment.state)
            built = yield from self._models(context, phases, models, None, told)
            report, events = self._release(context, moment, phases, built, coverage)
        yield from events
        return report.model_copy(update={"phases": phases.seconds})

    def _models(
        self,
        context: dg.AssetExecutionContext,
        phases: Phases,
        models: Sequence[dg.AssetKey],
        chosen: Sequence[dg.AssetKey] | None,
        told: set[object],
    ) -> Generator[Any, None, Built]:
        if not models:
            return Built()
        with phases.phase("dbt"):
            return (yield from self.models.build(context, chosen, self.reader.watcher, told))

    def _release(
        self,
        context: dg.AssetExecutionContext,
        moment: datetime,
        phases: Phases,
        built: Built,
        coverage: Coverage,
    ) -> tuple[BuildReport, list[Any]]:
        with phases.phase("gate and release"):
            return self.marts.release(context, moment, built, coverage)

    def _landed(self, moment: datetime) -> Landed:
        deployment = self.reader.deployment
        streams = deployed_streams(deployment, self.vendors)
        return Landed.now(deployment, streams, self.models.transform.stamp(), moment)

    def _coverage(self) -> dict[str, datetime | None]:
        """vendor.stream → the instant to which every source that lands it is loaded; None: one never was."""
        deployment = self.reader.deployment
        landing = Landing(str(deployment.state.landing))
        reached: dict[str, list[datetime | None]] = {}
        for source, stream in deployed_streams(deployment, self.vendors):
            entry = deployment.sources[source]
            version = stream.stream_version
            covered = landing.coverage(
                source, stream.name, entry.beginning, stream_version=version
            ).covered_to
            reached.setdefault(f"{entry.vendor}.{stream.name}", []).append(covered)
        return {
            name: None if None in ends else min(end for end in ends if end) for name, ends in reached.items()
        }


def build_assets(step: BuildStep) -> dg.AssetsDefinition:
    """Models and published marts with their checks, all made by the one step."""
    models, tests = step.models.specs()

    @dg.multi_asset(
        name="build_judge_publish",  # an op may not bear the name of a job
        specs=[*models, *step.marts.specs()],
        check_specs=[*tests, *step.marts.check_specs()],
        can_subset=True,
    )
    def build(context: dg.AssetExecutionContext) -> Iterator[Any]:
        with taking_turn(context, step.reader, "build", Turn.WAREHOUSE):
            yield from step.run(context)

    return build


def _built(run: Path) -> Landed | None:
    try:
        return Landed.model_validate_json((run / "built_from.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return None
