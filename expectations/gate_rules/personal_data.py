"""Nothing that looks like a phone or an e-mail is published."""

# ruff: noqa: E501, S608 - a sentence stays on one line; names come from a checked contract and are quoted

from collections.abc import Iterable, Iterator, Sequence

from expectations.contract import Column, Contract
from expectations.personal import found_sql, is_key
from expectations.rule import Rule, Surroundings, Words, sql_rule
from expectations.statements import key, literal, quote
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Нет телефонов и почты клиентов",
        "В {mart} похоже на телефоны или почту (запись: столбец): {observed}.",
        "телефон или почта не могут быть ключом: постройте ключ из номера записи; рабочую почту сотрудников перечислите в pii.",
    ),
    "en": Sentences(
        "No customers' phones or e-mails",
        "{mart} seems to hold phones or e-mails (record: column): {observed}.",
        "a phone or an e-mail cannot be a key: make the key of the record's id; list employees' business e-mail columns in pii.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For every mart, over the columns that `pii` does not name."""
    scanned = [column for column in contract.columns if column.name not in contract.pii]
    yield sql_rule("personal_data", _personal_data(contract.grain, scanned))


def _personal_data(grain: Sequence[str], columns: Iterable[Column]) -> str:
    """Rows with what looks like a phone or an e-mail; `found` names the columns and never their content."""
    texts = [one.name for one in columns if one.type == "VARCHAR"]
    cases = [
        f"case when {found_sql(quote(name), in_key=is_key(name))} then {literal(name)} end" for name in texts
    ] or ["null"]
    return f"""
        select record, found from (
            select {key(grain)} as record, concat_ws(', ', {", ".join(cases)}) as found from batch
        ) as scanned where found <> ''
    """
