"""`python -m benchmarks.alerts`: precision, recall and delay of the rule `history` on planted faults.

The statement of mart_kpi_alert itself, as dbt writes it, runs over made months.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import mean

import duckdb

from benchmarks.alerts.months import DAYS, FIRST, MONTH_FROM, Trial, trials
from benchmarks.measure import REPOSITORY, STATE
from benchmarks.results import Figure, save

_NOTHING = """
    create table warehouse.intermediate.int_org_units as
    select '' as org_unit_key, '' as unit_name where false;
    create table warehouse.marts.mart_plan_fact_daily as
    select '' as metric, '' as unit_type, '' as unit_key, date '2026-01-01' as date_day,
        0.0 as fact_to_date, 0.0 as plan_to_date
    where false;
"""
_CALENDAR = """
    create table warehouse.intermediate.int_date as
    select
        date_day,
        isodow(date_day) < 6 as is_working_day,
        false as is_holiday,
        count(*) filter (isodow(date_day) < 6) over so_far as working_day_of_month,
        count(*) filter (isodow(date_day) < 6) over whole as working_days_in_month
    from (select cast(unnest(range($first, $end, interval 1 day)) as date) as date_day)
    window
        so_far as (partition by date_trunc('month', date_day) order by date_day),
        whole as (partition by date_trunc('month', date_day))
"""


@dataclass(frozen=True)
class Alert:
    """A root alert that begins."""

    unit: str
    day: date
    way: str


def _statement() -> str:
    folder = STATE / "alerts"
    folder.mkdir(parents=True, exist_ok=True)
    words = [str(Path(sys.executable).with_name("dbt")), "--quiet", "compile", "-s", "mart_kpi_alert"]
    where = {"VORONKA_VAR": str(folder), "DBT_PROFILES_DIR": "dbt_project", "DBT_PROJECT_DIR": "dbt_project"}
    target = folder / "target"
    subprocess.run(
        [*words, "--target-path", str(target), "--log-path", str(folder)],
        cwd=REPOSITORY,
        env={**os.environ, **where},
        check=True,
    )
    return next(target.rglob("compiled/**/mart_kpi_alert.sql")).read_text(encoding="utf-8")


def is_working(day: date) -> bool:
    """Monday to Friday: what is measured here is the rule, not the calendar."""
    return day.weekday() < 5


def _alerts(made: Iterable[Trial]) -> dict[str, list[Alert]]:
    """Trial → root alerts that begin in its last month."""
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as warehouse")
        for schema in ("marts", "intermediate"):
            connection.execute(f"create schema warehouse.{schema}")
        _lay_out(connection, list(made))
        rows = connection.execute(
            f"select metric, unit_key, date_day, deviation from ({_statement()}) where is_root"
            " and state = 'new' and rule = 'history' and date_day >= $first order by date_day",
            {"first": MONTH_FROM},
        ).fetchall()
    found: dict[str, list[Alert]] = defaultdict(list)
    for trial, unit, day, way in rows:
        found[trial].append(Alert(unit, day, way))
    return found


def _lay_out(connection: duckdb.DuckDBPyConnection, made: list[Trial]) -> None:
    """The tables that the statement reads, with one metric a trial."""
    connection.execute(
        "create table warehouse.intermediate.int_metrics as select unnest($names) as metric, '' as label_ru,"
        " 'all' as additivity, 1 as tier, 'higher' as direction, 'count' as unit",
        {"names": [one.name for one in made]},
    )
    connection.execute(_NOTHING)
    connection.execute(_CALENDAR, {"first": FIRST, "end": FIRST + timedelta(days=DAYS)})
    connection.execute(
        "create table warehouse.marts.mart_metric_long"
        " (metric text, unit_type text, unit_key text, date_day date, metric_value decimal(18, 4))"
    )
    rows = [row for trial in made for row in _rows(trial)]
    columns = list(zip(*rows, strict=True))
    connection.execute(
        "insert into warehouse.marts.mart_metric_long select unnest($a), unnest($b), unnest($c), unnest($d),"
        " unnest($e)",
        dict(zip("abcde", map(list, columns), strict=True)),
    )


def _rows(trial: Trial) -> Iterator[tuple[str, str, str, date, int]]:
    company: dict[date, int] = defaultdict(int)
    for unit, days in trial.counts.items():
        for day, count in days.items():
            company[day] += count
            yield trial.name, "department", unit, day, count
    for day, count in company.items():
        yield trial.name, "company", "company", day, count


def _delay(trial: Trial, alerts: list[Alert]) -> int | None:
    """Days from the fault to the first alert that tells of it; None: nothing did while it lasted."""
    planted = trial.planted
    if planted is None:
        return None
    told = [
        alert.day
        for alert in alerts
        if planted.first <= alert.day <= planted.last
        and alert.unit in planted.units
        and alert.way == planted.way
    ]
    return (min(told) - planted.first).days if told else None


def main() -> None:
    """Plant, look, print and keep."""
    parser = argparse.ArgumentParser(description="What KPI alerts find of planted faults.")
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    made = trials(options.faults, options.seed, is_working)
    alerts = _alerts(made)
    kinds: dict[str, list[int | None]] = defaultdict(list)
    true = false = 0
    for trial in made:
        told = alerts.get(trial.name, [])
        if trial.planted is not None:
            kinds[trial.planted.kind].append(_delay(trial, told))
            of_it = [one for one in told if trial.planted.first <= one.day <= trial.planted.last]
            true, false = true + len(of_it), false + len(told) - len(of_it)
        else:
            false += len(told)
    delays = [delay for found in kinds.values() for delay in found if delay is not None]
    quiet = sum(len(alerts.get(one.name, [])) for one in made if one.planted is None)
    figures = [
        Figure("Faults that are told of (recall)", f"{len(delays) / options.faults:.0%}"),
        Figure("Alerts that tell of a fault (precision)", f"{true / max(true + false, 1):.0%}"),
        Figure("Days from the fault to the alert, mean", f"{mean(delays):.1f}" if delays else "–"),
        Figure("Alerts in a quiet month of a company with four departments", f"{quiet / options.faults:.2f}"),
        *(
            Figure(f"{kind}: told of", f"{sum(one is not None for one in found)} of {len(found)}")
            for kind, found in sorted(kinds.items())
        ),
    ]
    save("alerts", "make bench-alerts", figures, {"faults": options.faults, "seed": options.seed})


if __name__ == "__main__":
    main()
