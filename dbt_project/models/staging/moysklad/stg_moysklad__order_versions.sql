{{ config(materialized='table') }}

{# An order has no schedule: its invoices are the instalments. It is another order when one of these has changed. #}

with order_span as (
    {{ moysklad_spans(ref('stg_moysklad__order_documents'), 'order_key') }}
),

invoice_span as (
    {{ moysklad_spans(ref('stg_moysklad__invoices'), 'document_key') }}
),

changed_order as (
    select
        order_key,
        observed_at
    from order_span
    union distinct
    select
        order_key,
        observed_at
    from invoice_span
    where order_key is not null
    union distinct
    select
        order_before as order_key,
        observed_at
    from invoice_span
    where order_before is not null
),

instalment as (
    select
        changed_order.order_key,
        changed_order.observed_at,
        invoice_span.due_date,
        invoice_span.amount,
        invoice_span._unreadable,
        cast(
            row_number() over (
                partition by changed_order.order_key, changed_order.observed_at
                order by
                    invoice_span.invoiced_at nulls last,
                    invoice_span.invoice_number nulls last,
                    invoice_span.document_key nulls last
            ) as bigint
        ) as line_number
    from changed_order
    inner join invoice_span
        on
            changed_order.order_key = invoice_span.order_key
            and changed_order.observed_at >= invoice_span.observed_at
            and changed_order.observed_at < invoice_span.observed_to
    where invoice_span.is_active and not invoice_span.is_vanished
),

schedule as (
    select
        order_key,
        observed_at,
        list(
            struct_pack(line_number := line_number, due_date := due_date, planned_amount := amount)
            order by line_number nulls last
        ) as instalments,
        max(_unreadable) as _unreadable
    from instalment
    group by
        order_key,
        observed_at
)

select
    changed_order.order_key,
    order_span.source,
    changed_order.observed_at,
    order_span.is_vanished,
    cast(null as timestamp) as shipped_at,
    order_span.order_number,
    order_span.ordered_at,
    order_span.counterparty_record_key,
    order_span.manager_user_key,
    order_span.currency_key,
    order_span.amount,
    order_span.is_active,
    order_span.field_values,
    schedule.instalments,
    nullif(concat_ws(';', order_span._unreadable, schedule._unreadable), '') as _unreadable,
    order_span._source,
    order_span._stream,
    order_span._key,
    cast(changed_order.observed_at as text) as _position
from changed_order
inner join order_span
    on
        changed_order.order_key = order_span.order_key
        and changed_order.observed_at >= order_span.observed_at
        and changed_order.observed_at < order_span.observed_to
left join schedule
    on
        changed_order.order_key = schedule.order_key
        and changed_order.observed_at = schedule.observed_at
