{{ config(materialized='ephemeral', contract={'enforced': false}) }}
{% set instalment = ['order_key', 'line_number', 'due_date', 'planned_amount', 'filled_amount', 'expected_amount'] %}
{% set point = ['order_key', 'due_date'] %}

{# Everything of an expected instalment that does not depend on the morning from which it is seen. #}

with open_balances as (
    select
        order_key,
        line_number,
        due_date,
        planned_amount,
        filled_amount,
        known_from,
        known_to,
        planned_before_amount,
        planned_amount - filled_amount as expected_amount
    from {{ ref('int_instalment_balances') }}
    where planned_amount <> filled_amount
),

due_points as (
    select distinct
        {{ columns(point) }}
    from open_balances
),

paid_by_due_date as (
    select
        {{ columns(point, 'due_points') }},
        sum(payments.amount) as paid_amount
    from due_points
    inner join {{ ref('int_payments') }} as payments
        on
            due_points.order_key = payments.order_key
            and due_points.due_date >= payments.paid_date
    group by {{ columns(point, 'due_points') }}
),

loaded_payments as (
    select
        coalesce(
            min(case when not coverage.is_complete then coverage.date_day end), max(runs.as_of_date)
        ) as first_missing_date,
        min(coverage.date_day) as first_date
    from {{ ref('int_run') }} as runs
    left join {{ ref('int_entity_coverage_day') }} as coverage
        on
            coverage.entity = 'payments'
            and coverage.is_begun
),

order_owners as (
    select
        orders.order_key,
        customer_records.customer_key,
        order_deals.deal_key,
        case
            when order_deals.deal_key is null then orders.manager_employee_key
            else coalesce(deals.won_employee_key, leads.employee_key)
        end as employee_key
    from {{ ref('int_orders') }} as orders
    left join {{ ref('int_order_deals') }} as order_deals
        on orders.order_key = order_deals.order_key
    left join {{ ref('int_deal_outcomes') }} as deals
        on order_deals.deal_key = deals.deal_key
    left join {{ ref('int_leads') }} as leads
        on order_deals.deal_key = leads.lead_key
    left join {{ ref('int_customer_records') }} as customer_records
        on orders.counterparty_record_key = customer_records.record_key
)

select
    {{ columns(instalment, 'open_balances') }},
    open_balances.known_from,
    open_balances.known_to,
    open_balances.planned_before_amount,
    coalesce(paid_by_due_date.paid_amount, 0) as paid_amount,
    coalesce(
        open_balances.due_date >= loaded_payments.first_date
        and open_balances.due_date < loaded_payments.first_missing_date, false
    ) as is_due_date_loaded,
    order_owners.deal_key,
    order_owners.customer_key,
    coalesce(order_owners.employee_key, 'unassigned') as employee_key
from open_balances
cross join loaded_payments
left join paid_by_due_date
    on {{ same_in(point, 'open_balances', 'paid_by_due_date') }}
left join order_owners
    on open_balances.order_key = order_owners.order_key
