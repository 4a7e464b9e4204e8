"""Expectations of Great Expectations that a mart adds in expectations/suites."""

from collections.abc import Iterator
from typing import Any

from expectations.contract import Contract, Severity
from expectations.rule import Rule, Surroundings, Words, own_words
from expectations.texts import Sentences

WORDS: Words = {
    "ru": Sentences(
        "Проверка Great Expectations: {subject}",
        "Витрина {mart} не прошла проверку Great Expectations {subject}: {observed}.",
        "см. expectations/suites/{mart}.yml и отчёт Data Docs.",
    ),
    "en": Sentences(
        "Expectation {subject}",
        "The expectation {subject} of {mart} is not met: {observed}.",
        "see expectations/suites/{mart}.yml and the Data Docs page.",
    ),
}


def rules(contract: Contract, around: Surroundings) -> Iterator[Rule]:
    """For each expectation of the mart's own suite."""
    return map(_extra, contract.suite)


def _extra(config: dict[str, Any]) -> Rule:
    """An expectation of suites/<mart>.yml as it stands there."""
    meta = config.get("meta") or {}
    subject = str(meta.get("name") or config["type"])
    said = own_words(meta.get("message", ""), meta.get("fix", ""))
    severity: Severity = "stop" if config.get("severity", "critical") == "critical" else "warn"
    return Rule("suite", config["type"], dict(config.get("kwargs", {})), severity, subject, said=said)
