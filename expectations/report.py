"""A verdict as text that a head of sales and an analyst understand; the CLI only lays it out."""

from __future__ import annotations

from dataclasses import dataclass

from expectations.gate_rules import RULES
from expectations.texts import BROKEN, WORDS, Language
from expectations.verdict import Finding, Verdict

SHOWN = 5


@dataclass(frozen=True)
class FindingText:
    """One finding in words. `sample` names record keys, at most five."""

    rule: str
    title: str
    severity: str
    passed: bool
    what: str
    fix: str
    sample: str


@dataclass(frozen=True)
class VerdictText:
    """One mart's verdict in words; `lines` holds the failed findings, `stop` first."""

    mart: str
    passed: bool
    headline: str
    lines: tuple[FindingText, ...]


def describe(verdict: Verdict, language: Language, *, everything: bool = False) -> VerdictText:
    """The verdict in words; with `everything` the fulfilled rules are listed too."""
    failed = [*verdict.stops, *verdict.warnings]
    fulfilled = [one for one in verdict.findings if one.passed] if everything else []
    lines = tuple(describe_finding(verdict.mart, one, language) for one in [*failed, *fulfilled])
    return VerdictText(verdict.mart, verdict.passed, _headline(verdict, language), lines)


def describe_finding(mart: str, finding: Finding, language: Language) -> FindingText:
    """One finding in words of `language`."""
    what, fix = phrase(mart, finding, language)
    return FindingText(
        rule=finding.rule,
        title=title_of(finding.rule, finding.subject, language),
        severity=WORDS[language][finding.severity],
        passed=finding.passed,
        what="" if finding.passed else what,
        fix="" if finding.passed else fix,
        sample=sample_of(finding, language),
    )


def phrase(mart: str, finding: Finding, language: Language) -> tuple[str, str]:
    """What is wrong and what to do, for a failed finding."""
    sentences = BROKEN[language] if finding.error else RULES[finding.rule][language]
    filled = {
        "mart": mart,
        "subject": finding.subject,
        "observed": finding.observed,
        "expected": finding.expected,
        "error": finding.error,
    }
    own = {} if finding.error else finding.said.get(language, {})
    return own.get("message") or sentences.what.format(**filled), own.get("fix") or sentences.fix.format(
        **filled
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


def _headline(verdict: Verdict, language: Language) -> str:
    words = WORDS[language]
    state = words["goes"] if verdict.passed else words["held"]
    counts = [
        words[name].format(count=len(found))
        for name, found in (("stops", verdict.stops), ("warnings", verdict.warnings))
        if found
    ]
    return f"{verdict.mart}: {state} ({', '.join(counts) or words['ok']})"
