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

{# metric, employee_key, date_day, measured: the sum of each person's day, null where a part of it is not known. #}
{% macro panel_sums() -%}
    {%- for entry in panel_entries(true) %}
    {%- set counted = entry.measure.expr or entry.measure.name %}
    select
        '{{ entry.metric.name }}' as metric,
        {{ entry.meta.panel }} as employee_key,
        {{ panel_date(entry) }} as date_day,
        case when count(*) = count({{ counted }}) then cast(sum({{ counted }}) as decimal(18, 2)) end as measured
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

{# The company, department or person of a row: `levels` is one unit_type a row, `units` the department of the person on the day. #}
{% macro panel_unit(person) -%}
    case levels.unit_type
        when 'company' then 'company'
        when 'department' then coalesce(units.org_unit_key, 'unassigned')
        else {{ person }}.employee_key
    end
{%- endmacro %}

{# Each row of a person laid to the company, to his department of the day and to himself; `values`: the columns that it brings. #}
{% macro panel_placed(rows, values) -%}
    select
        {{ rows }}.metric,
        levels.unit_type,
        {{ panel_unit(rows) }} as unit_key,
        {{ rows }}.date_day,
        {{ columns(values, rows) }}
    from {{ rows }}
    cross join (values ('company'), ('department'), ('employee')) as levels (unit_type)
    {{ join_unit(rows, rows ~ '.date_day') }}
{%- endmacro %}

{# metric, unit_type, unit_key, date_day, is_complete, numerator, denominator: the ratios of two metrics of `days`. A part without a row on a day
   that is known is 0; a ratio of metrics of which one is not on the panel (`seen`) is not either. #}
{% macro panel_ratios(days, seen) -%}
    with ratio_parts as (
        select
            ratios.metric,
            {{ days }}.unit_type,
            {{ days }}.unit_key,
            {{ days }}.date_day,
            max(case when {{ days }}.metric = ratios.numerator then 1 else 0 end) = 1 as has_numerator,
            max(case when {{ days }}.metric = ratios.numerator then {{ days }}.measured end) as numerator,
            max(case when {{ days }}.metric = ratios.denominator then 1 else 0 end) = 1 as has_denominator,
            max(case when {{ days }}.metric = ratios.denominator then {{ days }}.measured end) as denominator
        from {{ ref('int_metrics') }} as ratios
        inner join {{ days }}
            on {{ days }}.metric in (ratios.numerator, ratios.denominator)
        group by
            ratios.metric,
            {{ days }}.unit_type,
            {{ days }}.unit_key,
            {{ days }}.date_day
    )

    select
        parts.metric,
        parts.unit_type,
        parts.unit_key,
        parts.date_day,
        coverage.is_complete,
        case
            when parts.has_numerator then parts.numerator
            when coverage.is_complete then 0
        end as numerator,
        case
            when parts.has_denominator then parts.denominator
            when coverage.is_complete then 0
        end as denominator
    from ratio_parts as parts
    inner join {{ ref('int_metric_coverage_day') }} as coverage
        on
            parts.metric = coverage.metric
            and parts.date_day = coverage.date_day
    inner join {{ ref('int_metrics') }} as ratios
        on parts.metric = ratios.metric
    where
        ratios.numerator in (select seen.metric from {{ seen }} as seen)
        and ratios.denominator in (select seen.metric from {{ seen }} as seen)
{%- endmacro %}

{# metric, unit_type, unit_key, date_day, numerator, denominator: what the metrics with `panel_month` are of the company and of each
   channel in a month. A sum that misses a part is not known; margin is that of the lines whose cost is known. #}
{% macro panel_months() -%}
    {%- set advertised = 'case when cells.has_channel_spend then ' -%}
    with months as (
        select
            cells.month_date,
            unit_types.unit_type,
            case unit_types.unit_type when 'company' then 'company' else cells.channel_key end as unit_key,
            count(*) = count(cells.spend_amount) as knows_spend,
            count(*) = count(cells.clean_leads_count) as knows_leads,
            count(*) = count(cells.new_customers_count) as knows_customers,
            count(cells.margin_amount) > 0 as knows_margin,
            sum(cells.spend_amount) as spend_amount,
            sum(cells.other_costs_amount) as other_costs_amount,
            sum(cells.new_customers_count) as new_customers_count,
            sum({{ advertised }} cells.clean_leads_count else 0 end) as advertised_leads_count,
            sum({{ advertised }} cells.new_customers_count else 0 end) as advertised_customers_count,
            sum({{ advertised }} cells.margin_amount else 0 end) as advertised_margin_amount
        from {{ ref('mart_channel_performance') }} as cells
        cross join (values ('company'), ('channel')) as unit_types (unit_type)
        group by
            cells.month_date,
            unit_types.unit_type,
            case unit_types.unit_type when 'company' then 'company' else cells.channel_key end
    ),

    known_months as (
        select
            month_date,
            unit_type,
            unit_key,
            case when knows_spend then spend_amount end as spend_amount,
            case when knows_spend then nullif(spend_amount + other_costs_amount, 0) end as full_costs_amount,
            case when knows_customers then new_customers_count end as new_customers_count,
            case when knows_spend and knows_leads then advertised_leads_count end as advertised_leads_count,
            case when knows_spend and knows_customers then advertised_customers_count end as advertised_customers_count,
            case when knows_spend and knows_margin then advertised_margin_amount end as advertised_margin_amount,
            case when knows_spend and knows_margin then advertised_margin_amount - spend_amount end
                as margin_after_spend_amount
        from months
    )
    {%- for entry in catalogue() if entry.meta.panel_month %}
    {%- set parts = entry.metric.type_params %}
    {%- set is_ratio = entry.metric.type == 'ratio' %}
    {{ 'union all' if not loop.first }}
    select
        '{{ entry.metric.name }}' as metric,
        unit_type,
        unit_key,
        month_date as date_day,
        cast({{ parts.numerator.name if is_ratio else entry.metric.name }} as decimal(18, 2)) as numerator,
        cast({{ parts.denominator.name if is_ratio else 'null' }} as decimal(18, 2)) as denominator,
        {{ 'true' if is_ratio else 'false' }} as is_ratio
    from known_months
    {%- else %}
    select
        cast(null as varchar) as metric,
        unit_type,
        unit_key,
        month_date as date_day,
        cast(null as decimal(18, 2)) as numerator,
        cast(null as decimal(18, 2)) as denominator,
        false as is_ratio
    from known_months
    where 1 = 0
    {%- endfor %}
{%- endmacro %}
