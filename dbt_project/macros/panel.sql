{# The panel of metrics: what mart_metric_long reads of the catalogue. An entry takes part by `panel`, the column of its
   mart that names the person for whom a value counts; a ratio takes part where both its metrics do. #}

{# The entries of the panel that are counted from a mart: sums (`is_sum`), or distinct counts and medians. #}
{% macro panel_entries(is_sum) -%}
    {%- set entries = [] -%}
    {%- for entry in catalogue() -%}
        {%- if entry.measure and entry.meta.panel and (entry.measure.agg == 'sum') == is_sum -%}
            {%- do entries.append(entry) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(entries) }}
{%- endmacro %}

{# The date by which an entry counts. #}
{% macro panel_date(entry) -%}
    {{ entry.measure.agg_time_dimension or entry.model.defaults.agg_time_dimension }}
{%- endmacro %}

{# metric, employee_key, date_day, measured: the sum of each person's day; a count is null where a part of it is not known, an amount
   where nothing of it is. #}
{% macro panel_sums() -%}
    {%- for entry in panel_entries(true) %}
    {%- set counted = entry.measure.expr or entry.measure.name %}
    select
        '{{ entry.metric.name }}' as metric,
        {{ entry.meta.panel }} as employee_key,
        {{ panel_date(entry) }} as date_day,
        {%- if entry.metric.name.endswith('_amount') %}
        cast({{ sum_of_sums(counted) }} as decimal(18, 2)) as measured
        {%- else %}
        case when count(*) = count({{ counted }}) then cast(sum({{ counted }}) as decimal(18, 2)) end as measured
        {%- endif %}
    from {{ ref(entry.model.node_relation.alias) }}
    where {{ panel_date(entry) }} is not null
    group by {{ entry.meta.panel }}, {{ panel_date(entry) }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        cast(null as varchar) as metric,
        cast(null as varchar) as employee_key,
        cast(null as date) as date_day,
        cast(null as decimal(18, 2)) as measured
    where 1 = 0
    {%- endfor %}
{%- endmacro %}

{# metric, employee_key, date_day, counted, measured: the records of distinct counts (by `counted`) and medians (of `measured`). #}
{% macro panel_records() -%}
    {%- for entry in panel_entries(false) %}
    {%- set is_median = entry.measure.agg == 'median' %}
    {%- set counted = entry.measure.expr or entry.measure.name %}
    select
        '{{ entry.metric.name }}' as metric,
        {{ entry.meta.panel }} as employee_key,
        {{ panel_date(entry) }} as date_day,
        {{ 'cast(null as varchar)' if is_median else counted }} as counted,
        {{ 'cast(' ~ counted ~ ' as double)' if is_median else 'cast(null as double)' }} as measured
    from {{ ref(entry.model.node_relation.alias) }}
    where {{ panel_date(entry) }} is not null and {{ counted }} is not null
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        cast(null as varchar) as metric,
        cast(null as varchar) as employee_key,
        cast(null as date) as date_day,
        cast(null as varchar) as counted,
        cast(null as double) as measured
    where 1 = 0
    {%- endfor %}
{%- endmacro %}
