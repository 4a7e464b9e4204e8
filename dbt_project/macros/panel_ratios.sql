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
            and coalesce(coverage.is_begun, true)
    inner join {{ ref('int_metrics') }} as ratios
        on parts.metric = ratios.metric
    where
        ratios.numerator in (select seen.metric from {{ seen }} as seen)
        and ratios.denominator in (select seen.metric from {{ seen }} as seen)
{%- endmacro %}
