"""Published keys do not vanish."""

# ruff: noqa: E501, S608 - a sentence stays on one line; names come from a checked contract and are quoted

from collections.abc import Iterator, Sequence

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import key, quote
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Справочник не теряет ключей: {subject}",
        "Из {mart} пропали ключи {subject}, которые уже опубликованы: {observed}.",
        "верните записи (удалённые помечаются, а не исчезают) или примите потерю: voronka night --accept-loss {mart}.",
    ),
    "en": Sentences(
        "The dimension loses no key: {subject}",
        "{mart} lost keys of {subject} that are already published: {observed}.",
        "bring the records back (deleted ones are marked, not dropped) or accept the loss: voronka night --accept-loss {mart}.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For marts that are published and keep keys; a loss that was accepted is a warning."""
    kept = contract.kept_columns
    if contract.mart in around.previous and kept:
        sql, severity = _lost_keys(contract.mart, kept), around.severity_of_loss(contract.mart)
        yield sql_rule("keeps_keys", sql, severity=severity, subject=", ".join(kept))


def _lost_keys(mart: str, columns: Sequence[str]) -> str:
    """Published keys that the candidate no longer has."""
    same = " and ".join(
        f"candidate.{quote(one)} is not distinct from earlier.{quote(one)}" for one in columns
    )
    return f"""
        select distinct {key(columns, "earlier.")} as record from prev_{mart} as earlier
        where not exists (select 1 from batch as candidate where {same})
    """
