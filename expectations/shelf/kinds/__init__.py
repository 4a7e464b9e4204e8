"""The kinds of shelf target: a file each, with its settings, what doctor asks, how it takes a release."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from expectations.shelf.target import ShelfTarget


@cache
def kinds() -> Mapping[str, type[ShelfTarget]]:
    """Kind, as a deployment writes it → its class: what each module of this folder calls `TARGET`."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").TARGET for name in names}
