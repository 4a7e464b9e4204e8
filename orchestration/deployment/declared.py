"""What the vendors declare of themselves, in the words of the dbt project's variables."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from connectors.catalog import declarations
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.parts import SourceEntry


def present_vendors(deployment: Deployment) -> list[str]:
    """The vendors that a build has to know: deployed ones, and those of whom something was read before.

    The tables that people keep are always among them.
    """
    deployed = {entry.vendor for entry in deployment.sources.values()}
    return [
        name
        for name, one in declarations().items()
        if one.family == "manual" or name in deployed or (deployment.state.landing / name).is_dir()
    ]


def vendor_variables(vendors: Collection[str] | None = None) -> dict[str, Any]:
    """The variables that vendors declare, the most trusted vendor first; left out: of all vendors."""
    known = {name: one for name, one in declarations().items() if vendors is None or name in vendors}
    entities = _ordered(entity for one in known.values() for entity in one.entities)
    supplied = _ordered(entity for one in known.values() for entity in one.supplies)
    return {
        "vendors_of": {
            entity: [name for name, one in known.items() if entity in one.supplies] for entity in supplied
        },
        "streams_of": {
            entity: {
                name: list(one.entities[entity]) for name, one in known.items() if entity in one.entities
            }
            for entity in entities
        },
        "crm_vendors": [name for name, one in known.items() if one.crm_users],
        "vendor_figures": [
            {"vendor": name, **figure.model_dump(mode="json")}
            for name, one in known.items()
            for figure in one.reconciliation
        ],
    }


def entity_streams() -> dict[str, list[str]]:
    """Entity → every `vendor.stream` that must be loaded for a day of it to be known."""
    found: dict[str, list[str]] = {}
    for vendor, one in declarations().items():
        for entity, streams in one.entities.items():
            found.setdefault(entity, []).extend(f"{vendor}.{stream}" for stream in streams)
    return found


def vendor_titles() -> dict[str, dict[str, str]]:
    """Vendor → language → how people call it."""
    return {name: one.title.model_dump() for name, one in declarations().items()}


def card_addresses(sources: Mapping[str, SourceEntry]) -> dict[str, dict[str, str]]:
    """Source → kind of card → the address of a card with `{id}` in it, for the sources whose url is known."""
    known = declarations()
    return {
        source: {card: entry.url.rstrip("/") + path for card, path in known[entry.vendor].card_url.items()}
        for source, entry in sources.items()
        if entry.url and entry.vendor in known
    }


def _ordered(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
