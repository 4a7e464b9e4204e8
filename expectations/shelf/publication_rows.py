"""The tables that tell readers what they look at, the same on every target: `kpi.publication` and its kin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from expectations.contract import Column
from expectations.facts import as_local
from expectations.report import sample_of
from expectations.texts import Language
from expectations.verdict import Finding
from expectations.versions import Publication, PublishedMart
from texts import marked, say, translated


class Table(NamedTuple):
    """A small table of the publication itself."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: list[tuple[object, ...]]


def publication_tables(publication: Publication) -> list[Table]:
    """`publication`, `publication_finding`, `publication_release` and `publication_column`."""
    return [
        _domains(publication),
        _findings(publication),
        _release(publication),
        dictionary_table(publication),
    ]


def _columns(**described: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name=name, type=type_, description=text) for name, (type_, text) in described.items())


_DOMAIN_COLUMNS = _columns(
    domain=("VARCHAR", marked("The domain: inside one domain a reader never sees a mix of versions.")),
    version=("VARCHAR", marked("The version of this domain's marts; null if none was ever published.")),
    data_as_of=("TIMESTAMP", marked("The instant (UTC) up to which the sources were loaded without a gap.")),
    data_as_of_local=("VARCHAR", marked("The same instant on the company's clock.")),
    published_at=("TIMESTAMP", marked("When this version was published (UTC).")),
    published_at_local=("VARCHAR", marked("When this version was published, on the company's clock.")),
    verdict=(
        "VARCHAR",
        marked("published, or held: the numbers are the last good ones and older than the night."),
    ),
    warnings_count=("BIGINT", marked("Warnings that travel with these numbers; see publication_finding.")),
    held_reason=("VARCHAR", marked("Why the domain is held; null when it is not.")),
    held_reason_ru=("VARCHAR", marked("The reason in Russian, whatever the deployment speaks.")),
    held_reason_en=("VARCHAR", marked("The reason in English, whatever the deployment speaks.")),
)
_FINDING_COLUMNS = _columns(
    domain=("VARCHAR", marked("The domain of the mart.")),
    mart=("VARCHAR", marked("The mart in which it was found.")),
    rule=("VARCHAR", marked("The rule that was broken.")),
    subject=("VARCHAR", marked("What the rule was about: a column, a reference, a total, a check.")),
    severity=("VARCHAR", marked("stop held the domain; warn travels with the numbers.")),
    message=("VARCHAR", marked("What is wrong, in words.")),
    fix=("VARCHAR", marked("What to do about it.")),
    message_ru=("VARCHAR", marked("What is wrong, in Russian, whatever the deployment speaks.")),
    fix_ru=("VARCHAR", marked("What to do about it, in Russian.")),
    message_en=("VARCHAR", marked("What is wrong, in English, whatever the deployment speaks.")),
    fix_en=("VARCHAR", marked("What to do about it, in English.")),
    sample=("VARCHAR", marked("Keys of the first records concerned.")),
)
_RELEASE_COLUMNS = _columns(
    release_version=("VARCHAR", marked("The version of the publication as a whole.")),
    sequence=("BIGINT", marked("Its number; a later publication has a greater one.")),
    fingerprint=("VARCHAR", marked("Changes with anything a reader could see.")),
    run_id=("VARCHAR", marked("The run that published or dated it last.")),
    as_of_date=("DATE", marked("The business date of that run.")),
    company=("VARCHAR", marked("Whose numbers these are.")),
    timezone=("VARCHAR", marked("The time zone of the local times and business dates.")),
)
_DICTIONARY_COLUMNS = _columns(
    mart=("VARCHAR", marked("The mart.")),
    domain=("VARCHAR", marked("The domain of the mart.")),
    place=("BIGINT", marked("Which column of the mart it is, from 1.")),
    column_name=("VARCHAR", marked("The column.")),
    data_type=("VARCHAR", marked("Its type, as DuckDB spells it.")),
    is_grain=("BOOLEAN", marked("True: it is a part of what tells one row from another.")),
    joins_to=("VARCHAR", marked("The mart and column in which each of its values stands: mart.column.")),
    label_ru=("VARCHAR", marked("What people read above it, in Russian.")),
    label_en=("VARCHAR", marked("What people read above it, in English.")),
    description_ru=("VARCHAR", marked("What it means, in Russian; null where nobody has written it.")),
    description_en=("VARCHAR", marked("What it means, in English.")),
    metric=("VARCHAR", marked("The metric that stands in it, as dim_metric names it; null for no metric.")),
    unit=("VARCHAR", marked("What the metric is counted in: count, money, share and so on.")),
)


def _said(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns described in the language spoken now."""
    return tuple(one.model_copy(update={"description": translated(one.description)}) for one in columns)


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
        say("One row per domain: what is published, as of when, and its verdict."),
        _said(_DOMAIN_COLUMNS),
        rows,
    )


def _findings(publication: Publication) -> Table:
    rows = [_finding(one, publication.language) for one in publication.findings]
    about = say("One row per broken rule of the publication.")
    return Table("publication_finding", about, _said(_FINDING_COLUMNS), rows)


def _finding(one: Finding, language: Language) -> tuple[object, ...]:
    own, ru, en = one.said[language], one.said["ru"], one.said["en"]
    return (
        one.domain,
        one.mart,
        one.rule,
        one.subject,
        one.severity,
        own.message,
        own.fix,
        ru.message,
        ru.fix,
        en.message,
        en.fix,
        sample_of(one, language),
    )


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
    about = say("One row: the publication as a whole.")
    return Table("publication_release", about, _said(_RELEASE_COLUMNS), [row])


def dictionary_table(publication: Publication) -> Table:
    """`publication_column`: what every column means. It changes with the marts, not with their date."""
    rows = [row for name, mart in publication.marts.items() for row in _columns_of(name, mart)]
    about = say("One row per mart and column: its labels and descriptions, what it joins to, its metric.")
    return Table("publication_column", about, _said(_DICTIONARY_COLUMNS), rows)


def _columns_of(name: str, mart: PublishedMart) -> Iterator[tuple[object, ...]]:
    joins = {
        column: f"{one.to}.{there}"
        for one in mart.references
        for column, there in zip(one.columns, one.target_columns, strict=True)
    }
    for place, column in enumerate(mart.columns, start=1):
        yield (
            name,
            mart.domain,
            place,
            column.name,
            column.type,
            column.name in mart.grain,
            joins.get(column.name),
            column.heading("ru"),
            column.heading("en"),
            column.description_ru or None,
            column.description or None,
            column.metric or None,
            column.unit or None,
        )


def _utc(instant: datetime | None) -> datetime | None:
    return instant.astimezone(UTC).replace(tzinfo=None) if instant else None
