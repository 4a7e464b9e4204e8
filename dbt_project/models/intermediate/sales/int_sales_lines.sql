{% set shown = [
    'document_key', 'source', 'direction', 'document_number', 'line_number', 'sold_at', 'sold_date', 'product_key', 'quantity',
    'net_amount', 'vat_amount', 'original_net_amount', 'currency_code', 'order_key'
] %}
{% set line = shown + ['counterparty_record_key', 'manager_user_key'] %}

with closed_month as (
    select distinct
        source,
        date_trunc('month', {{ business_date('closed_at') }}) as month_date
    from {{ ref('int_vendor_cost_closings') }}
    where
        is_active
        and not is_preliminary
        and not is_deleted
),

costed_line as (
    select
        {{ columns(line, 'document_line') }},
        document_cost.cost_amount as product_cost_amount,
        sum(document_line.net_amount) over (
            partition by document_line.document_key, document_line.product_key
        ) as product_net_amount,
        cast(abs(sum(document_line.quantity) over (
            partition by document_line.document_key, document_line.product_key
        )) * 1000 as bigint) as product_quantity,
        cast(abs(sum(document_line.quantity) over (
            partition by document_line.document_key, document_line.product_key
            order by document_line.line_number nulls last
            rows between unbounded preceding and current row
        )) * 1000 as bigint) as quantity_to_line
    from {{ ref('int_document_lines') }} as document_line
    left join {{ ref('int_document_costs') }} as document_cost
        on
            document_line.document_key = document_cost.document_key
            and document_line.product_key = document_cost.product_key
),

-- Rounding the running total, not the line, makes the lines add up to the cost exactly.
spread_line as (
    select
        {{ columns(line) }},
        product_cost_amount,
        product_net_amount,
        {{ cents_ratio(
            '(' ~ wide(to_cents('product_cost_amount')) ~ ' * quantity_to_line)', 'product_quantity'
        ) }} as cost_to_line
    from costed_line
),

known_line as (
    select
        {{ columns(line, 'spread_line') }},
        closed_month.month_date is not null as is_cost_final,
        -- A zero in an open month says that nobody has calculated yet.
        case
            when
                spread_line.product_cost_amount <> 0
                or closed_month.month_date is not null
                or spread_line.product_net_amount = 0
                then
                    spread_line.cost_to_line - coalesce(
                        lag(spread_line.cost_to_line) over (
                            partition by spread_line.document_key, spread_line.product_key
                            order by spread_line.line_number nulls last
                        ), 0
                    )
        end as cost_amount
    from spread_line
    left join closed_month
        on
            spread_line.source = closed_month.source
            and date_trunc('month', spread_line.sold_date) = closed_month.month_date
),

linked_line as (
    select
        {{ columns(line, 'known_line') }},
        known_line.is_cost_final,
        known_line.cost_amount,
        order_deal.deal_key,
        case
            when order_deal.deal_key is null
                then coalesce(
                    nullif(customer_order.manager_employee_key, 'unassigned'),
                    manager.employee_key,
                    'unassigned'
                )
            when deal.won_at <= known_line.sold_at then deal.won_employee_key
            else coalesce(responsible.employee_key, 'unassigned')
        end as employee_key
    from known_line
    left join {{ ref('int_orders') }} as customer_order
        on known_line.order_key = customer_order.order_key
    left join {{ ref('int_order_deals') }} as order_deal
        on known_line.order_key = order_deal.order_key
    left join {{ ref('int_deal_outcomes') }} as deal
        on order_deal.deal_key = deal.deal_key
    {{ join_responsible('order_deal', 'known_line.sold_at') }}
    left join {{ ref('int_source_users') }} as manager
        on known_line.manager_user_key = manager.source_user_key
)

select
    linked_line.document_key || ':' || cast(linked_line.line_number as text) as sales_line_key,
    {{ columns(shown, 'linked_line') }},
    cast(linked_line.cost_amount as decimal(18, 2)) as cost_amount,
    cast(linked_line.net_amount - linked_line.cost_amount as decimal(18, 2)) as margin_amount,
    linked_line.is_cost_final,
    linked_line.deal_key,
    customer_record.customer_key,
    linked_line.employee_key
from linked_line
left join {{ ref('int_customer_records') }} as customer_record
    on linked_line.counterparty_record_key = customer_record.record_key
