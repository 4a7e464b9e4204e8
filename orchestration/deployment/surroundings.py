"""What of the shell's environment may reach a night: nothing that steers dbt, Dagster, the gate or DuckDB."""

from collections.abc import Mapping, MutableMapping

_STEERING = ("DBT_", "DAGSTER_", "GX_", "DUCKDB_", "PYTHON")


def without_steering(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for a process that a night starts; what it needs of these the night sets itself."""
    return {name: value for name, value in environment.items() if not name.startswith(_STEERING)}


def shut_out_steering(environment: MutableMapping[str, str]) -> None:
    """The same for this process, whose libraries look into its environment by themselves."""
    for name in [name for name in environment if name.startswith(_STEERING)]:
        del environment[name]
