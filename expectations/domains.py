"""Decides which domains go out, and assembles the publication from new and carried-over marts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from expectations.contract import Contract, Reference
from expectations.facts import ReleaseFacts
from expectations.freshness import data_as_of, stream_ages
from expectations.texts import LANGUAGES, WORDS, Language
from expectations.verdict import Finding, Verdict
from expectations.versions import (
    JudgedCandidates,
    Publication,
    PublishedDomain,
    PublishedMart,
)

CORE = "core"


@dataclass(frozen=True)
class Joint:
    """A foreign key between a new and a carried-over mart; `blamed` is the new one, which would break it.

    `views` are the two views of the bench, the referring one first. A carried-over mart can hold a new one
    only to keys that the new one promised to keep: customers merge, and that must not stop the night.
    """

    child: Contract
    reference: Reference
    views: tuple[str, str]
    blamed: str


def held_domains(
    contracts: Sequence[Contract], verdicts: Sequence[Verdict], language: Language
) -> dict[str, str]:
    """The domains that stay at their last good version, each with the reason.

    A domain is held by its own failed mart, by a held domain in the lineage of one of its marts, and by core.
    """
    words = WORDS[language]
    domain_of = {contract.mart: contract.domain for contract in contracts}
    failed: dict[str, list[str]] = {}
    for verdict in verdicts:
        if not verdict.passed:
            rules = ", ".join(dict.fromkeys(one.rule for one in verdict.stops))
            failed.setdefault(domain_of[verdict.mart], []).append(f"{verdict.mart} ({rules})")
    held: dict[str, str] = {
        domain: words["failed"].format(marts="; ".join(marts)) for domain, marts in sorted(failed.items())
    }
    while True:
        found = _newly_held(contracts, domain_of, held, language)
        if not found:
            return held
        held |= found


def _newly_held(
    contracts: Sequence[Contract], domain_of: Mapping[str, str], held: Mapping[str, str], language: Language
) -> dict[str, str]:
    found: dict[str, str] = {}
    for contract in contracts:
        if contract.domain in held or contract.domain in found:
            continue
        if CORE in held:
            found[contract.domain] = WORDS[language]["core_held"]
        for parent in contract.depends_on_marts:
            if domain_of.get(parent) in held and contract.domain not in found:
                found[contract.domain] = WORDS[language]["lineage"].format(
                    mart=contract.mart, parent=parent, domain=domain_of[parent]
                )
    return found


def joints(
    contracts: Sequence[Contract], held: Mapping[str, str], current: Publication | None
) -> Iterable[Joint]:
    """Every reference that would lead from a new mart into a carried-over one, or back."""
    known = {contract.mart: contract for contract in contracts}
    published = current.marts if current else {}
    for child in contracts:
        for reference in child.references:
            parent = known[reference.to]
            if (child.domain in held) == (parent.domain in held):
                continue
            carried, new = (child, parent) if child.domain in held else (parent, child)
            old = published.get(carried.mart)
            needed = reference.columns if carried is child else reference.target_columns
            if old is None or not {column.name for column in old.columns}.issuperset(needed):
                continue
            views = (
                (f"prev_{child.mart}", parent.mart)
                if carried is child
                else (child.mart, f"prev_{parent.mart}")
            )
            if carried is child and not set(reference.target_columns) <= set(parent.kept_columns):
                reference = reference.model_copy(update={"severity": "warn"})
            yield Joint(child, reference, views, new.mart)


def assemble(
    judgement: JudgedCandidates,
    contracts: Sequence[Contract],
    facts: ReleaseFacts,
    current: Publication | None,
    sequence: int,
) -> Publication | None:
    """What is published after this judgement; None if nothing is and nothing was.

    If every domain is held, it is the current version again with the reasons beside it.
    """
    held = _reasons(contracts, judgement.verdicts, facts.language)
    domains = {contract.domain for contract in contracts}
    goes_out = not domains <= set(held)
    if not goes_out and current is None:
        return None
    return Publication(
        version=judgement.version if goes_out or current is None else current.version,
        sequence=sequence if goes_out or current is None else current.sequence,
        contracts=judgement.contracts,
        domains={name: _domain(name, contracts, judgement, facts, current, held) for name in sorted(domains)},
        marts=_marts(contracts, judgement, current, held),
        findings=_findings(contracts, judgement, current, held),
        run_id=facts.run_id,
        as_of_date=facts.as_of_date,
        company=facts.company,
        language=facts.language,
        timezone=facts.timezone,
    )


def _reasons(
    contracts: Sequence[Contract], verdicts: Sequence[Verdict], language: Language
) -> dict[str, dict[str, str]]:
    """The held domains, each with its reason as the fields of a published domain."""
    own = held_domains(contracts, verdicts, language)
    told = {f"reason_{one}": held_domains(contracts, verdicts, one) for one in LANGUAGES}
    return {
        domain: {"reason": reason, **{name: texts[domain] for name, texts in told.items()}}
        for domain, reason in own.items()
    }


def move_data_as_of(current: Publication, contracts: Sequence[Contract], facts: ReleaseFacts) -> Publication:
    """The same marts, dated anew: a domain whose streams became stale is held and keeps its date."""
    domains = dict(current.domains)
    for name, domain in current.domains.items():
        own = [contract for contract in contracts if contract.domain == name]
        late = {age.stream for contract in own for age in stream_ages(contract, facts) if age.is_late}
        if domain.verdict == "held" or not own:
            continue
        changed: dict[str, object] = {"data_as_of": data_as_of(own, facts)}
        if late:
            told = {one: WORDS[one]["stale"].format(streams=", ".join(sorted(late))) for one in LANGUAGES}
            changed = {"verdict": "held", "reason": told[facts.language]}
            changed |= {f"reason_{one}": text for one, text in told.items()}
        domains[name] = domain.model_copy(update=changed)
    night = {
        name: getattr(facts, name) for name in ("run_id", "as_of_date", "company", "language", "timezone")
    }
    return current.model_copy(update={"domains": domains, **night})


def say_what_is_lost(new: Publication, before: Publication, language: Language) -> Publication:
    """The publication with the marts that a held domain could not keep, named in the domain's reason."""
    domains = dict(new.domains)
    for name, domain in new.domains.items():
        gone = sorted(
            mart for mart, one in before.marts.items() if one.domain == name and mart not in new.marts
        )
        if gone and domain.verdict == "held":
            reasons = {one: getattr(domain, f"reason_{one}") for one in LANGUAGES}
            told = {
                one: "; ".join(filter(None, (reason, WORDS[one]["lost"].format(marts=", ".join(gone)))))
                for one, reason in reasons.items()
            }
            update = {f"reason_{one}": text for one, text in told.items()} | {"reason": told[language]}
            domains[name] = domain.model_copy(update=update)
    return new.model_copy(update={"domains": domains})


