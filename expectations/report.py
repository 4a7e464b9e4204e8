"""A finding in words that a head of sales and an analyst understand; whoever shows it only lays it out."""

from __future__ import annotations

from collections.abc import Mapping

from expectations.gate_rules import RULES
from expectations.texts import BROKEN, LANGUAGES, WORDS, Language
from expectations.verdict import Finding, Said

SHOWN = 5


def worded(finding: Finding, own: Mapping[Language, Mapping[str, str]]) -> Finding:
    """The finding with what is wrong and what to do in every language; without words where it is fulfilled.

    `own`: language → message, fix: what the author of the rule says in place of the rule's sentences.
    """
    said = {} if finding.passed else {one: _say(finding, one, own.get(one, {})) for one in LANGUAGES}
    return finding.model_copy(update={"said": said})


def _say(finding: Finding, language: Language, own: Mapping[str, str]) -> Said:
    sentences = BROKEN[language] if finding.error else RULES[finding.rule][language]
    filled = finding.model_dump(include={"mart", "subject", "observed", "expected", "error"})
    own = {} if finding.error else own
    return Said(
        message=own.get("message") or sentences.what.format(**filled),
        fix=own.get("fix") or sentences.fix.format(**filled),
    )


def title_of(rule: str, subject: str, language: Language) -> str:
    """What a rule is called, for tables and Data Docs."""
    return RULES[rule][language].title.format(subject=subject)


def sample_of(finding: Finding, language: Language) -> str:
    """The first record keys of a finding, and how many more there are."""
    shown = ", ".join(finding.sample[:SHOWN])
    more = (int(finding.observed) if finding.observed.isdigit() else len(finding.sample)) - SHOWN
    if len(finding.sample) < SHOWN or more <= 0:
        return shown
    return f"{shown} {WORDS[language]['more'].format(count=more)}"
