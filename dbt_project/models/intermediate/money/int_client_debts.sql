{{ config(materialized='ephemeral', contract={'enforced': false}) }}
{% set owner = ['source', 'counterparty_record_key', 'currency_code'] %}
{% set place = ['source', 'stream', 'date_day', 'counterparty_record_key', 'currency_code'] %}

{# What we know of a client on a day for which a vendor tells his debt: orders whose goods have left, less what came
   back from shelves, less payments, as all that was known on the morning of the reading. Amounts are added up in their own
   currency; without a rate neither side counts. #}

with reading as (
    select
        balance.source,
        balance._stream as stream,
        balance.balance_date as date_day,
        max(mornings.morning_at) as morning_at
    from {{ ref('int_vendor_debt_balances') }} as balance
    inner join {{ ref('int_schedule_mornings') }} as mornings
        on
            balance.source = mornings.source
            and {{ business_date('balance.observed_at') }} = mornings.as_of_date
    -- A listing that was broken off names some clients only: it is none.
    left join {{ ref('int_loads') }} as broken_load
        on
            balance.source = broken_load.source
            and balance._stream = broken_load.stream
            and balance.observed_at = broken_load.observed_at
            and broken_load.kind = 'whole'
            and not broken_load.is_complete
    where not balance.is_deleted and broken_load.source is null
    group by
        balance.source,
        balance._stream,
        balance.balance_date
),

order_version as (
    select
        version.source,
        version.counterparty_record_key,
        version.currency_key,
        version.amount,
        {{ business_date('version.shipped_at') }} as counted_date,
        version.is_active and not version.is_vanished as is_counted,
        version.observed_at as known_from,
        coalesce(
            lead(version.observed_at) over (partition by version.order_key order by version._position nulls last),
            {{ last_instant() }}
        ) as known_to
    from {{ ref('int_vendor_order_versions') }} as version
),

returned_document as (
    select
        source,
        counterparty_record_key,
        currency_key,
        {{ business_date('sold_at') }} as counted_date,
        {{ explode('lines') }} as line
    from {{ ref('int_vendor_sales_documents') }}
    where direction = 'return' and is_active and not is_deleted and sold_at is not null
),

document as (
    select
        orders.source,
        orders.counterparty_record_key,
        coalesce(currency.currency_code, '{{ var("base_currency") }}') as currency_code,
        orders.counted_date,
        orders.known_from,
        orders.known_to,
        orders.amount
    from order_version as orders
    left join {{ ref('int_vendor_currencies') }} as currency
        on orders.currency_key = currency.currency_key
    where orders.is_counted and orders.counted_date is not null
    union all
    select
        returns.source,
        returns.counterparty_record_key,
        coalesce(currency.currency_code, '{{ var("base_currency") }}') as currency_code,
        returns.counted_date,
        cast('1970-01-01' as timestamp) as known_from,
        {{ last_instant() }} as known_to,
        -returns.line.amount as amount
    from returned_document as returns
    left join {{ ref('int_vendor_currencies') }} as currency
        on returns.currency_key = currency.currency_key
    where not returns.line.is_cancelled
    union all
    select
        {{ columns(owner) }},
        paid_date as counted_date,
        observed_from as known_from,
        observed_to as known_to,
        -original_amount as amount
    from {{ ref('int_payment_line_versions') }}
),

side as (
    {{ debt_sides(owner) }}
),

client_debt as (
    select
        {{ columns(place) }},
        cast(sum(ours) as decimal(18, 2)) as ours,
        cast(sum(theirs) as decimal(18, 2)) as theirs
    from side
    group by {{ columns(place) }}
)

{{ debts_in_base_currency() }}
