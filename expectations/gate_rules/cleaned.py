"""Hidden codes that were taken out of a column are told."""

# ruff: noqa: E501 - a sentence stays on one line

from collections.abc import Iterator

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words, changed_cells
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Скрытые знаки, убранные из {subject}",
        "В {mart} из {subject} убраны скрытые знаки, которые прячут или переворачивают буквы: ячеек {observed}.",
        "наберите название заново в системе, откуда оно пришло: вместе со скопированным текстом попали лишние знаки.",
    ),
    "en": Sentences(
        "Hidden codes removed from {subject}",
        "{mart} shows {subject} without the hidden codes that hide or turn letters: {observed} cells.",
        "type the name anew in the system it comes from: a copied text brought the codes along.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For every column in which it happened."""
    return changed_cells("cleaned", contract, around)
