with order_version as (
    select
        version.order_key,
        version.is_active,
        version.is_vanished,
        version.instalments,
        {{ business_date('version.ordered_at') }} as ordered_date,
        coalesce(currency.currency_code, '{{ var("base_currency") }}') as currency_code,
        version.observed_at as observed_from,
        coalesce(
            lead(version.observed_at) over (partition by version.order_key order by version._position nulls last),
            {{ last_instant() }}
        ) as observed_to
    from {{ ref('int_vendor_order_versions') }} as version
    left join {{ ref('int_vendor_currencies') }} as currency
        on version.currency_key = currency.currency_key
),

instalment as (
    select
        order_key,
        ordered_date,
        currency_code,
        observed_from,
        observed_to,
        {{ explode('instalments') }} as line
    from order_version
    where
        is_active
        and not is_vanished
        and observed_from < observed_to
)

select
    instalment.order_key,
    instalment.line.line_number,
    instalment.line.due_date,
    cast(
        {{ in_base_currency('instalment.line.planned_amount', 'instalment.currency_code', 'rate') }} as decimal(18, 2)
    ) as planned_amount,
    instalment.observed_from,
    instalment.observed_to
from instalment
left join {{ ref('int_exchange_rates') }} as rate
    on
        instalment.currency_code = rate.currency_code
        and instalment.ordered_date = rate.date_day
where instalment.line.due_date is not null
