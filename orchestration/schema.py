"""The JSON Schema of deployment files, for editors: generated from the types, vendors' settings included."""

import json
from pathlib import Path
from typing import Any

from connectors.catalog import vendors
from connectors.kit.connector import Connector
from orchestration.deployment import Deployment
from orchestration.layout import REPOSITORY

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
    secret = {key for key, one in settings["properties"].items() if one.get("writeOnly")}
    properties: dict[str, Any] = {
        key: _OUTSIDE if key in secret else {"anyOf": [one, _OUTSIDE]}
        for key, one in settings["properties"].items()
    }
    shape = {**settings, "properties": properties}
    streams: dict[str, Any] = {"items": {"enum": [stream.name for stream in kind.streams]}}
    return {
        "if": {"properties": {"vendor": {"const": name}}},
        "then": {
            "properties": {"settings": shape, "streams": {"anyOf": [streams, {"type": "null"}]}},
            "required": ["settings"] if settings.get("required") else [],
        },
    }


if __name__ == "__main__":
    write_schema()
