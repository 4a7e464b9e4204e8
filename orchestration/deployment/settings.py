"""Secrets and vendor settings: from the deployment's settings blocks to connectors that are ready to read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, SecretStr

from connectors.catalog import vendors
from connectors.kit.connector import Connector
from connectors.kit.settings import Settings, settings_of
from connectors.kit.stream import Kind
from orchestration.deployment.deployment import Deployment, missing_variables
from orchestration.deployment.parts import FromEnvironment, SourceEntry, Tables
from orchestration.deployment.together import lacking_streams
from orchestration.failures import DeploymentError
from orchestration.loaded.stand_in import Filled, open_stand_in, stand_in
from texts import say, translated

# Shorter values are words of any text: taking them out would spoil it and hide nothing.
_SHORTEST_SECRET = 5


def connector_types(deployment: Deployment) -> dict[str, type[Connector[Any]]]:
    """Source → connector class. Checks names only, no secret is needed. Raises DeploymentError."""
    known = vendors()
    problems: list[str] = []
    types: dict[str, type[Connector[Any]]] = {}
    for source, entry in deployment.sources.items():
        if entry.vendor not in known:
            problems.append(
                say(
                    "{source}.vendor: {vendor} is not a vendor; known are {known}",
                    source=source,
                    vendor=entry.vendor,
                    known=", ".join(sorted(known)),
                )
            )
            continue
        types[source] = _kind(entry, known[entry.vendor])
        problems += _stream_problems(source, entry, known[entry.vendor])
        problems += lacking_streams(source, entry, known[entry.vendor])
        problems += _table_problems(source, entry, known[entry.vendor])
        problems += _setting_problems(source, entry, known[entry.vendor])
    if problems:
        raise DeploymentError(
            say("{file}: {problems}", file=deployment.file, problems="; ".join(problems)),
            fix=say("Correct the settings of these sources in the file"),
        )
    return types


def open_connectors(deployment: Deployment) -> dict[str, Connector[Any]]:
    """Source → connector with its secrets. DeploymentError names every missing variable."""
    types = connector_types(deployment)
    missing: dict[str, str] = {}
    for source, entry in deployment.sources.items():
        for setting, variable in _variables_of(source, entry).items():
            if not deployment.environment.get(variable):
                missing[setting] = variable
    if missing:
        raise missing_variables(deployment.file, missing)
    return {source: _open(deployment, source, types[source]) for source in deployment.sources}


def secrets_of(deployment: Deployment) -> tuple[str, ...]:
    """What the file leaves to the environment, for sources, shelf and alerts: nobody else should read it."""
    variables = [
        variable
        for source, entry in deployment.sources.items()
        for variable in _variables_of(source, entry).values()
    ]
    variables += [target.url.env for target in deployment.alerts.targets]
    variables += [
        value.env for entry in deployment.shelf for _, value in entry if isinstance(value, FromEnvironment)
    ]
    found = (deployment.environment.get(variable, "") for variable in variables)
    return tuple(value for value in found if len(value) >= _SHORTEST_SECRET)


def source_zones(deployment: Deployment) -> dict[str, str]:
    """Source → the zone of its clock, where its settings say, or leave at, another than the deployment's.

    A variable that is not set yet is left to whoever reads the source.
    """
    types = vendors()
    found = {
        source: _clock(deployment, entry, types[entry.vendor])
        for source, entry in deployment.sources.items()
        if entry.vendor in types
    }
    return {source: zone for source, zone in found.items() if zone and zone != deployment.timezone}


def said_settings(deployment: Deployment, entry: SourceEntry) -> dict[str, Any]:
    """What the settings of a source say; one that is left to a variable only where that is set."""
    variables = deployment.environment
    found = {
        name: variables.get(value["env"]) if _is_reference(value) else value
        for name, value in entry.settings.items()
    }
    return {name: value for name, value in found.items() if value is not None}


def stream_names(entry: SourceEntry, kind: type[Connector[Any]]) -> list[str]:
    """The deployed streams of a source, in the connector's order (some read what an earlier one found)."""
    return [stream.name for stream in kind.streams if entry.streams is None or stream.name in entry.streams]


def _kind(entry: SourceEntry, kind: type[Connector[Any]]) -> type[Connector[Any]]:
    """The connector's class, with streams that another loader reads taken from their tables."""
    if entry.tables is None:
        return kind
    tables = {
        name: entry.tables.streams[name] for name in stream_names(entry, kind) if name in entry.tables.streams
    }
    return stand_in(kind, tables, alone=_is_alone(entry, kind))


def _is_alone(entry: SourceEntry, kind: type[Connector[Any]]) -> bool:
    """Whether every deployed stream of the source has a table, so that nothing is asked of the vendor."""
    return entry.tables is not None and set(stream_names(entry, kind)) <= set(entry.tables.streams)


def _open(deployment: Deployment, source: str, kind: type[Connector[Any]]) -> Connector[Any]:
    entry = deployment.sources[source]
    if entry.tables is not None:
        return _open_tables(deployment, source, entry.tables, kind)
    return kind(_settings(deployment, source, kind))


