"""SQL that means something else on the engine for larger data is named, with its line and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from linters.portable_sql import complaints_of, lint, main

# what somebody may write, and a word of the complaint about it
FOREIGN = {
    "select a from b order by a": "nulls last",
    "select row_number() over (partition by a order by b desc, c nulls last) as d from e": "nulls last",
    "select date_diff('day', a, b) as c from d": "days_between",
    "select datediff('day', a, b) as c from d": "days_between",
    "select extract(isodow from a) as b from c": "day_of_week",
    "select concat(a, b) as c from d": "||",
    "select a from b semi join c on b.d = c.d": "exists",
    "select a / b as c from d": "nullif",
    "select a // 2 as b from c": "floor",
    "select median(a) as b from c": "macro",
    "select percentile_cont(0.5) within group (order by a nulls last) as b from c": "macro",
    "select a from b qualify row_number() over (order by c nulls last) = 1": "row_number",
    "select a, count(*) as b from c group by all": "name the expressions",
    "select distinct on (a) a, b from c": "row_number",
    "select a from b union all by name select c from d": "one order",
    "select * from a": "name the columns",
    "select a.* from a": "name the columns",
    "select a, b.* exclude (c) from b": "name the columns",
    "pivot a on b using sum(c)": "case when",
    "select a from b asof join c on b.d >= c.d": "window functions",
    "from a select b": "begin with select",
    "select a, b, from c": "leave it out",
    'select a as "B" from c': "without quotes",
    "select last_value(a ignore nulls) over (order by b nulls last) as c from d": "frame",
    "select arg_max(a, b) as c from d": "row_number",
    "select any_value(a) as b from c": "row_number",
    "select string_agg(a, ',' order by b nulls last) as c from d": "joined_text",
    "select unnest(a) as b from c": "explode",
    "select list_transform(a, lambda x: x + 1) as b from c": "explode",
    "select list_transform(a, x -> x + 1) as b from c": "explode",
    "select a ->> '$.b' as c from d": "staging",
    "select regexp_replace(a, '[^0-9]', '') as b from c": "macro",
    "select a like '\\d' as b from c": "class",
    "select strftime(a, '%Y') as b from c": "business_date",
    "select a at time zone 'UTC' as b from c": "business_date",
    "select current_date as a": "as_of_date",
    "select range as a from generate_series(1, 3)": "each_day",
    "select cast(a as float) as b from c": "decimal",
    "select a + interval 1 day as b from c": "interval '1 day'",
    "select try_cast(a as date) as b from c": "staging",
}
ALIKE = (
    "select date_trunc('month', a) as b, a::date as c, cast(a as decimal(18, 2)) as d from e",
    "select count(*) filter (where a) as b, sum(a) / nullif(sum(b), 0) as c, a / 60 as d from e",
    "select lag(a) over (order by c nulls last rows between 1 preceding and current row) as d from e",
    "select a from b where c is distinct from d or exists (select 1 from e where e.f = b.f)",
    "select 'order by a / b, qualify \"it\" -> now()' as a -- select * order by b\nfrom c /* median(a) */",
    "{# select * from a order by b #} select {{ days_between('a', 'b') }} as c from {{ ref('d') }}",
    "select a + interval '1 day' as b from (values (1), (2)) as c (a)",
)


def told(
    sql: str, place: str = "models/intermediate/int_a.sql", project: Path = Path("/project")
) -> list[str]:
    return [str(one) for one in complaints_of(project / place, sql, project)]


def test_our_own_models_and_macros_mean_the_same_on_both_engines():
    assert [str(one) for one in lint() if not one.is_warning] == []


@pytest.mark.parametrize("sql", FOREIGN)
def test_a_construct_that_differs_is_named_with_what_to_write_instead(sql: str):
    complaints = told(sql)
    assert complaints
    assert any(FOREIGN[sql] in complaint.partition("Fix: ")[2] for complaint in complaints), complaints


@pytest.mark.parametrize("sql", ALIKE)
def test_what_every_engine_understands_alike_is_not_named(sql: str):
    assert told(sql) == []


def test_a_complaint_names_the_line_of_the_model():
    window = "lag(b) over (\n        order by\n            c nulls last,\n            d)"
    sql = f"select\n    a,\n    {window}\nfrom f"
    assert told(sql) == [
        "/project/models/intermediate/int_a.sql:6: error: nulls come last here and first elsewhere. "
        "Fix: write nulls last after every sort key."
    ]


def test_lines_keep_their_numbers_below_jinja_of_many_lines():
    sql = "{%- set a = [\n    1,\n] %}\n{# two\nlines #}\nselect {{ b(\n    'c'\n) }} as d from e order by f"
    assert told(sql)[0].startswith("/project/models/intermediate/int_a.sql:8:")


def test_staging_takes_payloads_apart_and_is_held_to_what_differs_silently():
    sql = "select list_transform(a, lambda b: b) as c, * from d order by e"
    assert [line.partition("Fix: ")[2] for line in told(sql, "models/staging/stg_a.sql")] == [
        "write nulls last after every sort key."
    ]


def test_a_macro_may_say_for_one_engine_what_it_says_for_another_elsewhere():
    macro = (
        "{% macro middle(a) -%}\n    {{ return(adapter.dispatch('middle')(a)) }}\n{%- endmacro %}\n"
        "{% macro duckdb__middle(a) -%}\n    median({{ a }})\n{%- endmacro %}\n"
    )
    assert told(macro, "macros/middle.sql") == []
    assert told(macro.replace("duckdb__middle", "any_middle"), "macros/middle.sql") != []


def test_an_analysts_model_is_warned_and_holds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    local = tmp_path / "models" / "marts" / "local"
    local.mkdir(parents=True)
    (local / "mart_mine.sql").write_text("select * from {{ ref('fct_lead') }}")
    assert main([str(tmp_path)]) == 0
    assert "mart_mine.sql:1: warning: select *" in capsys.readouterr().out


def test_a_model_of_ours_that_differs_ends_with_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "models" / "marts").mkdir(parents=True)
    (tmp_path / "models" / "marts" / "mart_a.sql").write_text("select a from b qualify c = 1")
    assert main([str(tmp_path)]) == 1
    assert "1 errors, 0 warnings" in capsys.readouterr().out
