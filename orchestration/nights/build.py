"""`build`: from a deployment to Dagster definitions. The entrance of Dagster, the CLI and the tests."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import dagster as dg
import requests

from expectations.manifest import contracts_from_manifest
from orchestration.alerts.sending import Alerts
from orchestration.assets.manifest import Transform
from orchestration.assets.models import AssetNames, Models
from orchestration.assets.reading import Reader
from orchestration.assets.releases import Marts
from orchestration.assets.sources import Vendors, deployed_streams, land_assets
from orchestration.assets.step import BuildStep, build_assets
from orchestration.automation.morning import morning_job, morning_schedules
from orchestration.automation.schedules import schedules, sensors
from orchestration.automation.sensors import alert_sensors
from orchestration.clock import utc_now
from orchestration.deployment.declared import entity_streams
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.deployment.privacy import keep_private
from orchestration.deployment.settings import connector_types
from orchestration.jobs import BACKFILL, BUILD, LAND
from orchestration.reports.watch import Watcher
from texts import say


def build(
    deployment: Deployment,
    *,
    session: Callable[[], requests.Session] = requests.Session,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], datetime] = utc_now,
    watcher: Watcher | None = None,
    project: Path = DBT_PROJECT,
) -> dg.Definitions:
    """The whole graph of a deployment: raw → models → published, jobs, schedules and sensors.

    `session`: makes the HTTP session of a source. `sleep`: takes seconds. `now`: the instant, with a zone.
    No secret is needed to build the graph; they are looked up when a job starts.
    Raises DeploymentError, ContractError or TransformFailed.
    """
    keep_private(deployment)
    reader = Reader(deployment, session=session, sleep=sleep, now=now, watcher=watcher or Watcher())
    vendors = connector_types(deployment)
    transform = Transform(deployment, project)
    manifest = transform.manifest()
    models = Models(transform, manifest, AssetNames(_sources_of(deployment, vendors)))
    marts = Marts(deployment, contracts_from_manifest(manifest, entities=entity_streams()))
    land = land_assets(reader, vendors)
    made = build_assets(BuildStep(reader, vendors, models, marts))
    land_job = dg.define_asset_job(
        LAND, selection=dg.AssetSelection.assets(land), description=say("Read every source.")
    )
    build_job = dg.define_asset_job(
        BUILD,
        selection=dg.AssetSelection.assets(made),
        description=say("Build, judge and publish the marts."),
    )
    backfill_job = dg.define_asset_job(
        BACKFILL,
        selection=dg.AssetSelection.assets(land),
        description=say("Read days again: choose streams and a range of days, which is one run."),
    )
    morning = morning_job(deployment)
    return dg.Definitions(
        assets=[land, made],
        jobs=[land_job, build_job, backfill_job, morning],
        schedules=[*schedules(deployment, land_job), *morning_schedules(deployment, morning)],
        sensors=[*sensors(land_job, build_job), *alert_sensors(Alerts(deployment, sleep), build_job, now)],
        # A step in a process of its own costs three CPU seconds of imports, and the warehouse has one writer.
        executor=dg.in_process_executor,
    )


def _sources_of(deployment: Deployment, vendors: Vendors) -> dict[str, list[str]]:
    """vendor.stream → the sources that land it."""
    sources: dict[str, list[str]] = {}
    for source, stream in deployed_streams(deployment, vendors):
        sources.setdefault(f"{deployment.sources[source].vendor}.{stream.name}", []).append(source)
    return sources
