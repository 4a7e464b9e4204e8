select
    lines.sales_line_key,
    lines.document_key,
    lines.source,
    lines.direction,
    lines.document_number,
    lines.line_number,
    lines.sold_at,
    lines.sold_date,
    lines.product_key,
    products.product_name,
    lines.quantity,
    lines.net_amount,
    lines.vat_amount,
    lines.original_net_amount,
    lines.currency_code,
    lines.cost_amount,
    lines.margin_amount,
    lines.is_cost_final,
    lines.order_key,
    lines.deal_key,
    lines.customer_key,
    {{ client_status('customer_payments', 'lines.sold_date') }} as client_status,
    case when lines.deal_key is null then 'unlinked' else deals.channel_key end as channel_key,
    channels.channel_name,
    lines.employee_key,
    {{ employee_columns('lines') }}
from {{ ref('int_sales_lines') }} as lines
left join {{ ref('int_deal_outcomes') }} as deals
    on lines.deal_key = deals.deal_key
left join {{ ref('dim_channel') }} as channels
    on channels.channel_key = case when lines.deal_key is null then 'unlinked' else deals.channel_key end
left join {{ ref('dim_product') }} as products
    on lines.product_key = products.product_key
{{ join_employee('lines', 'lines.sold_date') }}
left join {{ ref('int_customer_payments') }} as customer_payments
    on lines.customer_key = customer_payments.customer_key
