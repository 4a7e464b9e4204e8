"""Finds the vendors: every package of `connectors/vendors` is one, under its own name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import connectors.vendors
from connectors.declaration import FILE, Declaration, read_declaration, wrong
from connectors.kit.connector import Connector
from texts import say


def vendors() -> dict[str, type[Connector[Any]]]:
    """Vendor name → its connector class, by name."""
    return {name: _connector(name) for name in sorted(_folders())}


@cache
def declarations() -> dict[str, Declaration]:
    """Vendor name → its declaration, the most trusted vendor first. SettingsError: one of them is wrong."""
    found = {name: read_declaration(folder) for name, folder in _folders().items()}
    for name, declaration in found.items():
        if unknown := declaration.streams() - {stream.name for stream in _connector(name).streams}:
            raise wrong(
                _folders()[name] / FILE,
                say("{streams} are no streams of the connector", streams=", ".join(sorted(unknown))),
            )
    return dict(sorted(found.items(), key=lambda one: (*one[1].place, one[0])))


def _folders() -> dict[str, Path]:
    return {
        module.name: Path(folder) / module.name
        for folder in connectors.vendors.__path__
        for module in iter_modules([folder])
        if module.ispkg
    }


def _connector(name: str) -> type[Connector[Any]]:
    module = import_module(f"connectors.vendors.{name}.connector")
    for member in vars(module).values():
        if isinstance(member, type) and issubclass(member, Connector) and vars(member).get("name") == name:
            return member
    raise TypeError(f"connectors/vendors/{name}/connector.py has no Connector with name = {name!r}")
