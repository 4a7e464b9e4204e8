{{ config(materialized='ephemeral', contract={'enforced': false}) }}

{# The lines of sales and returns with what their document says of them: returned ones below zero, in their own
   currency and ours. #}

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
)

select
    sales_document.document_key,
    sales_document.source,
    sales_document.direction,
    sales_document.document_number,
    sales_document.sold_at,
    sales_document.sold_date,
    sales_document.counterparty_record_key,
    sales_document.manager_user_key,
    sales_document.currency_code,
    signed_line.line_number,
    signed_line.product_key,
    signed_line.order_key,
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
