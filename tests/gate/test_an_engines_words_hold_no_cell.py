"""What DuckDB says of a failure names columns and files, and never what stood in a cell."""

import duckdb
import pytest

from expectations.engine_words import failure_of, said_by_engine

_OF_CELLS = (
    "select cast('Ivan ''x'' Petrov' as int)",
    "select cast('Ivan Petrov' as date)",
    "select strptime('Ivan Petrov', '%Y')",
    "select cast('Ivan Petrov' as decimal(3, 1))",
    "select cast(x as int) from (select unnest(['Ivan \"a\" Petrov']) as x)",
    "select cast('[Ivan Petrov' as int[])",
    "select '{Ivan Petrov'::json->>'a'",
    'select json_transform_strict(\'{"a": "Ivan Petrov"}\', \'{"a": "INTEGER"}\')',
    "create table t (a text primary key); insert into t values ('Ivan Petrov'), ('Ivan Petrov')",
    "select cast(e'Ivan\\nPetrov' as int)",
)


def _failure(statement: str) -> duckdb.Error:
    with duckdb.connect() as connection, pytest.raises(duckdb.Error) as caught:
        connection.execute(statement).fetchall()
    return caught.value


@pytest.mark.parametrize("statement", _OF_CELLS)
def test_a_cell_that_does_not_fit_is_not_repeated(statement: str):
    said = str(_failure(statement)).split("LINE 1:")[0]
    for shown in (said_by_engine(said), failure_of(_failure(statement)), said_by_engine(f"in x\n  {said}")):
        assert "***" in shown
        assert not {"Ivan", "Petrov"} & set(shown.replace("'", " ").replace('"', " ").split())
        assert "Error" in shown


def test_a_column_a_file_and_what_dbt_adds_stay():
    said = str(_failure("select cast(x as int) from (select unnest(['Ivan Petrov']) as x)"))
    told = said_by_engine(
        f"Runtime Error in model fct_lead (a.sql)\n  {said}\n  compiled code at run/fct_lead.sql"
    )
    assert "model fct_lead" in told
    assert "from source column x" in told
    assert told.endswith("compiled code at run/fct_lead.sql")
    for statement, name in (
        ("select price from (select 1 as cost)", "price"),
        ("from read_parquet('/nowhere/b.parquet')", "/nowhere/b.parquet"),
    ):
        assert name in failure_of(_failure(statement))


@pytest.mark.parametrize("before", range(185, 205))
def test_a_phone_is_masked_before_long_words_are_shortened(before: int):
    told = said_by_engine(f"{'x' * before} +7 912 345-67-89 {'y' * 500} at the end")
    assert "+7 9" not in told
    assert "912" not in told
    assert len(told) <= 300
    assert told.endswith("at the end")
