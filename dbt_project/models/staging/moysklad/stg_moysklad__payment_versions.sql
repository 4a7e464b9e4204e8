{{ config(materialized='table') }}

{# What a payment is for: orders themselves, and the orders of invoices, shipments and returns. The rest of a
   payment that is linked, or what is linked too much, is a line without an order: the lines always make the
   payment. Of a shop's cheque, cash and cards are two payments. #}

with money_version as (
    select
        *,
        {{ moysklad_is_linked("'salesreturn'") }} or is_refund_by_item as is_refund,
        {{ moysklad_is_linked("'purchasereturn', 'retailshift'") }} as is_of_no_customer,
        _stream in ('retail_sales', 'retail_returns', 'prepayments', 'prepayment_returns') as is_of_shop
    from {{ ref('stg_moysklad__money_documents') }}
),

operation as (
    select
        version_key,
        {{ explode('operations') }} as link
    from money_version
),

linked_line as (
    select
        operation.version_key,
        operation.link.line_number,
        case operation.link.document_type
            when 'customerorder' then operation.link.document_key
            else document_order.order_key
        end as order_key,
        operation.link.amount
    from operation
    left join {{ ref('stg_moysklad__document_orders') }} as document_order
        on operation.link.document_key = document_order.document_key
),

linked_version as (
    select
        version_key,
        max(line_number) as lines_count,
        sum(coalesce(amount, 0)) as linked_amount,
        list(
            struct_pack(line_number := line_number, order_key := order_key, amount := coalesce(amount, 0))
            order by line_number nulls last
        ) as lines
    from linked_line
    group by version_key
),

-- What one document brought in one way.
receipt as (
    select
        version_key,
        document_key as payment_key,
        _stream as document_stream,
        amount
    from money_version
    where not is_of_shop
    union all
    {{ moysklad_receipts('cash') }}
    union all
    {{ moysklad_receipts('card') }}
)

select
    receipt.payment_key,
    version.source,
    receipt.document_stream,
    version.observed_at,
    version.is_vanished,
    version.document_number,
    version.paid_at,
    case
        when version.counterparty_record_key is null or version.is_of_no_customer then null
        when version._stream in ('retail_sales', 'prepayments', 'payments_in', 'cash_in') then 'in'
        when version._stream in ('retail_returns', 'prepayment_returns') or version.is_refund then 'refund'
    end as direction,
    version.counterparty_record_key,
    version.responsible_user_key,
    version.currency_key,
    receipt.amount,
    version.purpose,
    -- What a cheque did not bring this way, or does no more, is no receipt.
    version.is_active and not (version.is_of_shop and coalesce(receipt.amount = 0, false)) as is_active,
    case
        when version.is_of_shop
            then [
                struct_pack(
                    line_number := cast(1 as bigint),
                    order_key := coalesce(version.order_key, document_order.order_key),
                    amount := receipt.amount
                )
            ]
        when linked_version.linked_amount <> receipt.amount
            then list_concat(
                linked_version.lines,
                [
                    struct_pack(
                        line_number := linked_version.lines_count + 1,
                        order_key := cast(null as text),
                        amount := cast(receipt.amount - linked_version.linked_amount as decimal(18, 2))
                    )
                ]
            )
        else linked_version.lines
    end as lines,
    version._unreadable,
    version._source,
    version._stream,
    version._key,
    version._position
from receipt
inner join money_version as version
    on receipt.version_key = version.version_key
left join linked_version
    on version.version_key = linked_version.version_key
left join {{ ref('stg_moysklad__document_orders') }} as document_order
    on version.document_key = document_order.document_key
