"""Published marts as assets, and the one call that judges and releases all of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import dagster as dg

from expectations.contract import Contract
from expectations.facts import ReleaseFacts
from expectations.report import sample_of
from expectations.shelf.target import ShelfOutcome
from expectations.texts import Language
from expectations.verdict import Finding, Verdict
from orchestration.assets.models import Built
from orchestration.assets.remedies import remedy
from orchestration.deployment.declared import entity_streams
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.shelf import shelf_of
from orchestration.reports.run_report import BuildReport, DomainReport, MartReport, Trouble
from texts import say

if TYPE_CHECKING:
    from expectations.release import ReleaseReport

GATE = "gate"
_ACCEPTED = "voronka/accept_loss"
Coverage = Mapping[str, datetime | None]


def published_key(mart: str) -> dg.AssetKey:
    """The asset of a mart as its readers see it."""
    return dg.AssetKey(["published", mart])


@dataclass(frozen=True)
class Marts:
    """The marts that ask for publication, in one deployment."""

    deployment: Deployment
    contracts: Sequence[Contract]

    def specs(self) -> list[dg.AssetSpec]:
        """One asset per mart, behind the model it is exported from."""
        late = timedelta(hours=self.deployment.late_after_hours)
        return [
            dg.AssetSpec(
                published_key(one.mart),
                deps=[dg.AssetKey(["marts", one.mart])],
                description=one.description,
                group_name="published",
                kinds={"duckdb", "parquet"},
                tags={"domain": one.domain},
                metadata={"dagster/column_schema": _columns(one)},
                skippable=True,
                freshness_policy=dg.FreshnessPolicy.time_window(fail_window=late),
            )
            for one in self.contracts
        ]

    def check_specs(self) -> list[dg.AssetCheckSpec]:
        """The gate of each mart; it reports, it does not block: the release reads the verdict itself."""
        return [
            dg.AssetCheckSpec(GATE, asset=published_key(one.mart), description=say("The contract, judged."))
            for one in self.contracts
        ]

    def release(
        self, context: dg.AssetExecutionContext, moment: datetime, built: Built, coverage: Coverage
    ) -> tuple[BuildReport, list[Any]]:
        """Judge and publish all marts; gives the report and the Dagster events of the selected ones."""
        from expectations.release import release  # Great Expectations takes seconds to import

        facts = replace(
            self._facts(context.run.run_id, moment, coverage, unbuilt=set(built.broken)),
            accepted=accepted_losses(context.run.tags),
        )
        done = release(
            self.contracts,
            warehouse=self.deployment.state.warehouse,
            var=self.deployment.state.root,
            shelf=shelf_of(self.deployment),
            facts=facts,
            keep=self.deployment.keep_versions,
        )
        report = self._report(done, facts, built)
        return report, list(self._events(context, report, done.verdicts))

    def are_sound(self) -> bool:
        """Whether what is published is whole, so that it may stand another night."""
        from expectations.mending import is_sound

        return is_sound(self.deployment.state.root)

    def confirm(self, run_id: str, moment: datetime, coverage: Coverage) -> BuildReport:
        """Move only data-as-of: nothing new has landed."""
        from expectations.release import advance

        facts = self._facts(run_id, moment, coverage, unbuilt=set())
        shelf = shelf_of(self.deployment)
        done = advance(self.contracts, var=self.deployment.state.root, shelf=shelf, facts=facts)
        return self._report(done, facts, Built()).model_copy(update={"unchanged": True})

    def _facts(self, run_id: str, moment: datetime, coverage: Coverage, *, unbuilt: set[str]) -> ReleaseFacts:
        deployment = self.deployment
        return ReleaseFacts(
            run_id=run_id,
            now=moment,
            as_of_date=moment.astimezone(deployment.zone).date(),
            company=deployment.company,
            language=deployment.language,
            timezone=deployment.timezone,
            coverage=dict(coverage),
            entity_streams=entity_streams(),
            unbuilt=unbuilt & {one.mart for one in self.contracts},
        )

    def _report(self, done: "ReleaseReport", facts: ReleaseFacts, built: Built) -> BuildReport:
        domains = tuple(
            DomainReport(
                domain=name,
                published=one.published,
                version=one.version,
                reason=one.reason or "",
                data_as_of=one.data_as_of,
            )
            for name, one in sorted(done.domains.items())
        )
        return BuildReport(
            run_id=facts.run_id,
            as_of=facts.now,
            as_of_date=facts.as_of_date,
            version=done.version,
            broken=built.broken,
            warnings=done.warnings,
            marts=tuple(self._mart(verdict) for verdict in done.verdicts),
            domains=domains,
            shelf={one.name: one.location for one in done.shelf},
            troubles=(*troubles_of(built), *_held(domains), *_unshelved(done.shelf)),
        )

    def _mart(self, verdict: Verdict) -> MartReport:
        language = self.deployment.language
        return MartReport(
            mart=verdict.mart,
            domain=next(one.domain for one in self.contracts if one.mart == verdict.mart),
            passed=verdict.passed,
            rules=len(verdict.findings),
            stops=tuple(_told(one, language) for one in verdict.stops),
            warnings=tuple(_told(one, language) for one in verdict.warnings),
        )

    def _rows_published(self) -> dict[str, int]:
        """Mart → rows of it that readers see now."""
        from expectations.versions import Versions

        current = Versions(self.deployment.state.root / "releases").current()
        return {name: one.rows for name, one in current.marts.items()} if current else {}

    def _events(
        self, context: dg.AssetExecutionContext, report: BuildReport, verdicts: Sequence[Verdict]
    ) -> Iterator[Any]:
        out = {one.domain for one in report.domains if one.published}
        rows = self._rows_published()
        for mart in report.marts:
            key = published_key(mart.mart)
            if key in context.selected_asset_keys and mart.domain in out:
                yield dg.MaterializeResult(
                    asset_key=key,
                    metadata={"version": str(report.version), "dagster/row_count": rows[mart.mart]},
                )
            if dg.AssetCheckKey(key, GATE) in context.selected_asset_check_keys:
                yield _checked(key, mart)


def _columns(contract: Contract) -> dg.TableSchema:
    """The published columns as Dagster shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                one.name,
                one.type,
                one.description,
                constraints=dg.TableColumnConstraints(nullable=one.name not in contract.never_null),
            )
            for one in contract.columns
        ]
    )


