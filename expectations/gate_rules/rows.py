"""A mart has rows."""

from collections.abc import Iterator

from expectations.contract import Contract
from expectations.rule import Rule, Surroundings, Words
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Витрина не пуста",
        "В {mart} нет ни одной строки.",
        "проверьте, загружены ли источники; если пустая витрина правильна, поставьте allow_empty: true.",
    ),
    "en": Sentences(
        "The mart has rows",
        "{mart} has no rows at all.",
        "check that its sources were loaded; if an empty mart is right, set allow_empty: true.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For marts without `allow_empty` of which a deployed source can give a row."""
    if not contract.allow_empty and contract.mart not in around.unsourced:
        yield Rule("rows", "expect_table_row_count_to_be_between", {"min_value": 1})
