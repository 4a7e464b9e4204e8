-- Orders change rarely, mornings come daily: balances are computed per change of an order, never per morning.
with payment_version as (
    select
        order_key,
        observed_from,
        observed_to,
        amount
    from {{ ref('int_payment_line_versions') }}
    where order_key is not null and observed_from < observed_to
),

payment_deltas as (
    select
        order_key,
        observed_from as changed_at,
        amount
    from payment_version
    union all
    select
        order_key,
        observed_to as changed_at,
        -amount as amount
    from payment_version
    where observed_to < {{ last_instant() }}
),

change_instants as (
    select
        order_key,
        changed_at,
        amount
    from payment_deltas
    union all
    select
        order_key,
        observed_from as changed_at,
        cast(0 as decimal(18, 2)) as amount
    from {{ ref('int_order_instalments') }}
    union all
    select
        order_key,
        observed_to as changed_at,
        cast(0 as decimal(18, 2)) as amount
    from {{ ref('int_order_instalments') }}
    where observed_to < {{ last_instant() }}
),

net_changes as (
    select
        order_key,
        changed_at,
        cast(coalesce(sum(amount), 0) as decimal(18, 2)) as amount
    from change_instants
    group by
        order_key,
        changed_at
),

order_states as (
    select
        order_key,
        changed_at as known_from,
        coalesce(
            lead(changed_at) over (partition by order_key order by changed_at nulls last), {{ last_instant() }}
        ) as known_to,
        cast(
            sum(amount) over (
                partition by order_key
                order by changed_at nulls last
                rows between unbounded preceding and current row
            ) as decimal(18, 2)
        ) as paid_amount
    from net_changes
),

instalment_states as (
    select
        states.order_key,
        states.known_from,
        states.known_to,
        states.paid_amount,
        instalments.line_number,
        instalments.due_date,
        instalments.planned_amount,
        coalesce(
            cast(
                sum(instalments.planned_amount) over (
                    partition by states.order_key, states.known_from
                    order by instalments.due_date nulls last, instalments.line_number nulls last
                    rows between unbounded preceding and 1 preceding
                ) as decimal(18, 2)
            ),
            0
        ) as planned_before_amount
    from order_states as states
    inner join {{ ref('int_order_instalments') }} as instalments
        on
            states.order_key = instalments.order_key
            and states.known_from >= instalments.observed_from
            and states.known_from < instalments.observed_to
)

select
    order_key,
    line_number,
    known_from,
    known_to,
    due_date,
    planned_amount,
    planned_before_amount,
    cast(least(planned_amount, greatest(0, paid_amount - planned_before_amount)) as decimal(18, 2)) as filled_amount
from instalment_states