def accepting(marts: Collection[str]) -> dict[str, str]:
    """Tags of a build that may publish these marts although rows or keys of what is published are gone."""
    return {_ACCEPTED: ",".join(sorted(marts))} if marts else {}


def accepted_losses(tags: Mapping[str, str]) -> frozenset[str]:
    """The marts of `accepting`."""
    return frozenset(filter(None, tags.get(_ACCEPTED, "").split(",")))


def _told(finding: Finding, language: Language) -> Trouble:
    said = finding.said[language]
    what = f"{said.message} {sample_of(finding, language)}".strip()
    return Trouble(what=what, fix=said.fix, brief=said.message)


def _checked(key: dg.AssetKey, mart: MartReport) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=GATE,
        passed=mart.passed and not mart.warnings,
        severity=dg.AssetCheckSeverity.WARN if mart.passed else dg.AssetCheckSeverity.ERROR,
        description="\n".join(one.what for one in (*mart.stops, *mart.warnings)) or None,
        metadata={
            "rules": mart.rules,
            "stops": _as_text(mart.stops),
            "warnings": _as_text(mart.warnings),
        },
    )


def _as_text(troubles: Sequence[Trouble]) -> dg.MarkdownMetadataValue:
    """What is wrong and what to do, a paragraph each."""
    return dg.MetadataValue.md("\n\n".join(str(one) for one in troubles) or "–")


def troubles_of(built: Built) -> Iterator[Trouble]:
    """A trouble per model that failed by itself; those that only waited for it have the same cause."""
    for model, reason in built.broken.items():
        if model not in built.skipped:
            yield Trouble(
                what=say("{model} was not built: {reason}", model=model, reason=reason),
                fix=remedy(reason),
                brief=say("The model {model} was not built", model=model),
            )


def _held(domains: Sequence[DomainReport]) -> Iterator[Trouble]:
    for one in domains:
        if not one.published:
            since = (
                say("readers still see version {version}", version=one.version)
                if one.version
                else say("nothing was published before")
            )
            yield Trouble(
                what=say("The domain {domain} is held: {reason}", domain=one.domain, reason=one.reason),
                fix=say("Correct the cause; {since}", since=since),
                is_consequence=True,
            )


def _unshelved(shelf: Sequence[ShelfOutcome]) -> Iterator[Trouble]:
    for one in shelf:
        if one.error:
            yield Trouble(
                what=say(
                    "The shelf {name} did not take the release: {error}", name=one.name, error=one.error
                ),
                fix=one.fix or "",
            )
