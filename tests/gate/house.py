"""A small house: three domains, five marts, a warehouse, and the manifest that dbt would have written."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from expectations.contract import Contract
from expectations.facts import ReleaseFacts
from expectations.manifest import contracts_from_manifest
from expectations.release import ReleaseReport, release
from expectations.shelf.kinds.duckdb_file import DuckDbFile
from expectations.shelf.kinds.parquet import ParquetFolder
from expectations.verdict import Finding

NOW = datetime(2026, 6, 2, 0, 0, tzinfo=UTC)

ENTITY_STREAMS = {"leads": ["amocrm.leads"], "payments": ["onec.payments_bank"]}

MARTS: dict[str, dict[str, Any]] = {
    "dim_employee": {
        "columns": {"employee_key": "text", "employee_name": "text", "email": "text"},
        "publish": {
            "domain": "core",
            "grain": ["employee_key"],
            "required": ["employee_name"],
            "pii": ["email"],
        },
    },
    "fct_lead": {
        "columns": {"lead_key": "text", "created_date": "date", "employee_key": "text", "comment": "text"},
        "publish": {
            "domain": "sales",
            "grain": ["lead_key"],
            "required": ["created_date"],
            "max_drop": 0.3,
            "fresh_within": "36h",
            "fresh_entities": ["leads"],
            "references": [{"columns": ["employee_key"], "to": "dim_employee"}],
            "pii": "none",
        },
    },
    "mart_funnel": {
        "columns": {
            "date_day": "date",
            "stage_key": "text",
            "standing": "bigint",
            "entered": "bigint",
            "lost": "bigint",
            "is_complete": "boolean",
        },
        "publish": {
            "domain": "sales",
            "grain": ["date_day", "stage_key"],
            "conservation": {
                "day": "date_day",
                "cell": ["stage_key"],
                "standing": "standing",
                "entered": ["entered"],
                "left": ["lost"],
                "complete": "is_complete",
            },
            "checks": [
                {
                    "name": "unmapped stages",
                    "where": "stage_key = 'unmapped'",
                    "severity": "warn",
                    "message": {
                        "ru": "Есть стадии без шага воронки.",
                        "en": "Some stages have no funnel step.",
                    },
                    "fix": {"ru": "допишите stages.csv.", "en": "complete stages.csv."},
                }
            ],
        },
    },
    "fct_payment": {
        "columns": {
            "payment_key": "text",
            "paid_date": "date",
            "amount": "decimal(18,2)",
            "employee_key": "text",
        },
        "publish": {
            "domain": "money",
            "grain": ["payment_key"],
            "fresh_within": "36h",
            "fresh_entities": ["payments"],
            "references": [{"columns": ["employee_key"], "to": "dim_employee"}],
            "totals": [
                {
                    "name": "payments by day",
                    "measure": "sum(amount)",
                    "by": ["paid_date"],
                    "equals": {"relation": "int_payments"},
                },
                {
                    "name": "bank control",
                    "measure": "sum(amount)",
                    "equals": {"control": "onec.payments_bank"},
                },
            ],
            "checks": [
                {
                    "name": "values that did not parse",
                    "relation": "int_quarantined_values",
                    "where": "source = 'onec'",
                    "show": ["record_key", "field"],
                    "severity": "warn",
                }
            ],
        },
    },
    "mart_calendar": {
        "columns": {"due_date": "date", "expected": "decimal(18,2)"},
        "publish": {
            "domain": "money",
            "grain": ["due_date"],
            "totals": [
                {
                    "name": "calendar of payments",
                    "measure": "sum(expected)",
                    "equals": {"relation": "fct_payment", "measure": "sum(amount)"},
                },
            ],
        },
        "parents": ["fct_payment"],
    },
}

TABLES = """
    create schema marts; create schema intermediate;
    create table marts.dim_employee as
        select
            'e' || n as employee_key, 'Employee ' || n as employee_name, 'e' || n || '@northlight.ru' as email
        from range(1, 6) as t(n);
    create table marts.fct_lead as
        select 'amocrm_main:' || n as lead_key, date '2026-05-01' + cast(n % 30 as integer) as created_date,
            'e' || (1 + n % 5) as employee_key, 'called back' as comment
        from range(100) as t(n);
    create table marts.mart_funnel as
        select date '2026-05-01' + cast(n as integer) as date_day, stage_key, n + 1 as standing,
            cast(1 as bigint) as entered, cast(0 as bigint) as lost, true as is_complete
        from range(10) as t(n) cross join (values ('s1'), ('s2')) as s(stage_key);
    create table intermediate.int_payments as
        select 'onec_main:' || n as payment_key, date '2026-05-01' + cast(n % 3 as integer) as paid_date,
            cast(100 + n as decimal(18, 2)) as amount, 'e' || (1 + n % 5) as employee_key
        from range(30) as t(n);
    create table marts.fct_payment as select * from intermediate.int_payments;
    create table marts.mart_calendar as
        select paid_date as due_date, cast(sum(amount) as decimal(18, 2)) as expected
        from marts.fct_payment group by paid_date;
    create table intermediate.int_quarantined_values (source varchar, record_key varchar, field varchar);
