"""Raw assets: one per (source, stream), all read by the one step of the job `land`."""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import dagster as dg

from connectors.kit.connector import Connector
from connectors.kit.stream import Kind, Stream
from orchestration.assets.again import Again
from orchestration.assets.reading import Reader
from orchestration.assets.taking import taking_turn
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.settings import open_connectors, said_settings, stream_names
from orchestration.failures import as_failure
from orchestration.reports.run_report import LandReport, StreamReport, causes
from orchestration.turns.turn import Turn
from texts import say

Vendors = Mapping[str, type[Connector[Any]]]


def raw_key(source: str, stream: str) -> dg.AssetKey:
    """The asset of a landed stream."""
    return dg.AssetKey(["raw", source, stream])


def deployed_streams(deployment: Deployment, vendors: Vendors) -> list[tuple[str, Stream]]:
    """Every (source, stream) of the deployment, in reading order."""
    return [
        (source, stream)
        for source, entry in deployment.sources.items()
        for stream in vendors[source].streams_under(said_settings(deployment, entry))
        if stream.name in stream_names(entry, vendors[source])
    ]


def land_assets(reader: Reader, vendors: Vendors) -> dg.AssetsDefinition:
    """The raw assets. What arrived is materialised even when the step then fails, naming what did not."""
    streams = deployed_streams(reader.deployment, vendors)
    days = days_of(reader.deployment, streams)

    @dg.multi_asset(
        name="read_sources",  # an op may not bear the name of a job
        specs=[_spec(reader.deployment, source, stream, days) for source, stream in streams],
        can_subset=True,
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def land(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[Any]]:
        wanted: dict[str, list[str]] = {}
        for source, stream in streams:
            if raw_key(source, stream.name) in context.selected_asset_keys:
                wanted.setdefault(source, []).append(stream.name)
        yield from _land(context, reader, wanted)

    return land


def _land(
    context: dg.AssetExecutionContext, reader: Reader, wanted: dict[str, list[str]]
) -> Iterator[dg.MaterializeResult[Any]]:
    started, clock = reader.now(), time.monotonic()
    reports: list[StreamReport] = []
    again = Again.of(context.run.tags)
    with taking_turn(context, reader, "land", Turn.LANDING):
        connectors = open_connectors(reader.deployment)
        for report in reader.read(connectors, wanted, again):
            reports.append(report)
            if report.unavailable:
                context.log.info(
                    say("{stream} is not offered: {why}", stream=report.name, why=report.unavailable)
                )
            elif report.trouble is None:
                yield from _materialized(context, report)
            else:
                context.log.error(f"{report.name}: {report.trouble}")
        whole = LandReport(
            run_id=context.run.run_id,
            started_at=started,
            seconds=time.monotonic() - clock,
            streams=tuple(reports),
        )
        whole.write(reader.deployment.state.run / ("backfill.json" if again else "land.json"))
    if whole.failed:
        raise as_failure(causes(reports))


def _spec(
    deployment: Deployment, source: str, stream: Stream, days: dg.PartitionsDefinition[str]
) -> dg.AssetSpec:
    vendor = deployment.sources[source].vendor
    return dg.AssetSpec(
        raw_key(source, stream.name),
        description=say(
            "`{stream}` of {source}, as {vendor} sent it; read as {kind}.",
            stream=stream.name,
            source=source,
            vendor=vendor,
            kind=stream.kind,
        ),
        group_name="raw",
        kinds={"python", "parquet"},
        metadata={"vendor": vendor, "source": source, "stream": stream.name, "kind": str(stream.kind)},
        skippable=True,
        partitions_def=days if stream.kind is Kind.BY_DAY else None,
        freshness_policy=dg.FreshnessPolicy.time_window(
            fail_window=timedelta(hours=deployment.late_after_hours)
        ),
    )


def days_of(deployment: Deployment, streams: Sequence[tuple[str, Stream]]) -> dg.DailyPartitionsDefinition:
    """The days of all streams that are read by days: one definition, as two in one run fail."""
    by_day = {source for source, stream in streams if stream.kind is Kind.BY_DAY} or deployment.sources
    first = min(deployment.sources[source].beginning for source in by_day).astimezone(deployment.zone)
    return dg.DailyPartitionsDefinition(start_date=first.date().isoformat(), timezone=deployment.timezone)


def _materialized(
    context: dg.AssetExecutionContext, report: StreamReport
) -> Iterator[dg.MaterializeResult[Any]]:
    key = raw_key(report.source, report.stream)
    # By hand and not as results: a night reads a few days, and its run has no partition.
    for day in _days_to_tell(context, key, report.days):
        context.log_event(dg.AssetMaterialization(key, partition=day, metadata={"rows_of_load": report.rows}))
    if context.assets_def.specs_by_key[key].partitions_def is None:
        yield dg.MaterializeResult(asset_key=key, metadata=_metadata(report))


def _days_to_tell(context: dg.AssetExecutionContext, key: dg.AssetKey, days: Sequence[str]) -> Sequence[str]:
    """The days that were read; of a night only the newest and new ones: each costs Dagster 10 ms."""
    if not days or Again.of(context.run.tags):
        return days
    known = context.instance.get_materialized_partitions(key)
    return [day for day in days if day == max(days) or day not in known]


def _metadata(report: StreamReport) -> dict[str, Any]:
    return {
        "dagster/row_count": report.rows,
        "deletes": report.deletes,
        "quarantined": report.quarantined,
        "requests": report.requests,
        "seconds": round(report.seconds, 2),
        "covered_to": str(report.covered_to or ""),
        "warnings": list(report.warnings),
    }