def _open_tables(
    deployment: Deployment, source: str, tables: Tables, kind: type[Connector[Any]]
) -> Connector[Any]:
    said = str(deployment.looked_up(tables.place, f"{source}.tables.place"))
    place = said if "://" in said else str(deployment.file.resolve().parent / said)
    entry = deployment.sources[source]
    vendor = vendors()[entry.vendor]
    zone = ZoneInfo(_clock(deployment, entry, vendor) or vendor.zone_name)
    settings = Settings() if kind.settings_type is Settings else _settings(deployment, source, kind)
    named = {stream.name for stream in kind.streams} & set(tables.streams)
    return open_stand_in(
        kind, settings, Filled(place, {name: tables.streams[name] for name in named}, tables.ended, zone)
    )


def _clock(deployment: Deployment, entry: SourceEntry, vendor: type[Connector[Any]]) -> str | None:
    """The zone that a source's settings say or leave at; None: no such setting, or a variable not set yet."""
    field = vendor.settings_type.model_fields.get("timezone")
    said: Any = entry.settings.get("timezone", field.default) if field else None
    return deployment.environment.get(said["env"]) if _is_reference(said) else said


def _settings(deployment: Deployment, source: str, kind: type[Connector[Any]]) -> Settings:
    looked_up = _look_up(deployment.sources[source].settings, deployment)
    for name, field in kind.settings_type.model_fields.items():
        if name in looked_up and _mentions(field.annotation, Path):
            looked_up[name] = str(deployment.file.resolve().parent / looked_up[name])
    settings: Settings = settings_of(kind.settings_type, source, looked_up)
    return settings


def _variables_of(source: str, entry: SourceEntry) -> dict[str, str]:
    """Setting → the environment variable that it is left to."""
    place = entry.tables.place if entry.tables else None
    tables = {f"{source}.tables.place": place.env} if isinstance(place, FromEnvironment) else {}
    return _variables(entry.settings, source) | tables


def _look_up(value: Any, deployment: Deployment) -> Any:
    if _is_reference(value):
        return deployment.environment[value["env"]]
    if isinstance(value, dict):
        return {name: _look_up(inner, deployment) for name, inner in value.items()}
    if isinstance(value, list):
        return [_look_up(inner, deployment) for inner in value]
    return value


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"env"}


def _variables(value: Any, path: str) -> dict[str, str]:
    if _is_reference(value):
        return {path: str(value["env"])}
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {
        name: variable for key, one in inner for name, variable in _variables(one, f"{path}.{key}").items()
    }


def _stream_problems(source: str, entry: SourceEntry, kind: type[Connector[Any]]) -> list[str]:
    known = {stream.name for stream in kind.streams}
    return [
        say(
            "{source}.streams: {name} is not a stream of {vendor}; known are {known}",
            source=source,
            name=name,
            vendor=entry.vendor,
            known=", ".join(sorted(known)),
        )
        for name in entry.streams or ()
        if name not in known
    ]


def _table_problems(source: str, entry: SourceEntry, kind: type[Connector[Any]]) -> list[str]:
    """What is wrong with the tables of a source, as far as the file tells."""
    if entry.tables is None:
        return []
    known, problems = {stream.name: stream for stream in kind.streams}, list[str]()
    for name, table in entry.tables.streams.items():
        if name not in known:
            problems.append(
                say(
                    "{source}.tables.streams: {name} is not a stream of {vendor}; known are {known}",
                    source=source,
                    name=name,
                    vendor=entry.vendor,
                    known=", ".join(sorted(known)),
                )
            )
        elif known[name].kind is Kind.BY_DAY and table.day is None:
            problems.append(
                say(
                    "{source}.tables.streams.{name}.day is missing: the stream is read by days",
                    source=source,
                    name=name,
                )
            )
    return problems


def _setting_problems(source: str, entry: SourceEntry, kind: type[Connector[Any]]) -> list[str]:
    fields = kind.settings_type.model_fields
    names = ", ".join(fields)
    problems = [
        say(
            "{source}.{name} is not a setting of {vendor}; known are {names}",
            source=source,
            name=name,
            vendor=entry.vendor,
            names=names,
        )
        for name in entry.settings
        if name not in fields
    ]
    for name, field in fields.items():
        if field.is_required() and name not in entry.settings and not _is_alone(entry, kind):
            needed = translated(field.description) if field.description else say("the vendor needs it")
            problems.append(say("{source}.{name} is missing: {why}", source=source, name=name, why=needed))
    return problems + [
        say("{path} is a secret and stands in the file; write {{env: NAME}} instead", path=path)
        for path in _open_secrets(kind.settings_type, entry.settings, source)
    ]


def _open_secrets(shape: type[BaseModel], values: Any, path: str) -> Iterator[str]:
    """The secrets that stand in the file, those inside of nested settings too."""
    for name, field in shape.model_fields.items():
        value = values.get(name) if isinstance(values, dict) else None
        if isinstance(value, str) and _mentions(field.annotation, SecretStr):
            yield f"{path}.{name}"
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _open_secrets(inner, value, f"{path}.{name}")


def _mentions(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_mentions(inner, kind) for inner in get_args(annotation))