def _domain(
    name: str,
    contracts: Sequence[Contract],
    judgement: JudgedCandidates,
    facts: ReleaseFacts,
    current: Publication | None,
    held: Mapping[str, Mapping[str, str]],
) -> PublishedDomain:
    if name in held:
        last = current.domains.get(name) if current else None
        never = PublishedDomain(version=None, data_as_of=None, verdict="held", published_at=None)
        return (last or never).model_copy(update={"verdict": "held", **held[name]})
    own = {contract.mart for contract in contracts if contract.domain == name}
    return PublishedDomain(
        version=judgement.version,
        data_as_of=data_as_of([contract for contract in contracts if contract.mart in own], facts),
        verdict="published",
        published_at=facts.now,
        warnings=sum(len(verdict.warnings) for verdict in judgement.verdicts if verdict.mart in own),
    )


def _marts(
    contracts: Sequence[Contract],
    judgement: JudgedCandidates,
    current: Publication | None,
    held: Collection[str],
) -> dict[str, PublishedMart]:
    new = {
        one.mart: PublishedMart(
            version=judgement.version,
            domain=one.domain,
            description=one.description,
            description_ru=one.description_ru,
            columns=one.columns,
            grain=one.grain,
            references=one.references,
            workbook=one.workbook,
            public=one.public,
            **judgement.candidates[one.mart].model_dump(),
        )
        for one in contracts
        if one.domain not in held
    }
    domain_of = {contract.mart: contract.domain for contract in contracts}
    earlier = current.marts if current else {}
    carried = {name: mart for name, mart in earlier.items() if domain_of.get(name, mart.domain) in held}
    return dict(sorted({**carried, **new}.items()))


def _findings(
    contracts: Sequence[Contract],
    judgement: JudgedCandidates,
    current: Publication | None,
    held: Collection[str],
) -> tuple[Finding, ...]:
    """Stops and warnings of tonight, and the warnings that the carried-over numbers already had."""
    domain_of = {contract.mart: contract.domain for contract in contracts}
    tonight = [
        one.model_copy(update={"domain": domain_of[one.mart]})
        for verdict in judgement.verdicts
        for one in (verdict.stops if domain_of[verdict.mart] in held else verdict.warnings)
    ]
    before = [one for one in current.findings if one.severity == "warn"] if current else []
    return (*tonight, *(one for one in before if one.domain in held))
