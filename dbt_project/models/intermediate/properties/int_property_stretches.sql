{# What a property was on the evenings from one day to another. The last event of a day says how the day ends. #}

with named_status as (
    {{ property_status_names() }}
),

ended_day as (
    select
        changes.property_key,
        {{ business_date('changes.changed_at') }} as from_date,
        changes.base_status,
        {{ holder_of_property('changes.') }} as deal_id,
        coalesce(statuses.status_name, changes.status_name, changes.status_alias) as status_name,
        row_number() over (
            partition by changes.property_key, {{ business_date('changes.changed_at') }}
            order by changes.changed_at desc nulls last, changes.change_key desc nulls last
        ) as place
    from {{ ref('int_vendor_property_status_changes') }} as changes
    left join named_status as statuses
        on
            changes.source = statuses.source
            and changes.status_alias = statuses.status_alias
    where changes.changed_at is not null
),

evening as (
    select
        property_key,
        from_date,
        base_status,
        deal_id,
        status_name
    from ended_day
    where place = 1
    union all
    -- Of what has no history nobody knows since when it is as it is.
    select
        property_key,
        first_seen_date as from_date,
        base_status,
        cast(null as text) as deal_id,
        status_name
    from {{ ref('int_properties') }}
    where not has_history
),

followed_evening as (
    select
        property_key,
        from_date,
        base_status,
        deal_id,
        status_name,
        lag(base_status) over (partition by property_key order by from_date nulls last) as base_before,
        lag(status_name) over (partition by property_key order by from_date nulls last) as name_before,
        lead(base_status) over (partition by property_key order by from_date nulls last) as base_after,
        lead(status_name) over (partition by property_key order by from_date nulls last) as name_after,
        lead(from_date) over (partition by property_key order by from_date nulls last) as next_date
    from evening
)

select
    followed_evening.property_key,
    properties.source,
    properties.project_name,
    properties.house_name,
    properties.property_kind,
    followed_evening.base_status,
    followed_evening.status_name,
    followed_evening.deal_id,
    properties.property_area,
    followed_evening.from_date,
    least(
        coalesce(followed_evening.next_date, {{ last_day_of_all() }}),
        coalesce(properties.gone_date, {{ last_day_of_all() }})
    ) as end_date,
    -- Nobody stood there before the first evening, or stands there after the last one.
    followed_evening.base_before is null
    or followed_evening.base_status <> followed_evening.base_before
    or followed_evening.status_name <> followed_evening.name_before as is_entered,
    followed_evening.base_after is null
    or coalesce(properties.gone_date <= followed_evening.next_date, false)
    or followed_evening.base_status <> followed_evening.base_after
    or followed_evening.status_name <> followed_evening.name_after as is_left
from followed_evening
inner join {{ ref('int_properties') }} as properties
    on followed_evening.property_key = properties.property_key
where properties.gone_date is null or properties.gone_date > followed_evening.from_date
