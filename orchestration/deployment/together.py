"""What a source leaves out by its `streams`: of streams that need each other, and of what feeds an entity."""

from collections.abc import Iterator
from typing import Any

from connectors.catalog import declarations
from connectors.kit.connector import Connector
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.parts import SourceEntry
from texts import say


def lacking_streams(source: str, entry: SourceEntry, kind: type[Connector[Any]]) -> Iterator[str]:
    """A sentence per stream that is named without another, without which it would tell nothing or wrongly."""
    named = entry.streams or ()
    needs = declarations()[entry.vendor].needs
    for stream in kind.streams:
        needed = dict.fromkeys((*((stream.parent,) if stream.parent else ()), *needs.get(stream.name, ())))
        if stream.name in named and (missing := [one for one in needed if one not in named]):
            yield say(
                "{source}.streams: {stream} without {missing} gives figures that are wrong and look known: "
                "name both or neither",
                source=source,
                stream=stream.name,
                missing=", ".join(missing),
            )


def half_fed_entities(deployment: Deployment) -> Iterator[str]:
    """A sentence per entity of which a source reads some streams; those it leaves out count as empty."""
    for source, entry in deployment.sources.items():
        for entity, streams in declarations()[entry.vendor].entities.items():
            left_out = [one for one in streams if one not in (entry.streams or streams)]
            if not left_out or len(left_out) == len(streams):
                continue
            if entity == "payments" and source not in deployment.payment_sources:
                continue
            yield say(
                "{source}.streams leaves out {missing} of {entity}: right where the company has none, else "
                "what they hold is missing from figures that look known",
                source=source,
                missing=", ".join(left_out),
                entity=entity,
            )
