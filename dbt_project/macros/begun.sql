{# Since when a metric is counted: sources need not begin on the same day. #}

{# metric, date_day, is_complete: the days before the as-of date since which everything deployed that feeds the metric has
   begun. #}
{% macro begun_days() -%}
    select
        coverage.metric,
        coverage.date_day,
        coverage.is_complete
    from {{ ref('int_metric_coverage_day') }} as coverage
    inner join {{ ref('int_run') }} as runs
        on coverage.date_day < runs.as_of_date
    where coalesce(coverage.is_begun, true)
{%- endmacro %}

{# In an aggregate: one of the metrics has begun. Of metrics that nothing feeds every day counts. #}
{% macro begun_by(coverage) -%}
    coalesce(
        max(case when {{ coverage }}.is_begun then 1 when not {{ coverage }}.is_begun then 0 end) = 1, true
    )
{%- endmacro %}
