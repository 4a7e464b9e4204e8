"""Publications made of SQL, with their files, for what a shelf target does once a release has been judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from durable.files import sha256_of
from expectations.contract import Column, Sheet
from expectations.shelf.target import ShelfOutcome, ShelfTarget, follow
from expectations.verdict import Finding
from expectations.versions import Publication, PublishedDomain, PublishedMart

NOW = datetime(2026, 6, 2, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A mart: the query of its rows, its domain, labels of columns, its sheet, for whom, its description."""

    query: str
    domain: str = "money"
    labels: Mapping[str, str] = field(default_factory=dict)
    sheet: Sheet | None = None
    is_public: bool = False
    russian: str = ""


class Releases:
    """A folder of releases to which publications are added."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sequence = 0

    def publish(
        self, marts: Mapping[str, Made], findings: tuple[Finding, ...] = (), **told: Any
    ) -> Publication:
        """One more publication of these marts."""
        self._sequence += 1
        moment = NOW + timedelta(days=self._sequence - 1)
        version = f"{moment:%Y%m%dT%H%M%SZ}-run{self._sequence}"
        (self.folder / version).mkdir(parents=True)
        domain = PublishedDomain(
            version=version, data_as_of=moment - timedelta(hours=2), verdict="published", published_at=moment
        )
        given: dict[str, Any] = {
            "version": version,
            "sequence": self._sequence,
            "run_id": f"run{self._sequence}",
            "as_of_date": date(2026, 6, 2),
            "company": "Северный свет",
            "language": "en",
            "timezone": "Europe/Moscow",
            "contracts": "",
            "domains": {one.domain: domain for one in marts.values()},
            "marts": {name: self._mart(version, name, one) for name, one in sorted(marts.items())},
            "findings": findings,
        }
        return Publication(**given | told)

    def put(self, target: ShelfTarget, publication: Publication) -> ShelfOutcome:
        """What a night does with the target once it has published."""
        (outcome,) = follow([target], publication, self.folder, lambda _: None)
        return outcome

    def _mart(self, version: str, name: str, made: Made) -> PublishedMart:
        file = self.folder / version / f"{name}.parquet"
        with duckdb.connect() as connection:
            connection.execute(f"create table t as {made.query}")
            connection.execute(f"copy t to '{file}' (format parquet)")
            described = connection.execute("select column_name, column_type from (describe t)").fetchall()
            rows = connection.execute("select count(*) from t").fetchall()[0][0]
        columns = tuple(
            Column(
                name=column,
                type=kind,
                description=f"{column} of {name}.",
                label_ru=made.labels.get(column, ""),
            )
            for column, kind in described
        )
        return PublishedMart(
            version=version,
            file=f"{version}/{name}.parquet",
            sha256=sha256_of(file),
            rows=rows,
            domain=made.domain,
            description=f"{name} of the small house.",
            description_ru=made.russian,
            columns=columns,
            workbook=made.sheet,
            public=made.is_public,
        )
