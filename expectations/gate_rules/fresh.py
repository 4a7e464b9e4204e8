"""What a mart stands on is loaded far enough."""

# ruff: noqa: S608 - names come from a checked contract and are quoted

from collections.abc import Iterator

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import literal
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Данные свежие: {subject}",
        "{mart} опирается на устаревшие потоки (загружено по ≠ нужно не раньше, UTC): {observed}.",
        "посмотрите, почему не загрузился источник; витрина выйдет, как только он догонит.",
    ),
    "en": Sentences(
        "The data are fresh: {subject}",
        "{mart} stands on stale streams (loaded up to ≠ needed, UTC): {observed}.",
        "see why the source did not load; the mart goes out as soon as it has caught up.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For marts with `fresh_within`."""
    if contract.fresh_within is not None:
        entities = ", ".join(contract.fresh_entities)
        yield sql_rule("fresh", _stale_streams(contract.mart), subject=entities)


def _stale_streams(mart: str) -> str:
    """Streams that are not loaded as far as the mart needs them."""
    return f"""
        select stream as record, covered_to as found, needed as wanted from facts.stream_age
        where mart = {literal(mart)} and is_late
    """
