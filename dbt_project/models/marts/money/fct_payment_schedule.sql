{% set instalment = ['order_key', 'line_number', 'due_date', 'planned_amount', 'filled_amount', 'expected_amount'] %}
{% set point = ['order_key', 'due_date'] %}

with due_points as (
    select distinct
        {{ columns(point) }}
    from {{ ref('int_owned_balances') }}
),

-- Money that was back with the customer by the morning is not kept, even if it had come in time.
late_refunds as (
    select
        {{ columns(point, 'due_points') }},
        mornings.as_of_date,
        sum(payments.amount) as refunded_amount
    from due_points
    inner join {{ ref('int_payments') }} as payments
        on
            due_points.order_key = payments.order_key
            and due_points.due_date < payments.paid_date
            and payments.direction = 'refund'
    inner join {{ ref('int_schedule_mornings') }} as mornings
        on
            payments.source = mornings.source
            and payments.paid_date <= mornings.as_of_date
    group by
        {{ columns(point, 'due_points') }},
        mornings.as_of_date
),

expected_instalments as (
    select
        mornings.as_of_date,
        {{ columns(instalment, 'balances') }},
        case
            when balances.is_due_date_loaded
                then least(
                    balances.expected_amount,
                    greatest(
                        0,
                        balances.paid_amount
                        + coalesce(late_refunds.refunded_amount, 0)
                        - balances.planned_before_amount
                        - balances.filled_amount
                    )
                )
        end as kept_amount,
        balances.deal_key,
        balances.customer_key,
        balances.employee_key
    from {{ ref('int_owned_balances') }} as balances
    inner join {{ ref('int_schedule_mornings') }} as mornings
        on
            split_part(balances.order_key, ':', 1) = mornings.source
            and balances.known_from <= mornings.morning_at
            and balances.known_to > mornings.morning_at
    left join late_refunds
        on
            {{ same_in(point, 'balances', 'late_refunds') }}
            and mornings.as_of_date = late_refunds.as_of_date
)

select
    instalments.as_of_date,
    instalments.order_key,
    instalments.line_number,
    instalments.due_date,
    {{ due_bucket('instalments.due_date', 'instalments.as_of_date') }} as due_bucket,
    instalments.planned_amount,
    instalments.filled_amount,
    cast(instalments.expected_amount as decimal(18, 2)) as expected_amount,
    cast(instalments.kept_amount as decimal(18, 2)) as kept_amount,
    instalments.deal_key,
    instalments.customer_key,
    instalments.employee_key,
    {{ employee_columns('instalments') }}
from expected_instalments as instalments
{{ join_employee('instalments', 'instalments.as_of_date') }}
