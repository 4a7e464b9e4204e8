with responsible_change as (
    select
        event.record_key as deal_key,
        event.happened_at,
        event.event_key,
        coalesce(employee_before.employee_key, 'unassigned') as employee_before,
        coalesce(employee_after.employee_key, 'unassigned') as employee_after
    from {{ ref('int_vendor_events') }} as event
    left join {{ ref('int_source_users') }} as employee_before
        on event.from_user_key = employee_before.source_user_key
    left join {{ ref('int_source_users') }} as employee_after
        on event.to_user_key = employee_after.source_user_key
    where
        event.event_type = 'responsible_changed'
        and event.record_type = 'lead'
        and event.happened_at is not null
),

-- Of several changes within one second the last one counts; the first one tells who was before.
change_in_second as (
    select
        deal_key,
        happened_at,
        employee_before,
        employee_after,
        row_number() over (partition by deal_key, happened_at order by event_key desc nulls last) as place_in_second,
        row_number() over (partition by deal_key order by happened_at nulls last, event_key nulls last) as place
    from responsible_change
),

changed_deal as (
    select distinct deal_key
    from responsible_change
),

period_start as (
    select
        deal_key,
        employee_before as employee_key,
        {{ first_instant() }} as valid_from_at
    from change_in_second
    where place = 1

    union all

    select
        deal_key,
        employee_after as employee_key,
        happened_at as valid_from_at
    from change_in_second
    where place_in_second = 1

    union all

    select
        lead.lead_key as deal_key,
        lead.employee_key,
        {{ first_instant() }} as valid_from_at
    from {{ ref('int_leads') }} as lead
    left join changed_deal
        on lead.lead_key = changed_deal.deal_key
    where changed_deal.deal_key is null
),

compared_start as (
    select
        period_start.deal_key,
        period_start.employee_key,
        period_start.valid_from_at,
        lag(period_start.employee_key) over (
            partition by period_start.deal_key order by period_start.valid_from_at nulls last
        ) as previous_employee_key
    from period_start
    inner join {{ ref('int_leads') }} as lead
        on period_start.deal_key = lead.lead_key
)

select
    deal_key,
    employee_key,
    valid_from_at,
    coalesce(
        lead(valid_from_at) over (partition by deal_key order by valid_from_at nulls last),
        {{ last_instant() }}
    ) as valid_to_at
from compared_start
where previous_employee_key is null or previous_employee_key <> employee_key
