{# A deal holds a property from its first event for the deal until one that frees it or gives it to another. #}

with deals_by_id as (
    {{ deals_of_the_catalogue() }}
),

status_change as (
    select
        property_key,
        changed_at,
        change_key,
        base_status,
        {{ holder_of_property() }} as holder_id
    from {{ ref('int_vendor_property_status_changes') }}
    where changed_at is not null
),

followed_change as (
    select
        property_key,
        changed_at,
        change_key,
        base_status,
        holder_id,
        lag(holder_id) over (
            partition by property_key order by changed_at nulls last, change_key nulls last
        ) as holder_before_id
    from status_change
),

marked_change as (
    select
        property_key,
        changed_at,
        change_key,
        base_status,
        holder_id,
        case when coalesce(holder_id, '') = coalesce(holder_before_id, '') then 0 else 1 end as begins
    from followed_change
),

numbered_change as (
    select
        property_key,
        changed_at,
        base_status,
        holder_id,
        sum(begins) over (
            partition by property_key order by changed_at nulls last, change_key nulls last rows unbounded preceding
        ) as run_number
    from marked_change
),

run as (
    select
        property_key,
        run_number,
        min(holder_id) as holder_id,
        min(changed_at) as began_at,
        min(case when base_status = 'booked' then changed_at end) as booked_at,
        min(case when base_status = 'sold' then changed_at end) as sold_at
    from numbered_change
    group by
        property_key,
        run_number
),

ended_run as (
    select
        property_key,
        holder_id,
        booked_at,
        sold_at,
        lead(began_at) over (partition by property_key order by run_number nulls last) as freed_at,
        row_number() over (partition by property_key, holder_id order by run_number desc nulls last) as place
    from run
)

select
    deals_by_id.deal_key,
    ended_run.property_key,
    ended_run.booked_at,
    ended_run.sold_at,
    ended_run.freed_at,
    ended_run.freed_at is null as is_current
from ended_run
inner join deals_by_id
    on ended_run.holder_id = deals_by_id.deal_id
inner join {{ ref('int_properties') }} as properties
    on ended_run.property_key = properties.property_key
where ended_run.place = 1
