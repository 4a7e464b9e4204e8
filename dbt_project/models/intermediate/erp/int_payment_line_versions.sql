{% set version = [
    'payment_key', 'source', 'document_stream', 'document_number', 'paid_at', 'direction', 'counterparty_record_key',
    'responsible_user_key', 'currency_key', 'amount', 'purpose'
] %}
{% set observed = ['observed_from', 'observed_to', 'is_current'] %}
{% set document = [
    'payment_line_key', 'payment_key', 'source', 'document_stream', 'document_number', 'line_number', 'paid_at', 'paid_date',
    'direction'
] %}

with payment_version as (
    select
        {{ columns(version) }},
        lines,
        is_active,
        is_vanished,
        observed_at as observed_from,
        coalesce(
            lead(observed_at) over (partition by payment_key order by _position nulls last),
            {{ last_instant() }}
        ) as observed_to,
        row_number() over (partition by payment_key order by _position desc nulls last) = 1 as is_current
    from {{ ref('int_vendor_payment_versions') }}
),

-- Posted, unmarked, and about a customer: nothing else is a payment.
counted_version as (
    select
        {{ columns(version) }},
        lines,
        {{ columns(observed) }}
    from payment_version
    where
        is_active
        and not is_vanished
        and direction is not null
),

allocated_line as (
    select
        payment_key,
        observed_from,
        {{ explode('lines') }} as line
    from counted_version
),

document_line as (
    select
        payment_key,
        observed_from,
        line.line_number,
        line.order_key,
        line.amount
    from allocated_line

    union all

    select
        payment_key,
        observed_from,
        0 as line_number,
        cast(null as text) as order_key,
        amount
    from counted_version
    where coalesce({{ list_length('lines') }}, 0) = 0
),

signed_line as (
    select
        document_line.payment_key || ':' || cast(document_line.line_number as text) as payment_line_key,
        document_line.payment_key,
        counted_version.source,
        counted_version.document_stream,
        counted_version.document_number,
        cast(document_line.line_number as bigint) as line_number,
        counted_version.paid_at,
        {{ business_date('counted_version.paid_at') }} as paid_date,
        counted_version.direction,
        cast(
            case counted_version.direction when 'refund' then -document_line.amount else document_line.amount end
            as decimal(18, 2)
        ) as original_amount,
        coalesce(currency.currency_code, '{{ var("base_currency") }}') as currency_code,
        document_line.order_key,
        counted_version.counterparty_record_key,
        counted_version.responsible_user_key,
        counted_version.purpose,
        {{ columns(observed, 'counted_version') }}
    from document_line
    inner join counted_version
        on
            document_line.payment_key = counted_version.payment_key
            and document_line.observed_from = counted_version.observed_from
    left join {{ ref('int_vendor_currencies') }} as currency
        on counted_version.currency_key = currency.currency_key
)

select
    {{ columns(document, 'signed_line') }},
    cast(
        {{ in_base_currency('signed_line.original_amount', 'signed_line.currency_code', 'rate') }} as decimal(18, 2)
    ) as amount,
    signed_line.original_amount,
    signed_line.currency_code,
    signed_line.order_key,
    signed_line.counterparty_record_key,
    signed_line.responsible_user_key,
    signed_line.purpose,
    {{ columns(observed, 'signed_line') }}
from signed_line
left join {{ ref('int_exchange_rates') }} as rate
    on
        signed_line.currency_code = rate.currency_code
        and signed_line.paid_date = rate.date_day
