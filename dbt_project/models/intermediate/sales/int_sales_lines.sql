{% set line = [
    'document_key', 'line_number', 'product_key', 'order_key', 'sold_date', 'quantity', 'original_net_amount', 'net_amount',
    'vat_amount'
] %}

with sales_document as (
    select
        document.document_key,
        document.source,
        document.direction,
        document.document_number,
        document.sold_at,
        {{ business_date('document.sold_at') }} as sold_date,
        document.counterparty_record_key,
        document.manager_user_key,
        coalesce(currency.currency_code, '{{ var("base_currency") }}') as currency_code,
        document.lines
    from {{ ref('int_vendor_sales_documents') }} as document
    left join {{ ref('int_vendor_currencies') }} as currency
        on document.currency_key = currency.currency_key
    where
        document.is_active
        and not document.is_deleted
        and document.sold_at is not null
),

document_line as (
    select
        document_key,
        {{ explode('lines') }} as line
    from sales_document
),

-- A cancelled line is not sold, and takes no share of the cost.
signed_line as (
    select
        document_line.document_key,
        document_line.line.line_number,
        document_line.line.product_key,
        document_line.line.order_key,
        case sales_document.direction when 'return' then -1 else 1 end * document_line.line.quantity as quantity,
        case sales_document.direction when 'return' then -1 else 1 end
        * (document_line.line.amount - document_line.line.vat_amount) as net_amount,
        case sales_document.direction when 'return' then -1 else 1 end * document_line.line.vat_amount as vat_amount
    from document_line
    inner join sales_document
        on document_line.document_key = sales_document.document_key
    where not document_line.line.is_cancelled
),

converted_line as (
    select
        signed_line.document_key,
        signed_line.line_number,
        signed_line.product_key,
        signed_line.order_key,
        sales_document.sold_date,
        cast(signed_line.quantity as decimal(18, 3)) as quantity,
        cast(signed_line.net_amount as decimal(18, 2)) as original_net_amount,
        cast(
            {{ in_base_currency('signed_line.net_amount', 'sales_document.currency_code', 'rate') }} as decimal(18, 2)
        ) as net_amount,
        cast(
            {{ in_base_currency('signed_line.vat_amount', 'sales_document.currency_code', 'rate') }} as decimal(18, 2)
        ) as vat_amount
    from signed_line
    inner join sales_document
        on signed_line.document_key = sales_document.document_key
    left join {{ ref('int_exchange_rates') }} as rate
        on
            sales_document.currency_code = rate.currency_code
            and sales_document.sold_date = rate.date_day
),

closed_month as (
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
        {{ columns(line, 'converted_line') }},
        document_cost.cost_amount as product_cost_amount,
        sum(converted_line.net_amount) over (
            partition by converted_line.document_key, converted_line.product_key
        ) as product_net_amount,
        cast(abs(sum(converted_line.quantity) over (
            partition by converted_line.document_key, converted_line.product_key
        )) * 1000 as bigint) as product_quantity,
        cast(abs(sum(converted_line.quantity) over (
            partition by converted_line.document_key, converted_line.product_key
            order by converted_line.line_number nulls last
            rows between unbounded preceding and current row
        )) * 1000 as bigint) as quantity_to_line
    from converted_line
    left join {{ ref('int_document_costs') }} as document_cost
        on
            converted_line.document_key = document_cost.document_key
            and converted_line.product_key = document_cost.product_key
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
    inner join sales_document
        on spread_line.document_key = sales_document.document_key
    left join closed_month
        on
            sales_document.source = closed_month.source
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
            when deal.won_at <= sales_document.sold_at then deal.won_employee_key
            else coalesce(responsible.employee_key, 'unassigned')
        end as employee_key
    from known_line
    inner join sales_document
        on known_line.document_key = sales_document.document_key
    left join {{ ref('int_orders') }} as customer_order
        on known_line.order_key = customer_order.order_key
    left join {{ ref('int_order_deals') }} as order_deal
        on known_line.order_key = order_deal.order_key
    left join {{ ref('int_deal_outcomes') }} as deal
        on order_deal.deal_key = deal.deal_key
    {{ join_responsible('order_deal', 'sales_document.sold_at') }}
    left join {{ ref('int_source_users') }} as manager
        on sales_document.manager_user_key = manager.source_user_key
)

select
    linked_line.document_key || ':' || cast(linked_line.line_number as text) as sales_line_key,
    linked_line.document_key,
    sales_document.source,
    sales_document.direction,
    sales_document.document_number,
    linked_line.line_number,
    sales_document.sold_at,
    sales_document.sold_date,
    linked_line.product_key,
    linked_line.quantity,
    linked_line.net_amount,
    linked_line.vat_amount,
    linked_line.original_net_amount,
    sales_document.currency_code,
    cast(linked_line.cost_amount as decimal(18, 2)) as cost_amount,
    cast(linked_line.net_amount - linked_line.cost_amount as decimal(18, 2)) as margin_amount,
    linked_line.is_cost_final,
    linked_line.order_key,
    linked_line.deal_key,
    customer_record.customer_key,
    linked_line.employee_key
from linked_line
inner join sales_document
    on linked_line.document_key = sales_document.document_key
left join {{ ref('int_customer_records') }} as customer_record
    on sales_document.counterparty_record_key = customer_record.record_key
