{{ config(materialized='ephemeral', contract={'enforced': false}) }}

{# What the catalogue calls sold of an evening, beside what deals won by then have of it. What is not listed any more
   counts on neither side. A row without a property says that the evening was counted, even where there was nothing. #}

with deals_by_id as (
    {{ deals_of_the_catalogue() }}
),

catalogue as (
    select
        source,
        min(_stream) as stream
    from {{ ref('int_vendor_property_versions') }}
    group by source
),

day as (
    {{ judged_days(['deals_won_count', 'stock_properties_count']) }}
),

stretch as (
    select
        stretches.source,
        stretches.property_key,
        stretches.base_status = 'sold' as is_sold,
        deals.won_date,
        stretches.from_date,
        least(stretches.end_date, runs.as_of_date) as until_date
    from {{ ref('int_property_stretches') }} as stretches
    cross join {{ ref('int_run') }} as runs
    left join deals_by_id
        on stretches.deal_id = deals_by_id.deal_id
    left join {{ ref('int_deal_outcomes') }} as deals
        on deals_by_id.deal_key = deals.deal_key
    where stretches.from_date < runs.as_of_date
),

begun_source as (
    select
        stretch.source,
        min(stretch.from_date) as first_date,
        max(runs.as_of_date) as until_date
    from stretch
    cross join {{ ref('int_run') }} as runs
    group by stretch.source
),

counted as (
    select
        source,
        {{ days_until('from_date', 'until_date') }} as date_day,
        property_key as record_key,
        is_sold,
        won_date
    from stretch
    where is_sold or won_date is not null
    union all
    select
        source,
        {{ days_until('first_date', 'until_date') }} as date_day,
        null as record_key,
        false as is_sold,
        null as won_date
    from begun_source
)

select
    'sold_properties' as check_name,
    counted.source,
    catalogue.stream,
    counted.date_day,
    counted.record_key,
    case
        when day.knows_deals_won_count and day.knows_stock_properties_count
            then cast(case when counted.won_date <= counted.date_day then 1 else 0 end as decimal(18, 2))
    end as ours,
    case
        when day.knows_stock_properties_count
            then cast(case when counted.is_sold then 1 else 0 end as decimal(18, 2))
    end as theirs
from counted
inner join catalogue
    on counted.source = catalogue.source
left join day
    on counted.date_day = day.date_day
where counted.record_key is null or counted.is_sold or counted.won_date <= counted.date_day
