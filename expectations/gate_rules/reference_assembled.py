"""A foreign key holds between a new mart and one that is carried over."""

# ruff: noqa: E501 - a sentence stays on one line

from expectations.contract import Contract, Reference
from expectations.gate_rules.reference import orphans
from expectations.rule import Rule, Words, sql_rule
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Новая и прежняя версии стыкуются: {subject}",
        "Если выпустить {mart}, связь {subject} между новой и прежней версиями рвётся: строк {observed}.",
        "сначала почините задержанную область или верните пропавшие ключи.",
    ),
    "en": Sentences(
        "New and carried-over versions fit: {subject}",
        "If {mart} went out, the link {subject} between new and earlier versions would break: {observed} rows.",
        "repair the held domain first, or bring the lost keys back.",
    ),
}


def assembled_rule(contract: Contract, reference: Reference, child: str, parent: str) -> Rule:
    """The foreign key between two views of the assembled set, one of them carried over."""
    sql = orphans(child, parent, reference, contract.grain)
    subject = f"{contract.mart} → {reference.to}"
    return sql_rule("reference_assembled", sql, severity=reference.severity, subject=subject)
