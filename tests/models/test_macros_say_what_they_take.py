"""The macros that analysts call are described with the arguments they take."""

import re
from typing import Any

from tests.models.conftest import PROJECT

_DEFINED = re.compile(r"\{%-?\s*macro (\w+)\(([^)]*)\)")


def test_described_arguments_are_those_of_the_macro(manifest: dict[str, Any]):
    defined = {
        name: [one.split("=")[0].strip() for one in arguments.split(",") if one.strip()]
        for file in (PROJECT / "macros").rglob("*.sql")
        for name, arguments in _DEFINED.findall(file.read_text(encoding="utf-8"))
    }
    described = {
        one["name"]: [argument["name"] for argument in one["arguments"]]
        for one in manifest["macros"].values()
        if one["package_name"] == "voronka" and one["description"]
    }
    assert len(described) > 15
    assert described == {name: defined[name] for name in described}
