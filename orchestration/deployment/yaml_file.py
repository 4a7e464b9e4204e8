"""A deployment file as YAML: read, and what is wrong in it said in plain words."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from orchestration.failures import DeploymentError
from texts import say
from texts.wrong_values import said_of


class _Loader(yaml.SafeLoader):
    """Plain YAML that refuses a key written twice: the second would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.MarkedYAMLError(
                    problem=say("{key} stands twice", key=key), problem_mark=node.start_mark
                )
        return super().construct_mapping(node, deep)


def read_yaml(file: Path) -> object:
    """What the file says. DeploymentError: it is not there, or no YAML."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DeploymentError(
            say("{file} does not exist", file=file),
            fix=say("Name a deployment file with --deployment; `voronka init` writes one"),
        ) from None
    except UnicodeDecodeError:
        raise DeploymentError(
            say("{file} is not YAML: it is not UTF-8 text", file=file), fix=_fix()
        ) from None
    except OSError as error:
        raise DeploymentError(
            say("{file} cannot be read: {why}", file=file, why=error.strerror),
            fix=say("Give it to the user who runs Voronka"),
        ) from None
    return parse_yaml(text, file)


def parse_yaml(text: str, file: Path) -> object:
    """What `text` says, which stands or will stand in `file`. DeploymentError: it is no YAML."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = (
            say("line {line}, column {column}: ", line=mark.line + 1, column=mark.column + 1) if mark else ""
        )
        problem = getattr(error, "problem", None) or say("it cannot be read")
        raise DeploymentError(
            say("{file} is not YAML: {problem}", file=file, problem=where + problem), fix=_fix()
        ) from None


def wrong_file(file: Path, error: ValidationError, part: str = "") -> DeploymentError:
    """The error that names every wrong setting with its place. `part`: of the file, if checked alone."""
    faults = error.errors(include_input=False, include_url=False)
    wrong = "; ".join(f"{part} {_dotted(fault['loc'])} {said_of(fault)}".strip() for fault in faults)
    return DeploymentError(say("{file}: {wrong}", file=file, wrong=wrong), fix=_fix())


def _fix() -> str:
    return say("Correct the file; deployments/example/deployment.yml shows every setting once")


def _dotted(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location if part != "FromEnvironment")
