"""Finds the vendors: every file of `connectors/vendors` is one, under its own name."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import connectors.vendors
from connectors.kit.connector import Connector


def vendors() -> dict[str, type[Connector[Any]]]:
    """Vendor name → its connector class, by name."""
    names = sorted(module.name for module in iter_modules(connectors.vendors.__path__))
    return {name: _connector(name) for name in names if not name.startswith("_")}


def _connector(name: str) -> type[Connector[Any]]:
    module = import_module(f"connectors.vendors.{name}")
    for member in vars(module).values():
        if isinstance(member, type) and issubclass(member, Connector) and vars(member).get("name") == name:
            return member
    raise TypeError(f"connectors/vendors/{name}.py has no Connector with name = {name!r}")
