with linked_payments as (
    select
        payments.payment_line_key,
        payments.payment_key,
        payments.paid_at,
        payments.paid_date,
        payments.direction,
        payments.amount,
        payments.original_amount,
        payments.currency_code,
        payments.order_key,
        links.deal_key,
        links.link_method,
        links.customer_key,
        case
            when links.deal_key is null
                then coalesce(
                    nullif(orders.manager_employee_key, 'unassigned'),
                    nullif(payments.responsible_employee_key, 'unassigned'),
                    'unassigned'
                )
            when deals.won_at <= payments.paid_at then deals.won_employee_key
            else coalesce(responsible.employee_key, 'unassigned')
        end as employee_key,
        case when links.deal_key is null then 'unlinked' else deals.channel_key end as channel_key
    from {{ ref('int_payments') }} as payments
    inner join {{ ref('int_payment_links') }} as links
        on payments.payment_line_key = links.payment_line_key
    left join {{ ref('int_deal_outcomes') }} as deals
        on links.deal_key = deals.deal_key
    {{ join_responsible('links', 'payments.paid_at') }}
    left join {{ ref('int_orders') }} as orders
        on payments.order_key = orders.order_key
)

select
    linked_payments.payment_line_key,
    linked_payments.payment_key,
    linked_payments.paid_at,
    linked_payments.paid_date,
    linked_payments.direction,
    linked_payments.amount,
    linked_payments.original_amount,
    linked_payments.currency_code,
    linked_payments.order_key,
    linked_payments.deal_key,
    linked_payments.link_method,
    linked_payments.customer_key,
    linked_payments.employee_key,
    coalesce(units.org_unit_key, 'unassigned') as org_unit_key,
    linked_payments.channel_key
from linked_payments
{{ join_unit('linked_payments', 'linked_payments.paid_date') }}
