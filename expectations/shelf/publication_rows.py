"""The tables that tell readers what they look at, the same on every target: `kpi.publication` and its kin."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from expectations.contract import Column
from expectations.facts import as_local
from expectations.versions import Publication


class Table(NamedTuple):
    """A small table of the publication itself."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: list[tuple[object, ...]]


def publication_tables(publication: Publication) -> list[Table]:
    """`publication`, `publication_finding` and `publication_release`."""
    return [_domains(publication), _findings(publication), _release(publication)]


def _columns(**described: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name=name, type=type_, description=text) for name, (type_, text) in described.items())


_DOMAIN_COLUMNS = _columns(
    domain=("VARCHAR", "The domain: inside one domain a reader never sees a mix of versions."),
    version=("VARCHAR", "The version of this domain's marts; null if none was ever published."),
    data_as_of=("TIMESTAMP", "The instant (UTC) up to which the sources were loaded without a gap."),
    data_as_of_local=("VARCHAR", "The same instant on the company's clock."),
    published_at=("TIMESTAMP", "When this version was published (UTC)."),
    published_at_local=("VARCHAR", "When this version was published, on the company's clock."),
    verdict=("VARCHAR", "published, or held: the numbers are the last good ones and older than the night."),
    warnings_count=("BIGINT", "Warnings that travel with these numbers; see publication_finding."),
    held_reason=("VARCHAR", "Why the domain is held; null when it is not."),
    held_reason_ru=("VARCHAR", "The reason in Russian, whatever the deployment speaks."),
    held_reason_en=("VARCHAR", "The reason in English, whatever the deployment speaks."),
)
_FINDING_COLUMNS = _columns(
    domain=("VARCHAR", "The domain of the mart."),
    mart=("VARCHAR", "The mart in which it was found."),
    rule=("VARCHAR", "The rule that was broken."),
    subject=("VARCHAR", "What the rule was about: a column, a reference, a total, a check."),
    severity=("VARCHAR", "stop held the domain; warn travels with the numbers."),
    message=("VARCHAR", "What is wrong, in words."),
    fix=("VARCHAR", "What to do about it."),
    message_ru=("VARCHAR", "What is wrong, in Russian, whatever the deployment speaks."),
    fix_ru=("VARCHAR", "What to do about it, in Russian."),
    message_en=("VARCHAR", "What is wrong, in English, whatever the deployment speaks."),
    fix_en=("VARCHAR", "What to do about it, in English."),
    sample=("VARCHAR", "Keys of the first records concerned."),
)
_RELEASE_COLUMNS = _columns(
    release_version=("VARCHAR", "The version of the publication as a whole."),
    sequence=("BIGINT", "Its number; a later publication has a greater one."),
    fingerprint=("VARCHAR", "Changes with anything a reader could see."),
    run_id=("VARCHAR", "The run that published or dated it last."),
    as_of_date=("DATE", "The business date of that run."),
    company=("VARCHAR", "Whose numbers these are."),
    timezone=("VARCHAR", "The time zone of the local times and business dates."),
)


def _domains(publication: Publication) -> Table:
    rows: list[tuple[object, ...]] = [
        (
            name,
            one.version,
            _utc(one.data_as_of),
            one.data_as_of and as_local(one.data_as_of, publication.timezone),
            _utc(one.published_at),
            one.published_at and as_local(one.published_at, publication.timezone),
            one.verdict,
            one.warnings,
            one.reason,
            one.reason_ru,
            one.reason_en,
        )
        for name, one in publication.domains.items()
    ]
    return Table(
        "publication",
        "One row per domain: what is published, as of when, and its verdict.",
        _DOMAIN_COLUMNS,
        rows,
    )


def _findings(publication: Publication) -> Table:
    rows: list[tuple[object, ...]] = [
        tuple(getattr(one, column.name) for column in _FINDING_COLUMNS) for one in publication.findings
    ]
    return Table("publication_finding", "One row per broken rule of the publication.", _FINDING_COLUMNS, rows)


def _release(publication: Publication) -> Table:
    row = (
        publication.version,
        publication.sequence,
        publication.fingerprint,
        publication.run_id,
        publication.as_of_date,
        publication.company,
        publication.timezone,
    )
    return Table("publication_release", "One row: the publication as a whole.", _RELEASE_COLUMNS, [row])


def _utc(instant: datetime | None) -> datetime | None:
    return instant.astimezone(UTC).replace(tzinfo=None) if instant else None
