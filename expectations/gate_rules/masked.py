"""Phones and e-mails that were masked in a column are told."""

from collections.abc import Iterator

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words, changed_cells
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Телефоны и почта, скрытые в {subject}",
        "В {mart} скрыты звёздочками телефоны или почта, вписанные в {subject}: ячеек {observed}.",
        "исправьте название в системе, где его набрали: контактам место в полях для телефона и почты.",
    ),
    "en": Sentences(
        "Phones and e-mails masked in {subject}",
        "{mart} shows stars for phones or e-mails typed into {subject}: {observed} cells.",
        "correct the name in the system where it was typed: phones and e-mails have fields of their own.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For every column in which it happened."""
    return changed_cells("masked", contract, around)
