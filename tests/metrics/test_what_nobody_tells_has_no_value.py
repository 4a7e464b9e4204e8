"""A metric whose entity has no source has no value in any mart, whatever the mart calls it."""

from pathlib import Path

import duckdb
import pytest

from orchestration.demo.untold import told_entities, untold_line
from orchestration.deployment.deployment import read_deployment
from orchestration.deployment.layout import REPOSITORY
from tests.deployment.written import SURROUNDINGS

DEPLOYMENTS = REPOSITORY / "deployments"
OF_A_CRM = {"leads", "stage_changes", "deals", "calls", "messages", "meetings", "tasks"}


@pytest.fixture
def shelf(tmp_path: Path):
    """A shelf with a mart of an employee's day and one of metrics by name, all of it told."""
    file = tmp_path / "voronka.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute("create schema kpi")
        made.execute(
            "create table kpi.mart_day as"
            " select 'anna' as employee_key, 3 as contracts_count, 7 as payments_count"
        )
        made.execute("create table kpi.mart_stock as select 'flat' as kind, 5 as entered_count")
        made.execute(
            "create table kpi.publication_column as select * from values"
            " ('mart_day', 'employee_key', null), ('mart_day', 'contracts_count', 'contracts_count'),"
            " ('mart_day', 'payments_count', 'payments_count'), ('mart_stock', 'kind', null),"
            " ('mart_stock', 'entered_count', null) as rows (mart, column_name, metric)"
        )
        made.execute(
            "create table kpi.mart_long as select * from values"
            " ('contracts_count', 3), ('revenue_paid_amount', 0) as rows (metric, metric_value)"
        )
    return file


def test_a_value_that_no_source_tells_is_found_even_if_it_is_0(shelf: Path):
    line = untold_line(frozenset(OF_A_CRM), shelf)

    assert line.difference == 2
    assert [example.split(" ")[0] for example in line.examples] == [
        "mart_day.payments_count",
        "mart_long.metric_value",
    ]
    assert "revenue_paid_amount" in line.examples[1]


def test_null_is_no_value(shelf: Path):
    with duckdb.connect(str(shelf)) as made:
        made.execute("update kpi.mart_day set payments_count = null")
        made.execute("update kpi.mart_long set metric_value = null where metric = 'revenue_paid_amount'")

    line = untold_line(frozenset(OF_A_CRM), shelf)
    assert line.difference == 0 and line.cells > 2 and line.examples == ()
    assert untold_line(frozenset({"payments"}), shelf).difference == 2


def test_a_column_that_bears_a_metrics_name_and_is_another_number_is_no_value_of_it(shelf: Path):
    line = untold_line(frozenset({"payments", *OF_A_CRM} - {"leads"}), shelf)

    assert [example.split(" ")[0] for example in line.examples] == [
        "mart_day.contracts_count",
        "mart_long.metric_value",
    ]


def test_a_source_tells_of_the_entities_all_of_whose_streams_it_reads():
    crm = told_entities(read_deployment(DEPLOYMENTS / "demo_one_crm" / "deployment.yml", SURROUNDINGS))
    erp = told_entities(read_deployment(DEPLOYMENTS / "demo_one_erp" / "deployment.yml", SURROUNDINGS))

    assert crm == OF_A_CRM | {"plans", "surveys"}
    assert erp == {"payments", "orders", "sales", "plans", "surveys"}
