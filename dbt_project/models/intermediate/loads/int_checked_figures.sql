{{ config(materialized='ephemeral', contract={'enforced': false}) }}
{% set checked = ['check_name', 'source', 'stream', 'date_day'] %}
{% set figures = {
    'calls': {'of': 'exchange_call', 'where': 'is_counted'},
    'talk_seconds': {'of': 'exchange_call', 'value': 'talk_seconds', 'where': 'is_counted'},
    'ad_rows': {'of': 'ad_row'},
    'ad_cost': {'of': 'ad_row', 'value': 'amount'},
    'site_visits': {'of': 'marks_row', 'value': 'visits_count'},
} %}

with exchange_call as (
    {{ exchange_calls() }}
),

ad_row as (
    select
        source,
        _stream as stream,
        date_day,
        amount
    from {{ ref('int_vendor_ad_spend') }}
    where not is_deleted
),

marks_row as (
    select
        source,
        _stream as stream,
        date_day,
        visits_count
    from {{ ref('int_vendor_site_visits') }}
    where not is_deleted
),

counted_record as (
    {{ measure_rows(figures, ['source', 'stream', 'date_day']) }}
),

our_figure as (
    select
        measure as check_name,
        source,
        stream,
        date_day,
        cast(sum(measured) as decimal(18, 2)) as ours
    from counted_record
    group by
        measure,
        source,
        stream,
        date_day
)

select
    vendor_figure.check_name,
    vendor_figure.source,
    vendor_figure.stream,
    vendor_figure.date_day,
    coalesce(our_figure.ours, 0) as ours,
    vendor_figure.figure_value as theirs
from {{ ref('int_vendor_figures') }} as vendor_figure
left join our_figure
    on {{ same_in(checked, 'vendor_figure', 'our_figure') }}
where vendor_figure.is_of_day

union all

select
    check_name,
    source,
    stream,
    date_day,
    cast(landed_count + coalesce(quarantined_count, 0) as decimal(18, 2)) as ours,
    figure_value as theirs
from {{ ref('int_vendor_figures') }}
where not is_of_day
