with order_version as (
    select
        order_key,
        is_active,
        is_vanished,
        instalments,
        observed_at as observed_from,
        coalesce(
            lead(observed_at) over (partition by order_key order by _position),
            {{ last_instant() }}
        ) as observed_to
    from {{ ref('int_vendor_order_versions') }}
),

instalment as (
    select
        order_key,
        observed_from,
        observed_to,
        {{ explode('instalments') }} as line
    from order_version
    where
        is_active
        and not is_vanished
        and observed_from < observed_to
)

select
    order_key,
    line.line_number,
    line.due_date,
    line.planned_amount,
    observed_from,
    observed_to
from instalment
where line.due_date is not null
