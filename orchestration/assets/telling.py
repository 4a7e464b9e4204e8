"""What dbt is told of a run, as files beside the landing: its instant, what is deployed, the calendar."""

import json
from datetime import UTC, datetime

from orchestration.assets.sources import Vendors, deployed_streams
from orchestration.deployment.calendars import write_calendar
from orchestration.deployment.deployment import Deployment


def tell_dbt(deployment: Deployment, vendors: Vendors, run_id: str, moment: datetime) -> None:
    """Write `run.json`, `streams.json` and the calendar of `moment` into the run folder."""
    folder = deployment.state.run
    folder.mkdir(parents=True, exist_ok=True)
    streams = [
        {
            "vendor": deployment.sources[source].vendor,
            "source": source,
            "stream": stream.name,
            "kind": str(stream.kind),
            "beginning": _utc(deployment.sources[source].beginning),
            "stream_version": stream.stream_version,
        }
        for source, stream in deployed_streams(deployment, vendors)
    ]
    (folder / "run.json").write_text(json.dumps([{"as_of": _utc(moment), "run_id": run_id}]))
    (folder / "streams.json").write_text(json.dumps(streams, indent=1))
    write_calendar(folder, deployment.country, moment.date(), deployment.language)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
