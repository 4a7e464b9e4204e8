"""What this house needs of Dagster beyond its public names: where it is imported, and what it means."""

import re
from pathlib import Path

import dagster as dg

from orchestration import dagster_private as private

ROOT = Path(__file__).parents[2]


def test_one_module_knows_what_is_private():
    rooms = ("connectors", "expectations", "orchestration", "page", "sandbox", "benchmarks")
    knowing = {
        str(file.relative_to(ROOT))
        for room in rooms
        for file in (ROOT / room).rglob("*.py")
        if re.search(r"(from|import) dagster\._", file.read_text(encoding="utf-8"))
    }
    assert knowing == {"orchestration/dagster_private.py"}


def test_a_job_over_assets_is_of_the_type_that_schedules_take():
    assert isinstance(dg.define_asset_job("land"), private.UnresolvedAssetJobDefinition)


def test_cron_lines_are_told_from_others():
    assert private.is_valid_cron_string("0 3 * * 1-5")
    assert not private.is_valid_cron_string("at three")


def test_a_run_over_a_range_of_days_bears_the_tags_that_are_read():
    days = dg.DailyPartitionsDefinition("2026-01-01")

    @dg.asset(partitions_def=days, backfill_policy=dg.BackfillPolicy.single_run())
    def calls(context: dg.AssetExecutionContext) -> None:
        seen.append(context.partition_key_range)

    seen: list[dg.PartitionKeyRange] = []
    tags = {
        private.ASSET_PARTITION_RANGE_START_TAG: "2026-01-02",
        private.ASSET_PARTITION_RANGE_END_TAG: "2026-01-05",
    }
    assert dg.materialize([calls], tags=tags).success
    assert seen == [dg.PartitionKeyRange("2026-01-02", "2026-01-05")]
    assert (
        dg.materialize([calls], partition_key="2026-01-03").dagster_run.tags[private.PARTITION_NAME_TAG]
        == "2026-01-03"
    )


def test_a_failed_step_tells_what_it_died_of(tmp_path: Path):
    @dg.asset
    def broken() -> None:
        raise dg.Failure("no disk", allow_retries=False)

    ref = private.InstanceRef.from_dir(str(tmp_path), overrides={"telemetry": {"enabled": False}})
    with dg.DagsterInstance.from_ref(ref) as instance:
        done = dg.materialize([broken], instance=instance, raise_on_error=False)
    (event,) = [one for one in done.all_events if one.event_type_value == "STEP_FAILURE"]
    assert isinstance(event.event_specific_data, private.StepFailureData)
    assert event.event_specific_data.user_failure_data is not None
    assert event.event_specific_data.user_failure_data.description == "no disk"
