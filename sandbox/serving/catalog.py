"""Finds the pretend vendors: every package of `sandbox/vendors` declares its own."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import sandbox.vendors
from sandbox.wire.faults import CONNECTION_FAULTS, LIST_FAULTS, REPLY_FAULTS
from sandbox.wire.simulator import Simulator


def simulators() -> dict[str, Simulator]:
    """Give the simulators by the names that faults, limits and counts call them."""
    packages = sorted(module.name for module in iter_modules(sandbox.vendors.__path__) if module.ispkg)
    declared = (import_module(f"sandbox.vendors.{name}.declared").SIMULATORS for name in packages)
    return {simulator.name: simulator for several in declared for simulator in several}


def faults_of(simulator: Simulator) -> tuple[str, ...]:
    """Name every fault that a vendor can show."""
    if not simulator.prefix:
        return simulator.faults
    return CONNECTION_FAULTS + REPLY_FAULTS + LIST_FAULTS + simulator.faults
