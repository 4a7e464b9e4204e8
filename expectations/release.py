"""Writes, audits and publishes a version of the marts, by domain; and takes one back.

Nothing is published before `current.json` is replaced, and the shelf follows after it. A crash between
any two steps leaves the earlier publication readable; the next run sweeps up and brings the shelf along.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from durable.files import sha256_of
from expectations.alone import alone
from expectations.bench import Bench, fingerprint_of, lay_out
from expectations.contract import Contract
from expectations.domains import assemble, held_domains, move_data_as_of, say_what_is_lost
from expectations.errors import ReleaseError
from expectations.facts import ReleaseFacts
from expectations.freshness import look_again
from expectations.gate import judge, judge_assembled
from expectations.mending import place_for_docs, restore, tidy
from expectations.report import worded
from expectations.shelf.target import ShelfOutcome, ShelfTarget, follow, healed_of
from expectations.verdict import Verdict
from expectations.versions import JudgedCandidates, Publication, Versions
from texts import say


@dataclass(frozen=True)
class DomainOutcome:
    """What became of a domain tonight; `version` and `data_as_of` are what its readers see now."""

    published: bool
    version: str | None
    reason: str | None
    data_as_of: datetime | None


@dataclass(frozen=True)
class ReleaseReport:
    """The result of a release. `unchanged`: the marts equal the published ones, and only their date moved.

    `warnings`: what was found damaged and made anew, and what went wrong after the publication.
    """

    version: str
    verdicts: list[Verdict]
    domains: dict[str, DomainOutcome]
    shelf: list[ShelfOutcome]
    data_docs: Path | None
    unchanged: bool = False
    warnings: tuple[str, ...] = ()


def release(
    contracts: Sequence[Contract],
    *,
    warehouse: Path,
    var: Path,
    shelf: Sequence[ShelfTarget],
    facts: ReleaseFacts,
    keep: int,
    with_docs: bool = True,
    on_step: Callable[[str], None] = lambda _: None,
) -> ReleaseReport:
    """Export the marts, judge them, publish the domains that passed and bring the shelf along.

    `warehouse` must be closed by its writer; `var` holds `releases` and `data_docs`; the last `keep` versions
    stay. Raises an ExpectationsError if nothing could be judged or published: the previous publication is
    untouched then. A held domain and a broken shelf target are no errors but part of the report.
    """
    with alone(var) as versions:
        told = versions.heal(facts.now)
        versions.sweep()
        current, version = versions.current(), versions.new_version(facts.now, facts.run_id)
        lost: set[str] = set()
        if current is not None:
            lost = restore(versions, current, shelf, told)
            if not lost:
                # A target that a crash left behind must not wait for a night that succeeds.
                told += healed_of(follow(shelf, current, versions.root, on_step))
            current = current.without(lost)
        versions.folder(version).mkdir()
        bench = lay_out(
            contracts, facts, warehouse=warehouse, releases=versions.root, version=version, current=current
        )
        on_step("exported")
        asked = fingerprint_of(contracts, bench)
        if (
            current is not None
            and versions.is_judged(current.version)
            and _is_unchanged(current, contracts, bench, asked)
        ):
            shutil.rmtree(versions.folder(version))
            return _date_anew(versions, current, contracts, facts, shelf, on_step, told)
        docs = place_for_docs(var, version, told) if with_docs else None
        verdicts = judge_assembled(
            contracts, judge(contracts, bench, facts, docs=docs), bench, facts, current
        )
        on_step("judged")
        bench.path.unlink()
        versions.store_judgement(
            JudgedCandidates(
                version=version, contracts=asked, candidates=bench.candidates, verdicts=tuple(verdicts)
            )
        )
        on_step("verdict stored")
        publication = publish(versions, version, contracts, facts, on_step, lost)
        outcomes = follow(shelf, publication, versions.root, on_step) if publication else []
        told += [*healed_of(outcomes), *tidy(versions, var, keep)]
        on_step("pruned")
        return _report(version, verdicts, contracts, publication, facts, outcomes, docs, told)


def publish(
    versions: Versions,
    version: str,
    contracts: Sequence[Contract],
    facts: ReleaseFacts,
    on_step: Callable[[str], None] = lambda _: None,
    lost: Collection[str] = (),
) -> Publication | None:
    """Publish what the stored verdict of `version` allows: it is read from the disk, as are the hashes.

    `lost`: marts whose published file is gone, which a held domain therefore cannot keep. Returns what is
    published now, None if nothing ever was. Raises ReleaseError if a file is not the judged one.
    """
    judgement, published = versions.judgement(version), versions.current()
    current = published.without(lost) if published else None
    _compare(
        versions,
        {name: (one.file, one.sha256) for name, one in judgement.candidates.items()},
        say("run the night again: it exports and judges anew."),
    )
    sequence = 1 + max(
        (one.sequence for one in [*versions.published(), *([current] if current else [])]), default=0
    )
    publication = assemble(judgement, contracts, facts, current, sequence)
    if publication is None:
        return None
    if published is not None:
        publication = say_what_is_lost(publication, published, facts.language)
    versions.make_current(publication)
    on_step("published")
    if publication.version == version:
        with contextlib.suppress(OSError):  # The next run writes it: what is published stays published.
            versions.store_release(publication)
        on_step("release stored")
    return publication


def advance(
    contracts: Sequence[Contract],
    *,
    var: Path,
    shelf: Sequence[ShelfTarget],
    facts: ReleaseFacts,
    on_step: Callable[[str], None] = lambda _: None,
) -> ReleaseReport:
    """Move only data-as-of: nothing new has landed, so neither dbt nor the gate has to run.

    A domain whose streams have become stale is held; a held one stays held. Raises ReleaseError if nothing is
    published yet.
    """
    with alone(var) as versions:
        told = versions.heal(facts.now)
        current = versions.current()
        if current is None:
            raise ReleaseError(
                say("Nothing is published yet."),
                fix=say("run a whole night: it builds, judges and publishes."),
            )
        return _date_anew(versions, current, contracts, facts, shelf, on_step, told)


def rollback(
    var: Path,
    version: str | None,
    shelf: Sequence[ShelfTarget],
    on_step: Callable[[str], None] = lambda _: None,
) -> tuple[Publication, list[ShelfOutcome]]:
    """Publish an earlier version again, whole: `version`, or the one before the current if None.

    Raises ReleaseError if there is no such version or its files are damaged; nothing has changed then.
    """
    with alone(var) as versions:
        versions.heal(datetime.now(UTC))
        target = _earlier(versions, version)
        _compare(
            versions,
            {name: (one.file, one.sha256) for name, one in target.marts.items()},
            say("roll back to another version: `voronka releases` lists them."),
        )
        versions.make_current(target)
        on_step("published")
        return target, follow(shelf, target, versions.root, on_step)


def _is_unchanged(current: Publication, contracts: Sequence[Contract], bench: Bench, asked: str) -> bool:
    hashes = {name: one.sha256 for name, one in bench.candidates.items()}
    return (
        asked == current.contracts
        and len(hashes) == len(contracts)
        and hashes == {name: one.sha256 for name, one in current.marts.items()}
        and all(domain.verdict == "published" for domain in current.domains.values())
    )


def _date_anew(
    versions: Versions,
    current: Publication,
    contracts: Sequence[Contract],
    facts: ReleaseFacts,
    shelf: Sequence[ShelfTarget],
    on_step: Callable[[str], None],
    told: list[str],
) -> ReleaseReport:
    publication = move_data_as_of(current, contracts, facts)
    versions.make_current(publication)
    on_step("published")
    outcomes = follow(shelf, publication, versions.root, on_step)
    told += healed_of(outcomes)
    verdicts = _look_again(versions.judgement(current.version).verdicts, contracts, facts)
    return _report(
        current.version, verdicts, contracts, publication, facts, outcomes, None, told, unchanged=True
    )


def _look_again(
    verdicts: Sequence[Verdict], contracts: Sequence[Contract], facts: ReleaseFacts
) -> list[Verdict]:
    """The stored verdicts with freshness as of now."""
    known = {contract.mart: contract for contract in contracts}
    return [
        Verdict(
            mart=verdict.mart,
            findings=tuple(
                worded(look_again(one, known[verdict.mart], facts), {})
                if one.rule == "fresh" and verdict.mart in known
                else one
                for one in verdict.findings
            ),
        )
        for verdict in verdicts
    ]


def _compare(versions: Versions, files: dict[str, tuple[str, str]], fix: str) -> None:
    """Every file is there and is byte for byte the one that was judged."""
    for mart, (file, sha256) in files.items():
        path = versions.root / file
        if not path.exists() or sha256_of(path) != sha256:
            raise ReleaseError(
                say("The file of {mart} is missing or is not the one that was judged.", mart=mart), fix=fix
            )


def _earlier(versions: Versions, version: str | None) -> Publication:
    current, kept = versions.current(), versions.published()
    if version is None:
        kept = [one for one in kept if current is None or one.sequence < current.sequence]
    else:
        kept = [one for one in kept if one.version == version]
    if not kept:
        raise ReleaseError(
            say("There is no version {version} to go back to.", version=version)
            if version
            else say("There is no earlier version."),
            fix=say("`voronka releases` lists the versions that are kept."),
        )
    return kept[0]


def _report(
    version: str,
    verdicts: list[Verdict],
    contracts: Sequence[Contract],
    publication: Publication | None,
    facts: ReleaseFacts,
    outcomes: list[ShelfOutcome],
    docs: Path | None,
    told: Sequence[str],
    *,
    unchanged: bool = False,
) -> ReleaseReport:
    if publication is None:
        reasons = held_domains(contracts, verdicts, facts.language)
        domains = {name: DomainOutcome(False, None, reason, None) for name, reason in reasons.items()}
    else:
        domains = {
            name: DomainOutcome(one.verdict == "published", one.version, one.reason, one.data_as_of)
            for name, one in publication.domains.items()
        }
    index = docs and docs / "index.html"
    return ReleaseReport(version, verdicts, domains, outcomes, index, unchanged, tuple(told))
