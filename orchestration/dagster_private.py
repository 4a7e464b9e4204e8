"""What Dagster does not call public and this house needs, in one place; a test says what an upgrade broke."""

from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition
from dagster._core.execution.plan.objects import StepFailureData
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    PARTITION_NAME_TAG,
)
from dagster._serdes import ConfigurableClassData
from dagster._utils.schedules import is_valid_cron_string

__all__ = [
    "ASSET_PARTITION_RANGE_END_TAG",
    "ASSET_PARTITION_RANGE_START_TAG",
    "PARTITION_NAME_TAG",
    "ConfigurableClassData",
    "DagsterSqliteStorage",
    "InstanceRef",
    "SqliteEventLogStorage",
    "SqliteRunStorage",
    "StepFailureData",
    "UnresolvedAssetJobDefinition",
    "is_valid_cron_string",
]
