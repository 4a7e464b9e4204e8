{% set row_of = ['date_day', 'project_name', 'house_name', 'property_kind', 'base_status', 'status_name'] %}
{% set measures = [
    'properties_count', 'property_area', 'area_unknown_count', 'list_amount', 'entered_count', 'left_count'
] %}

with stretch as (
    select
        stretches.property_key,
        stretches.project_name,
        stretches.house_name,
        stretches.property_kind,
        stretches.base_status,
        stretches.status_name,
        stretches.property_area,
        stretches.from_date,
        stretches.end_date,
        stretches.is_entered,
        stretches.is_left,
        least(stretches.end_date, runs.as_of_date) as until_date,
        runs.as_of_date
    from {{ ref('int_property_stretches') }} as stretches
    cross join {{ ref('int_run') }} as runs
    where stretches.from_date < runs.as_of_date
),

-- A reading of the night tells the evening before; prices of earlier evenings nobody knows.
seen_price as (
    select
        property_key,
        observed_at,
        list_amount
    from {{ ref('int_vendor_property_versions') }}
    union all
    select
        property_key,
        {{ first_instant() }} as observed_at,
        null as list_amount
    from {{ ref('int_properties') }}
),

price as (
    select
        property_key,
        list_amount,
        {{ business_date('observed_at') }} - 1 as from_date,
        {{ business_date('lead(observed_at) over (partition by property_key order by observed_at nulls last)') }} - 1
            as next_date
    from seen_price
),

property_day as (
    select
        {{ days_until(
            'greatest(stretch.from_date, price.from_date)',
            'least(stretch.until_date, coalesce(price.next_date, stretch.until_date))'
        ) }} as date_day,
        {{ columns(row_of[1:], 'stretch') }},
        stretch.property_area,
        price.list_amount
    from stretch
    inner join price
        on
            stretch.property_key = price.property_key
            and stretch.from_date < coalesce(price.next_date, stretch.until_date)
            and stretch.until_date > price.from_date
),

counted as (
    select
        {{ columns(row_of) }},
        1 as properties_count,
        property_area,
        case when property_area is null then 1 else 0 end as area_unknown_count,
        list_amount,
        0 as entered_count,
        0 as left_count
    from property_day
    union all
    select
        from_date as date_day,
        {{ columns(row_of[1:]) }},
        0 as properties_count,
        null as property_area,
        0 as area_unknown_count,
        null as list_amount,
        1 as entered_count,
        0 as left_count
    from stretch
    where is_entered
    union all
    select
        end_date as date_day,
        {{ columns(row_of[1:]) }},
        0 as properties_count,
        null as property_area,
        0 as area_unknown_count,
        null as list_amount,
        0 as entered_count,
        1 as left_count
    from stretch
    where is_left and end_date < as_of_date
)

select
    {{ columns(row_of, 'counted') }},
    {%- for measure in measures %}
        case
            when max(case when coverage.is_complete then 1 else 0 end) = 1
                then cast(sum(counted.{{ measure }}) as {{ 'bigint' if '_count' in measure else 'decimal(18, 2)' }})
        end as {{ measure }},
    {%- endfor %}
    coalesce(max(case when coverage.is_complete then 1 else 0 end) = 1, false) as is_complete
from counted
left join {{ ref('int_metric_coverage_day') }} as coverage
    on
        counted.date_day = coverage.date_day
        and coverage.metric = 'stock_properties_count'
group by {{ columns(row_of, 'counted') }}
