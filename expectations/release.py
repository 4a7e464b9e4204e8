"""Writes, audits and publishes a version of the marts, by domain; and takes one back.

Nothing is published before `current.json` is replaced, and the shelf follows after it. A crash between
any two steps leaves the earlier publication readable; the next run sweeps up and brings the shelf along.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from expectations.atomic import sha256_of
from expectations.bench import Bench, fingerprint_of, lay_out
from expectations.contract import Contract
from expectations.domains import assemble, held_domains, move_data_as_of
from expectations.errors import ReleaseError
from expectations.facts import ReleaseFacts
from expectations.freshness import look_again
from expectations.gate import judge, judge_assembled, word
from expectations.shelf.target import ShelfOutcome, ShelfTarget, follow
from expectations.verdict import Verdict
from expectations.versions import Judgement, Publication, Versions

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class DomainOutcome:
    """What became of a domain tonight; `version` and `data_as_of` are what its readers see now."""

    published: bool
    version: str | None
    reason: str | None
    data_as_of: datetime | None


@dataclass(frozen=True)
class ReleaseReport:
    """The result of a release. `unchanged`: the marts equal the published ones, and only their date moved."""

    version: str
    verdicts: list[Verdict]
    domains: dict[str, DomainOutcome]
    shelf: list[ShelfOutcome]
    data_docs: Path | None
    unchanged: bool = False


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
    with _alone(var) as versions:
        versions.sweep()
        current, version = versions.current(), versions.new_version(facts.now, facts.run_id)
        if current is not None:
            # A target that a crash left behind must not wait for a night that succeeds.
            follow(shelf, current, versions.root, on_step)
        versions.folder(version).mkdir()
        bench = lay_out(
            contracts, facts, warehouse=warehouse, releases=versions.root, version=version, current=current
        )
        on_step("exported")
        asked = fingerprint_of(contracts, bench)
        if current is not None and _is_unchanged(current, contracts, bench, asked):
            shutil.rmtree(versions.folder(version))
            return _date_anew(versions, current, contracts, facts, shelf, on_step)
        docs = var / "data_docs" / version if with_docs else None
        verdicts = judge_assembled(
            contracts, judge(contracts, bench, facts, docs=docs), bench, facts, current
        )
        on_step("judged")
        bench.path.unlink()
        versions.store_judgement(
            Judgement(version=version, contracts=asked, candidates=bench.candidates, verdicts=tuple(verdicts))
        )
        on_step("verdict stored")
        publication = publish(versions, version, contracts, facts, on_step)
        outcomes = follow(shelf, publication, versions.root, on_step) if publication else []
        _prune(versions, var, keep)
        on_step("pruned")
        return _report(version, verdicts, contracts, publication, facts, outcomes, docs)


def publish(
    versions: Versions,
    version: str,
    contracts: Sequence[Contract],
    facts: ReleaseFacts,
    on_step: Callable[[str], None] = lambda _: None,
) -> Publication | None:
    """Publish what the stored verdict of `version` allows: it is read from the disk, as are the hashes.

    Returns what is published now, None if nothing ever was. Raises ReleaseError if a file is not the judged
    one.
    """
    judgement, current = versions.judgement(version), versions.current()
    _compare(versions, {name: (one.file, one.sha256) for name, one in judgement.candidates.items()})
    sequence = 1 + max(
        (one.sequence for one in [*versions.published(), *([current] if current else [])]), default=0
    )
    publication = assemble(judgement, contracts, facts, current, sequence)
    if publication is None:
        return None
    versions.make_current(publication)
    on_step("published")
    if publication.version == version:
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
    with _alone(var) as versions:
        current = versions.current()
        if current is None:
            raise ReleaseError(
                "Nothing is published yet.", fix="run a whole night: it builds, judges and publishes."
            )
        return _date_anew(versions, current, contracts, facts, shelf, on_step)


def rollback(
    var: Path,
    version: str | None,
    shelf: Sequence[ShelfTarget],
    on_step: Callable[[str], None] = lambda _: None,
) -> tuple[Publication, list[ShelfOutcome]]:
    """Publish an earlier version again, whole: `version`, or the one before the current if None.

    Raises ReleaseError if there is no such version or its files are damaged; nothing has changed then.
    """
    with _alone(var) as versions:
        target = _earlier(versions, version)
        _compare(versions, {name: (one.file, one.sha256) for name, one in target.marts.items()})
        versions.make_current(target)
        on_step("published")
        return target, follow(shelf, target, versions.root, on_step)


@contextlib.contextmanager
def _alone(var: Path) -> Iterator[Versions]:
    """The folder of versions, for one process at a time; disk failures come out with what and fix."""
    root = var / "releases"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / ".lock", timeout=0):
            yield Versions(root)
    except Timeout as error:
        raise ReleaseError(
            "Another release or rollback is running.", fix="wait until it has finished."
        ) from error
    except OSError as error:
        raise _disk_error(error.errno in _DISK_FULL, error.strerror or "input/output error") from error
    except duckdb.Error as error:
        text = str(error).splitlines()[0]
        raise _disk_error("No space left" in text or "File too large" in text, text) from error


def _disk_error(is_full: bool, text: str) -> ReleaseError:
    if is_full:
        return ReleaseError(
            "The disk is full; what is published stays whole.",
            fix="free space or lower the number of kept versions, then run the night again.",
        )
    return ReleaseError(
        f"The version could not be written: {text}", fix="see that the var folder is writable."
    )


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
) -> ReleaseReport:
    publication = move_data_as_of(current, contracts, facts)
    versions.make_current(publication)
    on_step("published")
    outcomes = follow(shelf, publication, versions.root, on_step)
    verdicts = _look_again(versions.judgement(current.version).verdicts, contracts, facts)
    return _report(current.version, verdicts, contracts, publication, facts, outcomes, None, unchanged=True)


def _look_again(
    verdicts: Sequence[Verdict], contracts: Sequence[Contract], facts: ReleaseFacts
) -> list[Verdict]:
    """The stored verdicts with freshness as of now."""
    known = {contract.mart: contract for contract in contracts}
    return [
        Verdict(
            mart=verdict.mart,
            findings=tuple(
                word(verdict.mart, look_again(one, known[verdict.mart], facts), facts.language)
                if one.rule == "fresh" and verdict.mart in known
                else one
                for one in verdict.findings
            ),
        )
        for verdict in verdicts
    ]


def _compare(versions: Versions, files: dict[str, tuple[str, str]]) -> None:
    """Every file is there and is byte for byte the one that was judged."""
    for mart, (file, sha256) in files.items():
        path = versions.root / file
        if not path.exists() or sha256_of(path) != sha256:
            raise ReleaseError(
                f"The file of {mart} is missing or is not the one that was judged.",
                fix="run the night again, or roll back to another version.",
            )


def _earlier(versions: Versions, version: str | None) -> Publication:
    current, kept = versions.current(), versions.published()
    if version is None:
        kept = [one for one in kept if current is None or one.sequence < current.sequence]
    else:
        kept = [one for one in kept if one.version == version]
    if not kept:
        raise ReleaseError(
            f"There is no version {version} to go back to." if version else "There is no earlier version.",
            fix="`voronka releases` lists the versions that are kept.",
        )
    return kept[0]


def _prune(versions: Versions, var: Path, keep: int) -> None:
    versions.prune(keep)
    docs = var / "data_docs"
    for path in sorted(docs.iterdir(), key=lambda one: one.name)[:-keep] if docs.exists() else []:
        shutil.rmtree(path)


def _report(
    version: str,
    verdicts: list[Verdict],
    contracts: Sequence[Contract],
    publication: Publication | None,
    facts: ReleaseFacts,
    outcomes: list[ShelfOutcome],
    docs: Path | None,
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
    return ReleaseReport(version, verdicts, domains, outcomes, docs and docs / "index.html", unchanged)
