"""The rules by which a mart is judged, a file each: its SQL, its severity, its words in both languages."""

from types import ModuleType

from expectations.contract import Contract
from expectations.gate_rules import (
    built,
    check,
    cleaned,
    conservation,
    described,
    fresh,
    keeps_keys,
    masked,
    no_collapse,
    not_null,
    personal_data,
    reference,
    reference_assembled,
    rows,
    schema,
    suite,
    total,
    unique,
)
from expectations.rule import Rule, Surroundings, Words

_JUDGING = (
    schema,
    unique,
    not_null,
    personal_data,
    described,
    rows,
    fresh,
    conservation,
    masked,
    cleaned,
    no_collapse,
    keeps_keys,
    reference,
    total,
    check,
    suite,
)
"""In the order in which a verdict tells them; the extra suite last."""


def rules_of(contract: Contract, around: Surroundings) -> list[Rule]:
    """Every rule the mart is judged by."""
    return [one for module in _JUDGING for one in module.rules(contract, around)]


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


RULES: dict[str, Words] = {_name(module): module.WORDS for module in (built, *_JUDGING, reference_assembled)}
"""Rule → what it is called, what is wrong when it fails, and what a person does about it."""