"""


def manifest_of(marts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The part of dbt's manifest.json that contracts are read from."""
    nodes = {}
    for name, mart in marts.items():
        nodes[f"model.voronka.{name}"] = {
            "resource_type": "model",
            "name": name,
            "alias": name,
            "database": "warehouse",
            "schema": "marts",
            "description": f"{name} of the small house.",
            "columns": {
                column: {"name": column, "data_type": type_, "description": f"{column} of {name}."}
                for column, type_ in mart["columns"].items()
            },
            "config": {
                "materialized": "table",
                "meta": {one: mart[one] for one in ("publish", "description_ru") if one in mart},
            },
            "depends_on": {"nodes": [f"model.voronka.{parent}" for parent in mart.get("parents", [])]},
        }
    for name in ("int_payments", "int_quarantined_values"):
        nodes[f"model.voronka.{name}"] = {
            "resource_type": "model",
            "name": name,
            "database": "warehouse",
            "schema": "intermediate",
            "description": "",
            "columns": {},
            "config": {"materialized": "table"},
            "depends_on": {"nodes": []},
        }
    return {"nodes": nodes}


@dataclass
class House:
    """The warehouse, the contracts and the folders of one installation."""

    var: Path
    marts: dict[str, dict[str, Any]]
    facts: ReleaseFacts
    suites: Path
    given: list[Contract] | None = None
    other_targets: tuple[Any, ...] = ()

    @property
    def warehouse(self) -> Path:
        return self.var / "warehouse.duckdb"

    @property
    def contracts(self) -> list[Contract]:
        return self.given or contracts_from_manifest(
            manifest_of(self.marts), entities=ENTITY_STREAMS, suites=self.suites
        )

    @property
    def shelf(self) -> list[Any]:
        return [
            DuckDbFile(self.var / "shelf" / "marts.duckdb"),
            ParquetFolder(self.var / "shelf" / "parquet"),
            *self.other_targets,
        ]

    def plant(self, sql: str) -> None:
        """Change the warehouse: the fault that a rule must catch."""
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute(sql)

    def night(self, *, days: int = 1, with_docs: bool = False, **facts: Any) -> ReleaseReport:
        """Release, then let the clock go on."""
        self.facts = replace(self.facts, **facts)
        done = release(
            self.contracts,
            warehouse=self.warehouse,
            var=self.var,
            shelf=self.shelf,
            facts=self.facts,
            keep=3,
            with_docs=with_docs,
        )
        self.tomorrow(days)
        return done

    def tomorrow(self, days: int = 1) -> None:
        later = timedelta(days=days)
        coverage = {stream: instant + later for stream, instant in self.facts.coverage.items() if instant}
        self.facts = replace(
            self.facts,
            now=self.facts.now + later,
            as_of_date=self.facts.as_of_date + later,
            run_id=f"run{int(self.facts.run_id[3:]) + 1}",
            coverage=self.facts.coverage | coverage,
            unbuilt=frozenset(),
            accepted=frozenset(),
        )

    def shelf_query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the published DuckDB file as a BI tool would."""
        with duckdb.connect() as connection:
            connection.execute(f"attach '{self.var / 'shelf' / 'marts.duckdb'}' as shelf (read_only)")
            connection.execute("use shelf.kpi")
            return connection.execute(sql).fetchall()


def build_house(root: Path) -> House:
    """A house in good order, one night before its first release."""
    var = root / "var"
    var.mkdir(parents=True)
    (root / "suites").mkdir()
    facts = ReleaseFacts(
        run_id="run1",
        now=NOW,
        as_of_date=date(2026, 6, 2),
        company="Северный свет",
        language="en",
        timezone="Europe/Moscow",
        entity_streams=ENTITY_STREAMS,
        coverage={"amocrm.leads": NOW - timedelta(hours=1), "onec.payments_bank": NOW - timedelta(hours=2)},
        control={"onec.payments_bank": 3435},
    )
    house = House(var, copy.deepcopy(MARTS), facts, root / "suites")
    house.plant(TABLES)
    return house


def failed(report: ReleaseReport, mart: str, rule: str) -> Finding:
    """The failed finding of that rule; the test fails if it is not there."""
    found = [
        finding
        for verdict in report.verdicts
        if verdict.mart == mart
        for finding in verdict.findings
        if finding.rule == rule and not finding.passed
    ]
    assert found, [
        (v.mart, f.rule, f.observed, f.error) for v in report.verdicts for f in v.findings if not f.passed
    ]
    return found[0]


def broken_rules(report: ReleaseReport) -> list[tuple[str, str]]:
    """Every failed finding as (mart, rule)."""
    return [(v.mart, f.rule) for v in report.verdicts for f in v.findings if not f.passed]
