"""The JSON Schema of deployment files, for editors: generated from the types, vendors' settings included."""

import json
from pathlib import Path
from typing import Any

from connectors.catalog import vendors
from connectors.kit.connector import Connector
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.layout import REPOSITORY

SCHEMA = REPOSITORY / "deployments" / "deployment.schema.json"
_OUTSIDE: dict[str, Any] = {"$ref": "#/$defs/FromEnvironment"}


def deployment_schema() -> dict[str, Any]:
    """The schema as a document. A value of a setting may always stay outside the file."""
    schema = Deployment.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    entry = schema["$defs"]["SourceEntry"]
    known = vendors()
    entry["properties"]["vendor"]["enum"] = sorted(known)
    entry["allOf"] = [_settings_of(name, kind) for name, kind in sorted(known.items())]
    return schema


def schema_text() -> str:
    """The schema as it stands in the repository."""
    return json.dumps(deployment_schema(), ensure_ascii=False, indent=1) + "\n"


def write_schema(file: Path = SCHEMA) -> None:
    """Write the schema file anew."""
    file.write_text(schema_text(), encoding="utf-8")


def _settings_of(name: str, kind: type[Connector[Any]]) -> dict[str, Any]:
    """ "Where vendor is `name`, settings look so"."""
    settings = kind.settings_type.model_json_schema()
    shape = _opened(settings, settings.pop("$defs", {}))
    streams: dict[str, Any] = {"items": {"enum": [stream.name for stream in kind.streams]}}
    told = [{"required": ["settings"]}, {"required": ["tables"]}] if settings.get("required") else [{}]
    return {
        "if": {"properties": {"vendor": {"const": name}}},
        "then": {
            "properties": {"settings": shape, "streams": {"anyOf": [streams, {"type": "null"}]}},
            "anyOf": told,
        },
    }


def _opened(shape: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object any of whose values may stay outside the file, as secrets must."""
    properties = {key: _value(one, parts) for key, one in shape["properties"].items()}
    return {**shape, "properties": properties}


def _value(one: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    choices = [_resolved(choice, parts) for choice in one.get("anyOf", [one])]
    if any(choice.get("writeOnly") for choice in choices):
        empty = [choice for choice in choices if choice.get("type") == "null"]
        return {"anyOf": [*empty, _OUTSIDE]} if empty else _OUTSIDE
    if "anyOf" in one:
        return {**one, "anyOf": [*choices, _OUTSIDE]}
    return {"anyOf": [*choices, _OUTSIDE]}


def _resolved(choice: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """A choice with the object it refers to written out: references count from the whole schema."""
    name = choice.get("$ref", "").rpartition("/")[2]
    return _opened(parts[name], parts) if name else choice


if __name__ == "__main__":
    write_schema()
