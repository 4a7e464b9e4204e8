{{ config(materialized='ephemeral', contract={'enforced': false}) }}

{# Who owes most, then who ordered nothing for longest, is wanted first. #}

with morning as (
    select
        mornings.source,
        mornings.as_of_date,
        mornings.morning_at
    from {{ ref('int_schedule_mornings') }} as mornings
    inner join {{ ref('int_run') }} as run
        on mornings.as_of_date = run.as_of_date
),

debt as (
    select
        client.customer_key,
        sum(balances.planned_amount - balances.filled_amount) as overdue_amount
    from {{ ref('int_instalment_balances') }} as balances
    inner join morning
        on
            split_part(balances.order_key, ':', 1) = morning.source
            and balances.known_from <= morning.morning_at
            and balances.known_to > morning.morning_at
            and balances.due_date < morning.as_of_date
    inner join {{ ref('int_orders') }} as orders
        on balances.order_key = orders.order_key
    inner join {{ ref('int_customer_records') }} as client
        on orders.counterparty_record_key = client.record_key
    group by client.customer_key
),

last_order as (
    select
        client.customer_key,
        max(orders.ordered_date) as last_order_date
    from {{ ref('int_orders') }} as orders
    inner join {{ ref('int_customer_records') }} as client
        on orders.counterparty_record_key = client.record_key
    where orders.is_active
    group by client.customer_key
),

known as (
    select count(*) as mornings_count
    from morning
),

stop as (
    select
        visit.visit_key,
        visit.visit_date,
        coalesce(agent.employee_key, visit.agent_user_key, 'unassigned') as employee_key,
        card.customer_key,
        visit.latitude,
        visit.longitude,
        coalesce(visit.latitude is not null and visit.longitude is not null, false) as is_located,
        case when known.mornings_count > 0 then coalesce(debt.overdue_amount, 0) end as overdue_amount,
        last_order.last_order_date,
        {{ days_between('last_order.last_order_date', 'run.as_of_date') }} as days_since_order
    from {{ ref('int_vendor_visits') }} as visit
    left join {{ ref('int_source_users') }} as agent
        on visit.agent_user_key = agent.source_user_key
    left join {{ ref('int_customer_records') }} as card
        on visit.counterparty_record_key = card.record_key
    inner join {{ ref('int_run') }} as run
        on
            visit.visit_date >= run.as_of_date
            and visit.visit_date < cast(run.as_of_date + interval '7 days' as date)
    cross join known
    left join debt
        on card.customer_key = debt.customer_key
    left join last_order
        on card.customer_key = last_order.customer_key
    where visit.is_planned and not coalesce(visit.is_made, false) and not visit.is_deleted
)

select
    visit_key,
    visit_date,
    employee_key,
    customer_key,
    latitude,
    longitude,
    is_located,
    overdue_amount,
    last_order_date,
    days_since_order,
    row_number() over (
        partition by employee_key, visit_date
        order by
            overdue_amount desc nulls last,
            days_since_order desc nulls last,
            customer_key asc nulls last,
            visit_key asc nulls last
    ) as priority_position
from stop
